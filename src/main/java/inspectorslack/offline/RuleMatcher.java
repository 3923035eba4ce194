package inspectorslack.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      return fact() + "; the rule takes " + String.join(", ", allowed);
    }
  }

  private record Leaf(List<String> path, JsonNode allowed) {}

  /** A field of the pattern, and the part of the pattern up to it. */
  private record Field(Leaf leaf, Machine upToHere) {}

  private final Machine machine;
  private final List<Field> fields = new ArrayList<>();

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if EventBridge would refuse it
   */
  RuleMatcher(String eventPattern) {
    this.machine = compiled(eventPattern);
    try {
      ObjectNode growing = JSON.createObjectNode();
      for (Leaf leaf : leaves(List.of(), JSON.readTree(eventPattern))) {
        ObjectNode parent = growing;
        for (String name : leaf.path.subList(0, leaf.path.size() - 1)) {
          parent = parent.withObjectProperty(name);
        }
        parent.set(leaf.path.get(leaf.path.size() - 1), leaf.allowed);
        fields.add(new Field(leaf, compiled(growing.toString())));
      }
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether the rule fires for an event; if not, the first field that does not match, and why. Of
   * alternatives ({@code $or}) the first is the one that is explained.
   */
  Optional<Mismatch> mismatch(JsonNode event) {
    if (matches(machine, event)) {
      return Optional.empty();
    }
    return fields.stream()
        .filter(field -> !matches(field.upToHere, event))
        .findFirst()
        .map(field -> mismatch(field.leaf, event));
  }

  private static Mismatch mismatch(Leaf leaf, JsonNode event) {
    return new Mismatch(
        String.join(".", leaf.path),
        valuesAt(leaf.path, event)
            .map(value -> value.isValueNode() ? value.asText() : value.toString())
            .map(Terminal::clean)
            .distinct()
            .toList(),
        leaf.allowed
            .valueStream()
            .map(value -> value.isTextual() ? value.asText() : value.toString())
            .toList());
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

  /** The fields of a pattern; of alternatives, those of the first. */
  private static List<Leaf> leaves(List<String> path, JsonNode pattern) {
    List<Leaf> leaves = new ArrayList<>();
    pattern
        .properties()
        .forEach(
            property -> {
              List<String> here = new ArrayList<>(path);
              if (property.getKey().equals("$or")) {
                leaves.addAll(leaves(here, property.getValue().get(0)));
                return;
              }
              here.add(property.getKey());
              if (property.getValue().isArray()) {
                leaves.add(new Leaf(here, property.getValue()));
              } else {
                leaves.addAll(leaves(here, property.getValue()));
              }
            });
    return leaves;
  }

  private static boolean matches(Machine machine, JsonNode event) {
    return !machine.rulesForJSONEvent(event).isEmpty();
  }

  private static Machine compiled(String eventPattern) {
    Machine machine = Machine.builder().build();
    try {
      machine.addRule("rule", eventPattern);
    } catch (IOException e) {
      throw new IllegalArgumentException("no event pattern: " + eventPattern, e);
    }
    return machine;
  }
}
