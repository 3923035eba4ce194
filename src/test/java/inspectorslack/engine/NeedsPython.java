package inspectorslack.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A Python on the PATH, for the scripts in {@code tools}. */
public final class NeedsPython extends NeedsTool {
  NeedsPython() {
    super("python3", "your system's packages");
  }

  @Override
  protected boolean isThere() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
  }
}
