package inspectorslack.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.digest.DigestRecording;
import inspectorslack.digest.DigestRecording.Run;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;

/**
 * The digest's state machine on the AWS emulator, with a JSONata of its own, a real table and a
 * real topic.
 *
 * <p>Not proven here: Inspector's API, which the emulator does not know from a state machine and
 * whose answers are recorded (see {@link RecordedInspector}); the roles, which the emulator does
 * not enforce; and the schedule.
 */
@ExtendWith(NeedsEmulator.class)
class DigestDeliveryTests {
  // Each look is a request of some milliseconds, an execution takes a second.

  private static final String TABLE = "totals";
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:digests";
  private static final Proof PROOF = new Proof("digest", "digest of", "arrived");

  private Emulator emulator;
  private String listener;
  private String machine;

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(10);
  }

  @BeforeEach
  void start() throws IOException {
    emulator = Emulator.empty();
    emulator.sns.createTopic(call -> call.name("digests"));
    listener = emulator.listen(TOPIC);
    emulator.tables.createTable(
        call ->
            call.tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("digest")
                        .attributeType("S")
                        .build())
                .keySchema(
                    KeySchemaElement.builder()
                        .attributeName("digest")
                        .keyType(KeyType.HASH)
                        .build()));
    machine =
        emulator
            .machines
            .createStateMachine(
                call ->
                    call.name("digest")
                        .type(StateMachineType.STANDARD)
                        .roleArn("arn:aws:iam::123456789012:role/digest")
                        .definition(
                            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}"))
            .stateMachineArn();
  }

  @AfterEach
  void stop() {}

  static List<String> recordings() throws IOException {
    return DigestRecording.names();
  }

  private DescribeExecutionResponse run(DigestRecording recording, Run run, String topicArn) {
    String definition = RecordedInspector.in(recording.definition(TABLE, topicArn), run);
    emulator.machines.updateStateMachine(it -> it.stateMachineArn(machine).definition(definition));
    String execution =
        emulator
            .machines
            .startExecution(
                call -> call.stateMachineArn(machine).input(RecordedInspector.input(run)))
            .executionArn();
    return emulator.ended(execution);
  }

  private Map<String, AttributeValue> item() {
    return emulator
        .tables
        .getItem(
            call -> call.tableName(TABLE).key(Map.of("digest", AttributeValue.fromS("latest"))))
        .item();
  }

  private static Map<String, AttributeValue> typed(JsonNode item) {
    Map<String, AttributeValue> typed = new HashMap<>();
    item.properties()
        .forEach(
            it ->
                typed.put(
                    it.getKey(),
                    it.getValue().has("S")
                        ? AttributeValue.fromS(it.getValue().get("S").asText())
                        : AttributeValue.fromN(it.getValue().get("N").asText())));
    return typed;
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyDigestOfARecordingArrivesOnceAndItsTotalsAreInTheTable(String name) throws Exception {
    DigestRecording recording = DigestRecording.of(name);
    for (Run run : recording.runs()) {
      DescribeExecutionResponse end = run(recording, run, TOPIC);
      assertThat(end.status()).as(end.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(emulator.arrived(listener)).containsExactly(run.message());
      assertThat(item()).isEqualTo(typed(run.item()));
    }
    int digests = recording.runs().size();
    PROOF.row(
        name.replace('-', ' '),
        digests + (digests == 1 ? " message" : " messages") + ", as expected; totals in the table");
  }

  @Test
  void whatCouldNotBePublishedFailsTheExecutionAndIsNotComparedWith() throws Exception {
    DigestRecording recording = DigestRecording.of("change");
    Run first = recording.runs().get(0);
    assertThat(run(recording, first, TOPIC).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    Run second = recording.runs().get(1);
    DescribeExecutionResponse end = run(recording, second, TOPIC + "-gone");
    assertThat(end.status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(end.error()).isEqualTo("SNS.PublishFailed");
    assertThat(item()).isEqualTo(typed(first.item()));
    assertThat(run(recording, second, TOPIC).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(emulator.arrived(listener)).containsExactly(first.message(), second.message());
    PROOF.row(
        "an account while the topic is missing, then again",
        "nothing; the execution failed, and the table still has the previous totals; then 1 message with the change since them");
  }
}
