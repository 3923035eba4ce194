package inspectorslack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The stack of a team for tests: three routes, a digest, coverage alerts and a suppression; and
 * what becomes of every sample in it, written by hand from the specification.
 */
public final class TeamStack {
  public static final String NAME = "team";

  /** Its routes in their order; the first is told of coverage. */
  public static final List<String> ROUTES = List.of("oncall", "platform", "owners");

  private static final Path FOLDER = Path.of("src/test/resources/stacks");
  private static final String ARRIVES = "arrives";

  private TeamStack() {}

  /** The text of the stack's file. */
  public static String text() {
    return read("Pulumi.team.yaml");
  }

  /** Makes a project's folder with the stack in it. */
  public static void copyTo(Path project) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), project.resolve("Pulumi.yaml"));
    Files.writeString(project.resolve("Pulumi.team.yaml"), text());
  }

  /**
   * What becomes of one sample.
   *
   * @param cells by route: that it arrives, or why it does not
   */
  public record Row(String sample, Map<String, String> cells) {
    public boolean arrives(String route) {
      return ARRIVES.equals(cells.get(route));
    }

    /** The routes in which the sample arrives. */
    public List<String> routes() {
      return ROUTES.stream().filter(this::arrives).toList();
    }

    /** Why the other routes do not take it, as {@code simulate} puts it. */
    public String reasons() {
      return String.join(
          "; ",
          ROUTES.stream()
              .filter(route -> !arrives(route))
              .map(route -> route + ": " + cells.get(route))
              .toList());
    }

    @Override
    public String toString() {
      return sample;
    }
  }

  /** A row for each sample. */
  public static List<Row> samples() {
    List<String> lines = read("team-samples.csv").lines().toList();
    List<String> header = cells(lines.get(0));
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              List<String> values = cells(line);
              Map<String, String> cells = new LinkedHashMap<>();
              for (int i = 1; i < header.size(); i++) {
                cells.put(header.get(i), values.get(i));
              }
              return new Row(values.get(0), cells);
            })
        .toList();
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|")).map(String::strip).toList();
  }

  private static String read(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
