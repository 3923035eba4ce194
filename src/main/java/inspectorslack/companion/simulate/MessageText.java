package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.companion.simulate.Simulation.Notification;
import inspectorslack.companion.simulate.Simulation.Result;
import inspectorslack.config.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints messages on a terminal, each below the event that triggers it. */
public final class MessageText {
  /** The column where the text below an event begins. */
  public static final int INDENT = 9;

  // In Slack's syntax: the site, the rest of the address, the text.
  private static final Pattern LINK = Pattern.compile("<(https?://[^/|>]+/)[^|>]*[|]([^>]*)>");

  private final Terminal terminal;
  private final Settings settings;

  public MessageText(Terminal terminal, Settings settings) {
    this.terminal = terminal;
    this.settings = settings;
  }

  /** Prints the messages that an event triggers. */
  void print(Result result) {
    messages(result).forEach(this::print);
  }

  /**
   * One message to some routes.
   *
   * @param mentions whom the message mentions, by route; empty text if it mentions nobody
   */
  private record Shared(
      Optional<JsonNode> message, Map<String, String> mentions, FindingEvent finding) {
    boolean differs() {
      return mentions.values().stream().distinct().count() > 1;
    }
  }

  /** Each message once. Messages that differ only in their mentions count as one. */
  private List<Shared> messages(Result result) {
    Map<Optional<JsonNode>, Shared> shared = new LinkedHashMap<>();
    for (Notification it : result.notifications()) {
      String mention = mention(it);
      shared
          .computeIfAbsent(
              it.message().map(message -> without(mention, message)),
              body -> new Shared(it.message(), new LinkedHashMap<>(), result.finding()))
          .mentions
          .put(it.route(), mention);
    }
    return List.copyOf(shared.values());
  }

  /** The line of mentions at the start of a message; empty if it mentions nobody. */
  private String mention(Notification notification) {
    String description = description(notification.message().orElse(MissingNode.getInstance()));
    String first = description.substring(0, Math.max(0, description.indexOf('\n')));
    String other = first;
    for (Route route : settings.routes()) {
      if (route.name().equals(notification.route())) {
        for (String mention : route.mentions().values()) {
          other = other.replace(mention, "");
        }
      }
    }
    return other.isBlank() ? first : "";
  }

  private static String description(JsonNode message) {
    return message.path("content").path("description").asText();
  }

  private static JsonNode without(String mention, JsonNode message) {
    if (mention.isEmpty()) {
      return message;
    }
    JsonNode copy = message.deepCopy();
    ((ObjectNode) copy.path("content"))
        .put("description", description(message).substring(mention.length() + 1));
    return copy;
  }

  private void print(Shared shared) {
    if (settings.hasNamedRoutes()) {
      List<String> names = new ArrayList<>();
      shared.mentions.forEach(
          (route, mention) ->
              names.add(
                  shared.differs() && !mention.isEmpty()
                      ? "%s (with %s)".formatted(route, mention)
                      : route));
      line("to " + String.join(", ", names));
    }
    if (shared.message.isEmpty()) {
      card(shared.finding);
    } else if (shared.differs()) {
      print(without(shared.mentions.values().iterator().next(), shared.message.get()));
    } else {
      print(shared.message.get());
    }
  }

  /** Prints a message as Slack receives it, in Slack's markdown. */
  public void print(JsonNode message) {
    JsonNode content = message.path("content");
    line(terminal.paint(Colour.BOLD, Terminal.clean(content.path("title").asText())));
    description(message).lines().forEach(line -> line(Terminal.clean(line)));
    content.path("nextSteps").forEach(step -> line("- " + Terminal.clean(step.asText())));
  }

  /** Prints text below an event. */
  public void line(String text) {
    String line = LINK.matcher(text).replaceAll(link -> Matcher.quoteReplacement(shortened(link)));
    terminal.out().println(terminal.wrapped(" ".repeat(INDENT), INDENT + 2, line));
  }

  /** A link in full or, if it's longer than a line, only its site and text or only its text. */
  private String shortened(MatchResult link) {
    int room = terminal.proseWidth() - INDENT - 2;
    String site = "<%s...|".formatted(link.group(1));
    return link.group().length() <= room
        ? link.group()
        : (site.length() + link.group(2).length() < room ? site : "<...|") + link.group(2) + ">";
  }

  private void card(FindingEvent finding) {
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
    line(terminal.paint(Colour.BOLD, title.isEmpty() ? "(no title)" : title));
    if (!place.isEmpty()) {
      line(place);
    }
  }
}
