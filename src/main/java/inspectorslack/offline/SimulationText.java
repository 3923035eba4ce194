package inspectorslack.offline;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.Settings;
import inspectorslack.offline.Simulation.Report;
import inspectorslack.offline.Simulation.Result;
import inspectorslack.offline.Simulation.Verdict;
import inspectorslack.offline.Terminal.Colour;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A simulation as a person reads it: a line for each event, and its main fields if it notifies. */
final class SimulationText implements Report {
  private static final String INDENT = " ".repeat(9);

  private final Terminal terminal;
  private final Settings settings;

  SimulationText(Terminal terminal, Settings settings) {
    this.terminal = terminal;
    this.settings = settings;
  }

  @Override
  public void add(Result result) {
    String verdict = "%-7s".formatted(result.verdict().name().toLowerCase(Locale.ROOT));
    String colourful =
        switch (result.verdict()) {
          case NOTIFY -> terminal.paint(Colour.GREEN, verdict);
          case DROP -> terminal.paint(Colour.DIM, verdict);
          case INVALID -> terminal.paint(Colour.RED, verdict);
        };
    terminal
        .out()
        .println(
            colourful
                + "  "
                + result.file()
                + ":"
                + result.record()
                + result.reason().map(reason -> "  " + Terminal.clean(reason)).orElse("")
                + result.notifications().stream()
                    .map(
                        it ->
                            "\n"
                                + it.message()
                                    .map(this::message)
                                    .orElseGet(() -> card(result.finding())))
                    .collect(Collectors.joining()));
  }

  /** The message as Slack is handed it, in Slack's markdown. */
  private String message(JsonNode message) {
    JsonNode content = message.path("content");
    StringBuilder lines =
        new StringBuilder(
            INDENT + terminal.paint(Colour.BOLD, Terminal.clean(content.path("title").asText())));
    content
        .path("description")
        .asText()
        .lines()
        .forEach(line -> lines.append('\n').append(INDENT).append(Terminal.clean(line)));
    content
        .path("nextSteps")
        .forEach(
            step ->
                lines
                    .append('\n')
                    .append(INDENT)
                    .append("- ")
                    .append(Terminal.clean(step.asText())));
    return lines.toString();
  }

  private String card(FindingEvent finding) {
    String title =
        Stream.of(finding.severity(), finding.title())
            .flatMap(Optional::stream)
            .map(Terminal::clean)
            .collect(Collectors.joining("  "));
    String place =
        Stream.of(
                finding.resource(), finding.account().map(id -> "account " + id), finding.region())
            .flatMap(Optional::stream)
            .map(Terminal::clean)
            .collect(Collectors.joining(", "));
    return INDENT
        + terminal.paint(Colour.BOLD, title.isEmpty() ? "(no title)" : title)
        + (place.isEmpty() ? "" : "\n" + INDENT + place);
  }

  @Override
  public void finish(Map<Verdict, Integer> counts) {
    int notifying = counts.getOrDefault(Verdict.NOTIFY, 0);
    terminal
        .out()
        .printf(
            "%n%d %s, %d dropped, %d invalid. The rule takes %s and above from %s.%n",
            notifying,
            notifying == 1 ? "notifies" : "notify",
            counts.get(Verdict.DROP),
            counts.get(Verdict.INVALID),
            settings.severityThreshold(),
            settings.findingSource());
    if (notifying == 0) {
      return;
    }
    terminal
        .out()
        .println(
            settings
                .slack()
                .map(slack -> whatSlackGets(slack.channelId()))
                .orElse(
                    "No Slack channel is set: events that notify stop at the topic (set slackWorkspaceId and slackChannelId)."));
  }

  private String whatSlackGets(String channel) {
    return settings.delivery() instanceof Delivery.Curated
        ? "Each message goes to Slack channel %s as it is shown here; each finding is announced once."
            .formatted(channel)
        : "Each event that notifies goes to Slack channel %s as it is; Amazon Q Developer makes the card from it, so only its main fields are shown here."
            .formatted(channel);
  }
}
