package inspectorslack.config;

import inspectorslack.config.InvalidSettings.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Typed values of a {@link SettingSource}. A value that is not what its key takes is noted as a
 * problem and read as if the key were not set, so that reading goes on to the next key.
 */
final class Values {
  private final SettingSource source;
  private final List<Problem> problems = new ArrayList<>();

  Values(SettingSource source) {
    this.source = source;
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  void refuse(String key, String got, String expected, String fix) {
    problems.add(new Problem(key, got, expected, fix));
  }

  /** Whether nothing was found wrong with the key or with an element of its list. */
  boolean isSound(String key) {
    return problems.stream()
        .noneMatch(problem -> problem.key().equals(key) || problem.key().startsWith(key + "["));
  }

  /**
   * Whether the key has a value; an empty text counts as none, as Pulumi.yaml's defaults use it.
   */
  boolean isSet(String key) {
    return value(key).isPresent();
  }

  /** A text in any form. */
  Optional<String> text(String key) {
    return value(key).flatMap(value -> scalar(key, value, "a text", "pulumi config rm " + key));
  }

  /** A text that matches a pattern as a whole. */
  Optional<String> text(String key, Pattern form, String expected, String fix) {
    return value(key)
        .flatMap(value -> scalar(key, value, expected, fix))
        .filter(
            text -> {
              boolean matches = form.matcher(text).matches();
              if (!matches) {
                refuse(key, quote(text), expected, fix);
              }
              return matches;
            });
  }

  boolean flag(String key, boolean byDefault) {
    return value(key)
        .flatMap(value -> oneOf(key, value, List.of(true, false), flagMeantBy(value, byDefault)))
        .orElse(byDefault);
  }

  /** A whole number within bounds. */
  int number(String key, int byDefault, int least, int most) {
    return value(key)
        .flatMap(
            value -> {
              boolean isWithin =
                  value.toString().matches("[0-9]{1,9}")
                      && Integer.parseInt(value.toString()) >= least
                      && Integer.parseInt(value.toString()) <= most;
              if (!isWithin) {
                refuse(
                    key,
                    quote(value),
                    "a whole number from %d to %d".formatted(least, most),
                    set(key, String.valueOf(byDefault)));
              }
              return isWithin ? Optional.of(Integer.parseInt(value.toString())) : Optional.empty();
            })
        .orElse(byDefault);
  }

  /** A text for each of some keys of a map, empty by default; in the order of the choices. */
  <E extends Enum<E>> Map<E, String> texts(
      String key, E[] choices, Pattern form, String expected, String example) {
    Map<E, String> texts = new EnumMap<>(choices[0].getDeclaringClass());
    String last = choices[choices.length - 1].toString();
    Optional<Object> value = value(key);
    if (value.isPresent() && !(value.get() instanceof Map)) {
      refuse(
          key,
          quote(value.get()),
          "a map of %s, each with %s".formatted(listed(List.of(choices)), expected),
          set(key + "." + last, example));
    }
    if (value.isPresent() && value.get() instanceof Map<?, ?> map) {
      map.forEach(
          (name, text) -> {
            String path = key + "." + name;
            Optional<E> choice =
                Stream.of(choices).filter(it -> it.toString().equals(name)).findFirst();
            if (choice.isEmpty()) {
              refuse(
                  path,
                  "a key that is not known",
                  "one of " + listed(List.of(choices)),
                  "pulumi config rm --path '" + path + "'");
            } else if (form.matcher(String.valueOf(text)).matches()) {
              texts.put(choice.get(), String.valueOf(text));
            } else {
              refuse(path, quote(String.valueOf(text)), expected, set(path, example));
            }
          });
    }
    return Collections.unmodifiableMap(texts);
  }

  <E extends Enum<E>> E choice(String key, E byDefault, E[] choices) {
    return value(key)
        .flatMap(value -> oneOf(key, value, List.of(choices), byDefault))
        .orElse(byDefault);
  }

  <E extends Enum<E>> List<E> choices(String key, List<E> byDefault, E[] choices) {
    return elements(key, "a list of " + listed(List.of(choices)), choices[0].toString())
        .map(
            elements ->
                elements.stream()
                    .flatMap(
                        element ->
                            oneOf(element.key, element.value, List.of(choices), choices[0])
                                .stream())
                    .toList())
        .orElse(byDefault);
  }

  /** A list of names, empty by default. */
  List<String> names(String key, Pattern form, String expected) {
    return elements(key, "a list, each item " + expected, "NAME").orElse(List.of()).stream()
        .filter(
            element -> {
              boolean matches = form.matcher(element.value.toString()).matches();
              if (!matches) {
                String name = afterLastSlash(element.value.toString());
                refuse(
                    element.key,
                    quote(element.value),
                    expected,
                    set(element.key, form.matcher(name).matches() ? name : "NAME"));
              }
              return matches;
            })
        .map(element -> element.value.toString())
        .toList();
  }

  /** Notes every key that is set but not known, with the known one that looks most like it. */
  void refuseKeysOtherThan(List<String> known) {
    for (String key : new TreeSet<>(source.keys())) {
      if (!known.contains(key)) {
        refuse(
            key,
            "a key that is not known",
            nearest(key, known)
                .map(near -> "perhaps " + near)
                .orElse("one of " + String.join(", ", known)),
            "pulumi config rm "
                + key
                + nearest(key, known)
                    .map(near -> ", then pulumi config set " + near + " ...")
                    .orElse(""));
      }
    }
  }

  /** A value as messages show it: texts in quotes, so that stray blanks are seen. */
  static String quote(Object value) {
    return value instanceof String text ? '"' + text + '"' : value.toString();
  }

  private record Element(String key, Object value) {}

  private Optional<Object> value(String key) {
    return source.value(key).filter(value -> !value.equals(""));
  }

  private Optional<String> scalar(String key, Object value, String expected, String fix) {
    if (value instanceof String text) {
      return Optional.of(text);
    }
    refuse(key, quote(value), expected, fix);
    return Optional.empty();
  }

  /** What somebody who writes YAML's or other languages' booleans means. */
  private static boolean flagMeantBy(Object value, boolean otherwise) {
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "yes", "on", "1", "true" -> true;
      case "no", "off", "0", "false" -> false;
      default -> otherwise;
    };
  }

