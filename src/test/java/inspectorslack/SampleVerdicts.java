package inspectorslack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of every bundled sample in the stacks {@code dev} and {@code prod} and in each route
 * of {@link TeamStack}: the table {@code src/test/resources/samples.csv}, written by hand from the
 * specification.
 */
public final class SampleVerdicts {
  private static final Path TABLE = Path.of("src/test/resources/samples.csv");
  private static final String ARRIVES = "arrives";

  private SampleVerdicts() {}

  /**
   * One sample.
   *
   * @param cells by stack or route: that it arrives, or why it doesn't
   */
  public record Row(String sample, Map<String, String> cells) {
    public boolean arrives(String stackOrRoute) {
      return ARRIVES.equals(cells.get(stackOrRoute));
    }

    /** Why it doesn't arrive in a stack or route, as {@code simulate} says it. */
    public String reason(String stackOrRoute) {
      return String.valueOf(cells.get(stackOrRoute));
    }

    /** The routes of the team's stack in which it arrives. */
    public List<String> routes() {
      return TeamStack.ROUTES.stream().filter(this::arrives).toList();
    }

    /** Why the other routes don't take it. */
    public String reasons() {
      return String.join(
          "; ",
          TeamStack.ROUTES.stream()
              .filter(route -> !arrives(route))
              .map(route -> route + ": " + reason(route))
              .toList());
    }

    @Override
    public String toString() {
      return sample;
    }
  }

  /** A row for each sample, in the order of their names. */
  public static List<Row> all() {
    List<String> lines = lines();
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
        .sorted(Comparator.comparing(Row::sample))
        .toList();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(TABLE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|")).map(String::strip).toList();
  }
}
