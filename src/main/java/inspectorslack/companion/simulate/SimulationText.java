package inspectorslack.companion.simulate;

import inspectorslack.Settings;
import inspectorslack.companion.RouteText;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.companion.simulate.Simulation.Notification;
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

/**
 * Prints a simulation for people: a line for each event, and its message or main fields if it
 * notifies.
 */
final class SimulationText implements Report {
  static final String NO_CHANNEL =
      "No Slack channel is set: events that notify stop at the topic (set slackWorkspaceId and slackChannelId).";

  private final Terminal terminal;
  private final Settings settings;
  private final MessageText messages;
  private final boolean isNamed;
  private final Map<String, Integer> byRoute = new HashMap<>();

  /**
   * Events with the same kind of reason: the first, how many, and whether all reasons are equal.
   */
  private record Alike(Result first, int count, boolean isSame) {
    static Alike one(Result result) {
      return new Alike(result, 1, true);
    }

    Alike and(Alike other) {
      return new Alike(
          first, count + other.count, isSame && first.reasons().equals(other.first.reasons()));
    }
  }

  // By kind of reason: dropped events until the end, held ones until their summary.
  private final Map<Map<String, String>, Alike> dropped = new LinkedHashMap<>();
  private final Map<Map<String, String>, Alike> held = new LinkedHashMap<>();
  private int summaries;

  SimulationText(Terminal terminal, Settings settings) {
    this.terminal = terminal;
    this.settings = settings;
    this.messages = new MessageText(terminal, settings);
    this.isNamed = settings.hasNamedRoutes();
  }

  @Override
  public void add(Result result) {
    switch (result.verdict()) {
      case HOLD -> held.merge(kinds(result), Alike.one(result), Alike::and);
      case DROP -> dropped.merge(kinds(result), Alike.one(result), Alike::and);
      case NOTIFY, INVALID -> print(Alike.one(result));
    }
  }

  private static Map<String, String> kinds(Result result) {
    Map<String, String> kinds = new LinkedHashMap<>();
    result.reasons().forEach((route, reason) -> kinds.put(route, reason.kind()));
    return kinds;
  }

  @Override
  public void add(Summary summary) {
    printAll(held);
    summaries++;
    byRoute.merge(summary.route(), 1, Integer::sum);
    terminal
        .out()
        .println(
            terminal.paint(Colour.GREEN, "summary")
                + "  of %,d held, at %s".formatted(summary.findings().size(), summary.time()));
    if (isNamed) {
      messages.line("to " + summary.route());
    }
    messages.print(summary.message());
  }

  private void printAll(Map<Map<String, String>, Alike> alike) {
    alike.values().forEach(this::print);
    alike.clear();
  }

  private void print(Alike alike) {
    Result result = alike.first;
    String verdict = "%-7s  ".formatted(result.verdict().name().toLowerCase(Locale.ROOT));
    Colour colour =
        switch (result.verdict()) {
          case NOTIFY -> Colour.GREEN;
          case HOLD -> Colour.YELLOW;
          case DROP -> Colour.DIM;
          case INVALID -> Colour.RED;
        };
    String place =
        (alike.count == 1 ? "" : "%,d events like ".formatted(alike.count))
            + result.file()
            + ":"
            + result.record();
    Map<String, List<String>> reasons = reasons(alike);
    // Reasons that apply to the whole event go on its line, if there's room.
    Optional<String> own =
        reasons.entrySet().stream()
            .filter(it -> isOfAll(it.getValue()))
            .map(Map.Entry::getKey)
            .findFirst();
    boolean isBeside =
        own.filter(it -> (verdict + place + "  " + it).length() <= terminal.proseWidth())
            .isPresent();
    terminal
        .out()
        .println(
            terminal.wrapped(
                terminal.paint(colour, verdict),
                MessageText.INDENT,
                place + (isBeside ? "  " + own.get() : "")));
    if (own.isPresent() && !isBeside) {
      messages.line(own.get());
    }
    messages.print(result);
    reasons.forEach(
        (reason, routes) -> {
          if (!isOfAll(routes)) {
            messages.line("not to %s: %s".formatted(String.join(", ", routes), reason));
          }
        });
    for (Notification it : result.notifications()) {
      it.unknown().ifPresent(unknown -> messages.line("to %s: %s".formatted(it.route(), unknown)));
      byRoute.merge(it.route(), 1, Integer::sum);
    }
  }

  private boolean isOfAll(List<String> routes) {
    return routes.contains(Route.DEFAULT) || routes.size() == settings.routes().size();
  }

  /** Each reason once, with the routes that have it. */
  private static Map<String, List<String>> reasons(Alike alike) {
    Map<String, List<String>> routes = new LinkedHashMap<>();
    alike
        .first
        .reasons()
        .forEach(
            (route, reason) ->
                routes
                    .computeIfAbsent(
                        Terminal.clean(alike.isSame ? reason.text() : reason.kind()),
                        it -> new ArrayList<>())
                    .add(route));
    return routes;
  }

  @Override
  public void finish(Map<Verdict, Integer> counts) {
    printAll(held);
    printAll(dropped);
    int holds = counts.getOrDefault(Verdict.HOLD, 0);
    int notifying = counts.getOrDefault(Verdict.NOTIFY, 0);
    terminal.out().println();
    say(
        "",
        "%d %s, %s%d dropped, %d invalid. %s"
            .formatted(
                notifying,
                notifying == 1 ? "notifies" : "notify",
                holds == 0
                    ? ""
                    : "%d held for %d %s, "
                        .formatted(holds, summaries, summaries == 1 ? "summary" : "summaries"),
                counts.get(Verdict.DROP),
                counts.get(Verdict.INVALID),
                isNamed ? "Messages by route:" : rules(settings)));
    if (isNamed) {
      for (Route route : settings.routes()) {
        say(
            "  ",
            "%s: %d. It takes %s"
                .formatted(
                    route.name(),
                    byRoute.getOrDefault(route.name(), 0),
                    RouteText.of(route, settings.accountNames())));
      }
    }
    if (notifying > 0 || summaries > 0) {
      say("", whatSlackGets());
    }
  }

  private void say(String first, String text) {
    terminal.out().println(terminal.wrapped(first, 2 * first.length(), text));
  }

  /** What the stack's rules take, in sentences. */
  static String rules(Settings settings) {
    return settings.routes().stream()
        .map(
            route ->
                settings.hasNamedRoutes()
                    ? "Route %s takes %s."
                        .formatted(route.name(), RouteText.of(route, settings.accountNames()))
                    : "The rule takes %s from %s."
                        .formatted(
                            RouteText.threshold(route.severityThreshold()),
                            settings.findingSource()))
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
            .formatted(channel, isNamed ? " per route" : "")
        : "Each event that notifies goes to %s unchanged; Amazon Q Developer renders the card, so only the main fields are shown here."
            .formatted(channel);
  }
}