  /** One of the choices; the fix names the one that was perhaps meant, or else the safe one. */
  private <T> Optional<T> oneOf(String key, Object value, List<T> choices, T otherwise) {
    Optional<T> chosen =
        choices.stream().filter(choice -> choice.toString().equals(value.toString())).findFirst();
    if (chosen.isEmpty()) {
      List<String> texts = choices.stream().map(Object::toString).toList();
      String suggestion = nearest(value.toString(), texts).orElse(otherwise.toString());
      refuse(key, quote(value), "one of " + listed(choices), set(key, suggestion));
    }
    return chosen;
  }

  /** The items of a list, without those that repeat an earlier one. */
  private Optional<List<Element>> elements(String key, String expected, String example) {
    Optional<Object> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!(value.get() instanceof List<?> items)) {
      refuse(key, quote(value.get()), expected, set(key + "[0]", example));
      return Optional.empty();
    }
    Set<Object> seen = new HashSet<>();
    return Optional.of(
        IntStream.range(0, items.size())
            .mapToObj(i -> new Element(key + "[" + i + "]", String.valueOf(items.get(i))))
            .filter(
                element -> {
                  boolean isNew = seen.add(element.value);
                  if (!isNew) {
                    refuse(
                        element.key,
                        quote(element.value) + " again",
                        "each item once",
                        "pulumi config rm --path '" + element.key + "'");
                  }
                  return isNew;
                })
            .toList());
  }

  private static String set(String key, String value) {
    return key.contains("[") || key.contains(".")
        ? "pulumi config set --path '%s' %s"
            .formatted(key, value.startsWith("<") ? "'" + value + "'" : value)
        : "pulumi config set " + key + " " + value;
  }

  private static String listed(List<?> choices) {
    return choices.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String afterLastSlash(String text) {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  private static Optional<String> nearest(String typed, List<String> known) {
    return known.stream()
        .filter(candidate -> distance(typed, candidate) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(typed, candidate)));
  }

  /** Levenshtein distance, capitals aside. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] previous = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
