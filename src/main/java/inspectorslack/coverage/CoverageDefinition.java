package inspectorslack.coverage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.States;

/**
 * The state machine of coverage alerts, an Express workflow in JSONata: every event becomes one
 * custom notification, and an event that cannot become one is kept.
 *
 * <p>It stands between rule and topic because Amazon Q Developer drops what it does not know, and
 * an input transformer loses every event whose values hold a quote. It remembers nothing: Inspector
 * sends such an event when a status changes, and an event that EventBridge delivers twice is
 * announced twice.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
public final class CoverageDefinition {
  /** The end of an execution whose message was sent. */
  public static final String ANNOUNCED = "Announced";

  private CoverageDefinition() {}

  /**
   * What the machine works with.
   *
   * @param topicArn where messages go
   * @param deadLetterQueueUrl where events go that could not be dealt with
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region of the stack
   */
  public record Surroundings(
      String topicArn, String deadLetterQueueUrl, String partition, String region) {}

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
            .put(
                "Message",
                States.jsonata(
                    "$string(" + message(surroundings.partition(), surroundings.region()) + ")"));
    ObjectNode announce = states.task("Announce", "sns:publish", message, ANNOUNCED);
    States.retry(announce, States.ATTEMPTS);
    States.catchingAll(announce, "KeepEvent");
    states.keepEvent("KeepEvent", surroundings.deadLetterQueueUrl(), States.EVENT);
    states.succeed(ANNOUNCED);
    return definition.toString();
  }

  private static String message(String partition, String region) {
    return SlackText.withFunctions(TEMPLATE)
        .replace("EVENT", States.EVENT)
        .replace("PROBLEMS", CoverageProblem.byReason().toString())
        .replace("CONSOLE", ConsoleLink.coverage(partition, region))
        .replace("LONGEST_TITLE", String.valueOf(SlackText.LONGEST_TITLE));
  }

  // Of an event with an unknown reason, which the rule does not take, it yields nothing, and so the
  // task fails: a message that says nothing would be worse than a kept event.
  private static final String TEMPLATE =
      """
        $event := EVENT;
        $status := $event.detail.scanStatus;
        $problem := $lookup(PROBLEMS, $status.reason);
        $resource := $event.resources[0];
        $name := [$field($withoutArn($resource)), "a resource that the event does not name"][0];
        $is := function($form) { $type($resource) = "string" and $contains($resource, $form) };
        $kind := $is(/^i-/) ? "EC2 instance"
          : $is(/^arn:[^:]*:ecr:/) ? "container image"
          : $is(/^arn:[^:]*:lambda:/) ? "Lambda function";
        $headline := $cut($problem.headline & ": " & $name, LONGEST_TITLE - 30);

        $exists($problem) ? {
          "version": "1.0",
          "source": "custom",
          "content": {
            "textType": "client-markdown",
            "title": ":no_entry: " & $headline,
            "description": $join([
              $problem.meaning,
              $labelled("Resource", [$name, $kind]),
              $labelled("Account", [$field($event.account), $field($event.region)]),
              $labelled("Status", [
                $field($status.statusCodeValue), $field($status.reason), $field($event.detail.scanType)
              ])
            ], "\\n"),
            "nextSteps": [
              $problem.remedy,
              $link("CONSOLE", "Open Inspector's coverage in the console")
            ]
          },
          "metadata": {
            "threadId": $resource,
            "summary": $headline,
            "eventType": "Inspector coverage",
            "relatedResources": [$field($resource)]
          }
        }
      """;
}
