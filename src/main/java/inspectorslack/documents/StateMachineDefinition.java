package inspectorslack.documents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;
import java.time.Duration;

/**
 * The state machine of curated delivery, an Express workflow in JSONata: it remembers each finding
 * with one conditional write, and announces only those that the write took.
 *
 * <p>Where it differs from the obvious:
 *
 * <ul>
 *   <li>All expressions are evaluated in tasks, because a task's failure can be caught, and read
 *       the execution's own input, so none depends on what state came before.
 *   <li>Time is the event's, so that a replayed event, or one out of order, is judged as it was.
 *   <li>A closed finding stays in the memory without a severity, so that a late copy of an older
 *       event does not announce it again.
 *   <li>A memory may be written twice by the same execution: if AWS's answer to the first write is
 *       lost, the retry must not take its own memory for somebody else's.
 *   <li>The attempts of the longest path fit into the execution's time, so an event gets to the
 *       queue before the execution ends.
 * </ul>
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Step
 *     Functions Developer Guide, JSONata</a>
 */
public final class StateMachineDefinition {
  /** The partition key of the memory's table: the finding's ARN. */
  public static final String KEY = "finding";

  /** The attribute of the memory's table that says when an item ends, in seconds since 1970. */
  public static final String EXPIRES_AT = "expiresAt";

  // The longest that an Express workflow runs.
  private static final int TIMEOUT_SECONDS = 300;

  private static final int TASK_TIMEOUT_SECONDS = 5;
  private static final int ATTEMPTS = 4;

  // Security Hub takes ten such calls a second, so in a burst of findings some have to wait.
  private static final int ATTEMPTS_OF_WORKFLOW = 8;
  private static final int MAX_DELAY_SECONDS = 20;

  private static final String REFUSED = "DynamoDB.ConditionalCheckFailedException";
  private static final String EXECUTION = "$states.context.Execution.Id";
  private static final String SEEN_AT =
      "$floor($toMillis(" + CuratedFinding.EVENT + ".time) / 1000)";

  // SQS takes no control characters, and no empty text.
  private static final String CAUSE =
      "$substring($replace([$error.Cause, 'no cause given'][0], /[^ -~]/, '?'), 0, 1000)";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * What the machine works with.
   *
   * @param tableName the memory
   * @param topicArn where messages go
   * @param deadLetterQueueUrl where events go that could not be dealt with
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region of the stack
   */
  public record Surroundings(
      String tableName,
      String topicArn,
      String deadLetterQueueUrl,
      String partition,
      String region) {}

  private final FindingSource source;
  private final Delivery.Curated delivery;
  private final Surroundings surroundings;

  private StateMachineDefinition(
      FindingSource source, Delivery.Curated delivery, Surroundings surroundings) {
    this.source = source;
    this.delivery = delivery;
    this.surroundings = surroundings;
  }

  /** The definition as JSON. */
  public static String json(
      FindingSource source, Delivery.Curated delivery, Surroundings surroundings) {
    return new StateMachineDefinition(source, delivery, surroundings).definition().toString();
  }

