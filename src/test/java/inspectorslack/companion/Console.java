package inspectorslack.companion;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs the companion's command line inside the test, with its streams kept as texts. */
public record Console(int exitCode, String out, String err) {
  /** In the project's own folder. */
  public static Console run(String... args) {
    return withInput("", args);
  }

  /** In the project's own folder, with standard input. */
  public static Console withInput(String input, String... args) {
    return run(Path.of(""), input, false, args);
  }

  public static Console run(Path project, String input, boolean colour, String... args) {
    return run(project, input, colour, false, 100, args);
  }

  /** On a terminal of some width. */
  public static Console wide(int width, Path project, String... args) {
    return run(project, "", false, false, width, args);
  }

  /** With somebody at a terminal who types the input. */
  public static Console typing(Path project, String input, String... args) {
    return run(project, input, false, true, 100, args);
  }

  private static Console run(
      Path project, String input, boolean colour, boolean asks, int width, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            colour,
            false,
            asks,
            width);
    int exitCode = Companion.run(terminal, project, args);
    terminal.out().flush();
    terminal.err().flush();
    return new Console(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
