package inspectorslack.companion.simulate;

import com.dashjoin.jsonata.Jsonata;
import inspectorslack.companion.StateMachineInterpreter.TaskFailure;
import inspectorslack.curation.MemoryCalls;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the memory table of curated delivery, with its index of held findings. It evaluates
 * the conditions and updates that the state machine sends to DynamoDB, limited to the expressions
 * that the state machine uses. Conditions are translated to JSONata, where they mean the same.
 */
final class Memory {
  private static final Pattern CLAUSE =
      Pattern.compile("(SET|ADD|REMOVE) (.*?)(?= SET | ADD | REMOVE |$)");

  private static final Pattern PARTS = Pattern.compile(", *");
  private static final Pattern WORDS = Pattern.compile(" = | ");

  /** Items by key; an item's attributes as DynamoDB has them, such as {@code {"N": "7"}}. */
  private final Map<String, Map<String, Object>> items = new HashMap<>();

  /** The keys of the items that the index holds, in its order. */
  private final SortedMap<String, String> held = new TreeMap<>();

  /** How many of them are due, by time. */
  private final SortedMap<Long, Integer> due = new TreeMap<>();

  private final Map<String, Jsonata> expressions = new HashMap<>();

  /** What is remembered of a finding: numbers and texts by attribute. */
  Optional<Map<String, Object>> item(String finding) {
    return Optional.ofNullable(items.get(finding)).map(Memory::plain);
  }

  /** When the first held finding is due, in seconds since 1970; empty if none is held. */
  OptionalLong firstDue() {
    return due.isEmpty() ? OptionalLong.empty() : OptionalLong.of(due.firstKey());
  }

  /** The findings of a transaction that are still open. */
  List<String> openOf(Map<?, ?> transaction) {
    return updates(transaction)
        .map(Memory::key)
        .filter(
            key ->
                item(key).filter(it -> !Long.valueOf(0).equals(it.get("severityRank"))).isPresent())
        .toList();
  }

  private static Stream<Map<?, ?>> updates(Map<?, ?> transaction) {
    return ((List<?>) Objects.requireNonNull(transaction.get("TransactItems")))
        .stream().map(action -> map(Objects.requireNonNull(map(action).get("Update"))));
  }

  /** Answers a call; its name is that of DynamoDB's API. */
  Map<String, Object> call(String action, Map<?, ?> arguments) {
    switch (action) {
      case "putItem" -> {
        check(arguments);
        store(key(arguments), attributes(arguments, "Item"));
      }
      case "deleteItem" -> {
        check(arguments);
        store(key(arguments), Map.of());
      }
      case "updateItem" -> {
        check(arguments);
        return Map.of("Attributes", update(arguments));
      }
      case "getItem" -> {
        Map<String, Object> item = items.get(key(arguments));
        return item == null ? Map.of() : Map.of("Item", item);
      }
      case "query" -> {
        return query(arguments);
      }
      case "transactWriteItems" -> transact(updates(arguments).toList());
      default -> throw new IllegalStateException("no stand-in for " + action);
    }
    return Map.of();
  }

  /** The key that a call is about. */
  static String key(Map<?, ?> arguments) {
    return String.valueOf(
        plain(attributes(arguments, arguments.containsKey("Item") ? "Item" : "Key"))
            .get(MemoryCalls.KEY));
  }

  private void store(String key, Map<String, Object> item) {
    Map<String, Object> before = item.isEmpty() ? items.remove(key) : items.put(key, item);
    if (before != null && before.containsKey(MemoryCalls.HELD)) {
      held.remove(order(key, before));
      due.computeIfPresent(
          number(before.get("dueAt")), (at, count) -> count == 1 ? null : count - 1);
    }
    if (item.containsKey(MemoryCalls.HELD)) {
      held.put(order(key, item), key);
      due.merge(number(item.get("dueAt")), 1, Integer::sum);
    }
  }

  private static String order(String key, Map<String, Object> item) {
    return plain(item).get(MemoryCalls.ORDER) + "\0" + key;
  }

  private Map<String, Object> update(Map<?, ?> arguments) {
    String key = key(arguments);
    Map<String, Object> item = new LinkedHashMap<>(items.getOrDefault(key, Map.of()));
    Map<String, Object> values = attributes(arguments, "ExpressionAttributeValues");
    Map<String, Object> updated = new LinkedHashMap<>();
    item.putAll(attributes(arguments, "Key"));
    Matcher clause = CLAUSE.matcher(String.valueOf(arguments.get("UpdateExpression")));
    while (clause.find()) {
      for (String part : PARTS.splitAsStream(clause.group(2)).toList()) {
        List<String> words = WORDS.splitAsStream(part).toList();
        switch (clause.group(1)) {
          case "SET" -> updated.put(words.get(0), value(values, words.get(1)));
          case "ADD" ->
              updated.put(
                  words.get(0),
                  Map.of(
                      "N",
                      String.valueOf(
                          number(item.getOrDefault(words.get(0), Map.of("N", "0")))
                              + number(value(values, words.get(1))))));
          default -> item.remove(words.get(0));
        }
      }
    }
    item.putAll(updated);
    store(key, item);
    return updated;
  }

