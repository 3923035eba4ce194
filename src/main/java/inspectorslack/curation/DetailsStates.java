package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.stepfunctions.Jsonata;
import inspectorslack.stepfunctions.States;

/**
 * The states that ask Inspector for what isn't in its events: whether a vulnerability is known to
 * be exploited, and whether an image is in use. They set {@code $details} and {@code $use}. If
 * there is no answer in time, they continue without one, so that missing details don't hold a
 * finding back. A filter that requires an answer keeps the event instead, so that a failure doesn't
 * drop a finding.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetFindingDetails.html">Inspector
 *     API Reference, BatchGetFindingDetails</a>
 */
final class DetailsStates {
  /** The first state. */
  static final String FIRST = "IsVulnerability";

  /** Whether CISA lists the finding's vulnerability, once the states have run. */
  static final String IS_LISTED = "$exists($details.listedOn)";

  private static final String NO_DETAILS = "{\"isKnown\": false}";

  // The answer about an image repeats its finding, and an answer above 256 KiB can't be caught.
  private static final int LARGEST_EVENT = 100_000;

  // Few enough for all attempts of the longest path to fit into the execution's timeout.
  private static final int ATTEMPTS = 2;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final FindingSource source;
  private final FindingFilter filter;
  private final States states;
  private final String keepEvent;

  /**
   * The states of a route.
   *
   * @param keepEvent the state that keeps the event if Inspector doesn't answer and the filter
   *     requires an answer
   */
  DetailsStates(FindingSource source, FindingFilter filter, States states, String keepEvent) {
    this.keepEvent = keepEvent;
    this.source = source;
    this.filter = filter;
    this.states = states;
  }

  /**
   * Adds the states.
   *
   * @param next the state that follows if the filter takes the finding
   */
  void add(String next) {
    boolean isRequired = filter.requireKnown();
    ObjectNode isVulnerability =
        states.choice(
            FIRST,
            "$exists(" + CuratedFinding.vulnerability(source) + ")",
            "AskDetails",
            "IsImage");
    // CISA lists only vulnerabilities, so there's nothing to ask about other findings.
    States.assign(isVulnerability, "details", "{\"isKnown\": true}");
    ask(
        "AskDetails",
        "batchGetFindingDetails",
        JSON.objectNode()
            .set("FindingArns", JSON.arrayNode().add(States.jsonata(CuratedFinding.arn(source)))),
        "details",
        "IsImage",
        isRequired && filter.knownExploited());

    String inUse = filter.inUse() ? "IsInUse" : next;
    String afterwards = filter.knownExploited() ? "IsKnownExploited" : inUse;
    ObjectNode isImage =
        states.choice(
            "IsImage",
            "%s and $length($string(%s)) < %d"
                .formatted(CuratedFinding.isOfImage(source), States.EVENT, LARGEST_EVENT),
            "AskUse",
            afterwards);
    States.assign(isImage, "use", NO_DETAILS);
    ObjectNode criteria = JSON.objectNode();
    criteria
        .putArray("FindingArn")
        .addObject()
        .put("Comparison", "EQUALS")
        .put("Value", States.jsonata(CuratedFinding.arn(source)));
    ask(
        "AskUse",
        "listFindings",
        JSON.objectNode().put("MaxResults", 1).set("FilterCriteria", criteria),
        "use",
        afterwards,
        isRequired && filter.inUse());
    BooleanNode takesUnknown = BooleanNode.valueOf(!filter.requireKnown());
    if (filter.knownExploited()) {
      states.choice(
          afterwards,
          "%s or ($not($details.isKnown) and %s)".formatted(IS_LISTED, takesUnknown),
          inUse,
          "NotKnownExploited");
      states.succeed("NotKnownExploited");
    }
    if (filter.inUse()) {
      states.choice(inUse, "$use.isKnown ? $use.count > 0 : " + takesUnknown, next, "NotInUse");
      states.succeed("NotInUse");
    }
  }

  private void ask(
      String name,
      String action,
      ObjectNode arguments,
      String answer,
      String next,
      boolean isRequired) {
    ObjectNode task = states.task(name, "aws-sdk:inspector2:" + action, arguments, next);
    States.assign(task, answer, Jsonata.read(DetailsStates.class, answer));
    States.retryAll(task, ATTEMPTS);
    // States.ALL doesn't include an answer that is too large.
    for (String error : new String[] {"States.DataLimitExceeded", "States.ALL"}) {
      if (isRequired) {
        ObjectNode catcher = States.catching(task, error, keepEvent);
        States.assign(catcher, "error", "$states.errorOutput");
        States.assign(catcher, "replayOf", "{}");
      } else {
        States.assign(States.catching(task, error, next), answer, NO_DETAILS);
      }
    }
  }
}
