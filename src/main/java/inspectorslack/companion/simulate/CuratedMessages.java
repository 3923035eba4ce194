package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.curation.CurationDefinition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages that a route with curated delivery posts about new findings, with the
 * deployed expressions. It keeps the largest summary, but no other message.
 */
public final class CuratedMessages {
  private record News(Instant seenAt, ObjectNode event) {}

  /**
   * A summary.
   *
   * @param time when it's posted
   * @param findings how many it is about
   */
  public record Summarized(Instant time, int findings, JsonNode message) {}

  private final boolean hasFilter;
  private final SimulatedCuration filter;
  private final SimulatedCuration curation;
  private final List<News> news = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  private @Nullable Summarized largest;
  private int summaries;

  /**
   * Starts with no findings.
   *
   * @param settings with the delivery: with native delivery, no state machine decides what a route
   *     takes
   * @param region where the route is
   * @param details what Inspector answers
   */
  public CuratedMessages(
      Settings settings,
      FindingSource source,
      Route route,
      String region,
      InspectorDetails details) {
    // Each finding is news once, so it doesn't matter when it would be announced again.
    String definition =
        CurationDefinition.json(
            source,
            route,
            new Delivery.Curated(1),
            SimulatedCuration.surroundings(settings, region));
    this.hasFilter =
        settings.delivery() instanceof Delivery.Curated
            && CurationDefinition.isFiltering(source, route);
    this.filter = new SimulatedCuration(definition, details);
    this.curation = new SimulatedCuration(definition, details);
  }

  /**
   * Adds a finding that the route's rule takes, unless its state machine drops it.
   *
   * @param event about a finding of which there was no event before
   */
  public boolean add(Instant seenAt, ObjectNode event) {
    event.put("time", seenAt.truncatedTo(ChronoUnit.SECONDS).toString());
    if (hasFilter && filter.run(event) instanceof Passed) {
      return false;
    }
    news.add(new News(seenAt, event));
    return true;
  }

  /** When the messages are posted; findings can be added before it's asked for, not after. */
  public List<Instant> times() {
    news.sort(Comparator.comparing(News::seenAt));
    for (News finding : news) {
      summarize(finding.seenAt);
      if (curation.run(finding.event) instanceof Taken) {
        times.add(finding.seenAt);
      }
    }
    news.clear();
    summarize(Instant.MAX);
    return times;
  }

  /** How many summaries are among the messages; what's counted by {@link #times()}. */
  public int summaries() {
    return summaries;
  }

  /** The first of the summaries with the most findings; what's seen by {@link #times()}. */
  public Optional<Summarized> largest() {
    return Optional.ofNullable(largest);
  }

  private void summarize(Instant until) {
    for (Summary summary : curation.summaries(Route.DEFAULT, until)) {
      times.add(summary.time());
      summaries++;
      int findings = summary.findings().size();
      if (largest == null || findings > largest.findings) {
        largest = new Summarized(summary.time(), findings, summary.message());
      }
    }
  }
}
