package inspectorslack.companion;

import inspectorslack.config.Values;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands, options and the names of stacks. */
@Command(
    name = "completion",
    description = "Prints completions for bash and zsh.",
    footer = {
      "",
      "To load them, add this to your shell's startup file: source <(./inspector-slack completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Path project;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // Only picocli reads it.
  private boolean help;

  CompletionCommand(Terminal terminal, Path project) {
    this.terminal = terminal;
    this.project = project;
  }

  @Override
  public Integer call() {
    String stacks =
        "$(cd %s 2>/dev/null && ls Pulumi.*.yaml 2>/dev/null | sed 's/^Pulumi\\.\\(.*\\)\\.yaml$/\\1/')"
            .formatted(Values.quotedForShell(project.toAbsolutePath().toString()));
    terminal
        .out()
        .print(
            AutoComplete.bash(spec.root().name(), spec.root().commandLine())
                .replace('"' + StackParameter.EVERY_STACK + '"', stacks)
                // picocli offers file names only for options of type File, and otherwise nothing.
                .replace("  type compopt &>/dev/null && compopt +o default\n\n", ""));
    return 0;
  }
}
