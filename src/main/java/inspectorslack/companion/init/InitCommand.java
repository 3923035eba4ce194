package inspectorslack.companion.init;

import inspectorslack.companion.StackFile;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.WrongUsage;
import inspectorslack.config.InvalidSettings.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes the file of a new stack, with the answers to a few questions and every other setting as a
 * comment.
 */
@Command(
    name = "init",
    description = {
      "Writes a commented Pulumi.NAME.yaml for a new stack.",
      "On a terminal, it asks for the main settings that you don't set with options. Without a terminal, it uses their defaults. docs/settings.md explains all settings."
    })
public final class InitCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Path project;

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the new stack.")
  private String name = "";

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Set aws:region, the home Region.")
  private Optional<String> region = Optional.empty();

  @Option(
      names = "--regions",
      paramLabel = "REGIONS",
      description = "Set regions, separated by commas.")
  private Optional<String> regions = Optional.empty();

  @Option(names = "--finding-source", paramLabel = "SOURCE", description = "Set findingSource.")
  private Optional<String> findingSource = Optional.empty();

  @Option(
      names = "--severity-threshold",
      paramLabel = "SEVERITY",
      description = "Set severityThreshold.")
  private Optional<String> severityThreshold = Optional.empty();

  @Option(names = "--delivery", paramLabel = "DELIVERY", description = "Set delivery.")
  private Optional<String> delivery = Optional.empty();

  @Option(
      names = "--slack-workspace-id",
      paramLabel = "ID",
      description = "Set slackWorkspaceId. Without both Slack ids, findings stop at the topic.")
  private Optional<String> slackWorkspaceId = Optional.empty();

  @Option(names = "--slack-channel-id", paramLabel = "ID", description = "Set slackChannelId.")
  private Optional<String> slackChannelId = Optional.empty();

  @Option(
      names = "--instance-roles",
      paramLabel = "ROLES",
      description = "Set instanceRoles, separated by commas.")
  private Optional<String> instanceRoles = Optional.empty();

  @Option(
      names = "--name-prefix",
      paramLabel = "PREFIX",
      description = "Set namePrefix. init doesn't ask for it.")
  private Optional<String> namePrefix = Optional.empty();

  @Option(
      names = {"-y", "--yes"},
      description = "Ask no questions; use the defaults.")
  private boolean yes;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("unused") // Only picocli reads it.
  private boolean help;

  public InitCommand(Terminal terminal, Path project) {
    this.terminal = terminal;
    this.project = project;
  }

  /** What {@code init} asks for, in this order; the file has the answers in the same order. */
  private List<Question> questions() {
    return List.of(
        Question.of(Catalogue.HOME_REGION, region),
        Question.ofList("regions", regions),
        Question.of("findingSource", findingSource),
        Question.of("severityThreshold", severityThreshold),
        Question.of("delivery", delivery),
        Question.of("slackWorkspaceId", slackWorkspaceId),
        Question.of("slackChannelId", slackChannelId),
        Question.ofList("instanceRoles", instanceRoles),
        Question.of(Question.NAME_PREFIX, namePrefix));
  }

  @Override
  public Integer call() throws IOException {
    StackFile empty = StackFile.withoutFile(project, name);
    Catalogue catalogue = Catalogue.read(project, empty.project(), LocalDate.now(ZoneOffset.UTC));
    NewStackFile file = new NewStackFile(project, empty, catalogue);
    List<Question> questions = questions();
    boolean isAsking = terminal.asks() && !yes;
    Map<String, Object> unasked = new LinkedHashMap<>();
    for (Question it : questions) {
      it.given()
          .or(() -> catalogue.entry(it.key()).proposed())
          .ifPresent(answer -> unasked.put(it.key(), answer));
    }
    refuse(
        file,
        file.problems(unasked).stream()
            .filter(it -> !isAsking || isGiven(Question.key(it), questions))
            .toList());
    Map<String, Object> answers =
        isAsking ? new Dialog(terminal, file, catalogue).ask(questions) : unasked;
    refuse(file, file.problems(answers));
    file.write(answers);
    Wrapped.lines(
            "Wrote %s. It has every setting; those that you didn't choose are comments."
                .formatted(file.fileName()),
            terminal.width())
        .forEach(terminal.out()::println);
    terminal
        .out()
        .print(
            """

            See what it deploys, and which sample findings it posts:
              ./inspector-slack preview %1$s
              ./inspector-slack simulate %1$s
            """
                .formatted(file.stack()));
    terminal.warn(file.warnings(answers));
    return 0;
  }

  private static boolean isGiven(String key, List<Question> questions) {
    // Problems with the stack's name are reported for the prefix, which init doesn't ask for.
    return key.equals(Question.NAME_PREFIX)
        || questions.stream().anyMatch(it -> it.key().equals(key) && it.given().isPresent());
  }

  private static void refuse(NewStackFile file, List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new WrongUsage(
          problems.stream()
              .map(Question::inOptions)
              .collect(Collectors.joining("\n  ", file.fileName() + " wasn't written:\n  ", "")));
    }
  }
}
