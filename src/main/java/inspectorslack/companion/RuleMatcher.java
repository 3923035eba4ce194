package inspectorslack.companion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.AccountNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.event.ruler.Machine;

/**
 * Matches events against an event pattern with EventBridge's own matcher, and finds the first field
 * that doesn't match. Not thread-safe.
 */
public final class RuleMatcher {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The first field of an event that does not match.
   *
   * @param field its path, such as {@code detail.severity}
   * @param found its values in the event; none if it is absent
   * @param allowed what the pattern takes; nothing if the field has to be absent
   */
  public record Mismatch(String field, List<String> found, List<String> allowed) {
    /** The event's value, in words. */
    public String fact() {
      return MismatchText.fact(this);
    }

    /** The value and what the rule takes, with the names of accounts. */
    public String inWords(AccountNames accountNames) {
      return MismatchText.of(MismatchText.named(this, accountNames));
    }

    @Override
    public String toString() {
      return MismatchText.of(this);
    }
  }

  private record Leaf(List<String> path, JsonNode allowed, List<String> words) {
    Leaf(List<String> path, JsonNode allowed) {
      this(path, allowed, allowed.valueStream().flatMap(RuleMatcher::inWords).distinct().toList());
    }

    boolean takesTexts() {
      return allowed.valueStream().anyMatch(JsonNode::isTextual);
    }

    boolean takesNumbers() {
      return allowed.valueStream().anyMatch(it -> it.has("numeric"));
    }
  }

  /** A field of the pattern, and the name of a rule: the part of the pattern up to the field. */
  private record Field(Leaf leaf, String upToHere) {}

  private static final String WHOLE = "whole";

  // All parts of the pattern in one machine: an event is taken apart once, whatever becomes of it.
  private final Machine machine = Machine.builder().build();
  private final List<List<Field>> alternatives = new ArrayList<>();

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if EventBridge would reject it
   */
  public RuleMatcher(String eventPattern) {
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
  public Optional<Mismatch> mismatch(JsonNode event) {
    // A handful of names: a list is searched faster than a set is made.
    List<String> matched = machine.rulesForJSONEvent(event);
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
    return Optional.of(mismatch(nearest, event));
  }

  // Plain loops: this runs for most events, and streams cost more than what they do here.
  private static Mismatch mismatch(List<Leaf> nearest, JsonNode event) {
    List<String> path = nearest.get(0).path;
    Set<String> found = new LinkedHashSet<>();
    addValuesAt(nearest.get(0), 0, event, found);
    Set<String> allowed = new LinkedHashSet<>();
    for (Leaf leaf : nearest) {
      if (leaf.path.equals(path)) {
        allowed.addAll(leaf.words);
      }
    }
    return new Mismatch(String.join(".", path), List.copyOf(found), List.copyOf(allowed));
  }

  private static String asText(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().toPlainString()
        : value.isValueNode() ? value.asText() : value.toString();
  }

  /**
   * What EventBridge allows for a field, in words. Leaves out that the field may be absent or null,
   * because that doesn't explain why an event that has it is refused.
   */
  private static Stream<String> inWords(JsonNode allowed) {
    if (allowed.isNull()) {
      return Stream.empty();
    }
    if (allowed.has("exists")) {
      return allowed.path("exists").asBoolean() ? Stream.of("any value") : Stream.empty();
    }
    if (allowed.has("anything-but")) {
      JsonNode refused = allowed.path("anything-but");
      return Stream.of(
          "any value but "
              + (refused.isArray()
                  ? refused.valueStream().map(JsonNode::asText).collect(Collectors.joining(" and "))
                  : refused.asText()));
    }
    if (allowed.at("/numeric/0").asText().equals(">=")) {
      JsonNode most = allowed.at("/numeric/3");
      return Stream.of(
          allowed.at("/numeric/1") + (most.isMissingNode() ? " or more" : " to " + most));
    }
    if (allowed.has("suffix")) {
      return Stream.of("..." + allowed.path("suffix").asText());
    }
    if (allowed.path("prefix").asText("-").isEmpty()) {
      return Stream.empty(); // Any string: an alternative to the comparison of numbers.
    }
    if (allowed.has("prefix")) {
      return Stream.of(allowed.path("prefix").asText() + "...");
    }
    return Stream.of(allowed.isTextual() ? allowed.asText() : allowed.toString());
  }

  /** The values at a path; EventBridge looks into every element of an array on the way. */
  private static void addValuesAt(Leaf leaf, int step, JsonNode node, Set<String> values) {
    if (node.isArray()) {
      for (JsonNode element : node) {
        addValuesAt(leaf, step, element, values);
      }
    } else if (step == leaf.path.size()) {
      String value = Terminal.exact(asText(node));
      // 7 and "7" look alike, and EventBridge takes them for different values.
      boolean isOfAnotherType =
          node.isNumber() ? leaf.takesTexts() : node.isTextual() && leaf.takesNumbers();
      values.add(
          !isOfAnotherType
              ? value
              : node.isNumber()
                  ? "the number " + value
                  : (value.startsWith("\"") ? value : '"' + value + '"') + ", a string");
    } else if (node.has(leaf.path.get(step))) {
      addValuesAt(leaf, step + 1, node.get(leaf.path.get(step)), values);
    }
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
      throw new IllegalArgumentException("not an event pattern: " + pattern, e);
    }
  }
}
