package inspectorslack.digest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import inspectorslack.config.FindingType;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.States;
import inspectorslack.stepfunctions.Surroundings;
import java.time.Duration;
import java.util.Arrays;

/**
 * The state machine of the digest, a Standard workflow in JSONata. It asks Inspector for counts
 * page by page, publishes them as one message, and stores the totals for the next digest.
 *
 * <p>Design decisions:
 *
 * <ul>
 *   <li>The machine asks for each type of finding in a separate call, because Inspector's response
 *       does not name the type. The totals are the sums.
 *   <li>The machine counts overdue findings in lists, because no aggregation includes their age. A
 *       page of ten findings, some KiB each, is well below the 256 KiB that a state may pass on;
 *       the execution fails if a page exceeds them. After {@value DigestQueries#MOST_PAGES} pages
 *       of a severity the message says "at least", since an execution ends at 25,000 events.
 *   <li>In a stack with several Regions, the machine posts nothing if there is no open finding now
 *       and was none at the last digest. In a stack with one Region it does post then, so that
 *       people know that the digest works.
 *   <li>The machine stores the totals after it has published the message, so no digest compares
 *       itself with one that failed.
 * </ul>
 *
 * <p>AWS does not document whether aggregations exclude closed and suppressed findings, and
 * aggregations have no filter by status.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindingAggregations.html">Inspector
 *     API, ListFindingAggregations</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Step
 *     Functions Developer Guide, quotas</a>
 */
public final class DigestDefinition {
  /** The partition key of the table, which has one item. */
  public static final String KEY = "digest";

  private static final String ITEM = "latest";

  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final int TASK_TIMEOUT_SECONDS = 30;
  private static final int ATTEMPTS = 6;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Digest digest;
  private final Surroundings surroundings;
  private final States states;
  private final ObjectNode definition;

  private DigestDefinition(Digest digest, Surroundings surroundings) {
    this.digest = digest;
    this.surroundings = surroundings;
    this.definition =
        JSON.objectNode()
            .put("Comment", "Publishes a summary of all open findings.")
            .put("QueryLanguage", "JSONata")
            .put("StartAt", "Begin")
            .put("TimeoutSeconds", TIMEOUT.toSeconds());
    this.states = new States(definition.putObject("States"), surroundings.partition());
  }

  /** The definition as JSON. */
  public static String json(Digest digest, Surroundings surroundings) {
    return new DigestDefinition(digest, surroundings).whole().toString();
  }

  private ObjectNode whole() {
    begin();
    loop("IsTypeLeft", FindingType.values().length, "CountType", "IsKindLeft");
    countType();
    loop("IsKindLeft", DigestQueries.KINDS, "RankResources", "IsLimitLeft");
    rankResources();
    loop("IsLimitLeft", digest.maxAgeDays().size(), "CountOverdue", "Recall");
    countOverdue();

    boolean mayBeSilent = surroundings.regionInTitles().isPresent();
    States.assign(
        task("Recall", "dynamodb:getItem", recall(), mayBeSilent ? "IsNews" : "Publish"),
        "last",
        "[$states.result.Item, {}][0]");
    if (mayBeSilent) {
      states.choice(
          "IsNews", "$open.all > 0 or $number([$last.all.N, 0][0]) > 0", "Publish", "Remember");
    }
    task("Publish", "sns:publish", publish(), "Remember");
    task("Remember", "dynamodb:putItem", remember(), "Posted");
    states.succeed("Posted");
    states.fail("Failed");
    return definition;
  }

  /** A task that ends the execution, and so sets off an alarm, if all its attempts fail. */
  private ObjectNode task(String name, String action, JsonNode arguments, String next) {
    ObjectNode task = states.task(name, action, arguments, next);
    task.put("TimeoutSeconds", TASK_TIMEOUT_SECONDS);
    States.retryAll(task, ATTEMPTS);
    States.catchingAll(task, "Failed");
    return task;
  }

