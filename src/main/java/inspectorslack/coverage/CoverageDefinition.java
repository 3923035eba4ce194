package inspectorslack.coverage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.States;
import inspectorslack.stepfunctions.Surroundings;

/**
 * The state machine of coverage alerts, an Express workflow in JSONata. It publishes one custom
 * notification for each event, and sends an event to the dead-letter queue if it cannot.
 *
 * <p>It stands between rule and topic because Amazon Q Developer drops events that it does not
 * know, and an input transformer loses every event with a quote in its values. The machine has no
 * memory: Inspector sends an event only when a status changes. If EventBridge delivers an event
 * twice, the machine announces it twice.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
public final class CoverageDefinition {
  /** The last state of an execution that published its message. */
  public static final String ANNOUNCED = "Announced";

  private CoverageDefinition() {}

  /** The definition as JSON. */
  public static String json(Surroundings surroundings) {
    ObjectNode definition =
        States.express(
            "Announces resources that are not scanned, and keeps what it cannot announce.",
            "Announce");
    States states = new States(definition.putObject("States"), surroundings.partition());
    ObjectNode message =
        JsonNodeFactory.instance
            .objectNode()
            .put("TopicArn", surroundings.topicArn())
            .put("Message", States.jsonata("$string(" + message(surroundings) + ")"));
    ObjectNode announce = states.task("Announce", "sns:publish", message, ANNOUNCED);
    States.retry(announce, States.ATTEMPTS);
    States.catchingAll(announce, "KeepEvent");
    states.keepEvent("KeepEvent", surroundings.deadLetterQueueUrl(), States.EVENT);
    states.succeed(ANNOUNCED);
    return definition.toString();
  }

  private static String message(Surroundings surroundings) {
    return SlackText.functions(surroundings.accountNames())
        .bind("problems", CoverageAlertText.byReason())
        .bind("console", ConsoleLink.coverage(surroundings.partition(), surroundings.region()))
        .result(CoverageDefinition.class, "message");
  }
}
