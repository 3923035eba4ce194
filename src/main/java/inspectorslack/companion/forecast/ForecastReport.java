package inspectorslack.companion.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.Settings;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.forecast.DigestForecast.Posted;
import inspectorslack.companion.forecast.Forecast.Count;
import inspectorslack.companion.forecast.Forecast.LargestSummary;
import inspectorslack.config.Delivery;
import inspectorslack.config.Regions;
import inspectorslack.config.Route;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a forecast says, on a terminal and on a page.
 *
 * @param headline the main sentence
 * @param notes what the reader should know of the counts, a sentence each
 * @param digests one for each Region, the main one first
 * @param summaries the largest of each route, the largest of all first
 * @param noSummary why there's none
 */
record ForecastReport(
    Settings settings,
    String headline,
    List<String> notes,
    List<Chart> charts,
    List<Shown> digests,
    List<Shown> summaries,
    Optional<String> noSummary) {
  private static final int MOST_ROWS = 10;

  /**
   * Counts as bars.
   *
   * @param marked the value that is this stack's; empty if none is
   */
  record Chart(String title, List<Count> counts, String marked) {
    /** What is said beside the bar that is this stack's. */
    static final String MARK = "this stack";

    boolean isMarked(Count count) {
      return count.value().equals(marked);
    }

    /** A value on one line; of an ARN, the part that differs between resources. */
    static String label(Count count) {
      return Terminal.clean(count.value()).replaceFirst("arn:[^: ]*:[^: ]*:[^: ]*:[^: ]*:", "");
    }
  }

  /**
   * A message.
   *
   * @param kind {@code digest} or {@code summary}
   * @param about what it's about and when it's posted
   * @param notes what the reader should know of it, a sentence each
   */
  record Shown(String kind, String about, String route, List<String> notes, JsonNode message) {}

  /**
   * Words a forecast.
   *
   * @param file where the findings are from
   */
  static ForecastReport of(String stack, Settings settings, String file, Forecast forecast) {
    if (forecast.total() == 0) {
      return new ForecastReport(
          settings,
          "No findings in " + file + ".",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty());
    }
    // The threshold of a stack whose routes have no names.
    String threshold =
        settings.routes().stream()
            .filter(route -> route.name().equals(Route.DEFAULT))
            .map(route -> route.severityThreshold().name())
            .findFirst()
            .orElse("");
    boolean isCurated = settings.delivery() instanceof Delivery.Curated;
    List<Chart> charts = charts(threshold, isCurated, forecast);
    List<LargestSummary> summaries = forecast.summaries();
    return new ForecastReport(
        settings,
        "Of %,d finding%s in %s, %,d would have notified%s."
            .formatted(
                forecast.total(),
                forecast.total() == 1 ? "" : "s",
                file,
                forecast.taken(),
                threshold.isEmpty() ? " in at least one route" : " at " + threshold + " and above"),
        notes(stack, settings, forecast),
        charts,
        digests(stack, forecast.digest()),
        summaries.stream().map(it -> shown(it, summaries, isCurated)).toList(),
        isCurated && summaries.isEmpty()
            ? Optional.of(
                "No summary: these findings make no storm, so each would have been announced by itself.")
            : Optional.empty());
  }

  private static List<String> notes(String stack, Settings settings, Forecast forecast) {
    List<String> notes = new ArrayList<>();
    forecast
        .sources()
        .forEach(
            (source, count) -> {
              if (source != settings.findingSource()) {
                notes.add(
                    "%,d from %s, but stack %s listens to %s: counted as if it listened to %s."
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
                            notes.add(notCovered(stack, settings.regions(), home, region, count));
                          }
                        }));
    if (forecast.repeated() > 0) {
      notes.add(
          "%,d more with the ARN of an earlier finding: each finding is counted once."
              .formatted(forecast.repeated()));
    }
    if (forecast.unnamed() > 0) {
      notes.add("%,d without an ARN: each is counted.".formatted(forecast.unnamed()));
    }
    forecast.flawed().forEach((flaw, count) -> notes.add("%,d whose %s.".formatted(count, flaw)));
    if (forecast.taken() > 0 && forecast.newest().isEmpty()) {
      notes.add("No finding that would notify has a usable date, so no week is counted.");
    } else if (forecast.undated() > 0) {
      notes.add(
          "%,d of those that would notify without a possible date: counted in no week."
              .formatted(forecast.undated()));
    }
    return notes;
  }

  private static String notCovered(
      String stack, Regions regions, String home, String region, int count) {
    return regions.others().isEmpty()
        ? "%,d from %s, but stack %s is in %s: counted as if it were in %s."
            .formatted(count, region, stack, home, region)
        : "%,d from %s, which stack %s doesn't cover: counted as if it did."
            .formatted(count, region, stack);
  }

  private static List<Chart> charts(String threshold, boolean isCurated, Forecast forecast) {
    List<Count> resources = forecast.byResource();
    return Stream.of(
            new Chart("Would have notified, by threshold", forecast.byThreshold(), threshold),
            new Chart(
                threshold.isEmpty()
                    ? "Messages in all routes since the findings were first seen, by delivery"
                    : "Messages at %s and above since the findings were first seen, by delivery"
                        .formatted(threshold),
                forecast.messages(),
                isCurated ? Forecast.CURATED : Forecast.NATIVE),
            new Chart(
                "Messages in the week up to %s, by route%s"
                    .formatted(
                        forecast.newest().map(Object::toString).orElse(""),
                        isCurated ? "" : ", at least"),
                forecast.newest().isPresent() ? forecast.messagesOfTheWeek(isCurated) : List.of(),
                ""),
            new Chart("Open findings by severity", forecast.bySeverity(), ""),
            new Chart("Open findings by type", most(forecast.byType()), ""),
            new Chart(
                resources.size() > MOST_ROWS
                    ? "Open findings of the %d most affected of %,d resources"
                        .formatted(MOST_ROWS, resources.size())
                    : "Open findings by resource",
                most(resources),
                ""),
            new Chart(
                "Would not notify at any threshold, because", most(forecast.neverBecause()), ""))
        .filter(chart -> !chart.counts().isEmpty())
        .toList();
  }

  private static List<Count> most(List<Count> counts) {
    return counts.stream().limit(MOST_ROWS).toList();
  }

  private static List<Shown> digests(String stack, DigestForecast digest) {
    List<Shown> shown = new ArrayList<>();
    for (Posted posted : digest.posted()) {
      shown.add(
          new Shown(
              "digest",
              "of %s%s"
                  .formatted(
                      posted.region(),
                      digest
                          .asOf()
                          .map(time -> time.truncatedTo(ChronoUnit.SECONDS))
                          .map(" at %s, the newest time in the list"::formatted)
                          .orElse("")),
              digest.route(),
              shown.isEmpty() ? digest.notes(stack) : List.of(),
              posted.message()));
    }
    return shown;
  }

  private static Shown shown(
      LargestSummary largest, List<LargestSummary> summaries, boolean isCurated) {
    boolean isFirst = largest.equals(summaries.get(0));
    int of = isFirst ? summaries.stream().mapToInt(LargestSummary::of).sum() : largest.of();
    return new Shown(
        "summary",
        "of %,d held, at %s%s"
            .formatted(
                largest.summary().findings(),
                largest.summary().time(),
                of == 1
                    ? ""
                    : "; the largest of %,d%s".formatted(of, isFirst ? "" : " in its route")),
        largest.route(),
        isCurated
            ? List.of()
            : List.of(
                "Only curated delivery holds findings for a summary. To turn it on: pulumi config set delivery curated"),
        largest.summary().message());
  }
}