  private ObjectNode definition() {
    ObjectNode definition =
        JSON.objectNode()
            .put("Comment", "Announces each finding once, and keeps what it cannot announce.")
            .put("QueryLanguage", "JSONata")
            .put("StartAt", "IsOpen")
            .put("TimeoutSeconds", TIMEOUT_SECONDS);
    boolean hasWorkflow = source == FindingSource.SECURITYHUB;
    ObjectNode states = definition.putObject("States");
    choice(states, "IsOpen", CuratedFinding.isOpen(source), "Remember", "Close");

    ObjectNode remember = task(states, "Remember", "dynamodb:putItem", remember(), "Announce");
    retry(remember, ATTEMPTS);
    catching(remember, REFUSED, "AlreadyAnnounced");
    catchingAll(remember, "KeepEvent");

    ObjectNode announce =
        task(states, "Announce", "sns:publish", announce(), hasWorkflow ? "Notified" : "Announced");
    retry(announce, ATTEMPTS);
    catchingAll(announce, "Forget");

    if (hasWorkflow) {
      ObjectNode notified =
          task(
              states,
              "Notified",
              "aws-sdk:securityhub:batchUpdateFindings",
              notified(),
              "IsNotified");
      retry(notified, ATTEMPTS_OF_WORKFLOW);
      catchingAll(notified, "KeepEvent");
      // The call succeeds even if it changed nothing.
      ObjectNode isNotified =
          choice(
              states,
              "IsNotified",
              "$count($states.input.UnprocessedFindings) = 0",
              "Announced",
              "KeepEvent");
      isNotified
          .putObject("Assign")
          .putObject("error")
          .put("Error", "SecurityHub.UnprocessedFinding")
          .put("Cause", jsonata("$string($states.input.UnprocessedFindings)"));
    }

    // If this fails too, the event is kept with the first error.
    ObjectNode forget = task(states, "Forget", "dynamodb:deleteItem", forget(), "KeepEvent");
    retry(forget, ATTEMPTS);
    catching(forget, "States.ALL", "KeepEvent");

    ObjectNode close = task(states, "Close", "dynamodb:putItem", close(), "Closed");
    retry(close, ATTEMPTS);
    catching(close, REFUSED, "NothingToClose");
    catchingAll(close, "KeepEvent");

    ObjectNode keepEvent = task(states, "KeepEvent", "sqs:sendMessage", keepEvent(), "Failed");
    retry(keepEvent, ATTEMPTS);
    catching(keepEvent, "States.ALL", "Failed");
    states
        .putObject("Failed")
        .put("Type", "Fail")
        .put("Error", jsonata("$error.Error"))
        .put("Cause", jsonata(CAUSE));

    for (String end : new String[] {"Announced", "AlreadyAnnounced", "Closed", "NothingToClose"}) {
      states.putObject(end).put("Type", "Succeed");
    }
    return definition;
  }

  /**
   * Takes the finding into the memory unless it is there with the same severity or a higher one.
   */
  private ObjectNode remember() {
    ObjectNode ranks = JSON.objectNode();
    for (Severity severity : Severity.values()) {
      ranks.put(severity.name(), severity.ordinal() + 1);
    }
    return put(
        "$lookup(%s, %s)".formatted(ranks, CuratedFinding.severity(source)),
        "attribute_not_exists(finding) OR expiresAt <= :seenAt"
            + " OR (severityRank < :severityRank AND seenAt <= :seenAt)"
            + " OR writtenBy = :writtenBy");
  }

  /** Leaves the finding in the memory without a severity, so that it is news when it is back. */
  private ObjectNode close() {
    return put("0", "severityRank > :severityRank AND seenAt <= :seenAt");
  }

  private ObjectNode put(String rank, String condition) {
    ObjectNode values = JSON.objectNode();
    values.set(":severityRank", number(rank));
    values.set(":seenAt", number(SEEN_AT));
    values.set(":writtenBy", text(EXECUTION));
    ObjectNode arguments = JSON.objectNode().put("TableName", surroundings.tableName());
    ObjectNode item = arguments.putObject("Item");
    item.set(KEY, text(CuratedFinding.arn(source)));
    item.set("severityRank", number(rank));
    item.set("seenAt", number(SEEN_AT));
    item.set(
        EXPIRES_AT,
        number(SEEN_AT + " + " + Duration.ofDays(delivery.renotifyAfterDays()).toSeconds()));
    item.set("writtenBy", text(EXECUTION));
    arguments.put("ConditionExpression", condition).set("ExpressionAttributeValues", values);
    return arguments;
  }

