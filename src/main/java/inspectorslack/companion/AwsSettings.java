package inspectorslack.companion;

import com.pulumi.aws.Config;
import inspectorslack.aws.Place;
import inspectorslack.config.Nearest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks a stack's {@code aws:} settings against the types in the AWS provider's Java package. The
 * provider itself ignores most mistakes.
 */
final class AwsSettings {
  private static final Map<String, Type> TYPES = typesOf(Config.class);
  private static final Set<String> SECRETS = Set.of("aws:accessKey", "aws:secretKey", "aws:token");

  private final List<String> warnings = new ArrayList<>();

  private AwsSettings() {}

  /** Whether the provider has a setting of this name. */
  static boolean isOne(String name) {
    return TYPES.containsKey(name);
  }

  /**
   * What to warn of, a sentence each.
   *
   * @param config values by full key
   * @param region of the stack
   */
  static List<String> warnings(Map<String, Object> config, String region) {
    AwsSettings found = new AwsSettings();
    config.forEach(
        (key, value) -> {
          if (key.startsWith("aws:")) {
            found.check(key, value);
          }
        });
    if (!Place.REGIONS.contains(region)) {
      found.warnings.add(
          "aws:region: %s isn't a Region that the AWS provider knows%s"
              .formatted(region, perhaps(region, Place.REGIONS)));
    }
    return found.warnings;
  }

  private void check(String key, Object value) {
    Type type = TYPES.get(key.substring("aws:".length()));
    if (value.equals("")) {
      warnings.add(key + " is empty, which the AWS provider treats as not set");
    } else if (type == null) {
      List<String> known = TYPES.keySet().stream().map("aws:"::concat).toList();
      warnings.add("%s isn't a setting of the AWS provider%s".formatted(key, perhaps(key, known)));
    } else if (!(value instanceof String text && text.matches("[\\[{].*"))) {
      // A list or a map may also be written as JSON.
      check(key, value, type);
      if (SECRETS.contains(key) && value instanceof String) {
        warnings.add("%s is in plain text; fix: pulumi config set --secret %s".formatted(key, key));
      }
    }
  }

  private void check(String path, Object value, Type type) {
    Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
    if (raw == List.class || raw == Map.class) {
      Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
      if (raw == List.class && value instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          check("%s[%d]".formatted(path, i), list.get(i), arguments[0]);
        }
      } else if (raw == Map.class && value instanceof Map<?, ?> map) {
        map.forEach((name, it) -> check(path + "." + name, it, arguments[1]));
      } else {
        expected(path, raw == List.class ? "a list" : "a map");
      }
    } else if (raw == Boolean.class) {
      if (!List.of("true", "false").contains(String.valueOf(value))) {
        expected(path, "true or false");
      }
    } else if (raw == Integer.class) {
      if (!String.valueOf(value).matches("-?\\d+")) {
        expected(path, "a whole number");
      }
    } else if (raw == String.class || (raw instanceof Class<?> type1 && type1.isEnum())) {
      if (!(value instanceof String)) {
        expected(path, "a string");
      }
    } else if (!(value instanceof Map<?, ?> map)) {
      expected(path, "a map of " + String.join(", ", typesOf((Class<?>) raw).keySet()));
    } else {
      Map<String, Type> known = typesOf((Class<?>) raw);
      map.forEach(
          (name, it) -> {
            Type ofField = known.get(String.valueOf(name));
            if (ofField == null) {
              warnings.add(
                  "%s.%s isn't a setting of the AWS provider%s"
                      .formatted(
                          path, name, perhaps(String.valueOf(name), List.copyOf(known.keySet()))));
            } else {
              check(path + "." + name, it, ofField);
            }
          });
    }
  }

  private void expected(String path, String what) {
    warnings.add("%s must be %s, or the AWS provider can't read it".formatted(path, what));
  }

  private static String perhaps(String name, List<String> known) {
    return Nearest.to(name, known).map(it -> "; did you mean " + it + "?").orElse("");
  }

  /** Types of a generated class's properties, by name. */
  private static Map<String, Type> typesOf(Class<?> generated) {
    Map<String, Type> types = new TreeMap<>();
    for (Method method : generated.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && method.getParameterCount() == 0
          && !method.getReturnType().getSimpleName().equals("Builder")) {
        Type type = method.getGenericReturnType();
        types.put(
            method.getName(),
            type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? generic.getActualTypeArguments()[0]
                : type);
      }
    }
    return types;
  }
}
