package inspectorslack.companion;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parameters that all commands have: the stack's name and help. */
public final class StackParameter {
  @Parameters(
      index = "0",
      paramLabel = "STACK",
      description = "Name of the stack, as in Pulumi.STACK.yaml.")
  private String name = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // picocli asks for it itself.
  private boolean help;

  /** Reads the stack's files in the folder of {@code Pulumi.yaml}. */
  public StackFile read(Path project) {
    return StackFile.read(project, name);
  }
}
