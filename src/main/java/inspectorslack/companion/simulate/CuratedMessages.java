package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * deployed expressions. The wording doesn't matter here, so a finding has only the fields that
 * decide whether it's held.
 */
public final class CuratedMessages {
  private record News(Instant seenAt, String arn, String severity, String vulnerability) {
    ObjectNode event() {
      ObjectNode event = JsonNodeFactory.instance.objectNode().put("time", seenAt.toString());
      event
          .putObject("detail")
          .put("findingArn", arn)
          .put("severity", severity)
          .put("status", "ACTIVE")
          .putObject("packageVulnerabilityDetails")
          .put("vulnerabilityId", vulnerability);
      return event;
    }
  }

  private final SimulatedCuration curation;
  private final List<News> news = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();

  public CuratedMessages(Route route) {
    // Each finding is news once, so it doesn't matter when it would be announced again.
    this.curation =
        new SimulatedCuration(
            CurationDefinition.json(
                FindingSource.INSPECTOR,
                route,
                new Delivery.Curated(1),
                SimulatedCuration.surroundings("us-east-1").build()));
  }

  /**
   * Adds a finding that the route takes.
   *
   * @param arn unlike that of any other
   * @param vulnerability what a storm's findings have in common
   */
  public void add(Instant seenAt, String arn, String severity, String vulnerability) {
    news.add(new News(seenAt.truncatedTo(ChronoUnit.SECONDS), arn, severity, vulnerability));
  }

  /** When the messages are posted; findings can be added before it's asked for, not after. */
  public List<Instant> times() {
    news.sort(Comparator.comparing(News::seenAt));
    for (News finding : news) {
      summarize(finding.seenAt);
      if (curation.run(finding.event()) instanceof Taken) {
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
