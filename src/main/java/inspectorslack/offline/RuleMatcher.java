package inspectorslack.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.event.ruler.Machine;

/**
 * Says whether an event matches an event pattern, by EventBridge's own matcher, and if not, which
 * field is the first that does not. Safe for use by one thread.
 */
final class RuleMatcher {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The first field of an event that does not match.
   *
   * @param field its path, such as {@code detail.severity}
   * @param found its values in the event; none if it is absent
   * @param allowed what the pattern takes
   */
  record Mismatch(String field, List<String> found, List<String> allowed) {
    /** What is so of the event. */
    String fact() {
      return found.isEmpty() ? field + " is absent" : field + " is " + String.join(", ", found);
    }

    @Override
    public String toString() {
      int more = allowed.size() - MOST_ALLOWED;
      return "%s; the rule takes %s%s"
          .formatted(
              fact(),
              String.join(", ", allowed.subList(0, Math.min(allowed.size(), MOST_ALLOWED))),
              more > 0 ? " and %d more".formatted(more) : "");
    }
  }

  // Of a long list, the first tell enough.
  private static final int MOST_ALLOWED = 8;

  private record Leaf(List<String> path, JsonNode allowed) {}

  /** A field of the pattern, and the name of a rule: the part of the pattern up to the field. */
  private record Field(Leaf leaf, String upToHere) {}

  private static final String WHOLE = "whole";

  // All parts of the pattern in one machine: an event is taken apart once, whatever becomes of it.
  private final Machine machine = Machine.builder().build();
  private final List<List<Field>> alternatives = new ArrayList<>();

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if EventBridge would refuse it
   */
  RuleMatcher(String eventPattern) {
    add(WHOLE, eventPattern);
    try {
      for (List<Leaf> leaves : leaves(List.of(), JSON.readTree(eventPattern))) {
        alternatives.add(fields(leaves, alternatives.size()));
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Field> fields(List<Leaf> leaves, int alternative) {
    List<Field> fields = new ArrayList<>();
    ObjectNode growing = JSON.createObjectNode();
    for (Leaf leaf : leaves) {
      ObjectNode parent = growing;
      for (String name : leaf.path.subList(0, leaf.path.size() - 1)) {
        parent = parent.withObjectProperty(name);
      }
      parent.set(leaf.path.get(leaf.path.size() - 1), leaf.allowed);
      Field field = new Field(leaf, alternative + "." + fields.size());
      add(field.upToHere, growing.toString());
      fields.add(field);
    }
    return fields;
  }

  /**
   * Whether the rule fires for an event; if not, the first field that does not match, and why. Of
   * alternatives ({@code $or}) the one is explained that the event comes nearest to.
   */
  Optional<Mismatch> mismatch(JsonNode event) {
    Set<String> matched = Set.copyOf(machine.rulesForJSONEvent(event));
    if (matched.contains(WHOLE)) {
      return Optional.empty();
    }
    int furthest = -1;
    List<Leaf> nearest = new ArrayList<>();
    for (List<Field> fields : alternatives) {
      int matching = 0;
      while (matching < fields.size() && matched.contains(fields.get(matching).upToHere)) {
        matching++;
      }
      if (matching > furthest && matching < fields.size()) {
        furthest = matching;
        nearest.clear();
      }
      if (matching == furthest) {
        nearest.add(fields.get(matching).leaf);
      }
    }
    List<String> path = nearest.get(0).path;
    return Optional.of(
        mismatch(path, nearest.stream().filter(leaf -> leaf.path.equals(path)).toList(), event));
  }

  private static Mismatch mismatch(List<String> path, List<Leaf> leaves, JsonNode event) {
    return new Mismatch(
        String.join(".", path),
        valuesAt(path, event).map(RuleMatcher::asText).map(Terminal::clean).distinct().toList(),
        leaves.stream()
            .flatMap(leaf -> leaf.allowed.valueStream())
            .map(RuleMatcher::inWords)
            .distinct()
            .toList());
  }

  private static String asText(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().toPlainString()
        : value.isValueNode() ? value.asText() : value.toString();
  }

  /** What EventBridge allows for a field, as a person would say it. */
  private static String inWords(JsonNode allowed) {
    if (allowed.has("exists")) {
      return allowed.path("exists").asBoolean() ? "any value" : "no value";
    }
    if (allowed.has("anything-but")) {
      return "any value but " + allowed.path("anything-but").asText();
    }
    if (allowed.has("numeric")) {
      return "%s %s".formatted(allowed.at("/numeric/0").asText(), allowed.at("/numeric/1"));
    }
    if (allowed.has("suffix")) {
      return "..." + allowed.path("suffix").asText();
    }
    if (allowed.path("prefix").asText("-").isEmpty()) {
      return "any text";
    }
    return allowed.isTextual() ? allowed.asText() : allowed.toString();
  }

  /** The values at a path; EventBridge looks into every element of an array on the way. */
  private static Stream<JsonNode> valuesAt(List<String> path, JsonNode node) {
    if (node.isArray()) {
      return Stream.iterate(0, i -> i < node.size(), i -> i + 1)
          .flatMap(i -> valuesAt(path, node.get(i)));
    }
    if (path.isEmpty()) {
      return Stream.of(node);
    }
    return node.has(path.get(0))
        ? valuesAt(path.subList(1, path.size()), node.get(path.get(0)))
        : Stream.empty();
  }

  /** The fields of a pattern, once for each of its alternatives. */
  private static List<List<Leaf>> leaves(List<String> path, JsonNode pattern) {
    List<List<Leaf>> alternatives = List.of(List.of());
    for (Map.Entry<String, JsonNode> property : pattern.properties()) {
      JsonNode value = property.getValue();
      List<String> here = Stream.concat(path.stream(), Stream.of(property.getKey())).toList();
      List<List<Leaf>> next =
          property.getKey().equals("$or")
              ? value.valueStream().flatMap(either -> leaves(path, either).stream()).toList()
              : value.isArray() ? List.of(List.of(new Leaf(here, value))) : leaves(here, value);
      alternatives =
          alternatives.stream()
              .flatMap(
                  before ->
                      next.stream()
                          .map(after -> Stream.concat(before.stream(), after.stream()).toList()))
              .toList();
    }
    return alternatives;
  }

  private void add(String name, String pattern) {
    try {
      machine.addRule(name, pattern);
    } catch (IOException e) {
      throw new IllegalArgumentException("no event pattern: " + pattern, e);
    }
  }
}
