package inspectorslack.companion.simulate;

import inspectorslack.Settings;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.OutputFile;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.simulate.Simulation.Notification;
import inspectorslack.companion.simulate.Simulation.Report;
import inspectorslack.companion.simulate.Simulation.Result;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.companion.simulate.Simulation.Verdict;
import inspectorslack.config.Delivery;
import inspectorslack.config.Severity;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;

/**
 * A simulation as one self-contained HTML page without scripts: the messages as Slack shows them,
 * why the other events don't notify, counts, and a diagram of the stack's pipeline.
 *
 * <p>It has a limited number of entries of limited length, however many events there are. The
 * counts include all events.
 */
final class SimulationPage implements Report {
  /** Of messages, of events dropped, of invalid records. A browser still scrolls so many. */
  static final int MOST_ENTRIES = 1_000;

  private final String file;
  private final Settings settings;
  private final SlackPage page;
  private final Entries messages;
  private final Entries held;
  private final Entries dropped;
  private final Entries invalid;
  private final Map<String, Map<Verdict, Integer>> severities = new LinkedHashMap<>();
  private final Map<Verdict, Integer> unrated = new EnumMap<>(Verdict.class);

  /**
   * A page that is still empty.
   *
   * @param file where it will be written, see {@link OutputFile}
   */
  SimulationPage(String file, StackFile stackFile, Settings settings) {
    this.file = file;
    this.settings = settings;
    this.page = new SlackPage("simulation", "Simulation of stack " + stackFile.stack(), stackFile);
    this.messages = new Entries(page.expectFirst("#messages"), "messages");
    this.held = new Entries(page.expectFirst("#held tbody"), "held events");
    this.dropped = new Entries(page.expectFirst("#dropped tbody"), "dropped events");
    this.invalid = new Entries(page.expectFirst("#invalid tbody"), "invalid records");
    page.expectFirst("#rule")
        .text(
            "%s in %s. %s"
                .formatted(
                    stackFile.project(),
                    stackFile.regionsInWords(settings),
                    settings.hasNamedRoutes()
                        ? "Routes: %d.".formatted(settings.routes().size())
                        : SimulationText.rules(settings)));
    page.expectFirst("#delivery").text(delivery());
    PipelinePicture.draw(settings, page.expectFirst("#pipeline"));
    Arrays.stream(Severity.values())
        .sorted(Collections.reverseOrder())
        .forEach(severity -> severities.put(severity.name(), new EnumMap<>(Verdict.class)));
  }

  private String delivery() {
    String what =
        settings.delivery() instanceof Delivery.Curated
            ? "These are the messages that Slack receives; Slack may render them slightly differently. Each finding is announced once, by itself or in a summary."
            : "Amazon Q Developer renders the card from the unchanged event, and AWS decides how it looks, so only the main fields are shown here.";
    return what
        + " "
        + (settings.hasNamedRoutes()
            ? "Each goes to its route's Slack channel."
            : settings
                .routes()
                .get(0)
                .slack()
                .map(slack -> "All go to Slack channel %s.".formatted(slack.channelId()))
                .orElse(SimulationText.NO_CHANNEL));
  }

  @Override
  public void add(Result result) {
    severities.getOrDefault(severity(result), unrated).merge(result.verdict(), 1, Integer::sum);
    for (Notification notification : result.notifications()) {
      messages.next().ifPresent(list -> card(result, notification, list));
    }
    switch (result.verdict()) {
      case NOTIFY -> {} // Its messages say it.
      case HOLD -> held.next().ifPresent(list -> row(result, true, list));
      case DROP -> dropped.next().ifPresent(list -> row(result, true, list));
      case INVALID -> invalid.next().ifPresent(list -> row(result, false, list));
    }
  }

  @Override
  public void add(Summary summary) {
    messages
        .next()
        .ifPresent(
            list ->
                SlackPage.message(
                    summary.message(),
                    SlackPage.card(
                        summary.route(),
                        "summary of %s at %s"
                            .formatted(SlackPage.number(summary.findings().size()), summary.time()),
                        "unrated",
                        list)));
  }

