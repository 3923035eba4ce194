package inspectorslack.companion;

import inspectorslack.App;
import inspectorslack.companion.forecast.ForecastCommand;
import inspectorslack.companion.init.InitCommand;
import inspectorslack.companion.preview.PreviewCommand;
import inspectorslack.companion.simulate.SimulateCommand;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.Values;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.LogManager;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The companion's command line. Exit codes: 0 success, 1 invalid events or findings, 2 wrong usage
 * or settings.
 */
@Command(
    name = "inspector-slack",
    description =
        "Writes a stack's file and shows what the stack will do before you deploy it. Needs no AWS account.",
    mixinStandardHelpOptions = true,
    versionProvider = Companion.Version.class,
    footer = {
      "",
      "Exit codes: 0 success, 1 invalid events or findings, 2 wrong usage or invalid settings.",
      "To deploy, use pulumi preview and pulumi up."
    })
final class Companion implements Runnable {
  // The least that picocli accepts.
  private static final int NARROWEST_HELP = 55;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Companion() {}

  public static void main(String[] args) {
    App.provideWorkers();
    LogManager.getLogManager().reset(); // The mocks log what the companion says itself.
    Terminal terminal = Terminal.ofProcess(System.getenv());
    int exitCode = run(terminal, Path.of(System.getProperty("inspector-slack.project", ".")), args);
    terminal.out().flush();
    // The common pool's threads are daemons, but a reader that waits on standard input is not.
    System.exit(exitCode);
  }

  // What is printed may repeat an argument, and a terminal would obey it.
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cc}%s]".formatted(Terminal.DIRECTIONS));

  /**
   * Runs one command.
   *
   * @param project the folder of {@code Pulumi.yaml}
   * @return the exit code
   */
  static int run(Terminal terminal, Path project, String... args) {
    for (String arg : args) {
      if (CONTROLS.matcher(arg).find()) {
        terminal
            .err()
            .printf(
                "inspector-slack: the argument '%s' contains control characters; leave them out%n",
                Values.visible(arg));
        return CommandLine.ExitCode.USAGE;
      }
    }
    CommandLine commandLine = commandLine(terminal, project);
    commandLine
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setUsageHelpWidth(Math.max(terminal.proseWidth(), NARROWEST_HELP))
        .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF))
        .setExecutionExceptionHandler(
            (exception, command, parsed) -> {
              if (exception instanceof WrongUsage
                  || exception instanceof InvalidSettings
                  || exception instanceof InvalidInput) {
                terminal.out().flush();
                terminal.err().println("inspector-slack: " + printable(exception));
                return exception instanceof InvalidInput
                    ? CommandLine.ExitCode.SOFTWARE
                    : CommandLine.ExitCode.USAGE;
              }
              if (exception instanceof IOException) {
                terminal.out().flush();
                terminal.err().println("inspector-slack: cannot read: " + exception.getMessage());
                return CommandLine.ExitCode.USAGE;
              }
              throw exception;
            });
    return commandLine.execute(args);
  }

  static CommandLine commandLine(Terminal terminal, Path project) {
    return new CommandLine(new Companion())
        .addSubcommand(new InitCommand(terminal, project))
        .addSubcommand(new PreviewCommand(terminal, project))
        .addSubcommand(new SimulateCommand(terminal, project))
        .addSubcommand(new ForecastCommand(terminal, project))
        .addSubcommand(new PermissionsCommand(terminal, project))
        .addSubcommand(new CompletionCommand(terminal, project))
        .addSubcommand(new CommandLine.HelpCommand());
  }

  // A message may quote a stack file, which nobody has looked at yet.
  private static String printable(Exception exception) {
    return String.valueOf(exception.getMessage()).replaceAll("(?!\n)" + CONTROLS.pattern(), "?");
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Companion.class.getPackage().getImplementationVersion();
      return new String[] {"inspector-slack " + (version == null ? "(not built)" : version)};
    }
  }
}
