package inspectorslack.documents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;

/**
 * The event pattern of the rule: open findings at or above a severity, from one source.
 *
 * <p>Every severity is a value of its own. One text that joins them is a valid pattern too, and
 * matches nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html">EventBridge
 *     User Guide, event patterns</a>
 */
public final class EventPattern {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private EventPattern() {}

  /**
   * The pattern as compact JSON, for a rule on the default bus. Curated delivery has to hear of
   * findings that end too, whatever their severity is by then, so that they are news when they come
   * back.
   */
  public static String json(FindingSource source, Severity threshold, Delivery delivery) {
    boolean isWithEnds = delivery instanceof Delivery.Curated;
    return switch (source) {
      case INSPECTOR -> inspector(severities(threshold), isWithEnds).toString();
      case SECURITYHUB -> securityHub(severities(threshold), isWithEnds).toString();
    };
  }

  /**
   * Source: Inspector User Guide, "EventBridge event schema for Amazon Inspector events"; closed
   * and suppressed findings send the same event with another status.
   */
  private static ObjectNode inspector(ArrayNode severities, boolean isWithEnds) {
    ObjectNode pattern = envelope("aws.inspector2", "Inspector2 Finding");
    ObjectNode detail = pattern.putObject("detail");
    ObjectNode open = detail;
    if (isWithEnds) {
      ArrayNode either = detail.putArray("$or");
      open = either.addObject();
      either.addObject().set("status", values("CLOSED"));
    }
    open.<ObjectNode>set("status", values("ACTIVE")).set("severity", severities);
    return pattern;
  }

  /**
   * Source: Security Hub User Guide, "EventBridge event formats for Security Hub" and the AWS
   * Security Finding Format. Every update of a finding sends the event again, its own workflow's
   * included, so without the workflow status a suppressed finding would notify too. A finding ends
   * when Inspector closes it, which archives its record, or when somebody resolves it.
   */
  private static ObjectNode securityHub(ArrayNode severities, boolean isWithEnds) {
    ObjectNode pattern = envelope("aws.securityhub", "Security Hub Findings - Imported");
    ObjectNode findings = pattern.putObject("detail").putObject("findings");
    findings.set("ProductName", values("Inspector"));
    ObjectNode open = findings;
    if (isWithEnds) {
      ArrayNode either = findings.putArray("$or");
      open = either.addObject();
      either.addObject().set("RecordState", values("ARCHIVED"));
      either.addObject().putObject("Workflow").set("Status", values("RESOLVED"));
    }
    open.set("RecordState", values("ACTIVE"));
    open.putObject("Workflow").set("Status", values("NEW"));
    open.putObject("Severity").set("Label", severities);
    return pattern;
  }

  private static ObjectNode envelope(String source, String detailType) {
    ObjectNode pattern = JSON.objectNode();
    pattern.set("source", values(source));
    pattern.set("detail-type", values(detailType));
    return pattern;
  }

  private static ArrayNode severities(Severity threshold) {
    return values(threshold.andAbove().stream().map(Severity::name).toArray(String[]::new));
  }

  private static ArrayNode values(String... texts) {
    ArrayNode values = JSON.arrayNode();
    for (String text : texts) {
      values.add(text);
    }
    return values;
  }
}
