package inspectorslack.emulator;

import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Recorded;
import inspectorslack.SampleFindings;
import inspectorslack.SampleVerdicts;
import inspectorslack.SampleVerdicts.Row;
import inspectorslack.TeamStack;
import inspectorslack.digest.DigestRecording;
import inspectorslack.digest.DigestRecording.Run;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The routes in which an event arrives. {@code samples.csv} was written by hand from the
 * specification; the companion's suite uses the same table.
 *
 * <p>Not proven here: what {@link DeployedCuration} and {@link DigestDeliveryTests} don't prove.
 */
class RouteDeliveryTests extends EmulatorSuite {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Proof SAMPLES =
      new Proof("route-samples", "sample", "oncall", "platform", "owners");
  private static final Proof PROOF = new Proof("route-delivery", "sent", "arrived");

  @AfterAll
  static void prove() throws IOException {
    SAMPLES.write(SampleVerdicts.all().size());
    PROOF.write(4);
  }

  private Map<String, String> listeners(String stack, List<String> routes) {
    Map<String, String> listeners = new LinkedHashMap<>();
    routes.forEach(route -> listeners.put(route, listener(stack + "--" + route)));
    return listeners;
  }

  private Map<String, List<JsonNode>> arrived(Map<String, String> listeners) throws IOException {
    Map<String, List<JsonNode>> arrived = new LinkedHashMap<>();
    for (Map.Entry<String, String> listener : listeners.entrySet()) {
      arrived.put(listener.getKey(), emulator.arrived(listener.getValue()));
    }
    return arrived;
  }

  private static List<JsonNode> events(List<Row> rows) {
    return rows.stream().map(row -> (JsonNode) sample(row.sample())).toList();
  }

  private static boolean isCoverage(Row row) {
    return row.sample().startsWith("coverage-");
  }