  private static Object value(Map<String, Object> values, String placeholder) {
    return Objects.requireNonNull(values.get(placeholder), placeholder);
  }

  private Map<String, Object> query(Map<?, ?> arguments) {
    Object start = arguments.get("ExclusiveStartKey");
    Collection<String> keys =
        start == null
            ? held.values()
            : held.tailMap(
                    order(String.valueOf(plain(map(start)).get("finding")), map(start)) + "\0")
                .values();
    int limit = ((Number) Objects.requireNonNull(arguments.get("Limit"))).intValue();
    List<Map<String, Object>> page =
        keys.stream().limit(limit).map(key -> Objects.requireNonNull(items.get(key))).toList();
    List<Map<String, Object>> due =
        page.stream().filter(item -> holds(arguments, "FilterExpression", item)).toList();
    if (page.size() < limit) {
      return Map.of("Items", due);
    }
    Map<String, Object> last = page.get(page.size() - 1);
    Map<String, Object> next = new HashMap<>();
    for (String attribute : List.of(MemoryCalls.KEY, MemoryCalls.HELD, MemoryCalls.ORDER)) {
      next.put(attribute, last.get(attribute));
    }
    return Map.of("Items", due, "LastEvaluatedKey", next);
  }

  private void transact(List<Map<?, ?>> updates) {
    try {
      updates.forEach(this::check);
    } catch (TaskFailure refused) {
      throw new TaskFailure(
          "DynamoDb.TransactionCanceledException", String.valueOf(refused.getMessage()));
    }
    updates.forEach(this::update);
  }

  private void check(Map<?, ?> arguments) {
    String key = key(arguments);
    if (key.isEmpty()) {
      throw new TaskFailure("DynamoDB.ValidationException", "the key is an empty text");
    }
    if (arguments.containsKey("ConditionExpression")
        && !holds(arguments, "ConditionExpression", items.getOrDefault(key, Map.of()))) {
      throw new TaskFailure(
          "DynamoDB.ConditionalCheckFailedException", "The conditional request failed");
    }
  }

  /** Whether an item fulfils an expression of a call. */
  private boolean holds(Map<?, ?> arguments, String name, Map<String, Object> item) {
    String condition = String.valueOf(arguments.get(name));
    String used =
        condition
            + " "
            + arguments.get("UpdateExpression")
            + " "
            + arguments.get("KeyConditionExpression");
    Jsonata expression = expressions.computeIfAbsent(condition, it -> Jsonata.jsonata(jsonata(it)));
    Jsonata.Frame frame = expression.createFrame();
    plain(attributes(arguments, "ExpressionAttributeValues"))
        .forEach(
            (placeholder, value) -> {
              if (!used.contains(placeholder)) {
                throw new TaskFailure(
                    "DynamoDB.ValidationException", "a value that is not used: " + placeholder);
              }
              frame.bind(placeholder.substring(1), value);
            });
    return Boolean.TRUE.equals(expression.evaluate(plain(item), frame));
  }

  /** A condition expression of DynamoDB's in JSONata; a missing attribute compares as false. */
  private static String jsonata(String condition) {
    return condition
        .replaceAll("attribute_not_exists\\((\\w+)\\)", "\\$not(\\$exists($1))")
        .replaceAll(":(\\w+)", "\\$$1")
        .replace(" OR ", " or ")
        .replace(" AND ", " and ");
  }

  @SuppressWarnings("unchecked") // JSON's objects
  private static Map<String, Object> map(Object object) {
    return (Map<String, Object>) object;
  }

  private static Map<String, Object> attributes(Map<?, ?> arguments, String name) {
    return map(Objects.requireNonNull(arguments.get(name), name));
  }

  private static long number(@Nullable Object typed) {
    return Long.parseLong(String.valueOf(map(Objects.requireNonNull(typed)).get("N")));
  }

  /** Attribute values without their types: {@code {"N": "7"}} becomes 7. */
  private static Map<String, Object> plain(Map<String, Object> attributes) {
    Map<String, Object> plain = new HashMap<>();
    attributes.forEach(
        (attribute, typed) ->
            plain.put(
                attribute,
                map(typed).containsKey("N")
                    ? (Object) number(typed)
                    : String.valueOf(map(typed).get("S"))));
    return plain;
  }
}
