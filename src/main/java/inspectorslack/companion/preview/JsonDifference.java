package inspectorslack.companion.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where two JSON values differ in meaning to AWS. A string that contains a JSON document is
 * compared as that document, and in policies and event patterns the order of a list doesn't matter.
 */
final class JsonDifference {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  // 1 and 1.0 are one number; everything else is equal to its like.
  private static final Comparator<JsonNode> AS_VALUES =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  /**
   * One place that differs.
   *
   * @param path keys joined by dots; the list's path if elements of a list were added or removed
   * @param before what was there; empty if nothing was
   * @param after what is there; empty if nothing is
   */
  record Change(String path, Optional<JsonNode> before, Optional<JsonNode> after) {}

  private final List<Change> changes = new ArrayList<>();

  private JsonDifference() {}

  /** All places that differ, in the order of the values' own keys. */
  static List<Change> between(String path, JsonNode before, JsonNode after) {
    JsonDifference difference = new JsonDifference();
    difference.compare(path, before, after, false);
    return List.copyOf(difference.changes);
  }

  private void compare(String path, JsonNode before, JsonNode after, boolean isUnordered) {
    Optional<JsonNode> documentBefore = document(before);
    Optional<JsonNode> documentAfter = document(after);
    if (documentBefore.isPresent() && documentAfter.isPresent()) {
      compare(
          path,
          documentBefore.get(),
          documentAfter.get(),
          isPolicy(documentBefore.get())
              || isPolicy(documentAfter.get())
              || path.endsWith("eventPattern"));
    } else if (before.isObject() && after.isObject()) {
      compareObjects(path, before, after, isUnordered);
    } else if (before.isArray() && after.isArray()) {
      compareLists(path, before, after, isUnordered);
    } else if (isUnordered && before.isArray() != after.isArray()) {
      // In a policy, one value and a list of one value are the same.
      compareLists(path, asList(before), asList(after), true);
    } else if (!same(before, after)) {
      changes.add(new Change(path, Optional.of(before), Optional.of(after)));
    }
  }

  private void compareObjects(String path, JsonNode before, JsonNode after, boolean isUnordered) {
    Set<String> keys = new LinkedHashSet<>();
    before.fieldNames().forEachRemaining(keys::add);
    after.fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      String at = path.isEmpty() ? key : path + "." + key;
      compareIfBoth(at, before.get(key), after.get(key), isUnordered);
    }
  }

  private void compareIfBoth(
      String path, @Nullable JsonNode before, @Nullable JsonNode after, boolean isUnordered) {
    if (before != null && after != null) {
      compare(path, before, after, isUnordered);
    } else {
      changes.add(new Change(path, Optional.ofNullable(before), Optional.ofNullable(after)));
    }
  }

  private void compareLists(String path, JsonNode before, JsonNode after, boolean isUnordered) {
    Map<String, JsonNode> statementsBefore = bySid(before);
    Map<String, JsonNode> statementsAfter = bySid(after);
    if (!statementsBefore.isEmpty() && !statementsAfter.isEmpty()) {
      Set<String> sids = new LinkedHashSet<>(statementsBefore.keySet());
      sids.addAll(statementsAfter.keySet());
      for (String sid : sids) {
        compareIfBoth(
            "%s[%s]".formatted(path, sid),
            statementsBefore.get(sid),
            statementsAfter.get(sid),
            isUnordered);
      }
    } else if (isUnordered || (isOfScalars(before) && isOfScalars(after))) {
      compareElements(path, before, after, isUnordered);
    } else {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        compareIfBoth("%s[%d]".formatted(path, i), before.get(i), after.get(i), false);
      }
    }
  }

  private void compareElements(String path, JsonNode before, JsonNode after, boolean isUnordered) {
    List<JsonNode> gone = without(before, after);
    List<JsonNode> come = without(after, before);
    if (gone.size() == 1 && come.size() == 1 && gone.get(0).isObject() && come.get(0).isObject()) {
      // One element that became another: said by what differs in it.
      compare(path + "[]", gone.get(0), come.get(0), isUnordered);
      return;
    }
    gone.forEach(it -> changes.add(new Change(path, Optional.of(it), Optional.empty())));
    come.forEach(it -> changes.add(new Change(path, Optional.empty(), Optional.of(it))));
    if (gone.isEmpty() && come.isEmpty() && !isUnordered && !same(before, after)) {
      changes.add(new Change(path, Optional.of(before), Optional.of(after)));
    }
  }

  private static List<JsonNode> without(JsonNode list, JsonNode other) {
    List<JsonNode> left = new ArrayList<>();
    list.forEach(left::add);
    for (JsonNode taken : other) {
      for (int i = 0; i < left.size(); i++) {
        if (same(left.get(i), taken)) {
          left.remove(i);
          break;
        }
      }
    }
    return left;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.equals(AS_VALUES, other);
  }

  private static boolean isOfScalars(JsonNode list) {
    return list.valueStream().allMatch(JsonNode::isValueNode);
  }

  private static boolean isPolicy(JsonNode document) {
    return document.has("Statement");
  }

  private static ArrayNode asList(JsonNode value) {
    return value instanceof ArrayNode list ? list : JSON.createArrayNode().add(value);
  }

  /** The statements of a policy by their ids; empty if an element has none or two share one. */
  private static Map<String, JsonNode> bySid(JsonNode list) {
    Map<String, JsonNode> statements = new LinkedHashMap<>();
    for (JsonNode element : list) {
      if (statements.put(element.path("Sid").asText(), element) != null) {
        return Map.of();
      }
    }
    return statements.containsKey("") ? Map.of() : statements;
  }

  /** The document that a text holds; empty if it isn't text, or holds none. */
  private static Optional<JsonNode> document(JsonNode value) {
    if (!value.isTextual() || !value.asText().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(value.asText()));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // A text that begins like one: compared as text.
    }
  }
}