  /** The message of a sample in a route. */
  private static JsonNode message(Row row, String route) {
    try {
      String message = Recorded.text("messages/" + row.sample() + ".json");
      // The recorded messages mention <!here>. Of the team's routes, only oncall does.
      return JSON.readTree(route.equals("oncall") ? message : message.replace("<!here>\\n", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertNothing(Map<String, List<JsonNode>> arrived) {
    assertThat(arrived.values()).allSatisfy(messages -> assertThat(messages).isEmpty());
  }

  @Test
  void aKnownExploitedFindingOfLowSeverityArrivesInTheRouteThatAsksForItOnly() throws Exception {
    deploy(
        "exploited",
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:delivery: curated
          inspector-slack:slackWorkspaceId: T0EXAMPLE00
          inspector-slack:routes:
            - {name: high, slackChannelId: C0EXAMPLE01, severityThreshold: HIGH}
            - {name: exploited, slackChannelId: C0EXAMPLE02, severityThreshold: LOW, knownExploited: true, requireKnown: true}
        """);
    Map<String, String> listeners = listeners("exploited", List.of("high", "exploited"));
    ObjectNode listed = SampleFindings.finding("arn:listed", "LOW", "2026-11-16T10:00:00Z");
    ObjectNode other = SampleFindings.finding("arn:other", "LOW", "2026-11-16T10:00:00Z");
    ObjectNode known = JSON.createObjectNode();
    known
        .withObjectProperty("arn:listed")
        .withObjectProperty("details")
        .withObjectProperty("CisaData")
        .put("DateAdded", "2026-11-13T00:00:00Z");
    known
        .withObjectProperty("arn:other")
        .withObjectProperty("details")
        .withObjectProperty("CisaData");
    emulator.inspectorKnows(known);
    emulator.put(List.of(listed, other));
    Map<String, List<JsonNode>> arrived = arrived(listeners);
    assertThat(arrived.get("high")).isEmpty();
    assertThat(arrived.get("exploited"))
        .extracting(it -> it.at("/metadata/threadId").asText())
        .containsExactly("arn:listed");
  }

  @Test
  void everySampleArrivesInTheRoutesOfTheTableOnly() throws Exception {
    deploy(TeamStack.NAME, TeamStack.text());
    Map<String, String> listeners = listeners(TeamStack.NAME, TeamStack.ROUTES);
    emulator.inspectorKnowsTheSamples();
    List<Row> rows = SampleVerdicts.all();
    List<Row> without = rows.stream().filter(row -> row.routes().isEmpty()).toList();
    List<Row> with = rows.stream().filter(row -> !row.routes().isEmpty()).toList();

    // First, because some are about the same findings as events that arrive.
    emulator.put(events(without));
    assertNothing(arrived(listeners));

    emulator.put(events(with));
    Map<String, List<JsonNode>> arrived = arrived(listeners);
    for (String route : TeamStack.ROUTES) {
      assertThat(arrived.get(route))
          .as(route)
          .containsExactlyInAnyOrderElementsOf(
              with.stream()
                  .filter(row -> row.arrives(route))
                  .map(row -> message(row, route))
                  .toList());
    }
    for (Row row : rows) {
      SAMPLES.row(
          "`" + row.sample() + "`",
          arrives(row, "oncall"),
          arrives(row, "platform"),
          arrives(row, "owners"));
    }

    // The closed finding comes later: its event would race with the one that opens it.
    emulator.put(
        events(
            rows.stream()
                .filter(row -> !isCoverage(row) && !row.sample().equals("inspector-closed"))
                .toList()));
    assertNothing(arrived(listeners));
    emulator.put(List.of(sample("inspector-closed")));
    assertNothing(arrived(listeners));
    PROOF.row("every sample finding again, to the team's stack", "nothing");

    emulator.put(events(rows.stream().filter(RouteDeliveryTests::isCoverage).toList()));
    arrived = arrived(listeners);
    assertThat(arrived.remove("oncall")).hasSize(2);
    assertNothing(arrived);
    PROOF.row(
        "every coverage sample again (coverage alerts have no memory)",
        "the same messages in oncall again, nothing elsewhere");
  }

  private static String arrives(Row row, String route) {
    return row.arrives(route) ? "arrives" : "-";
  }

  @Test
  void theDigestArrivesOnceInItsRoute() throws Exception {
    deploy(TeamStack.NAME, TeamStack.text());
    Map<String, String> listeners = listeners(TeamStack.NAME, TeamStack.ROUTES);
    String machine =
        "arn:aws:states:%s:%s:stateMachine:inspector-slack-team-digest"
            .formatted(Emulator.REGION, Emulator.ACCOUNT);
    String deployed =
        emulator.machines.describeStateMachine(it -> it.stateMachineArn(machine)).definition();
    Run run = DigestRecording.of("change").runs().get(0);
    emulator.machines.updateStateMachine(
        it -> it.stateMachineArn(machine).definition(RecordedInspector.in(deployed, run)));
    emulator.machines.startExecution(
        it -> it.stateMachineArn(machine).input(RecordedInspector.input(run)));

    Map<String, List<JsonNode>> arrived = arrived(listeners);
    assertThat(arrived.remove("platform")).containsExactly(run.message());
    assertNothing(arrived);
    PROOF.row("the team's digest", "1 message in platform, nothing elsewhere");
  }

  @Test
  void nativeRoutesGetTheEventsThatTheirFilterAccepts() throws Exception {
    deploy(
        "native",
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:slackWorkspaceId: T0EXAMPLE00
          inspector-slack:routes:
            - {name: shop, slackChannelId: C0EXAMPLE01, severityThreshold: LOW, resourceTags: {team: shop}, requireKnown: true}
            - {name: exploited, slackChannelId: C0EXAMPLE02, severityThreshold: CRITICAL, minEpss: 0.5}
        """);
    Map<String, String> listeners = listeners("native", List.of("shop", "exploited"));
    emulator.put(events(SampleVerdicts.all()));
    Map<String, List<JsonNode>> arrived = arrived(listeners);
    List<JsonNode> open =
        SampleVerdicts.all().stream()
            .map(row -> sample(row.sample()).get("detail"))
            .filter(detail -> detail.path("status").asText().equals("ACTIVE"))
            .filter(detail -> !detail.path("severity").asText().equals("UNTRIAGED"))
            .toList();
    assertArrived(
        arrived.get("shop"),
        open.stream().filter(it -> it.at("/resources/0/tags/team").asText().equals("shop")));
    assertArrived(
        arrived.get("exploited"),
        open.stream()
            .filter(it -> it.get("severity").asText().equals("CRITICAL"))
            .filter(it -> it.at("/epss/score").asDouble(1) >= 0.5));
    PROOF.row(
        "every sample event, to native routes with a tag and with `minEpss`",
        "%d and %d: those that the filters accept, unchanged"
            .formatted(arrived.get("shop").size(), arrived.get("exploited").size()));
  }

  private static void assertArrived(List<JsonNode> events, Stream<JsonNode> expected) {
    assertThat(events.stream().map(event -> event.get("detail")))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(expected.toList());
  }
}
