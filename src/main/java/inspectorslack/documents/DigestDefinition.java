package inspectorslack.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import inspectorslack.config.Digest;
import inspectorslack.config.FindingType;
import inspectorslack.config.Severity;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/**
 * The state machine of the digest, a Standard workflow in JSONata: it asks Inspector for counts,
 * page by page, publishes them as one message, and then remembers the totals for the next time.
 *
 * <p>Where it differs from the obvious:
 *
 * <ul>
 *   <li>Findings are counted by type, each in a call of its own, because Inspector's answer does
 *       not name the type; the totals are the sums.
 *   <li>Overdue findings are counted from lists, as no aggregation knows their age. A page of ten
 *       stays below the 256 KiB that a state may pass on, and after {@value #MOST_PAGES} pages of a
 *       severity the message says "at least", since an execution ends at 25,000 events.
 *   <li>The totals are remembered after the message is out: a digest that failed is not compared
 *       with.
 * </ul>
 *
 * <p>Not documented, and so not sure: that aggregations count active findings only, as the console,
 * which is built on them, shows it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindingAggregations.html">Inspector
 *     API, ListFindingAggregations</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Step
 *     Functions Developer Guide, quotas</a>
 */
public final class DigestDefinition {
  /** The partition key of the table; it holds one item. */
  public static final String KEY = "digest";

  private static final String ITEM = "latest";

  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final int TASK_TIMEOUT_SECONDS = 30;
  private static final int ATTEMPTS = 6;

  private static final int MOST_PER_PAGE = 100; // that Inspector takes
  private static final int FINDINGS_PER_PAGE = 10;
  static final int MOST_PAGES = 200; // of one severity

  // More than are shown, as Inspector sorts by one count only.
  private static final int RESOURCES_PER_PAGE = 25;
  private static final int MOST_RESOURCES = 5;

  private static final String START = "$states.context.Execution.StartTime";
  private static final String NEXT_TOKEN = "[$states.result.NextToken[$type($) = 'string'], ''][0]";

  // Kinds of resources: Inspector's name, its member of requests and answers, and the message's.
  private static final String KINDS =
      """
      [
        {"type": "AWS_EC2_INSTANCE", "member": "Ec2InstanceAggregation", "name": "EC2 instance"},
        {"type": "AWS_ECR_CONTAINER", "member": "AwsEcrContainerAggregation", "name": "container image"},
        {"type": "AWS_LAMBDA_FUNCTION", "member": "LambdaFunctionAggregation", "name": "Lambda function"}
      ][$step]""";

  private static final int KINDS_COUNT = 3;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * What the machine works with.
   *
   * @param tableName where totals are remembered
   * @param topicArn where the message goes
   * @param accountId of the stack, twelve digits
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region of the stack
   */
  public record Surroundings(
      String tableName, String topicArn, String accountId, String partition, String region) {}

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
    loop("IsKindLeft", KINDS_COUNT, "RankResources", "IsLimitLeft");
    rankResources();
    loop("IsLimitLeft", digest.maxAgeDays().size(), "CountOverdue", "Recall");
    countOverdue();

