package inspectorslack.companion.simulate;

import com.dashjoin.jsonata.Jsonata;
import inspectorslack.companion.StateMachineInterpreter.TaskFailure;
import inspectorslack.curation.CurationDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Stands in for the table in which curated delivery remembers findings. It judges the very
 * conditions that the state machine sends to DynamoDB: they are comparisons that mean the same in
 * JSONata once they are spelled so.
 */
final class Memory {
  private final Map<String, Map<String, Object>> items = new HashMap<>();
  private final Map<String, Jsonata> conditions = new HashMap<>();

  /** What is remembered of a finding: numbers and texts by attribute. */
  Optional<Map<String, Object>> item(String finding) {
    return Optional.ofNullable(items.get(finding));
  }

  /** Takes an item if the condition holds for the one that it replaces. */
  void put(Map<?, ?> arguments) {
    String finding = finding(arguments);
    check(arguments, finding);
    items.put(finding, plain(arguments, "Item"));
  }

  /** Forgets an item if the condition holds for it. */
  void delete(Map<?, ?> arguments) {
    String finding = finding(arguments);
    check(arguments, finding);
    items.remove(finding);
  }

  /** The finding that a call is about. */
  static String finding(Map<?, ?> arguments) {
    return String.valueOf(
        plain(arguments, arguments.containsKey("Item") ? "Item" : "Key")
            .get(CurationDefinition.KEY));
  }

  private void check(Map<?, ?> arguments, String finding) {
    if (finding.isEmpty()) {
      throw new TaskFailure("DynamoDB.ValidationException", "the key is an empty text");
    }
    String expression = String.valueOf(arguments.get("ConditionExpression"));
    Jsonata condition = conditions.computeIfAbsent(expression, it -> Jsonata.jsonata(jsonata(it)));
    Jsonata.Frame frame = condition.createFrame();
    plain(arguments, "ExpressionAttributeValues")
        .forEach(
            (name, value) -> {
              if (!expression.contains(name)) {
                throw new TaskFailure(
                    "DynamoDB.ValidationException", "a value that is not used: " + name);
              }
              frame.bind(name.substring(1), value);
            });
    if (!Boolean.TRUE.equals(condition.evaluate(items.getOrDefault(finding, Map.of()), frame))) {
      throw new TaskFailure(
          "DynamoDB.ConditionalCheckFailedException", "The conditional request failed");
    }
  }

  /** A condition expression of DynamoDB's in JSONata; a missing attribute compares as false. */
  private static String jsonata(String condition) {
    return condition
        .replaceAll("attribute_not_exists\\((\\w+)\\)", "\\$not(\\$exists($1))")
        .replaceAll(":(\\w+)", "\\$$1")
        .replace(" OR ", " or ")
        .replace(" AND ", " and ");
  }

  /** Attribute values without their types: {@code {"N": "7"}} becomes 7. */
  private static Map<String, Object> plain(Map<?, ?> arguments, String name) {
    Map<String, Object> plain = new HashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(arguments.get(name)))
        .forEach(
            (attribute, typed) -> {
              Map<?, ?> value = (Map<?, ?>) typed;
              plain.put(
                  String.valueOf(attribute),
                  value.containsKey("N")
                      ? (Object) Long.valueOf(String.valueOf(value.get("N")))
                      : String.valueOf(value.get("S")));
            });
    return plain;
  }
}
