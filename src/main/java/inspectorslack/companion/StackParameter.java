package inspectorslack.companion;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parameters that all commands have: the stack's name and help. */
public final class StackParameter {
  static final String EVERY_STACK = "STACKS";

  @Parameters(
      index = "0",
      paramLabel = "STACK",
      completionCandidates = Names.class,
      description = "Name of the stack, as in Pulumi.STACK.yaml.")
  private String name = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // picocli asks for it itself.
  private boolean help;

  /** A placeholder that completion replaces with the project's current stack names. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(EVERY_STACK).iterator();
    }
  }

  /** Reads the stack's files in the folder of {@code Pulumi.yaml}. */
  public StackFile read(Path project) {
    return StackFile.read(project, name);
  }
}
