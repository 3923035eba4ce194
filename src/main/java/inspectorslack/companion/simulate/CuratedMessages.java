package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/**
 * Counts the messages that a route with curated delivery posts about new findings, with the
 * deployed expressions.
 */
public final class CuratedMessages {
  private record News(Instant seenAt, ObjectNode event) {}

  private final boolean hasFilter;
  private final SimulatedCuration filter;
  private final SimulatedCuration curation;
  private final List<News> news = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();

  /**
   * Starts with no findings.
   *
   * @param isFiltering whether the state machine decides what the route takes
   * @param details what Inspector answers
   */
  public CuratedMessages(
      FindingSource source, Route route, boolean isFiltering, InspectorDetails details) {
    // Each finding is news once, so it doesn't matter when it would be announced again.
    String definition =
        CurationDefinition.json(
            source,
            route,
            new Delivery.Curated(1),
            SimulatedCuration.surroundings("us-east-1").build());
    this.hasFilter = isFiltering && CurationDefinition.isFiltering(source, route);
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

  private void summarize(Instant until) {
    curation.summaries(Route.DEFAULT, until).stream().map(Summary::time).forEach(times::add);
  }
}
