package inspectorslack.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Needs Python on the PATH, for the scripts in {@code tools}. */
public final class NeedsPython extends NeedsTool {
  NeedsPython() {
    super("python3", "your system's packages");
  }

  @Override
  protected boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
  }
}