  /** Repeats a task while {@code $step} is below a number, then resets it to zero and goes on. */
  private void loop(String name, int steps, String task, String next) {
    States.assign(states.choice(name, "$step < " + steps, task, next), "step", "0");
  }

  private void begin() {
    ObjectNode begin = states.pass("Begin", "IsTypeLeft");
    States.assign(begin, "open", DigestQueries.NONE_OPEN);
    States.assign(begin, "types", Arrays.toString(new int[FindingType.values().length]));
    States.assign(begin, "resources", "[]");
    States.assign(begin, "overdue", "[]");
    States.assign(begin, "step", "0");
    States.assign(begin, "token", "''");
    States.assign(begin, "counted", "0");
    States.assign(begin, "pages", "0");
  }

  private void countType() {
    ObjectNode count =
        task(
            "CountType",
            "aws-sdk:inspector2:listFindingAggregations",
            expression(DigestQueries.askType()),
            "IsTypeLeft");
    States.assign(count, "open", DigestQueries.addCounts());
    States.assign(count, "types", DigestQueries.addType());
    turnPage(count, DigestQueries.IS_LAST_PAGE);
  }

  private void rankResources() {
    ObjectNode rank =
        task(
            "RankResources",
            "aws-sdk:inspector2:listFindingAggregations",
            expression(DigestQueries.askResources()),
            "IsKindLeft");
    States.assign(rank, "resources", DigestQueries.addResources());
    turnPage(rank, DigestQueries.IS_RANKED);
  }

  private void countOverdue() {
    ObjectNode count =
        task(
            "CountOverdue",
            "aws-sdk:inspector2:listFindings",
            expression(DigestQueries.askOverdue(digest.maxAgeDays())),
            "IsLimitLeft");
    States.assign(count, "overdue", DigestQueries.addOverdue(digest.maxAgeDays()));
    States.assign(count, "counted", DigestQueries.IS_COUNTED + " ? 0 : " + DigestQueries.COUNTED);
    States.assign(count, "pages", DigestQueries.IS_COUNTED + " ? 0 : $pages + 1");
    turnPage(count, DigestQueries.IS_COUNTED);
  }

  /** Moves on to the next page, or to the next step after the last page. */
  private static void turnPage(ObjectNode task, String isLast) {
    States.assign(task, "token", isLast + " ? '' : " + DigestQueries.NEXT_TOKEN);
    States.assign(task, "step", isLast + " ? $step + 1 : $step");
  }

  private ObjectNode recall() {
    ObjectNode arguments = JSON.objectNode().put("TableName", surroundings.tableName());
    arguments.putObject("Key").putObject(KEY).put("S", ITEM);
    return arguments.put("ConsistentRead", true);
  }

  private ObjectNode publish() {
    return JSON.objectNode()
        .put("TopicArn", surroundings.topicArn())
        .put(
            "Message",
            States.jsonata(
                "$string("
                    + SlackText.titled(
                        DigestMessage.expression(surroundings), surroundings.regionInTitles())
                    + ")"));
  }

  private ObjectNode remember() {
    ObjectNode arguments = JSON.objectNode().put("TableName", surroundings.tableName());
    ObjectNode item = arguments.putObject("Item");
    item.putObject(KEY).put("S", ITEM);
    item.putObject("takenAt").put("S", States.jsonata(DigestQueries.START));
    item.set("all", number("$open.all"));
    item.set("critical", number("$open.critical"));
    item.set("high", number("$open.high"));
    item.set("medium", number("$open.medium"));
    item.set("other", number("$open.all - $open.critical - $open.high - $open.medium"));
    return arguments;
  }

  // DynamoDB's API takes numbers as strings.
  private static ObjectNode number(String expression) {
    return JSON.objectNode().put("N", States.jsonata("$string(" + expression + ")"));
  }

  private static TextNode expression(String expression) {
    return JSON.textNode(States.jsonata(expression));
  }
}
