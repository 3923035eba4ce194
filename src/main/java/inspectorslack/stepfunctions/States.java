package inspectorslack.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Builds states of a state machine in Amazon States Language with JSONata, as far as the program
 * needs them.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
public final class States {
  /** The error of a DynamoDB task whose condition is not met. */
  public static final String REFUSED = "DynamoDB.ConditionalCheckFailedException";

  /** The event: the execution's input, which stays the same whatever the states return. */
  public static final String EVENT = "$states.context.Execution.Input";

  /** How often a task is tried by default. */
  public static final int ATTEMPTS = 4;

  // The maximum of an Express workflow.
  private static final int TIMEOUT_SECONDS = 300;

  private static final int TASK_TIMEOUT_SECONDS = 5;
  private static final int MAX_DELAY_SECONDS = 20;

  private static final String CODE = "[$error.Error[$ != ''], 'Unknown'][0]";

  // SQS refuses control characters and empty attributes, and a timeout has an empty cause.
  private static final String CAUSE =
      "$substring($replace([$error.Cause[$ != ''], 'no cause given'][0], /[^ -~]/, '?'), 0, 1000)";

  // A Fail state's cause takes 32,768 characters.
  private static final int LONGEST_LOST_EVENT = 30_000;

  // A task's arguments have at most 262,144 bytes. Step Functions fails the execution without
  // asking
  // a catcher if an event, as an escaped JSON string, exceeds them. The difference is for the
  // queue's
  // URL and the attributes.
  private static final int LARGEST_KEPT_EVENT = 259_000;

  // An upper bound of a text's bytes: a character that is not ASCII counts as four.
  private static final String BYTES =
      "($text := $string($string(%s)); 4 * $length($text) - 3 * $length($replace($text, /[^ -~]/, '')))";

  private final ObjectNode states;
  private final String partition;

  /**
   * Adds states to an object, by their names.
   *
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}, for the ARNs of services
   */
  public States(ObjectNode states, String partition) {
    this.states = states;
    this.partition = partition;
  }

  /** The definition of an Express workflow in JSONata, still without states. */
  public static ObjectNode express(String comment, String startAt) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("Comment", comment)
        .put("QueryLanguage", "JSONata")
        .put("StartAt", startAt)
        .put("TimeoutSeconds", TIMEOUT_SECONDS);
  }

  private ObjectNode add(String name) {
    if (states.has(name)) {
      throw new IllegalStateException("there are two states " + name);
    }
    return states.putObject(name);
  }

  /**
   * A task that calls a service.
   *
   * @param action such as {@code sns:publish}
   * @param arguments as an object with expressions in it, or as one expression
   */
  public ObjectNode task(String name, String action, JsonNode arguments, String next) {
    ObjectNode task =
        add(name)
            .put("Type", "Task")
            .put("Resource", "arn:%s:states:::%s".formatted(partition, action))
            .put("TimeoutSeconds", TASK_TIMEOUT_SECONDS)
            .put("Next", next);
    task.set("Arguments", arguments);
    return task;
  }

  /** A state that only assigns variables. */
  public ObjectNode pass(String name, String next) {
    return add(name).put("Type", "Pass").put("Next", next);
  }

  /** A state that waits. */
  public void waiting(String name, int seconds, String next) {
    add(name).put("Type", "Wait").put("Seconds", seconds).put("Next", next);
  }

  /** A choice between two states. */
  public ObjectNode choice(String name, String condition, String then, String otherwise) {
    ObjectNode choice = add(name).put("Type", "Choice").put("Default", otherwise);
    choice.putArray("Choices").addObject().put("Condition", jsonata(condition)).put("Next", then);
    return choice;
  }

  /**
   * Sets a variable when the state succeeds. Step Functions evaluates all assignments of a state
   * with the variables from before the state.
   */
  public static void assign(ObjectNode state, String variable, String expression) {
    state.withObject("Assign").put(variable, jsonata(expression));
  }

  /** Retries a task several times, but not if a condition is not met. */
  public static void retry(ObjectNode task, int attempts) {
    // A refused condition is an answer, not a failure.
    task.withArray("Retry").addObject().put("MaxAttempts", 0).putArray("ErrorEquals").add(REFUSED);
    retryAll(task, attempts);
  }

  /** Retries a task several times, with increasing delays. */
  public static void retryAll(ObjectNode task, int attempts) {
    task.withArray("Retry")
        .addObject()
        .put("IntervalSeconds", 1)
        .put("BackoffRate", 2.0)
        .put("MaxAttempts", attempts - 1)
        .put("MaxDelaySeconds", MAX_DELAY_SECONDS)
        .put("JitterStrategy", "FULL")
        .putArray("ErrorEquals")
        .add("States.ALL");
  }

  public static ObjectNode catching(ObjectNode task, String error, String next) {
    ObjectNode catcher = task.withArray("Catch").addObject().put("Next", next);
    catcher.putArray("ErrorEquals").add(error);
    return catcher;
  }

  /** Goes to another state after any other failure and sets {@code $error}. */
  public static ObjectNode catchingAll(ObjectNode task, String next) {
    ObjectNode catcher = catching(task, "States.ALL", next);
    assign(catcher, "error", "$states.errorOutput");
    return catcher;
  }

  /** A successful end. */
  public void succeed(String name) {
    add(name).put("Type", "Succeed");
  }

  /**
   * Ends an execution that failed with {@code $error}: sends the event to a queue with the error as
   * attributes, as EventBridge would, and fails the execution. If the queue refuses the event, or
   * the event is too large for it, the failure's cause contains the event, and so does the log.
   *
   * @param name the first of the states
   * @param body an expression that yields what to keep of the event, as an object
   */
  public void keepEvent(String name, String queueUrl, String body) {
    ObjectNode arguments =
        JsonNodeFactory.instance
            .objectNode()
            .put("QueueUrl", queueUrl)
            .put("MessageBody", jsonata("$string(" + body + ")"));
    ObjectNode attributes = arguments.putObject("MessageAttributes");
    attribute(attributes, "ERROR_CODE", CODE);
    attribute(attributes, "ERROR_MESSAGE", CAUSE);
    choice(name, BYTES.formatted(body) + " <= " + LARGEST_KEPT_EVENT, "SendToQueue", "NotKept");
    ObjectNode keepEvent = task("SendToQueue", "sqs:sendMessage", arguments, "Failed");
    retry(keepEvent, ATTEMPTS);
    catching(keepEvent, "States.ALL", "NotKept");
    fail("Failed");
    fail(
        "NotKept",
        "'EventNotKept'",
        "%s & ' The event: ' & $substring($string(%s), 0, %d)"
            .formatted(CAUSE, body, LONGEST_LOST_EVENT));
  }

  /**
   * Ends an execution that failed with {@code $error}. Step Functions reserves names that begin
   * with {@code States.} for its own errors.
   */
  public void fail(String name) {
    fail(name, "$replace(" + CODE + ", /^States\\./, 'Task.')", CAUSE);
  }

  private void fail(String name, String error, String cause) {
    add(name).put("Type", "Fail").put("Error", jsonata(error)).put("Cause", jsonata(cause));
  }

  private static void attribute(ObjectNode attributes, String name, String expression) {
    attributes.putObject(name).put("DataType", "String").put("StringValue", jsonata(expression));
  }

  /** An expression, delimited as Amazon States Language wants it. */
  public static String jsonata(String expression) {
    return "{% " + expression + " %}";
  }
}
