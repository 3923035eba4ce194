package inspectorslack.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Needs the Pulumi CLI. The PATH includes the folder of {@code tools/pulumi/install}. */
public final class NeedsPulumi extends NeedsTool {
  NeedsPulumi() {
    super("the Pulumi CLI", "tools/pulumi/install");
  }

  @Override
  protected boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pulumi")));
  }
}
