package inspectorslack.companion.forecast;

import inspectorslack.Settings;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.companion.forecast.Forecast.Count;
import inspectorslack.config.Delivery;
import inspectorslack.config.Regions;
import inspectorslack.config.Route;
import java.util.List;

/** A forecast as bars on a terminal. */
final class ForecastText {
  private static final int MOST_ROWS = 10;
  private static final int LONGEST_LABEL = 60;
  private static final int SHORTEST_BAR = 10;
  private static final String MARK = "  this stack";

  private final Terminal terminal;

  ForecastText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(String stack, Settings settings, String file, Forecast forecast) {
    if (forecast.total() == 0) {
      terminal.out().println("No findings in " + file + ".");
      return;
    }
    // The threshold of a stack whose routes have no names.
    String threshold =
        settings.routes().stream()
            .filter(route -> route.name().equals(Route.DEFAULT))
            .map(route -> route.severityThreshold().name())
            .findFirst()
            .orElse("");
    say(
        "Of %,d findings in %s, %,d would have notified%s."
            .formatted(
                forecast.total(),
                file,
                forecast.taken(),
                threshold.isEmpty()
                    ? " in at least one route"
                    : " at " + threshold + " and above"));
    forecast
        .sources()
        .forEach(
            (source, count) -> {
              if (source != settings.findingSource()) {
                note(
                    "%,d of them are from %s, but stack %s listens to %s: they're counted as if it listened to %s."
                        .formatted(count, source, stack, settings.findingSource(), source));
              }
            });
    settings
        .regions()
        .home()
        .ifPresent(
            home ->
                forecast
                    .regions()
                    .forEach(
                        (region, count) -> {
                          if (!region.equals(home)
                              && !settings.regions().others().contains(region)) {
                            note(notCovered(stack, settings.regions(), home, region, count));
                          }
                        }));
    if (forecast.repeated() > 0) {
      note(
          "%,d more with the ARN of an earlier finding: each finding is counted once."
              .formatted(forecast.repeated()));
    }
    if (forecast.undated() > 0 && forecast.newest().isPresent()) {
      note(
          "%,d that would notify have no date or an impossible one: no week includes them."
              .formatted(forecast.undated()));
    }
    chart("Would have notified, by threshold", forecast.byThreshold(), threshold);
    boolean isCurated = settings.delivery() instanceof Delivery.Curated;
    chart(
        threshold.isEmpty()
            ? "Messages in all routes since the findings were first seen, by delivery"
            : "Messages at %s and above since the findings were first seen, by delivery"
                .formatted(threshold),
        forecast.messages(),
        isCurated ? Forecast.CURATED : Forecast.NATIVE);
    forecast
        .newest()
        .ifPresentOrElse(
            newest ->
                chart(
                    "Messages in the week up to %s, by route%s"
                        .formatted(newest, isCurated ? "" : ", at least"),
                    forecast.messagesOfTheWeek(isCurated),
                    ""),
            () -> {
              terminal.out().println();
              say("No finding that would notify has a usable date, so no week is counted.");
            });
    chart("Open findings by severity", forecast.bySeverity(), "");
    chart("Open findings by type", most(forecast.byType()), "");
    List<Count> resources = forecast.byResource();
    chart(
        resources.size() > MOST_ROWS
            ? "Open findings of the %d most affected of %,d resources"
                .formatted(MOST_ROWS, resources.size())
            : "Open findings by resource",
        most(resources),
        "");
    chart("Would not notify at any threshold, because", most(forecast.neverBecause()), "");
  }

  private static String notCovered(
      String stack, Regions regions, String home, String region, int count) {
    return regions.others().isEmpty()
        ? "%,d of them are from %s, but stack %s is in %s: they're counted as if it were in %s."
            .formatted(count, region, stack, home, region)
        : "%,d of them are from %s, which stack %s doesn't cover: they're counted as if it did."
            .formatted(count, region, stack);
  }

  private void say(String text) {
    terminal.out().println(terminal.wrapped("", 0, text));
  }

  private void note(String note) {
    say(terminal.paint(Colour.YELLOW, note));
  }

  private static List<Count> most(List<Count> counts) {
    return counts.stream().limit(MOST_ROWS).toList();
  }

  private void chart(String title, List<Count> counts, String marked) {
    if (counts.isEmpty()) {
      return;
    }
    terminal.out().println();
    say(terminal.paint(Colour.BOLD, title));
    int most = counts.stream().mapToInt(Count::count).max().orElseThrow();
    int countWidth = "%,d".formatted(most).length();
    int beside =
        6 + countWidth + (counts.stream().anyMatch(it -> isMarked(it, marked)) ? MARK.length() : 0);
    int longest =
        Math.min(LONGEST_LABEL, Math.max(SHORTEST_BAR, terminal.width() - beside - SHORTEST_BAR));
    int labelWidth =
        counts.stream().mapToInt(it -> label(it, longest).length()).max().orElseThrow();
    int barWidth = Math.max(SHORTEST_BAR, Math.min(50, terminal.width() - labelWidth - beside));
    for (Count count : counts) {
      boolean isMarked = isMarked(count, marked);
      // At least one block for what is not zero, so that it is seen.
      int blocks =
          count.count() == 0
              ? 0
              : (int) Math.max(1, Math.round((double) barWidth * count.count() / most));
      String bar = "█".repeat(blocks);
      terminal
          .out()
          .printf(
              "%s %-" + labelWidth + "s  %," + countWidth + "d  %s%s%n",
              isMarked ? ">" : " ",
              label(count, longest),
              count.count(),
              isMarked ? terminal.paint(Colour.GREEN, bar) : bar,
              isMarked ? MARK : "");
    }
  }

  private static boolean isMarked(Count count, String marked) {
    return count.value().equals(marked);
  }

  private static String label(Count count, int longest) {
    // Of an ARN, the part that differs between resources.
    String label =
        Terminal.clean(count.value()).replaceFirst("arn:[^: ]*:[^: ]*:[^: ]*:[^: ]*:", "");
    return label.length() <= longest ? label : label.substring(0, longest - 1) + "…";
  }
}
