package inspectorslack.emulator;

import static inspectorslack.SampleFindings.sample;
import static inspectorslack.SampleFindings.withVulnerability;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Recorded;
import inspectorslack.SampleFindings;
import inspectorslack.config.FindingSource;
import inspectorslack.engine.EngineStack;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Curated delivery of events that come one after the other. {@link DeployedCuration} says what
 * isn't proven.
 */
class CurationDeliveryTests extends DeployedCuration {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Proof PROOF = new Proof("curation", "sent", "arrived");

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspector", "securityhub", "securityhub-v2"})
  void everySampleAboveTheThresholdArrivesOnceAsItsRecordedMessage(String source) throws Exception {
    String listener = deployAndListen(source);
    List<JsonNode> events = new ArrayList<>();
    Map<String, JsonNode> expected = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/samples"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        // These end the finding of another sample, so the order of events would matter.
        JsonNode event = JSON.readTree(file.toFile());
        if (!name.matches(".*-(closed|archived|resolved)\\.json")) {
          events.add(event);
        }
        Path message = Path.of("src/test/resources/recorded/messages", name);
        if (name.matches(source + "-(?!v2).*") && Files.exists(message) && isMediumOrAbove(event)) {
          expected.put(name, JSON.readTree(message.toFile()));
        }
      }
    }
    assertThat(expected).hasSizeGreaterThan(5);
    assertThat(expected.values()).anyMatch(it -> it.toString().contains("*Known exploited:*"));
    emulator.inspectorKnowsTheSamples();
    emulator.put(events);
    emulator.put(events);
    List<JsonNode> arrived = emulator.arrived(listener);
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(expected.values());
    PROOF.row(
        "every sample event, twice, from " + source,
        "%d messages, as recorded; nothing else".formatted(arrived.size()));
  }

  private static boolean isMediumOrAbove(JsonNode event) {
    return Stream.of("/severity", "/findings/0/Severity/Label", "/findings/0/severity")
        .map(event.get("detail")::at)
        .anyMatch(label -> label.asText().matches("(?i)MEDIUM|HIGH|CRITICAL"));
  }

  @Test
  void aRisingSeverityIsAnnounced() throws Exception {
    String listener = deployAndListen("inspector");
    List<JsonNode> events = new ArrayList<>();
    for (String severity : List.of("MEDIUM", "HIGH", "HIGH", "MEDIUM", "CRITICAL", "HIGH")) {
      events.add(finding("finding-1", severity, START.plusSeconds(events.size())));
    }
    putInOrder(events);
    assertThat(announced(listener))
        .containsExactlyInAnyOrder("finding-1 MEDIUM", "finding-1 HIGH", "finding-1 CRITICAL");
    PROOF.row("MEDIUM, HIGH, HIGH, MEDIUM, CRITICAL, HIGH", "MEDIUM, HIGH, CRITICAL");
  }

  @Test
  void aReopenedFindingIsAnnouncedButALateCopyIsNot() throws Exception {
    String listener = deployAndListen("inspector");
    JsonNode first = finding("finding-1", "HIGH", START);
    putInOrder(List.of(first, closed("finding-1", START.plusSeconds(60)), first));
    assertThat(announced(listener)).hasSize(1);
    putInOrder(List.of(finding("finding-1", "HIGH", START.plus(INTERVAL))));
    assertThat(announced(listener)).hasSize(1);
    PROOF.row(
        "open, closed, a late copy of open, open again after an interval",
        "the first and the last");
  }

  @ParameterizedTest
  @CsvSource({
    "CLOSED, inspector, /detail/findingArn, /detail, status",
    "ARCHIVED, securityhub, /detail/findings/0/Id, /detail/findings/0, RecordState",
    "RESOLVED, securityhub, /detail/findings/0/Id, /detail/findings/0/Workflow, Status",
    "Resolved, securityhub-v2, /detail/findings/0/finding_info/uid, /detail/findings/0, status",
    "Close, securityhub-v2, /detail/findings/0/finding_info/uid, /detail/findings/0, activity_name"
  })
  void theRulePassesOnTheEndOfAFinding(
      String end, String source, String id, String where, String field) throws Exception {
    String listener = deployAndListen(source);
    ObjectNode open = sample(source + "-ec2-package");
    ObjectNode ended = open.deepCopy();
    ((ObjectNode) ended.at(where)).put(field, end);
    emulator.put(List.of(open));
    assertThat(announced(listener)).hasSize(1);
    emulator.put(List.of(ended));
    assertThat(announced(listener)).isEmpty();
    assertThat(memory(open.at(id).asText()).get("severityRank").n()).isEqualTo("0");
    emulator.put(List.of(open));
    Heard again = summarized(listener, START);
    assertThat(again.announced()).isEmpty();
    assertThat(again.summarized()).isEqualTo(1);
    PROOF.row(
        "open, then %s, then open again at once, from %s".formatted(end, source),
        "1 message, then a summary of 1");
  }

  /** A way from each source to each other one. */
  private static final List<FindingSource> CHANGES =
      List.of(
          FindingSource.INSPECTOR,
          FindingSource.SECURITYHUB,
          FindingSource.SECURITYHUB_V2,
          FindingSource.INSPECTOR,
          FindingSource.SECURITYHUB_V2,
          FindingSource.SECURITYHUB,
          FindingSource.INSPECTOR);

  @Test
  void aStackThatChangesItsSourceAnnouncesEachFindingOnceAndMissesNone() throws Exception {
    EngineStack stack = deploy("test", stack(CHANGES.get(0).toString()));
    String listener = listener("test");
    List<String> findings = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (int step = 0; step < CHANGES.size(); step++) {
      if (step > 0) {
        stack.configure(stack(CHANGES.get(step).toString()));
        assertThat(stack.up().problems()).isEmpty();
      }
      // All three services are on: each sends every finding, those of earlier steps again.
      Instant time = START.plus(INTERVAL.multipliedBy(3L * step));
      findings.add("finding-" + step);
      List<JsonNode> events = new ArrayList<>();
      for (String finding : findings) {
        for (FindingSource source : FindingSource.values()) {
          events.add(SampleFindings.finding(source, finding, "HIGH", time.toString()));
        }
      }
      emulator.put(events);
      List<String> announced = announced(listener);
      assertThat(announced).as("step %d", step).containsExactly("finding-" + step + " HIGH");
      all.addAll(announced);
    }
    assertThat(deadLetters("test")).isEmpty();
    PROOF.row(
        "findings from all three sources, while the stack changes its source to each of the others and back",
        "%d messages about %d findings".formatted(all.size(), findings.size()));
  }

  @Test
  void aFindingIsAnnouncedAgainAfterThirtyDays() throws Exception {
    String listener = deployAndListen("inspector");
    putInOrder(
        Stream.of(0, 1, 29, 30, 31)
            .map(days -> (JsonNode) finding("finding-1", "HIGH", START.plus(Duration.ofDays(days))))
            .toList());
    assertThat(announced(listener)).hasSize(2);
    PROOF.row("the same finding on days 0, 1, 29, 30 and 31", "2 messages");
  }

  @Test
  void aHeldFindingCountsOnceAsWhatItIsInTheEnd() throws Exception {
    String listener = deployAndListen("inspector");
    List<JsonNode> events = new ArrayList<>();
    for (String id : List.of("first", "rising", "closing", "staying")) {
      events.add(withVulnerability(finding(id, "HIGH", START), "CVE-2026-1"));
    }
    putInOrder(events);
    assertThat(announced(listener)).containsExactly("first HIGH");
    Instant later = START.plusSeconds(60);
    putInOrder(
        List.of(
            withVulnerability(finding("rising", "CRITICAL", later), "CVE-2026-1"),
            closed("closing", later)));
    Heard heard = summarized(listener, START.plus(INTERVAL));
    assertThat(heard.announced()).containsExactly("rising CRITICAL");
    assertThat(heard.summaries()).hasSize(1);
    assertThat(heard.summarized()).isEqualTo(1);
    assertThat(heard.resources("CVE-2026-1")).isEqualTo(1);
    assertThat(heard.summaries().get(0).at("/content/description").asText())
        .contains("*Closed meanwhile:* 1");
    putInOrder(events);
    assertThat(announced(listener)).isEmpty();
    PROOF.row(
        "three held findings, of which one rises and one closes",
        "1 message about the finding that rose, a summary of 1 that says 1 has closed");
  }

  @Test
  void aSummaryWaitsUntilTheIntervalIsOver() throws Exception {
    String listener = deployAndListen("inspector");
    putInOrder(
        List.of(
            withVulnerability(finding("first", "HIGH", START), "CVE-2026-1"),
            withVulnerability(finding("second", "HIGH", START), "CVE-2026-1")));
    assertThat(announced(listener)).hasSize(1);
    String early = schedule(START.plus(INTERVAL).minusSeconds(1));
    emulator.machines.startExecution(call -> call.stateMachineArn(MACHINE).input(early));
    assertThat(announced(listener)).isEmpty();
    assertThat(summarized(listener, START.plus(INTERVAL)).summarized()).isEqualTo(1);
    PROOF.row(
        "a schedule's event a second before an interval ends, then one when it does",
        "nothing, then a summary");
  }

  @Test
  void anEventThatCannotBePublishedIsKeptButNotRememberedAndCanBeReplayed() throws Exception {
    String listener = deployAndListen("inspector");
    JsonNode event = sample("inspector-hostile-text");
    String finding = event.at("/detail/findingArn").asText();
    String gone = topic("test") + "-gone";
    redirect(MACHINE, topic("test"), gone);
    emulator.put(List.of(event));

    List<Message> kept = deadLetters("test");
    assertThat(kept).hasSize(1);
    JsonNode body = JSON.readTree(kept.get(0).body());
    assertThat(body.get("detail")).isEqualTo(event.get("detail"));
    assertThat(kept.get(0).messageAttributes()).containsOnlyKeys("ERROR_CODE", "ERROR_MESSAGE");
    assertThat(kept.get(0).messageAttributes().get("ERROR_CODE").stringValue())
        .isEqualTo("SNS.PublishFailed");
    assertThat(memory(finding)).isEmpty();

    redirect(MACHINE, gone, topic("test"));
    putInOrder(List.of(body));
    assertThat(emulator.arrived(listener))
        .containsExactly(JSON.readTree(Recorded.text("messages/inspector-hostile-text.json")));
    PROOF.row(
        "a finding while the topic doesn't exist, then replayed from the queue",
        "nothing, the event in the queue and not in the memory; then 1 message");
  }

  @Test
  void aLostAnswerDoesNotSilenceTheFinding() throws Exception {
    String listener = deployAndListen("inspector");
    JsonNode event = finding("finding-1", "HIGH", START);
    String probe =
        emulator
            .machines
            .startExecution(
                call ->
                    call.stateMachineArn(MACHINE)
                        .name("probe")
                        .input(closed("finding-0", START).toString()))
            .executionArn();
    remember("another");
    emulator.machines.startSyncExecution(
        call -> call.stateMachineArn(MACHINE).name("first").input(event.toString()));
    assertThat(announced(listener)).isEmpty();
    remember(probe.replace("probe", "retried"));
    emulator.machines.startExecution(
        call -> call.stateMachineArn(MACHINE).name("retried").input(event.toString()));
    assertThat(announced(listener)).containsExactly("finding-1 HIGH");
    PROOF.row("a finding that its own execution has already written to the memory", "1 message");
  }

  /** Writes the finding of the test to the memory, as an execution does. */
  private void remember(String execution) {
    emulator.tables.putItem(
        call ->
            call.tableName(MEMORY)
                .item(
                    Map.of(
                        "finding", AttributeValue.fromS("finding-1"),
                        "severityRank", AttributeValue.fromN("4"),
                        "seenAt", AttributeValue.fromN("" + START.getEpochSecond()),
                        "expiresAt", AttributeValue.fromN("9999999999"),
                        "writtenBy", AttributeValue.fromS(execution))));
  }
}
