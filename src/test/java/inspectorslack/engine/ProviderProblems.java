package inspectorslack.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.core.annotations.Import;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The problems that the AWS provider finds in its own settings: unknown ones, and values of another
 * type. The engine gives it texts; what isn't a text in the provider's schema is JSON in one.
 * {@link ProviderArgs} is generated from that schema.
 */
final class ProviderProblems {
  private static final JsonMapper JSON = new JsonMapper();

  // The engine's own.
  private static final Set<String> OF_ENGINE = Set.of("version", "pluginDownloadURL");

  private final List<String> problems = new ArrayList<>();

  private ProviderProblems() {}

  static List<String> of(Map<String, Object> settings) {
    ProviderProblems found = new ProviderProblems();
    settings.forEach(
        (name, value) -> {
          if (!OF_ENGINE.contains(name)) {
            found.check(name, value);
          }
        });
    return found.problems;
  }

  private void check(String name, Object value) {
    Optional<Type> type = type(ProviderArgs.class, name);
    if (type.isEmpty()) {
      problems.add("Invalid or unknown key: " + name);
    } else if (!(value instanceof String text)) {
      problems.add(name + " is not a text: " + value);
    } else if (type.get() != String.class && !text.equals(CloudType.UNKNOWN)) {
      try {
        check(name, JSON.readTree(text), type.get());
      } catch (JsonProcessingException e) {
        problems.add("error unmarshalling property \"%s\": %s".formatted(name, text));
      }
    }
  }

  private void check(String path, JsonNode value, Type type) {
    if (type == String.class) {
      require(value.isTextual(), path, value);
    } else if (type == Boolean.class) {
      require(value.isBoolean(), path, value);
    } else if (type == Integer.class) {
      require(value.isIntegralNumber(), path, value);
    } else if (type instanceof ParameterizedType generic) {
      boolean isList = generic.getRawType() == List.class;
      require(isList ? value.isArray() : value.isObject(), path, value);
      Type ofItems = generic.getActualTypeArguments()[isList ? 0 : 1];
      value.forEach(item -> check(path + "[]", item, ofItems));
    } else {
      require(value.isObject(), path, value);
      value
          .properties()
          .forEach(
              it ->
                  type((Class<?>) type, it.getKey())
                      .ifPresentOrElse(
                          ofIt -> check(path + "." + it.getKey(), it.getValue(), ofIt),
                          () ->
                              problems.add("Invalid or unknown key: " + path + "." + it.getKey())));
    }
  }

  private void require(boolean condition, String path, JsonNode value) {
    if (!condition) {
      problems.add("%s has another type: %s".formatted(path, value));
    }
  }

  /** The type of an input, which is an {@code Output} of it. */
  private static Optional<Type> type(Class<?> args, String input) {
    return Stream.of(args.getDeclaredFields())
        .filter(field -> field.isAnnotationPresent(Import.class))
        .filter(field -> field.getName().equals(input))
        .map(Field::getGenericType)
        .map(type -> ((ParameterizedType) type).getActualTypeArguments()[0])
        .findFirst();
  }
}
