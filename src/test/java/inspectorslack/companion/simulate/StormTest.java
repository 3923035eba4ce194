package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.simulate.SimulatedRoute.Held;
import inspectorslack.companion.simulate.SimulatedRoute.Outcome;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.config.AccountNames;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.MentionKey;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.config.Storm;
import inspectorslack.curation.CurationDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A route's state machine with a storm setting of its own, and findings for it. */
abstract class StormTest {
  /** Begins an interval of every length that is allowed. */
  static final Instant START = Instant.parse("2026-11-16T10:00:00Z");

  private static final ObjectNode SAMPLE = sample("inspector-ec2-package");

  /** The definition as it is deployed. */
  static String definition(Storm storm) {
    return definition(storm, AccountNames.NONE);
  }

  static String definition(Storm storm, AccountNames accountNames) {
    return CurationDefinition.json(
        FindingSource.INSPECTOR,
        new Route(
            Route.DEFAULT,
            Severity.HIGH,
            FindingFilter.ALL,
            Map.of(MentionKey.CRITICAL, "<!here>"),
            storm,
            Optional.empty()),
        new Delivery.Curated(30),
        SimulatedCuration.surroundings("eu-west-1").accountNames(accountNames).build());
  }

  static SimulatedCuration curation(int messages, int minutes) {
    return new SimulatedCuration(definition(new Storm(messages, minutes)), new InspectorDetails());
  }

  /** An open finding of a vulnerability that no other number has. */
  static ObjectNode finding(int number, String severity, Instant time) {
    return finding("finding-" + number, "CVE-2026-%05d".formatted(number), severity, time);
  }

  static ObjectNode finding(String arn, String vulnerability, String severity, Instant time) {
    ObjectNode event = SAMPLE.deepCopy().put("time", time.toString());
    detail(event).put("findingArn", arn).put("severity", severity);
    ((ObjectNode) detail(event).get("packageVulnerabilityDetails"))
        .put("vulnerabilityId", vulnerability);
    return event;
  }

  /** The same finding on another resource. */
  static ObjectNode on(String resource, ObjectNode event) {
    ObjectNode of = (ObjectNode) detail(event).at("/resources/0");
    of.put("id", resource);
    ((ObjectNode) of.get("tags")).put("Name", "name of " + resource);
    return event;
  }

  static void assertAnnounced(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Taken.class);
  }

  static void assertHeld(Outcome outcome, Instant dueAt) {
    assertThat(outcome).isEqualTo(new Held("in the summary due at " + dueAt));
  }

  /** The only summary that is due by a time. */
  static Summary summary(SimulatedCuration curation, Instant until) {
    List<Summary> summaries = curation.summaries(Route.DEFAULT, until);
    assertThat(summaries).hasSize(1);
    return summaries.get(0);
  }

  static String title(JsonNode message) {
    return message.at("/content/title").asText();
  }

  static List<String> lines(JsonNode message) {
    return message.at("/content/description").asText().lines().toList();
  }
}
