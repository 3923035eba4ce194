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
 * What suites of curated delivery share. The engine deploys it to the AWS emulator, which runs the
 * state machine with a JSONata of its own, and what a Slack integration would be handed is read
 * from the topic. The emulator's bus gives an event its own time, so where time matters the machine
 * is started directly.
 *
 * <p>Not proven by any of them: the roles, which the emulator does not enforce; the call that sets
 * a finding's workflow in Security Hub, which it does not have and which {@code
 * tools/ministack/faults.py} answers; and Express workflows that AWS itself runs twice.
 */
abstract class DeployedCuration extends EmulatorSuite {
  static final Instant START = Instant.parse("2026-11-16T10:00:00Z");
  static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:inspector-slack-test-curation";
  static final String MEMORY = "inspector-slack-test-memory";

  /** Deploys a curated stack and listens to its topic; the queue that hears it. */
  String listening(String source) throws Exception {
    deployed(
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

  /** Puts events one after the other: each has been dealt with before the next is put. */
  void putInOrder(List<JsonNode> events) {
    for (JsonNode event : events) {
      // As the rule would start it; the answer comes when the execution has ended.
      StartSyncExecutionResponse execution =
          emulator.machines.startSyncExecution(
              call -> call.stateMachineArn(MACHINE).input(event.toString()));
      assertThat(execution.error()).as(execution.cause()).isNull();
    }
  }

  List<String> announced(String listener) throws IOException {
    return emulator.arrived(listener).stream()
        .map(
            message ->
                message.at("/metadata/threadId").asText()
                    + " "
                    + message.at("/metadata/summary").asText().replaceFirst(":.*", ""))
        .toList();
  }

  Map<String, AttributeValue> memory(String finding) {
    return emulator
        .tables
        .getItem(
            call -> call.tableName(MEMORY).key(Map.of("finding", AttributeValue.fromS(finding))))
        .item();
  }
}
