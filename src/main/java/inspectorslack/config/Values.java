package inspectorslack.config;

import inspectorslack.config.InvalidSettings.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Typed values of a {@link SettingSource}, or of a map within one. A value that is not what its key
 * takes is noted as a problem and read as if the key were not set, so that reading goes on to the
 * next key.
 */
final class Values {
  private final SettingSource source;
  private final String prefix;
  private final List<Problem> problems;

  Values(SettingSource source) {
    this(source, "", new ArrayList<>());
  }

  private Values(SettingSource source, String prefix, List<Problem> problems) {
    this.source = source;
    this.prefix = prefix;
    this.problems = problems;
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  void refuse(String key, String got, String expected, String fix) {
    problems.add(new Problem(path(key), got, expected, fix));
  }

  /** Whether nothing was found wrong with the key or with a part of its value. */
  boolean isSound(String key) {
    return problems.stream()
        .noneMatch(problem -> problem.key().matches(Pattern.quote(path(key)) + "([.\\[].*)?"));
  }

  /**
   * Whether the key has a value; an empty text, list or map counts as none, as Pulumi.yaml's
   * defaults use them.
   */
  boolean isSet(String key) {
    return value(key)
        .filter(value -> !(value instanceof List<?> list && list.isEmpty()))
        .filter(value -> !(value instanceof Map<?, ?> map && map.isEmpty()))
        .isPresent();
  }

  /** The key from the stack's settings on, such as {@code routes[1].severityThreshold}. */
  String path(String key) {
    return prefix + key;
  }

  /** The command that sets the key. */
  String set(String key, String value) {
    String path = path(key);
    return path.contains("[") || path.contains(".")
        ? "pulumi config set --path '%s' %s"
            .formatted(path, value.matches("[\\w.:/-]+") ? value : "'" + value + "'")
        : "pulumi config set " + path + " " + value;
  }

  /** The command that takes the key away. */
  String remove(String key) {
    String path = path(key);
    return path.contains("[") || path.contains(".")
        ? "pulumi config rm --path '" + path + "'"
        : "pulumi config rm " + path;
  }

  /** A text of a form; empty if there is none. */
  Optional<String> text(String key, Form form) {
    return value(key)
        .flatMap(
            value -> {
              boolean matches = isScalar(value) && form.matches(value.toString());
              if (!matches) {
                refuse(key, quote(value), form.expected(), form.hint() + set(key, form.example()));
              }
              return matches ? Optional.of(value.toString()) : Optional.empty();
            });
  }

  /** A text that has to be there; empty if it is not, and then that is a problem. */
  String required(String key, Form form) {
    if (!isSet(key)) {
      refuse(key, "nothing", form.expected(), form.hint() + set(key, form.example()));
    }
    return text(key, form).orElse("");
  }

  boolean flag(String key, boolean byDefault) {
    return optionalFlag(key, byDefault).orElse(byDefault);
  }

  /** A flag that makes a difference if it is not set at all. */
  Optional<Boolean> optionalFlag(String key, boolean likely) {
    return value(key)
        .flatMap(value -> oneOf(key, value, List.of(true, false), flagMeantBy(value, likely)));
  }

  /** A whole number within bounds. */
  int number(String key, int byDefault, int least, int most) {
    return optionalNumber(key, byDefault, least, most).orElse(byDefault);
  }

  Optional<Integer> optionalNumber(String key, int example, int least, int most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    return parsed(key, Integer::valueOf, expected, String.valueOf(example))
        .filter(
            number -> {
              boolean isWithin = number >= least && number <= most;
              if (!isWithin) {
                refuse(
                    key,
                    quote(value(key).orElseThrow()),
                    expected,
                    set(key, String.valueOf(example)));
              }
              return isWithin;
            });
  }

  /** A number from 0 to 1, with at most five decimals, as EPSS has them. */
  Optional<BigDecimal> probability(String key) {
    String expected = "a number from 0 to 1 with at most five decimals";
    return parsed(
        key,
        text -> {
          BigDecimal number = new BigDecimal(text).stripTrailingZeros();
          if (number.signum() < 0 || number.compareTo(BigDecimal.ONE) > 0 || number.scale() > 5) {
            throw new IllegalArgumentException(text);
          }
          return number;
        },
        expected,
        "0.1");
  }

  /** A day; YAML that is not quoted comes with a time, as the engine reads it as a moment. */
  Optional<LocalDate> date(String key) {
    return parsed(
        key,
        text -> LocalDate.parse(text.replaceFirst("T00:00:00Z$", "")),
        "a date such as 2026-12-31",
        "2026-12-31");
  }

  private <T> Optional<T> parsed(
      String key, Function<String, T> parser, String expected, String example) {
    return value(key)
        .flatMap(
            value -> {
              try {
                return Optional.of(parser.apply(value.toString()));
              } catch (IllegalArgumentException | DateTimeParseException e) {
                refuse(key, quote(value), expected, set(key, example));
                return Optional.empty();
              }
            });
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

  /** A list of texts of one form, empty by default. */
  List<String> texts(String key, Form form) {
    return elements(key, "a list, each item " + form.expected(), form.example())
        .orElse(List.of())
        .stream()
        .filter(
            element -> {
              String text = element.value.toString();
              boolean matches = form.matches(text);
              if (!matches) {
                // Of an ARN, the name was meant.
                String name = text.substring(text.lastIndexOf('/') + 1);
                refuse(
                    element.key,
                    quote(text),
                    form.expected(),
                    set(element.key, form.matches(name) ? name : form.example()));
              }
              return matches;
            })
        .map(element -> element.value.toString())
        .toList();
  }

  /** The map of a key; empty if there is none, or one without keys. */
  Optional<Values> map(String key, String expected, String exampleKey, String example) {
    return value(key)
        .flatMap(value -> within(key, value, expected, exampleKey, example))
        .filter(map -> !map.source.keys().isEmpty());
  }

  /** The maps of a list, those that are none left out. */
  List<Values> maps(String key, String expected, String exampleKey, String example) {
    return items(key, "a list, each item " + expected, "[0]." + exampleKey, example)
        .orElse(List.of())
        .stream()
        .flatMap(item -> within(item.key, item.value, expected, exampleKey, example).stream())
        .toList();
  }

  /** How many items or keys the value has; none if it is neither a list nor a map. */
  int count(String key) {
    Object value = value(key).orElse("");
    return value instanceof List<?> list
        ? list.size()
        : value instanceof Map<?, ?> map ? map.size() : 0;
  }

  /** A map from texts of one form to texts of another, by name. */
  Map<String, String> textsByName(String key, Form name, Form form) {
    String expected = "a map of %s to %s".formatted(name.expected(), form.expected());
    Map<String, String> texts = new LinkedHashMap<>();
    map(key, expected, name.example(), form.example())
        .ifPresent(
            map -> {
              for (String each : new TreeSet<>(map.source.keys())) {
                if (name.matches(each)) {
                  map.text(each, form).ifPresent(text -> texts.put(each, text));
                } else {
                  map.refuse(each, "a key", name.expected(), map.remove(each));
                }
              }
            });
    return Collections.unmodifiableMap(texts);
  }

  /** A map with a value for some of the choices, in their order. */
  <E extends Enum<E>, T> Map<E, T> byChoice(
      String key,
      E[] choices,
      String expected,
      String example,
      BiFunction<Values, String, Optional<T>> reader) {
    Map<E, T> read = new EnumMap<>(choices[0].getDeclaringClass());
    map(
            key,
            "a map of %s, each with %s".formatted(listed(List.of(choices)), expected),
            choices[choices.length - 1].name(),
            example)
        .ifPresent(
            map -> {
              map.refuseKeysOtherThan(Stream.of(choices).map(Enum::name).toList());
              for (E choice : choices) {
                reader.apply(map, choice.name()).ifPresent(it -> read.put(choice, it));
              }
            });
    return Collections.unmodifiableMap(read);
  }

  /** Notes every key that is set but not known, with the known one that looks most like it. */
  void refuseKeysOtherThan(List<String> known) {
    for (String key : new TreeSet<>(source.keys())) {
      if (!known.contains(key)) {
        Optional<String> near = Nearest.to(key, known);
        refuse(
            key,
            "a key that is not known",
            near.map(it -> "perhaps " + it).orElse("one of " + String.join(", ", known)),
            remove(key) + near.map(it -> ", then " + set(it, "...")).orElse(""));
      }
    }
  }

  /** A value as messages show it: texts in quotes, so that stray blanks are seen. */
  static String quote(Object value) {
    return value instanceof String text ? '"' + text + '"' : value.toString();
  }

  static String listed(List<?> choices) {
    return choices.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private record Element(String key, Object value) {}

  private static boolean isScalar(Object value) {
    return !(value instanceof List || value instanceof Map);
  }

  private Optional<Object> value(String key) {
    return source.value(key).filter(value -> !value.equals(""));
  }

  private Optional<Values> within(
      String key, Object value, String expected, String exampleKey, String example) {
    if (!(value instanceof Map<?, ?> map)) {
      refuse(key, quote(value), expected, set(key + "." + exampleKey, example));
      return Optional.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach(
        (name, each) -> {
          if (each != null) {
            values.put(String.valueOf(name), each);
          }
        });
    return Optional.of(new Values(SettingSource.of(values), path(key) + ".", problems));
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
      String suggestion = Nearest.to(value.toString(), texts).orElse(otherwise.toString());
      refuse(key, quote(value), "one of " + listed(choices), set(key, suggestion));
    }
    return chosen;
  }

  /** The scalars of a list, without those that repeat an earlier one. */
  private Optional<List<Element>> elements(String key, String expected, String example) {
    Set<Object> seen = new HashSet<>();
    return items(key, expected, "[0]", example)
        .map(
            items ->
                items.stream()
                    .map(item -> new Element(item.key, String.valueOf(item.value)))
                    .filter(
                        element -> {
                          boolean isNew = seen.add(element.value);
                          if (!isNew) {
                            refuse(
                                element.key,
                                quote(element.value) + " again",
                                "each item once",
                                remove(element.key));
                          }
                          return isNew;
                        })
                    .toList());
  }

  private Optional<List<Element>> items(
      String key, String expected, String examplePath, String example) {
    Optional<Object> value = value(key);
    if (value.isPresent() && !(value.get() instanceof List)) {
      refuse(key, quote(value.get()), expected, set(key + examplePath, example));
    }
    return value
        .filter(List.class::isInstance)
        .map(
            list ->
                IntStream.range(0, ((List<?>) list).size())
                    .mapToObj(
                        i ->
                            new Element(
                                key + "[" + i + "]",
                                Optional.<Object>ofNullable(((List<?>) list).get(i)).orElse("")))
                    .toList());
  }
}