  private static void card(Result result, Notification notification, Element list) {
    Element body =
        SlackPage.card(notification.route(), place(result), style(severity(result)), list);
    notification
        .message()
        .ifPresentOrElse(
            it -> SlackPage.message(it, body), () -> mainFields(result.finding(), body));
  }

  /** What is known of a card that AWS makes. */
  private static void mainFields(FindingEvent finding, Element body) {
    body.appendElement("h3").text(headline(finding).orElse("(no title)"));
    Stream.of(
            finding.resource(),
            joined(", ", Stream.of(finding.account().map(id -> "account " + id), finding.region())))
        .flatMap(Optional::stream)
        .forEach(line -> body.appendElement("p").text(SlackPage.shown(line)));
  }

  private static void row(Result result, boolean hasFinding, Element list) {
    Element row = list.appendElement("tr");
    row.appendElement("td").text(place(result));
    if (hasFinding) {
      Element finding = row.appendElement("td");
      headline(result.finding())
          .ifPresent(
              text ->
                  finding
                      .appendElement("span")
                      .addClass("dot")
                      .addClass(style(severity(result)))
                      .text(text));
    }
    row.appendElement("td").text(SlackPage.shown(result.reason().orElse("")));
  }

  /** The class of a severity that the program knows; of any other text, a class without colour. */
  private static String style(String severity) {
    return Arrays.stream(Severity.values()).anyMatch(known -> known.name().equals(severity))
        ? severity.toLowerCase(Locale.ROOT)
        : "unrated";
  }

  private static String severity(Result result) {
    return result.finding().severity().orElse("");
  }

  private static String place(Result result) {
    return SlackPage.shown(result.file()) + ":" + result.record();
  }

  private static Optional<String> headline(FindingEvent finding) {
    return joined(": ", Stream.of(finding.severity(), finding.title())).map(SlackPage::shown);
  }

  private static Optional<String> joined(String separator, Stream<Optional<String>> parts) {
    return Optional.of(parts.flatMap(Optional::stream).collect(Collectors.joining(separator)))
        .filter(text -> !text.isEmpty());
  }

  @Override
  public void finish(Map<Verdict, Integer> counts) {
    for (Verdict verdict : Verdict.values()) {
      int count = counts.getOrDefault(verdict, 0);
      page.expectFirst(".counts ." + verdict.name().toLowerCase(Locale.ROOT) + " b")
          .addClass(presence(count))
          .text(SlackPage.number(count));
    }
    if (!unrated.isEmpty()) {
      severities.put("other or none", unrated);
    }
    Element table = page.expectFirst("#severities tbody");
    severities.forEach(
        (severity, verdicts) -> {
          Element row = table.appendElement("tr");
          row.appendElement("th").addClass("dot").addClass(style(severity)).text(severity);
          for (Verdict verdict : Verdict.values()) {
            int count = verdicts.getOrDefault(verdict, 0);
            row.appendElement("td").addClass(presence(count)).text(SlackPage.number(count));
          }
        });
    List.of(messages, held, dropped, invalid).forEach(Entries::close);
    page.write(file);
  }

  private static String presence(int count) {
    return count == 0 ? "none" : "some";
  }

  /** One list of the page, with a limited number of entries. */
  private static final class Entries {
    private final Element list;
    private final String what;
    private int count;

    Entries(Element list, String what) {
      this.list = list;
      this.what = what;
    }

    /** Where the next entry goes; empty if it is counted only. */
    Optional<Element> next() {
      return ++count > MOST_ENTRIES ? Optional.empty() : Optional.of(list);
    }

    /** Says how many there are and are not shown; a section without any goes. */
    void close() {
      Element section = Objects.requireNonNull(list.closest("section"));
      if (count == 0) {
        section.remove();
        return;
      }
      section.expectFirst("h2").appendText(" (%s)".formatted(SlackPage.number(count)));
      if (count > MOST_ENTRIES) {
        section
            .appendElement("p")
            .addClass("quiet")
            .text(
                "%s more %s are not shown."
                    .formatted(SlackPage.number(count - MOST_ENTRIES), what));
      }
    }
  }
}
