package inspectorslack.companion.forecast;

import inspectorslack.Settings;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.companion.forecast.Forecast.Count;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Regions;
import inspectorslack.config.Route;
import java.util.List;

/** A forecast as bars on a terminal. */
final class ForecastText {
  private static final int MOST_ROWS = 10;
  private static final int LONGEST_LABEL = 60;

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
    terminal
        .out()
        .printf(
            "Of %,d findings in %s, %,d would have notified%s.%n",
            forecast.total(),
            file,
            forecast.taken(),
            threshold.isEmpty() ? " in at least one route" : " at " + threshold + " and above");
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
    if (forecast.sources().containsKey(FindingSource.SECURITYHUB_V2)) {
      settings.routes().stream()
          .filter(
              route ->
                  !route.filter().resourceTags().isEmpty() || route.filter().minEpss().isPresent())
          .forEach(
              route ->
                  note(
                      "resourceTags and minEpss of route %s aren't applied to findings from securityhub-v2: only its state machine can compare them."
                          .formatted(route.name())));
    }
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
            () ->
                terminal
                    .out()
                    .printf(
                        "%nNo finding that would notify has a usable date, so no week is counted.%n"));
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

  private void note(String note) {
    terminal.out().println(terminal.paint(Colour.YELLOW, note));
  }

  private static List<Count> most(List<Count> counts) {
    return counts.stream().limit(MOST_ROWS).toList();
  }

  private void chart(String title, List<Count> counts, String marked) {
    if (counts.isEmpty()) {
      return;
    }
    terminal.out().println();
    terminal.out().println(terminal.paint(Colour.BOLD, title));
    int labelWidth = counts.stream().mapToInt(count -> label(count).length()).max().orElseThrow();
    int most = counts.stream().mapToInt(Count::count).max().orElseThrow();
    int countWidth = "%,d".formatted(most).length();
    int barWidth = Math.max(10, Math.min(50, terminal.width() - labelWidth - countWidth - 8));
    for (Count count : counts) {
      boolean isMarked = count.value().equals(marked);
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
              label(count),
              count.count(),
              isMarked ? terminal.paint(Colour.GREEN, bar) : bar,
              isMarked ? "  this stack" : "");
    }
  }

  private static String label(Count count) {
    // Of an ARN, the part that differs between resources.
    String label =
        Terminal.clean(count.value()).replaceFirst("arn:[^: ]*:[^: ]*:[^: ]*:[^: ]*:", "");
    return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
  }
}
