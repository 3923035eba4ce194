package inspectorslack.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pulumi.test.PulumiTest;
import inspectorslack.engine.Cloud;
import inspectorslack.engine.EngineStack;
import inspectorslack.engine.Faults;
import inspectorslack.engine.NeedsPulumi;
import inspectorslack.engine.Proof;
import inspectorslack.engine.StandInProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The engine deploys curated delivery to the AWS emulator, which runs the state machine with a
 * JSONata of its own, and what a Slack integration would be handed is read from the topic. The
 * emulator's bus gives an event its own time, so where time matters the machine is started
 * directly.
 *
 * <p>Not proven here: the roles, which the emulator does not enforce; the call that sets a
 * finding's workflow in Security Hub, which it does not have and which is replaced by a recorded
 * answer (see {@link EmulatorMirror}); and Express workflows that AWS itself runs twice.
 */
@ExtendWith({NeedsPulumi.class, NeedsEmulator.class})
class CurationDeliveryTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Proof PROOF = new Proof("curation", "put", "arrived");
  private static final Instant START = Instant.parse("2026-11-16T10:00:00Z");
  private static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:inspector-slack-test-curation";
  private static final String TOPIC =
      "arn:aws:sns:eu-west-1:123456789012:inspector-slack-test-findings";

  @TempDir private Path folder;

  private Emulator emulator;
  private StandInProvider provider;

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(10);
  }

  @BeforeEach
  void start() throws IOException {
    emulator = Emulator.start();
    provider =
        StandInProvider.start(
            new Cloud(Emulator.ACCOUNT, Emulator.REGION, new EmulatorMirror(emulator)),
            new Faults());
  }

  @AfterEach
  void stop() {
    if (provider != null) {
      provider.close();
    }
    if (emulator != null) {
      emulator.close();
    }
    PulumiTest.cleanup();
  }

  /** Deploys a curated stack and listens to its topic; the queue that hears it. */
  private String listening(String source) throws Exception {
    EngineStack stack =
        EngineStack.create(
            folder,
            "test",
            """
            config:
              aws:region: eu-west-1
              inspector-slack:findingSource: %s
              inspector-slack:severityThreshold: MEDIUM
              inspector-slack:delivery: curated
              inspector-slack:mentions: {CRITICAL: "<!here>"}
            """
                .formatted(source),
            provider);
    assertThat(stack.up().problems()).isEmpty();
    return emulator.listen(TOPIC);
  }

  private static JsonNode sample(String name) throws IOException {
    return JSON.readTree(Path.of("src/main/resources/samples", name + ".json").toFile());
  }

  private static ObjectNode finding(String id, String severity, Instant time) {
    try {
      ObjectNode event = (ObjectNode) sample("inspector-ec2-package");
      event.put("time", time.toString());
      ((ObjectNode) event.get("detail")).put("findingArn", id).put("severity", severity);
      return event;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode closed(String id, Instant time) {
    ObjectNode event = finding(id, "HIGH", time);
    ((ObjectNode) event.get("detail")).put("status", "CLOSED");
    return event;
  }

  /** Puts events one after the other: each has been dealt with before the next is put. */
  private void putInOrder(List<JsonNode> events) {
    for (JsonNode event : events) {
      // As the rule would start it; the answer comes when the execution has ended.
      StartSyncExecutionResponse execution =
          emulator.machines.startSyncExecution(
              call -> call.stateMachineArn(MACHINE).input(event.toString()));
      assertThat(execution.error()).as(execution.cause()).isNull();
    }
  }

  private List<String> announced(String listener) throws IOException {
    return emulator.arrived(listener).stream()
        .map(
            message ->
                message.at("/metadata/threadId").asText()
                    + " "
                    + message.at("/metadata/summary").asText().replaceFirst(":.*", ""))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspector", "securityhub"})
  void everySampleArrivesOnceAsItsExpectedMessageOrNotAtAll(String source) throws Exception {
    String listener = listening(source);
    List<JsonNode> events = new ArrayList<>();
    Map<String, JsonNode> expected = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/samples"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        // It ends the finding of another sample, which the order of events decides over.
        if (!name.equals("inspector-closed.json") && !name.equals("securityhub-archived.json")) {
          events.add(JSON.readTree(file.toFile()));
        }
        Path message = Path.of("src/test/resources/curated", name);
        if (name.startsWith(source) && Files.exists(message)) {
          expected.put(name, JSON.readTree(message.toFile()));
        }
      }
    }
    // The threshold is MEDIUM, and one sample is LOW.
    expected.remove(source + "-lambda-package.json");
    assertThat(expected).hasSize(6);
    emulator.put(events);
    List<JsonNode> arrived = emulator.arrived(listener);
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(expected.values());
    PROOF.row(
        "every sample event, once, from " + source,
        "%d messages, as expected; nothing else".formatted(arrived.size()));
  }

  @Test
  void fiftyCopiesAtOnceGiveOneMessage() throws Exception {
    String listener = listening("inspector");
    JsonNode event = finding("finding-1", "HIGH", START);
    IntStream.range(0, 5).parallel().forEach(i -> emulator.put(Collections.nCopies(10, event)));
    assertThat(announced(listener)).containsExactly("finding-1 HIGH");
    PROOF.row("the same event 50 times at once", "1 message");
  }

  @Test
  void aRisingSeverityIsNews() throws Exception {
    String listener = listening("inspector");
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
  void aFindingThatComesBackIsNewsAndALateCopyIsNot() throws Exception {
    String listener = listening("inspector");
    JsonNode first = finding("finding-1", "HIGH", START);
    putInOrder(List.of(first, closed("finding-1", START.plusSeconds(60)), first));
    assertThat(announced(listener)).hasSize(1);
    putInOrder(List.of(finding("finding-1", "HIGH", START.plusSeconds(120))));
    assertThat(announced(listener)).hasSize(1);
    PROOF.row("open, closed, a late copy of open, open again", "the first and the last");
  }

  @Test
  void closingIsHeardThroughTheRule() throws Exception {
    String listener = listening("inspector");
    emulator.put(List.of(finding("finding-1", "HIGH", START)));
    assertThat(announced(listener)).hasSize(1);
    emulator.put(List.of(closed("finding-1", START.plusSeconds(60))));
    boolean isClosed = false;
    for (int looks = 0; !isClosed && looks < 3000; looks++) {
      isClosed = memory("finding-1").get("severityRank").n().equals("0");
    }
    assertThat(isClosed).isTrue();
    emulator.put(List.of(finding("finding-1", "HIGH", START.plusSeconds(120))));
    assertThat(announced(listener)).hasSize(1);
  }

  private Map<String, AttributeValue> memory(String finding) {
    return emulator
        .tables
        .getItem(
            call ->
                call.tableName("inspector-slack-test-memory")
                    .key(Map.of("finding", AttributeValue.fromS(finding))))
        .item();
  }

  @Test
  void aFindingIsNewsAgainAfterThirtyDays() throws Exception {
    String listener = listening("inspector");
    putInOrder(
        Stream.of(0, 1, 29, 30, 31)
            .map(days -> (JsonNode) finding("finding-1", "HIGH", START.plus(Duration.ofDays(days))))
            .toList());
    assertThat(announced(listener)).hasSize(2);
    PROOF.row("the same finding on days 0, 1, 29, 30 and 31", "2 messages");
  }

  @Test
  void whatCannotBePublishedIsKeptWholeAndNotRememberedAndAReplayDelivers() throws Exception {
    String listener = listening("inspector");
    JsonNode event = sample("inspector-hostile-text");
    String finding = event.at("/detail/findingArn").asText();
    String good =
        emulator.machines.describeStateMachine(it -> it.stateMachineArn(MACHINE)).definition();
    String bad = good.replace(TOPIC, TOPIC + "-that-is-not-there");
    emulator.machines.updateStateMachine(it -> it.stateMachineArn(MACHINE).definition(bad));
    emulator.put(List.of(event));

    String queue =
        emulator
            .sqs
            .getQueueUrl(it -> it.queueName("inspector-slack-test-dead-letters"))
            .queueUrl();
    List<Message> kept =
        emulator
            .sqs
            .receiveMessage(
                it -> it.queueUrl(queue).messageAttributeNames("All").waitTimeSeconds(20))
            .messages();
    assertThat(kept).hasSize(1);
    JsonNode body = JSON.readTree(kept.get(0).body());
    assertThat(body.get("detail")).isEqualTo(event.get("detail"));
    assertThat(kept.get(0).messageAttributes()).containsOnlyKeys("ERROR_CODE", "ERROR_MESSAGE");
    assertThat(kept.get(0).messageAttributes().get("ERROR_CODE").stringValue())
        .isEqualTo("SNS.PublishFailed");
    assertThat(memory(finding)).isEmpty();

    emulator.machines.updateStateMachine(it -> it.stateMachineArn(MACHINE).definition(good));
    putInOrder(List.of(body));
    assertThat(emulator.arrived(listener))
        .containsExactly(
            JSON.readTree(
                Path.of("src/test/resources/curated/inspector-hostile-text.json").toFile()));
    PROOF.row(
        "a finding while the topic is gone, then replayed from the queue",
        "nothing, the event whole in the queue and not in the memory; then 1 message");
  }

  @Test
  void anAnswerThatGotLostDoesNotSilenceTheFinding() throws Exception {
    String listener = listening("inspector");
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
    remembered("another");
    emulator.machines.startSyncExecution(
        call -> call.stateMachineArn(MACHINE).name("first").input(event.toString()));
    assertThat(announced(listener)).isEmpty();
    remembered(probe.replace("probe", "retried"));
    emulator.machines.startExecution(
        call -> call.stateMachineArn(MACHINE).name("retried").input(event.toString()));
    assertThat(announced(listener)).containsExactly("finding-1 HIGH");
    PROOF.row("a finding whose own execution remembers it already", "1 message");
  }

  /** The memory as an execution has written it, for the event of the test. */
  private void remembered(String execution) {
    emulator.tables.putItem(
        call ->
            call.tableName("inspector-slack-test-memory")
                .item(
                    Map.of(
                        "finding", AttributeValue.fromS("finding-1"),
                        "severityRank", AttributeValue.fromN("4"),
                        "seenAt", AttributeValue.fromN("" + START.getEpochSecond()),
                        "expiresAt", AttributeValue.fromN("9999999999"),
                        "writtenBy", AttributeValue.fromS(execution))));
  }

  @Test
  void aBurstOfAThousandFindingsArrivesWholeAndOnce() throws Exception {
    String listener = listening("inspector");
    List<JsonNode> burst =
        IntStream.range(0, 1000)
            .mapToObj(i -> (JsonNode) finding("finding-" + i, "HIGH", START))
            .toList();
    emulator.put(burst);
    assertThat(announced(listener))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(i -> "finding-" + i + " HIGH").toList());
    PROOF.row("1,000 findings in a burst", "1,000 messages, none twice");
  }

  @Test
  void aStormGivesOneMessageAFinding() throws Exception {
    String listener = listening("inspector");
    List<JsonNode> storm = new ArrayList<>();
    for (int copy = 0; copy < 3; copy++) {
      for (int i = 0; i < 400; i++) {
        storm.add(finding("finding-" + i, "HIGH", START));
      }
    }
    for (int day = 1; day <= 7; day++) {
      for (int i = 0; i < 400; i++) {
        storm.add(finding("finding-" + i, "HIGH", START));
      }
    }
    assertThat(storm).hasSize(4000);
    emulator.put(storm);
    assertThat(announced(listener))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 400).mapToObj(i -> "finding-" + i + " HIGH").toList());
    PROOF.row(
        "a storm: 400 findings, three events each, then each re-scored seven times",
        "400 messages, none twice");
  }
}
