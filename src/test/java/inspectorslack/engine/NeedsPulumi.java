package inspectorslack.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The Pulumi CLI on the PATH, which ends with where {@code tools/pulumi/install} puts it. */
public final class NeedsPulumi extends NeedsTool {
  NeedsPulumi() {
    super("the Pulumi CLI", "tools/pulumi/install");
  }

  @Override
  protected boolean isThere() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pulumi")));
  }
}
