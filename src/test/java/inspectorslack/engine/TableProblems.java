package inspectorslack.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The problems that the provider and DynamoDB find in a table's attributes and indexes.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Projection.html">DynamoDB
 *     API Reference, Projection</a>
 */
final class TableProblems {
  private static final int MOST_NON_KEY_ATTRIBUTES = 20;

  private TableProblems() {}

  static List<String> of(Map<String, Object> inputs) {
    List<Map<?, ?>> indexes = maps(inputs.get("globalSecondaryIndexes"));
    Set<String> keys = new LinkedHashSet<>();
    Stream.concat(Stream.of(inputs), indexes.stream())
        .flatMap(it -> Stream.of("hashKey", "rangeKey").filter(it::containsKey).map(it::get))
        .forEach(key -> keys.add(String.valueOf(key)));
    Set<String> attributes = new LinkedHashSet<>();
    List<String> problems = new ArrayList<>();
    for (Map<?, ?> attribute : maps(inputs.get("attributes"))) {
      attributes.add(String.valueOf(attribute.get("name")));
      if (!Set.of("S", "N", "B").contains(String.valueOf(attribute.get("type")))) {
        problems.add("attribute %s must be of type S, N or B".formatted(attribute.get("name")));
      }
    }
    // In the words of the provider.
    minus(keys, attributes)
        .forEach(it -> problems.add("all indexes must match a defined attribute: " + it));
    minus(attributes, keys).forEach(it -> problems.add("all attributes must be indexed: " + it));
    indexes.forEach(index -> problems.addAll(projection(index)));
    return problems;
  }

  private static List<String> projection(Map<?, ?> index) {
    List<String> problems = new ArrayList<>();
    if (!String.valueOf(index.get("name")).matches("[a-zA-Z0-9_.-]{3,255}")) {
      problems.add("ValidationException: indexName " + index.get("name"));
    }
    String type = String.valueOf(index.get("projectionType"));
    int others = index.get("nonKeyAttributes") instanceof List<?> list ? list.size() : 0;
    boolean isValid =
        switch (type) {
          case "INCLUDE" -> others >= 1 && others <= MOST_NON_KEY_ATTRIBUTES;
          case "ALL", "KEYS_ONLY" -> others == 0;
          default -> false;
        };
    if (!isValid) {
      problems.add(
          "ValidationException: ProjectionType %s with %d NonKeyAttributes"
              .formatted(type, others));
    }
    return problems;
  }

  private static Stream<String> minus(Set<String> all, Set<String> without) {
    return all.stream().filter(it -> !without.contains(it));
  }

  private static List<Map<?, ?>> maps(Object value) {
    List<Map<?, ?>> maps = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(it -> maps.add((Map<?, ?>) it));
    }
    return maps;
  }
}