    States.assign(
        task("Recall", "dynamodb:getItem", recall(), "Publish"),
        "last",
        "[$states.result.Item, {}][0]");
    task("Publish", "sns:publish", publish(), "Remember");
    task("Remember", "dynamodb:putItem", remember(), "Posted");
    states.succeed("Posted");
    states.fail("Failed", "$error.Error", "[$error.Cause, 'no cause given'][0]");
    return definition;
  }

  /** Every failure ends the execution, and with it an alarm's silence. */
  private ObjectNode task(String name, String action, JsonNode arguments, String next) {
    ObjectNode task = states.task(name, action, arguments, next);
    task.put("TimeoutSeconds", TASK_TIMEOUT_SECONDS);
    States.retryAll(task, ATTEMPTS);
    States.catchingAll(task, "Failed");
    return task;
  }

  /** Goes to a task as long as {@code $step} is below a number, then on, with it at zero again. */
  private void loop(String name, int steps, String task, String next) {
    States.assign(states.choice(name, "$step < " + steps, task, next), "step", "0");
  }

  private void begin() {
    ObjectNode begin = states.pass("Begin", "IsTypeLeft");
    States.assign(
        begin,
        "open",
        """
        {"all": 0, "critical": 0, "high": 0, "medium": 0, "fixable": 0, "exploitable": 0}""");
    States.assign(begin, "types", Arrays.toString(new int[FindingType.values().length]));
    States.assign(begin, "resources", "[]");
    States.assign(begin, "overdue", "[]");
    States.assign(begin, "step", "0");
    States.assign(begin, "token", "''");
    States.assign(begin, "counted", "0");
    States.assign(begin, "pages", "0");
  }

  private void countType() {
    String types =
        Arrays.stream(FindingType.values())
            .map(type -> "\"" + type + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    ObjectNode count =
        task(
            "CountType",
            "aws-sdk:inspector2:listFindingAggregations",
            expression(
                """
                {
                  "AggregationType": "FINDING_TYPE",
                  "AggregationRequest": {"FindingTypeAggregation": {"FindingType": %s[$step]}},
                  "MaxResults": %d,
                  "NextToken": $token != "" ? $token
                }"""
                    .formatted(types, MOST_PER_PAGE)),
            "IsTypeLeft");
    // A count that is absent is zero.
    States.assign(
        count,
        "open",
        """
        (
          $total := function($counts) { $sum([$counts[$type($) = "number"]]) };
          $found := $states.result.Responses.FindingTypeAggregation;
          {
            "all": $open.all + $total($found.SeverityCounts.All),
            "critical": $open.critical + $total($found.SeverityCounts.Critical),
            "high": $open.high + $total($found.SeverityCounts.High),
            "medium": $open.medium + $total($found.SeverityCounts.Medium),
            "fixable": $open.fixable + $total($found.FixAvailableCount),
            "exploitable": $open.exploitable + $total($found.ExploitAvailableCount)
          }
        )""");
    States.assign(
        count,
        "types",
        """
        (
          $all := $states.result.Responses.FindingTypeAggregation.SeverityCounts.All;
          $map($types, function($count, $i) {
            $i = $step ? $count + $sum([$all[$type($) = "number"]]) : $count
          })
        )""");
    States.assign(count, "token", NEXT_TOKEN);
    States.assign(count, "step", NEXT_TOKEN + " = '' ? $step + 1 : $step");
  }

  private void rankResources() {
    ObjectNode rank =
        task(
            "RankResources",
            "aws-sdk:inspector2:listFindingAggregations",
            expression(
                """
                (
                  $kind := %s;
                  $by := $open.critical > 0 ? "CRITICAL" : $open.high > 0 ? "HIGH" : "ALL";
                  {
                    "AggregationType": $kind.type,
                    "AggregationRequest": {$kind.member: {"SortBy": $by, "SortOrder": "DESC"}},
                    "MaxResults": %d,
                    "NextToken": $token != "" ? $token
                  }
                )"""
                    .formatted(KINDS, RESOURCES_PER_PAGE)),
            "IsKindLeft");
    States.assign(
        rank,
        "resources",
        """
        (
          $kind := %s;
          $found := $states.result.Responses.$lookup($, $kind.member).{
            "name": InstanceTags.Name,
            "id": [
              InstanceId,
              FunctionName,
              Repository & (
                $exists(ImageTags[0]) ? ":" & ImageTags[0]
                  : $exists(ImageSha) ? "@" & $substring(ImageSha, 0, 19)
              ),
              ResourceId
            ][$ != ""][0],
            "kind": $kind.name,
            "account": AccountId,
            "critical": [SeverityCounts.Critical, 0][0],
            "high": [SeverityCounts.High, 0][0],
            "all": [SeverityCounts.All, 0][0]
          };
          [($append($resources, $found[all > 0])^(>critical, >high, >all))[[0..%d]]]
        )"""
            .formatted(KINDS, MOST_RESOURCES - 1));
    // Pages come sorted, so one that is long enough holds all that can be shown.
    String isDone =
        "(%s = '' or $count($states.result.Responses) >= %d)".formatted(NEXT_TOKEN, MOST_RESOURCES);
    States.assign(rank, "token", isDone + " ? '' : " + NEXT_TOKEN);
    States.assign(rank, "step", isDone + " ? $step + 1 : $step");
  }

  private void countOverdue() {
    String limits =
        digest.maxAgeDays().entrySet().stream()
            .sorted(Comparator.comparing(entry -> -entry.getKey().ordinal()))
            .map(limit -> limit(limit.getKey(), limit.getValue()))
            .collect(Collectors.joining(", ", "[", "][$step]"));
    ObjectNode count =
        task(
            "CountOverdue",
            "aws-sdk:inspector2:listFindings",
            expression(
                """
                (
                  $limit := %s;
                  {
                    "FilterCriteria": {
                      "Severity": [{"Comparison": "EQUALS", "Value": $limit.severity}],
                      "FindingStatus": [{"Comparison": "EQUALS", "Value": "ACTIVE"}],
                      "FirstObservedAt": [{
                        "EndInclusive": $fromMillis($toMillis(%s) - $limit.days * %d)
                      }]
                    },
                    "MaxResults": %d,
                    "NextToken": $token != "" ? $token
                  }
                )"""
                    .formatted(limits, START, Duration.ofDays(1).toMillis(), FINDINGS_PER_PAGE)),
            "IsLimitLeft");
    String isDone = "(%s = '' or $pages + 1 >= %d)".formatted(NEXT_TOKEN, MOST_PAGES);
    String counted = "$counted + $count($states.result.Findings)";
    States.assign(
        count,
        "overdue",
        """
        (
          $limit := %s;
          [$overdue, %s ? {
            "severity": $limit.severity, "days": $limit.days, "count": %s, "more": %s != ""
          }]
        )"""
            .formatted(limits, isDone, counted, NEXT_TOKEN));
    States.assign(count, "counted", isDone + " ? 0 : " + counted);
    States.assign(count, "pages", isDone + " ? 0 : $pages + 1");
    States.assign(count, "token", isDone + " ? '' : " + NEXT_TOKEN);
    States.assign(count, "step", isDone + " ? $step + 1 : $step");
  }

  private static String limit(Severity severity, int days) {
    return "{\"severity\": \"%s\", \"days\": %d}".formatted(severity, days);
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
                    + DigestNotification.expression(
                        surroundings.accountId(), surroundings.partition(), surroundings.region())
                    + ")"));
  }

  private ObjectNode remember() {
    ObjectNode arguments = JSON.objectNode().put("TableName", surroundings.tableName());
    ObjectNode item = arguments.putObject("Item");
    item.putObject(KEY).put("S", ITEM);
    item.putObject("takenAt").put("S", States.jsonata(START));
    item.set("all", number("$open.all"));
    item.set("critical", number("$open.critical"));
    item.set("high", number("$open.high"));
    item.set("medium", number("$open.medium"));
    item.set("other", number("$open.all - $open.critical - $open.high - $open.medium"));
    return arguments;
  }

  // DynamoDB's numbers travel as texts.
  private static ObjectNode number(String expression) {
    return JSON.objectNode().put("N", States.jsonata("$string(" + expression + ")"));
  }

  private static TextNode expression(String expression) {
    return JSON.textNode(States.jsonata(expression));
  }
}
