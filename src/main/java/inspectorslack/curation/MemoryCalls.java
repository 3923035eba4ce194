package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.stepfunctions.States;
import java.util.List;

/**
 * The arguments of calls to the table in which curated delivery remembers. Values are JSONata
 * expressions.
 *
 * <p>The table has an item for each finding, and short-lived items that count messages in a storm.
 * Findings that wait for a summary have the attributes of a sparse index.
 */
public final class MemoryCalls {
  /** The partition key: a finding's ARN, or the name of a counter. */
  public static final String KEY = "finding";

  /** The time at which an item expires, in seconds since 1970. */
  static final String EXPIRES_AT = "expiresAt";

  /** The index of what waits for a summary, and its partition key. */
  public static final String HELD = "held";

  /**
   * The index's sort key: what CISA lists first, then the most severe, then known exploits, then by
   * vulnerability.
   */
  public static final String ORDER = "heldOrder";

  /** What the index holds besides its keys. */
  public static final List<String> SUMMARIZED =
      List.of("dueAt", "heldBy", "severityRank", "news", "totals");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String name;

  MemoryCalls(String name) {
    this.name = name;
  }

  /** Begins the arguments of a call. */
  Call call() {
    return new Call(JSON.objectNode().put("TableName", name));
  }

  /** The arguments of one call. */
  static final class Call {
    private final ObjectNode arguments;

    private Call(ObjectNode arguments) {
      this.arguments = arguments;
    }

    Call key(String expression) {
      arguments.withObject("/Key").set(KEY, text(expression));
      return this;
    }

    /** Sets an argument that is no expression, such as {@code UpdateExpression}. */
    Call with(String argument, String value) {
      arguments.put(argument, value);
      return this;
    }

    Call item(String attribute, ObjectNode value) {
      arguments.withObject("/Item").set(attribute, value);
      return this;
    }

    /** Sets what a placeholder such as {@code :seenAt} stands for. */
    Call value(String placeholder, ObjectNode value) {
      arguments.withObject("/ExpressionAttributeValues").set(placeholder, value);
      return this;
    }

    ObjectNode build() {
      return arguments;
    }
  }

  static ObjectNode text(String expression) {
    return JSON.objectNode().put("S", States.jsonata(expression));
  }

  // DynamoDB's API takes numbers as strings.
  static ObjectNode number(String expression) {
    return JSON.objectNode().put("N", States.jsonata("$string(" + expression + ")"));
  }
}
