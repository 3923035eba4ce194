package inspectorslack.coverage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The event pattern of the rule for coverage alerts. It matches resources whose scan status has one
 * of the {@linkplain CoverageAlertText problems} as its reason.
 *
 * <p>The pattern ignores the status code, because it can be ACTIVE for a resource on which only
 * deep inspection fails.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html">Inspector
 *     User Guide, EventBridge event schema</a>
 */
public final class CoveragePattern {
  private CoveragePattern() {}

  /** The pattern as compact JSON, for a rule on the default bus. */
  public static String json() {
    ObjectNode pattern = JsonNodeFactory.instance.objectNode();
    pattern.putArray("source").add("aws.inspector2");
    pattern.putArray("detail-type").add("Inspector2 Coverage");
    ArrayNode reasons = pattern.putObject("detail").putObject("scanStatus").putArray("reason");
    for (CoverageAlertText problem : CoverageAlertText.values()) {
      reasons.add(problem.name());
    }
    return pattern.toString();
  }
}
