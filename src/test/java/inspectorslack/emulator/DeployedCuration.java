package inspectorslack.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleFindings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;

/**
 * A suite that deploys a curated stack to the AWS emulator, which runs the state machine with its
 * own JSONata, and reads from the topic what a Slack integration would get. The emulator's bus sets
 * the time of events, so tests in which time matters start the state machine directly.
 *
 * <p>Not proven: the roles, which the emulator doesn't enforce; the call that sets a finding's
 * workflow in Security Hub, which {@code tools/ministack/faults.py} answers because the emulator
 * can't; and Express workflows that AWS itself runs twice.
 */
abstract class DeployedCuration extends EmulatorSuite {
  static final Instant START = Instant.parse("2026-11-16T10:00:00Z");
  static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:inspector-slack-test-curation";
  static final String MEMORY = "inspector-slack-test-memory";

  /** Deploys a stack and subscribes a queue to its topic. Returns the queue's URL. */
  String deployAndListen(String source) throws Exception {
    deploy(
        "test",
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: %s
          inspector-slack:severityThreshold: MEDIUM
          inspector-slack:delivery: curated
          inspector-slack:mentions: {CRITICAL: "<!here>"}
        """
            .formatted(source));
    return listener("test");
  }

  static ObjectNode finding(String id, String severity, Instant time) {
    return SampleFindings.finding(id, severity, time.toString());
  }

  static ObjectNode closed(String id, Instant time) {
    return SampleFindings.closed(finding(id, "HIGH", time));
  }

  /** Passes events to the state machine, each after the execution of the one before has ended. */
  void putInOrder(List<JsonNode> events) {
    for (JsonNode event : events) {
      StartSyncExecutionResponse execution =
          emulator.machines.startSyncExecution(
              call -> call.stateMachineArn(MACHINE).input(event.toString()));
      assertThat(execution.error()).as(execution.cause()).isNull();
    }
  }

  /** ID and severity of the findings that were announced since the last call. */
  List<String> announced(String listener) throws IOException {
    return emulator.arrived(listener).stream()
        .map(
            message ->
                message.at("/metadata/threadId").asText()
                    + " "
                    + message.at("/metadata/summary").asText().replaceFirst(":.*", ""))
        .toList();
  }

  /** What the state machine remembers of a finding. Empty if it remembers nothing. */
  Map<String, AttributeValue> memory(String finding) {
    return emulator
        .tables
        .getItem(
            call -> call.tableName(MEMORY).key(Map.of("finding", AttributeValue.fromS(finding))))
        .item();
  }
}
