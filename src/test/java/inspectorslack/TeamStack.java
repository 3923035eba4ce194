package inspectorslack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The stack of a team for tests: three routes, a digest, coverage alerts and a suppression. */
public final class TeamStack {
  public static final String NAME = "team";

  /** Its routes in their order; the first is told of coverage. */
  public static final List<String> ROUTES = List.of("oncall", "platform", "owners");

  private static final Path FOLDER = Path.of("src/test/resources/stacks");

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

  private static String read(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