  /** Takes back what this execution remembered, and nothing that another one has since. */
  private ObjectNode forget() {
    ObjectNode arguments = JSON.objectNode().put("TableName", surroundings.tableName());
    arguments.putObject("Key").set(KEY, text(CuratedFinding.arn(source)));
    arguments.put("ConditionExpression", "writtenBy = :writtenBy");
    arguments.putObject("ExpressionAttributeValues").set(":writtenBy", text(EXECUTION));
    return arguments;
  }

  private ObjectNode announce() {
    return JSON.objectNode()
        .put("TopicArn", surroundings.topicArn())
        .put(
            "Message",
            jsonata(
                "$string("
                    + SlackNotification.expression(
                        source,
                        delivery.mentions(),
                        surroundings.partition(),
                        surroundings.region())
                    + ")"));
  }

  private ObjectNode notified() {
    ObjectNode arguments = JSON.objectNode();
    arguments
        .putArray("FindingIdentifiers")
        .addObject()
        .put("Id", jsonata(CuratedFinding.arn(source)))
        .put("ProductArn", jsonata(CuratedFinding.in(source) + ".ProductArn"));
    arguments.putObject("Workflow").put("Status", "NOTIFIED");
    return arguments;
  }

  /** As EventBridge itself would keep it: the event, and the error beside it. */
  private ObjectNode keepEvent() {
    ObjectNode arguments =
        JSON.objectNode()
            .put("QueueUrl", surroundings.deadLetterQueueUrl())
            .put("MessageBody", jsonata("$string(" + CuratedFinding.EVENT + ")"));
    ObjectNode attributes = arguments.putObject("MessageAttributes");
    attributes
        .putObject("ERROR_CODE")
        .put("DataType", "String")
        .put("StringValue", jsonata("$error.Error"));
    attributes
        .putObject("ERROR_MESSAGE")
        .put("DataType", "String")
        .put("StringValue", jsonata(CAUSE));
    return arguments;
  }

  private ObjectNode task(
      ObjectNode states, String name, String action, ObjectNode arguments, String next) {
    ObjectNode task =
        states
            .putObject(name)
            .put("Type", "Task")
            .put("Resource", "arn:%s:states:::%s".formatted(surroundings.partition(), action))
            .put("TimeoutSeconds", TASK_TIMEOUT_SECONDS)
            .put("Next", next);
    task.set("Arguments", arguments);
    return task;
  }

  private static ObjectNode choice(
      ObjectNode states, String name, String condition, String then, String otherwise) {
    ObjectNode choice = states.putObject(name).put("Type", "Choice").put("Default", otherwise);
    choice.putArray("Choices").addObject().put("Condition", jsonata(condition)).put("Next", then);
    return choice;
  }

  private static void retry(ObjectNode task, int attempts) {
    ArrayNode retries = task.putArray("Retry");
    // An answer, not a failure.
    retries.addObject().put("MaxAttempts", 0).putArray("ErrorEquals").add(REFUSED);
    retries
        .addObject()
        .put("IntervalSeconds", 1)
        .put("BackoffRate", 2)
        .put("MaxAttempts", attempts - 1)
        .put("MaxDelaySeconds", MAX_DELAY_SECONDS)
        .put("JitterStrategy", "FULL")
        .putArray("ErrorEquals")
        .add("States.ALL");
  }

  private static ObjectNode catching(ObjectNode task, String error, String next) {
    ObjectNode catcher = task.withArray("Catch").addObject().put("Next", next);
    catcher.putArray("ErrorEquals").add(error);
    return catcher;
  }

  private static void catchingAll(ObjectNode task, String next) {
    catching(task, "States.ALL", next)
        .putObject("Assign")
        .put("error", jsonata("$states.errorOutput"));
  }

  private static ObjectNode text(String expression) {
    return JSON.objectNode().put("S", jsonata(expression));
  }

  // DynamoDB's numbers travel as texts.
  private static ObjectNode number(String expression) {
    return JSON.objectNode().put("N", jsonata("$string(" + expression + ")"));
  }

  private static String jsonata(String expression) {
    return "{% " + expression + " %}";
  }
}
