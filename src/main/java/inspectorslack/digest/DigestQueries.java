package inspectorslack.digest;

import inspectorslack.config.FindingType;
import inspectorslack.config.Severity;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * JSONata of the digest's loops: what Inspector is asked in a step, and what its answer adds to the
 * variables.
 *
 * <p>{@code $step} is the number of the type, kind or severity; {@code $token} the page's, empty
 * for the first one. The API's names are spelled in PascalCase, as all are in Step Functions. What
 * is absent from an answer counts as zero.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html">Step
 *     Functions Developer Guide, AWS SDK integrations</a>
 * @see <a href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_AggregationRequest.html">
 *     Inspector API, AggregationRequest</a>
 */
final class DigestQueries {
  /** The time for which a digest counts, however long it takes. */
  static final String START = "$states.context.Execution.StartTime";

  /** The token of the page after the one that was answered, or an empty text. */
  static final String NEXT_TOKEN = "[$states.result.NextToken[$type($) = 'string'], ''][0]";

  static final String IS_LAST_PAGE = NEXT_TOKEN + " = ''";

  /** How many pages of one severity are counted. */
  static final int MOST_PAGES = 200;

  private static final int FINDINGS_PER_PAGE = 10;

  // More than are shown, as Inspector sorts by one count only.
  private static final int RESOURCES_PER_PAGE = 25;
  private static final int MOST_RESOURCES = 5;

  private DigestQueries() {}

  static final String NONE_OPEN =
      """
      {"all": 0, "critical": 0, "high": 0, "medium": 0, "fixable": 0, "exploitable": 0}""";

  static final String OF_TYPE =
      """
      {
        "AggregationType": "FINDING_TYPE",
        "AggregationRequest": {"FindingTypeAggregation": {"FindingType": TYPES[$step]}},
        "MaxResults": 100,
        "NextToken": $token != "" ? $token
      }"""
          .replace(
              "TYPES",
              Arrays.stream(FindingType.values())
                  .map(type -> "\"" + type + "\"")
                  .collect(Collectors.joining(", ", "[", "]")));

  static final String OPEN =
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
      )""";

  static final String TYPES =
      """
      (
        $all := $states.result.Responses.FindingTypeAggregation.SeverityCounts.All;
        $map($types, function($count, $i) {
          $i = $step ? $count + $sum([$all[$type($) = "number"]]) : $count
        })
      )""";

  static final int KINDS = 3;

  // Inspector's name, its member of requests and answers, and the message's name.
  private static final String KIND =
      """
      [
        {"type": "AWS_EC2_INSTANCE", "member": "Ec2InstanceAggregation", "name": "EC2 instance"},
        {"type": "AWS_ECR_CONTAINER", "member": "AwsEcrContainerAggregation", "name": "container image"},
        {"type": "AWS_LAMBDA_FUNCTION", "member": "LambdaFunctionAggregation", "name": "Lambda function"}
      ][$step]""";

  // Only those with some of what Inspector sorts by are in a sure order, so only those are shown.
  private static final String SORTED_BY =
      "$open.critical > 0 ? \"CRITICAL\" : $open.high > 0 ? \"HIGH\" : \"ALL\"";

  static final String OF_RESOURCES =
      """
      (
        $kind := KIND;
        $by := SORTED_BY;
        {
          "AggregationType": $kind.type,
          "AggregationRequest": {$kind.member: {"SortBy": $by, "SortOrder": "DESC"}},
          "MaxResults": PER_PAGE,
          "NextToken": $token != "" ? $token
        }
      )"""
          .replace("KIND", KIND)
          .replace("SORTED_BY", SORTED_BY)
          .replace("PER_PAGE", String.valueOf(RESOURCES_PER_PAGE));

  static final String RESOURCES =
      """
      (
        $kind := KIND;
        $by := SORTED_BY;
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
        [($append($resources, $found[$by = "CRITICAL" ? critical > 0 : $by = "HIGH" ? high > 0 : all > 0])^(>critical, >high, >all))[[0..MOST - 1]]]
      )"""
          .replace("KIND", KIND)
          .replace("SORTED_BY", SORTED_BY)
          .replace("MOST", String.valueOf(MOST_RESOURCES));

  /** Pages come sorted, so one that is long enough holds all that can be shown. */
  static final String IS_RANKED =
      "(%s or $count($states.result.Responses) >= %d)".formatted(IS_LAST_PAGE, MOST_RESOURCES);

  /** Open findings of the step's severity that are older than its limit. */
  static String ofOverdue(Map<Severity, Integer> maxAgeDays) {
    return """
        (
          $limit := LIMITS[$step];
          {
            "FilterCriteria": {
              "Severity": [{"Comparison": "EQUALS", "Value": $limit.severity}],
              "FindingStatus": [{"Comparison": "EQUALS", "Value": "ACTIVE"}],
              "FirstObservedAt": [{"EndInclusive": $fromMillis($toMillis(START) - $limit.days * DAY)}]
            },
            "MaxResults": PER_PAGE,
            "NextToken": $token != "" ? $token
          }
        )"""
        .replace("LIMITS", limits(maxAgeDays))
        .replace("START", START)
        .replace("DAY", String.valueOf(Duration.ofDays(1).toMillis()))
        .replace("PER_PAGE", String.valueOf(FINDINGS_PER_PAGE));
  }

  static final String COUNTED = "$counted + $count($states.result.Findings)";

  static final String IS_COUNTED = "(%s or $pages + 1 >= %d)".formatted(IS_LAST_PAGE, MOST_PAGES);

  static String overdue(Map<Severity, Integer> maxAgeDays) {
    return """
        (
          $limit := LIMITS[$step];
          [$overdue, IS_COUNTED ? {
            "severity": $limit.severity, "days": $limit.days,
            "count": COUNTED, "more": $not(IS_LAST_PAGE)
          }]
        )"""
        .replace("LIMITS", limits(maxAgeDays))
        .replace("IS_COUNTED", IS_COUNTED)
        .replace("COUNTED", COUNTED)
        .replace("IS_LAST_PAGE", IS_LAST_PAGE);
  }

  private static String limits(Map<Severity, Integer> maxAgeDays) {
    return maxAgeDays.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .map(
            limit ->
                "{\"severity\": \"%s\", \"days\": %d}".formatted(limit.getKey(), limit.getValue()))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
