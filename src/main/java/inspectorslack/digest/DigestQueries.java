package inspectorslack.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import inspectorslack.config.FindingType;
import inspectorslack.config.Severity;
import inspectorslack.stepfunctions.Jsonata;
import java.util.Comparator;
import java.util.Map;

/**
 * JSONata for the digest's loops: the request of each step to Inspector, and what the response adds
 * to the variables.
 *
 * <p>{@code $step} is the number of the type, kind or severity. {@code $token} is the page's token,
 * empty for the first page. Step Functions spells the API's names in PascalCase. A count that a
 * response lacks is zero.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html">Step
 *     Functions Developer Guide, AWS SDK integrations</a>
 * @see <a href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_AggregationRequest.html">
 *     Inspector API, AggregationRequest</a>
 */
final class DigestQueries {
  /** The start of the execution: a digest counts as of this time, however long it takes. */
  static final String START = "$states.context.Execution.StartTime";

  /** The token of the next page, or an empty text. */
  static final String NEXT_TOKEN = "[$states.result.NextToken[$type($) = 'string'], ''][0]";

  static final String IS_LAST_PAGE = NEXT_TOKEN + " = ''";

  /** How many pages of one severity are counted. */
  static final int MOST_PAGES = 200;

  static final String NONE_OPEN =
      """
      {"all": 0, "critical": 0, "high": 0, "medium": 0, "fixable": 0, "exploitable": 0}""";

  /** How many kinds of resources are ranked. */
  static final int KINDS = 3;

  private static final int MOST_RESOURCES = 5;

  /** Whether the pages are enough: they come sorted, so all that can be shown is on the first. */
  static final String IS_RANKED =
      "(%s or $count($states.result.Responses) >= %d)".formatted(IS_LAST_PAGE, MOST_RESOURCES);

  static final String COUNTED = "$counted + $count($states.result.Findings)";

  static final String IS_COUNTED = "(%s or $pages + 1 >= %d)".formatted(IS_LAST_PAGE, MOST_PAGES);

  private DigestQueries() {}

  static String askType() {
    ArrayNode types = JsonNodeFactory.instance.arrayNode();
    for (FindingType type : FindingType.values()) {
      types.add(type.name());
    }
    return Jsonata.block().bind("findingTypes", types).result(DigestQueries.class, "ask-type");
  }

  static String addCounts() {
    return Jsonata.read(DigestQueries.class, "add-counts");
  }

  static String addType() {
    return Jsonata.read(DigestQueries.class, "add-type");
  }

  static String askResources() {
    return ofKind().result(DigestQueries.class, "ask-resources");
  }

  static String addResources() {
    return ofKind()
        .bind("mostResources", MOST_RESOURCES)
        .result(DigestQueries.class, "add-resources");
  }

  private static Jsonata ofKind() {
    return Jsonata.block().include(DigestQueries.class, "kind");
  }

  static String askOverdue(Map<Severity, Integer> maxAgeDays) {
    return Jsonata.block()
        .bind("limits", limits(maxAgeDays))
        .result(DigestQueries.class, "ask-overdue");
  }

  static String addOverdue(Map<Severity, Integer> maxAgeDays) {
    return Jsonata.block()
        .bind("limits", limits(maxAgeDays))
        .bindExpression("isLastPage", IS_LAST_PAGE)
        .bindExpression("isCounted", IS_COUNTED)
        .result(DigestQueries.class, "add-overdue");
  }

  // Sorted, so that the definition doesn't depend on the map's order.
  private static ArrayNode limits(Map<Severity, Integer> maxAgeDays) {
    ArrayNode limits = JsonNodeFactory.instance.arrayNode();
    maxAgeDays.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.reverseOrder()))
        .forEach(
            limit ->
                limits
                    .addObject()
                    .put("severity", limit.getKey().name())
                    .put("days", limit.getValue()));
    return limits;
  }
}
