package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.Settings;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.RouteText;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.companion.simulate.Simulation.Report;
import inspectorslack.companion.simulate.Simulation.Result;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.companion.simulate.Simulation.Verdict;
import inspectorslack.config.Delivery;
import inspectorslack.config.Route;
import inspectorslack.config.SlackDestination;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints a simulation for people: a line for each event, and its message or main fields if it
 * notifies.
 */
final class SimulationText implements Report {
  static final String NO_CHANNEL =
      "No Slack channel is set: events that notify stop at the topic (set slackWorkspaceId and slackChannelId).";

  private static final String INDENT = " ".repeat(9);

  private final Terminal terminal;
  private final Settings settings;
  private final boolean isNamed;
  private final Map<String, Integer> byRoute = new HashMap<>();

  /** Events for the same reason. */
  private record Alike(Result first, Result last, int count) {}

  // Events one after another that are dropped for the same reason share a line.
  private Optional<Alike> dropped = Optional.empty();

  // Events that are held share a line before their summary, whatever comes between them.
  private final Map<Map<String, String>, Alike> held = new LinkedHashMap<>();
  private int summaries;

  SimulationText(Terminal terminal, Settings settings) {
    this.terminal = terminal;
    this.settings = settings;
    this.isNamed = settings.hasNamedRoutes();
  }

  @Override
  public void add(Result result) {
    if (result.verdict() == Verdict.HOLD) {
      held.merge(result.reasons(), new Alike(result, result, 1), SimulationText::joined);
      return;
    }
    if (dropped.filter(it -> isLike(it.first, result)).isEmpty()) {
      printDropped();
    }
    if (result.verdict() == Verdict.DROP) {
      Alike next = new Alike(result, result, 1);
      dropped = Optional.of(dropped.map(before -> joined(before, next)).orElse(next));
    } else {
      print(result, place(result));
    }
  }

  @Override
  public void add(Summary summary) {
    printDropped();
    printHeld();
    summaries++;
    byRoute.merge(summary.route(), 1, Integer::sum);
    terminal
        .out()
        .println(
            terminal.paint(Colour.GREEN, "summary")
                + "  of %,d held, at %s".formatted(summary.findings().size(), summary.time())
                + (isNamed ? "\n" + INDENT + "to " + summary.route() : "")
                + "\n"
                + message(summary.message()));
  }

  private static boolean isLike(Result one, Result other) {
    return one.verdict() == other.verdict() && one.reasons().equals(other.reasons());
  }

  private static Alike joined(Alike one, Alike other) {
    return new Alike(one.first, other.last, one.count + other.count);
  }

  private void printDropped() {
    dropped.ifPresent(this::print);
    dropped = Optional.empty();
  }

  private void printHeld() {
    held.values().forEach(this::print);
    held.clear();
  }

  private void print(Alike alike) {
    print(
        alike.first,
        alike.count == 1
            ? place(alike.first)
            : "%s to %s (%,d)".formatted(place(alike.first), place(alike.last), alike.count));
  }

  private static String place(Result result) {
    return result.file() + ":" + result.record();
  }

  private void print(Result result, String place) {
    String verdict = "%-7s".formatted(result.verdict().name().toLowerCase(Locale.ROOT));
    String colourful =
        switch (result.verdict()) {
          case NOTIFY -> terminal.paint(Colour.GREEN, verdict);
          case HOLD -> terminal.paint(Colour.YELLOW, verdict);
          case DROP -> terminal.paint(Colour.DIM, verdict);
          case INVALID -> terminal.paint(Colour.RED, verdict);
        };
    terminal
        .out()
        .println(
            colourful
                + "  "
                + place
                + (isNamed ? "" : result.reason().map(it -> "  " + Terminal.clean(it)).orElse(""))
                + messages(result)
                + (isNamed ? reasons(result) : ""));
    result.notifications().forEach(it -> byRoute.merge(it.route(), 1, Integer::sum));
  }

  /** Each message once, with the routes that it goes to where routes have names. */
  private String messages(Result result) {
    Map<Optional<JsonNode>, List<String>> routes = new LinkedHashMap<>();
    result
        .notifications()
        .forEach(
            it -> routes.computeIfAbsent(it.message(), m -> new ArrayList<>()).add(it.route()));
    StringBuilder text = new StringBuilder();
    routes.forEach(
        (message, names) -> {
          if (isNamed) {
            text.append('\n').append(INDENT).append("to ").append(String.join(", ", names));
          }
          text.append('\n')
              .append(message.map(this::message).orElseGet(() -> card(result.finding())));
        });
    return text.toString();
  }

  /** Each reason once, with the routes that have it. */
  private static String reasons(Result result) {
    Map<String, List<String>> routes = new LinkedHashMap<>();
    result
        .reasons()
        .forEach(
            (route, reason) -> routes.computeIfAbsent(reason, r -> new ArrayList<>()).add(route));
    return routes.entrySet().stream()
        .map(
            reason ->
                reason.getValue().contains(Route.DEFAULT)
                    ? "  " + Terminal.clean(reason.getKey())
                    : "\n%snot to %s: %s"
                        .formatted(
                            INDENT,
                            String.join(", ", reason.getValue()),
                            Terminal.clean(reason.getKey())))
        .collect(Collectors.joining());
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
    printDropped();
    printHeld();
    int holds = counts.getOrDefault(Verdict.HOLD, 0);
    int notifying = counts.getOrDefault(Verdict.NOTIFY, 0);
    terminal
        .out()
        .printf(
            "%n%d %s, %s%d dropped, %d invalid. %s%n",
            notifying,
            notifying == 1 ? "notifies" : "notify",
            holds == 0
                ? ""
                : "%d held for %d %s, "
                    .formatted(holds, summaries, summaries == 1 ? "summary" : "summaries"),
            counts.get(Verdict.DROP),
            counts.get(Verdict.INVALID),
            isNamed ? "Messages by route:" : rules(settings));
    if (isNamed) {
      for (Route route : settings.routes()) {
        terminal
            .out()
            .printf(
                "  %s: %d. It takes %s%n",
                route.name(),
                byRoute.getOrDefault(route.name(), 0),
                RouteText.of(route, settings.accountNames()));
      }
    }
    if (notifying > 0 || summaries > 0) {
      terminal.out().println(whatSlackGets());
    }
  }

  /** What the stack's rules take, in sentences. */
  static String rules(Settings settings) {
    return settings.routes().stream()
        .map(
            route ->
                settings.hasNamedRoutes()
                    ? "Route %s takes %s."
                        .formatted(route.name(), RouteText.of(route, settings.accountNames()))
                    : "The rule takes %s and above from %s."
                        .formatted(route.severityThreshold(), settings.findingSource()))
        .collect(Collectors.joining(" "));
  }

  private String whatSlackGets() {
    Optional<SlackDestination> slack = settings.routes().get(0).slack();
    if (slack.isEmpty()) {
      return NO_CHANNEL;
    }
    String channel =
        isNamed ? "its route's Slack channel" : "Slack channel " + slack.get().channelId();
    return settings.delivery() instanceof Delivery.Curated
        ? "Each message goes to %s as shown here; each finding is announced once%s, by itself or in a summary."
            .formatted(channel, isNamed ? " in a route" : "")
        : "Each event that notifies goes to %s unchanged; Amazon Q Developer renders the card, so only the main fields are shown here."
            .formatted(channel);
  }
}
