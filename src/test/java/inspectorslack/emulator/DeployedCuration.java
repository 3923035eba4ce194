package inspectorslack.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleFindings;
import inspectorslack.config.Storm;
import inspectorslack.curation.MemoryCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;

/**
 * A suite that deploys a curated stack to the AWS emulator, which runs the state machine with its
 * own JSONata, and reads from the topic what a Slack integration would get. The tests start the
 * state machine for a summary as its rule would.
 *
 * <p>Not proven: the roles, which the emulator doesn't enforce; the call that sets a finding's
 * workflow in Security Hub, which {@code tools/ministack/faults.py} answers because the emulator
 * can't; and Express workflows that AWS itself runs twice.
 */
abstract class DeployedCuration extends EmulatorSuite {
  /** A time from which intervals begin. It lies ahead, since old events are judged by the clock. */
  static final Instant START = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);

  /** By default. */
  static final Duration INTERVAL = Storm.DEFAULT.interval();

  static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:inspector-slack-test-curation";
  static final String MEMORY = "inspector-slack-test-memory";

  /** Deploys a stack and subscribes a queue to its topic. Returns the queue's URL. */
  String deployAndListen(String source) throws Exception {
    deploy("test", stack(source));
    return listener("test");
  }

  static String stack(String source) {
    return """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: %s
          inspector-slack:severityThreshold: MEDIUM
          inspector-slack:delivery: curated
          inspector-slack:mentions: {CRITICAL: "<!here>"}
        """
        .formatted(source);
  }

  /** A finding of a vulnerability that no other finding has. */
  static ObjectNode finding(String id, String severity, Instant time) {
    return SampleFindings.withVulnerability(
        SampleFindings.finding(id, severity, time.toString()), "CVE-of-" + id);
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

  /**
   * What arrived.
   *
   * @param announced findings that a message of their own is about, with their severities
   * @param summaries the messages about others
   */
  record Heard(List<String> announced, List<JsonNode> summaries) {
    /** How many findings the summaries count. */
    int summarized() {
      return summaries.stream()
          .mapToInt(it -> Integer.parseInt(it.at("/metadata/summary").asText().split(" ", 2)[0]))
          .sum();
    }

    /** How many resources the summaries count of a vulnerability that they name. */
    int resources(String vulnerability) {
      Pattern line = Pattern.compile("• " + vulnerability + " · .* · ([0-9]+) resources?\n");
      return summaries.stream()
          .flatMap(it -> line.matcher(it.at("/content/description").asText() + "\n").results())
          .mapToInt(it -> Integer.parseInt(it.group(1)))
          .sum();
    }
  }

  private Heard heard(String listener) throws IOException {
    List<String> announced = new ArrayList<>();
    List<JsonNode> summaries = new ArrayList<>();
    for (JsonNode message : emulator.arrived(listener)) {
      String headline = message.at("/metadata/summary").asText();
      if (message.at("/metadata").has("threadId")) {
        announced.add(
            message.at("/metadata/threadId").asText() + " " + headline.replaceFirst(":.*", ""));
      } else {
        summaries.add(message);
      }
    }
    return new Heard(announced, summaries);
  }

  /** The findings that were announced, each by itself. */
  List<String> announced(String listener) throws IOException {
    Heard heard = heard(listener);
    assertThat(heard.summaries()).isEmpty();
    return heard.announced();
  }

  /** All that arrived, after the summaries of everything that is due by a time. */
  Heard summarized(String listener, Instant by) throws IOException {
    String event = schedule(by);
    List<String> announced = new ArrayList<>();
    List<JsonNode> summaries = new ArrayList<>();
    Heard heard = heard(listener);
    while (true) {
      announced.addAll(heard.announced());
      summaries.addAll(heard.summaries());
      if (isNothingHeld()) {
        return new Heard(announced, summaries);
      }
      String execution =
          emulator
              .machines
              .startExecution(call -> call.stateMachineArn(MACHINE).input(event))
              .executionArn();
      heard = heard(listener);
      assertThat(heard.summaries())
          .as(emulator.machines.describeExecution(it -> it.executionArn(execution)).cause())
          .isNotEmpty();
    }
  }

  /** The event of a rule with a schedule. */
  static String schedule(Instant time) {
    return """
        {"version": "0", "id": "0", "detail-type": "Scheduled Event", "source": "aws.events",
         "account": "123456789012", "time": "%s", "region": "eu-west-1", "resources": [], "detail": {}}
        """
        .formatted(time);
  }

  private boolean isNothingHeld() {
    return emulator
            .tables
            .query(
                call ->
                    call.tableName(MEMORY)
                        .indexName(MemoryCalls.HELD)
                        .select(Select.COUNT)
                        .keyConditionExpression("held = :held")
                        .expressionAttributeValues(
                            Map.of(":held", AttributeValue.fromS(MemoryCalls.HELD))))
            .count()
        == 0;
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
