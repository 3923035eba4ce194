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
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads typed values from a {@link SettingSource}, or from a map within one. It records an invalid
 * value as a problem and then treats the key as not set, so that reading continues with the next
 * key.
 */
public final class Values {
  // Pulumi's command line would need the characters themselves.
  private static final String IN_FILE = " the key in the file (it contains invisible characters)";

  final SettingSource source;
  private final String prefix;
  final List<Problem> problems;

  public Values(SettingSource source) {
    this(source, "", new ArrayList<>());
  }

  private Values(SettingSource source, String prefix, List<Problem> problems) {
    this.source = source;
    this.prefix = prefix;
    this.problems = problems;
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  public void refuse(String key, String got, String expected, String fix) {
    String path = path(key);
    boolean isShown = !Form.isBlank(key) && path.equals(path.strip());
    problems.add(new Problem(isShown ? visible(path) : quote(path), got, expected, visible(fix)));
  }

  /** Whether nothing was found wrong with the key or with a part of its value. */
  public boolean isSound(String key) {
    return problems.stream()
        .noneMatch(problem -> problem.key().matches(Pattern.quote(path(key)) + "([.\\[].*)?"));
  }

  /**
   * Whether the key has a value, be it a wrong one; an empty list or map counts as none, as
   * Pulumi.yaml's defaults use them.
   */
  public boolean isSet(String key) {
    return value(key)
        .filter(value -> !(value instanceof List<?> list && list.isEmpty()))
        .filter(value -> !(value instanceof Map<?, ?> map && map.isEmpty()))
        .isPresent();
  }

  /** The key from the stack's settings on, such as {@code routes[1].severityThreshold}. */
  String path(String key) {
    // What a user named, such as a tag, may hold what separates the parts of a path.
    return prefix.isEmpty() || key.matches("[\\w-]+") || source.value(key).isEmpty()
        ? prefix + key
        : "%s[\"%s\"]"
            .formatted(prefix.substring(0, prefix.length() - 1), key.replace("\"", "\\\""));
  }

  /** The command that sets the key. */
  public String set(String key, String value) {
    String path = path(key);
    if (Form.hasInvisible(path)) {
      return "correct" + IN_FILE;
    }
    return path.contains("[") || path.contains(".")
        ? "pulumi config set --path %s %s"
            .formatted(
                quotedForShell(path), value.matches("[\\w.:/-]+") ? value : quotedForShell(value))
        : "pulumi config set " + path + " " + value;
  }

  /** The command that takes the key away. */
  public String remove(String key) {
    String path = path(key);
    if (Form.hasInvisible(path)) {
      return "delete" + IN_FILE;
    }
    return path.contains("[") || path.contains(".")
        ? "pulumi config rm --path " + quotedForShell(path)
        : "pulumi config rm " + (path.matches("[\\w:-]+") ? path : quotedForShell(path));
  }

  public static String quotedForShell(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /** A text of a form; empty if there is none. */
  public Optional<String> text(String key, Form form) {
    return value(key)
        .flatMap(
            value -> {
              boolean matches = isScalar(value) && form.matches(value.toString());
              if (!matches) {
                refuse(
                    key,
                    quote(value),
                    form.expected(),
                    form.hint()
                        + set(
                            key,
                            Optional.of(value)
                                .filter(Values::isScalar)
                                .flatMap(it -> form.meantBy(it.toString()))
                                .orElse(form.example())));
              }
              return matches ? Optional.of(value.toString()) : Optional.empty();
            });
  }

  /** A text that has to be there; empty if it is not, and then that is a problem. */
  public String required(String key, Form form) {
    if (value(key).isEmpty()) {
      refuse(key, "nothing", form.expected(), form.hint() + set(key, form.example()));
    }
    return text(key, form).orElse("");
  }

  public boolean flag(String key, boolean byDefault) {
    return optionalFlag(key, byDefault).orElse(byDefault);
  }

  /** A flag that makes a difference if it is not set at all. */
  public Optional<Boolean> optionalFlag(String key, boolean likely) {
    return value(key)
        .flatMap(value -> oneOf(key, value, List.of(true, false), flagMeantBy(value, likely)));
  }

  /** A whole number within bounds. */
  public int number(String key, int byDefault, int least, int most) {
    return optionalNumber(key, byDefault, least, most).orElse(byDefault);
  }

  public Optional<Integer> optionalNumber(String key, int example, int least, int most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    return parsed(
            key,
            // Digits of other scripts are numbers for Java, and none for Pulumi.
            text -> Integer.valueOf(text.matches("[0-9]+") ? text : "none"),
            expected,
            String.valueOf(example))
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
  public Optional<BigDecimal> probability(String key) {
    String expected = "a number from 0 to 1 with at most five decimals";
    return parsed(
        key,
        text -> {
          BigDecimal number = new BigDecimal(text).stripTrailingZeros();
          if (!text.matches("[-+.0-9Ee]+")
              || number.signum() < 0
              || number.compareTo(BigDecimal.ONE) > 0
              || number.scale() > 5) {
            throw new IllegalArgumentException(text);
          }
          return number;
        },
        expected,
        "0.1");
  }

  /**
   * A day, with one as an example; the engine hands over one that is not quoted in YAML as a
   * moment, in Go's words.
   */
  public Optional<LocalDate> date(String key, LocalDate example) {
    return parsed(
        key,
        text -> {
          String day = text.replaceFirst("(T00:00:00Z| 00:00:00 \\+0000 UTC)$", "");
          if (day.length() != "2026-11-16".length()) {
            throw new IllegalArgumentException("a year of four digits");
          }
          return LocalDate.parse(day);
        },
        "a date such as " + example,
        example.toString());
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

  public <E extends Enum<E>> E choice(String key, E byDefault, E[] choices) {
    return value(key)
        .flatMap(value -> oneOf(key, value, List.of(choices), byDefault))
        .orElse(byDefault);
  }

  // Of a value in a message, in characters.
  private static final int LONGEST_SHOWN = 300;

  private static String shortened(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
  }

  /**
   * A value as messages show it: single ones in quotes, so that stray blanks are seen, and
   * invisible characters by their code.
   */
  public static String quote(Object value) {
    if (!isScalar(value)) {
      return shortened(visible(withItemsQuoted(value)));
    }
    String text = shortened(visible(value.toString()));
    // An unset variable of a CI ends as one: pulumi config set KEY "$VARIABLE".
    return '"' + text + '"' + (Form.isBlank(value.toString()) ? " (an empty value)" : "");
  }

  /** As lists and maps show themselves, but blank items are seen. */
  private static String withItemsQuoted(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Values::withItemsQuoted).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(it -> it.getKey() + "=" + withItemsQuoted(it.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    String text = String.valueOf(value);
    return text.equals(text.strip()) && !text.isEmpty() ? text : '"' + text + '"';
  }

  public static String visible(String text) {
    return Form.INVISIBLE
        .matcher(text)
        .replaceAll(
            found ->
                found.group().equals(" ")
                    ? " "
                    : "\\\\u%04X".formatted(found.group().codePointAt(0)));
  }

  public static String listed(List<?> choices) {
    return choices.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  static boolean isScalar(Object value) {
    return !(value instanceof List || value instanceof Map);
  }

  public Optional<Object> value(String key) {
    return source.value(key);
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
  <T> Optional<T> oneOf(String key, Object value, List<T> choices, T otherwise) {
    return oneOf(key, value, choices, List.of(), set(key, otherwise.toString()));
  }

  /**
   * One of the choices; the fix names the one that was perhaps meant.
   *
   * @param taken what the fix can't name
   * @param otherwise the fix if none was perhaps meant
   */
  <T> Optional<T> oneOf(
      String key, Object value, List<T> choices, List<String> taken, String otherwise) {
    Optional<T> chosen =
        choices.stream().filter(choice -> choice.toString().equals(value.toString())).findFirst();
    if (chosen.isEmpty()) {
      List<String> texts = choices.stream().map(Object::toString).toList();
      String fix =
          Nearest.to(value.toString(), texts)
              .filter(it -> !taken.contains(it))
              .map(it -> set(key, it))
              .orElse(otherwise);
      refuse(key, quote(value), "one of " + listed(choices), fix);
    }
    return chosen;
  }

  public <E extends Enum<E>> List<E> choices(String key, List<E> byDefault, E[] choices) {
    List<String> names = Stream.of(choices).map(Object::toString).toList();
    return elements(key, "a list of " + listed(names), names.get(0), it -> Nearest.to(it, names))
        .map(
            elements ->
                elements.stream()
                    .flatMap(element -> oneOf(element, elements, List.of(choices)).stream())
                    .toList())
        .orElse(byDefault);
  }

  // The fix names none that is in the list already, as that would be refused next.
  private <E> Optional<E> oneOf(Element element, List<Element> elements, List<E> choices) {
    return oneOf(
        element.key,
        element.value,
        choices,
        elements.stream().map(it -> it.value.toString()).toList(),
        elements.size() == 1 ? set(element.key, choices.get(0).toString()) : remove(element.key));
  }

  /** A list of texts of one form, empty by default. */
  public List<String> texts(String key, Form form) {
    return texts(key, form, (item, text) -> false);
  }

  /**
   * The same with a refusal of the caller's for some texts that don't match the form.
   *
   * @param refusal gets an item's key and its text, and says whether it refused it
   */
  public List<String> texts(String key, Form form, BiPredicate<String, String> refusal) {
    List<Element> elements =
        elements(key, "a list, each item " + form.expected(), form.example(), form::meantBy)
            .orElse(List.of());
    return elements.stream()
        .filter(
            element -> {
              String text = element.value.toString();
              boolean matches = isScalar(element.value) && form.matches(text);
              if (!matches && !refusal.test(element.key, text)) {
                Optional<String> meant =
                    isScalar(element.value) ? form.meantBy(text) : Optional.empty();
                boolean isInList = meant.filter(texts(elements)::contains).isPresent();
                refuse(
                    element.key,
                    quote(element.value),
                    form.expected(),
                    isInList
                        ? remove(element.key)
                        : set(element.key, meant.orElse(form.example())));
              }
              return matches;
            })
        .map(element -> element.value.toString())
        .toList();
  }

  /** The map of a key; empty if there is none, or one without keys. */
  public Optional<Values> map(String key, String expected, String exampleKey, String example) {
    return map(key, expected, exampleKey, example, false);
  }

  /** The map of a key that has to be there; empty if there is none, or one without keys. */
  public Optional<Values> requiredMap(
      String key, String expected, String exampleKey, String example) {
    return map(key, expected, exampleKey, example, true);
  }

  private Optional<Values> map(
      String key, String expected, String exampleKey, String example, boolean isRequired) {
    return value(key)
        .flatMap(value -> within(key, value, expected, exampleKey, example, isRequired))
        .filter(map -> !map.source.keys().isEmpty());
  }

  /**
   * Notes an empty list or map. At the top, it's how Pulumi.yaml says "none"; further in, it would
   * silently ask for nothing where somebody meant to ask for something.
   */
  private void refuseEmpty(
      String key, String kind, String expected, String fix, boolean isRequired) {
    if (!path(key).equals(key)) {
      refuse(
          key, "an empty " + kind, expected, isRequired ? fix : fix + " (or " + remove(key) + ")");
    }
  }

  /** The maps of a list; one that nobody reads the problems of stands for what is none. */
  public List<Values> maps(String key, String expected, String exampleKey, String example) {
    return items(
            key,
            "a list, each item " + expected,
            "[0]." + exampleKey,
            example,
            it -> Optional.empty())
        .orElse(List.of())
        .stream()
        .map(
            item ->
                within(item.key, item.value, expected, exampleKey, example, false)
                    .orElseGet(
                        () ->
                            new Values(
                                SettingSource.of(Map.of()),
                                path(item.key) + ".",
                                new ArrayList<>())))
        .toList();
  }

  /** How many items or keys the value has; none if it is neither a list nor a map. */
  public int count(String key) {
    Object value = value(key).orElse("");
    return value instanceof List<?> list
        ? list.size()
        : value instanceof Map<?, ?> map ? map.size() : 0;
  }

  /** A map from texts of one form to texts of another, by name. */
  public Map<String, String> textsByName(String key, Form name, Form form) {
    String expected = "a map of %s to %s".formatted(name.expected(), form.expected());
    Map<String, String> texts = new LinkedHashMap<>();
    map(key, expected, name.example(), form.example())
        .ifPresent(
            map -> {
              for (String each : new TreeSet<>(map.source.keys())) {
                if (name.matches(each)) {
                  map.text(each, form).ifPresent(text -> texts.put(each, text));
                } else {
                  map.refuse(each, quote(each) + " as a key", name.expected(), map.remove(each));
                }
              }
            });
    return Collections.unmodifiableMap(texts);
  }

  /** A map with a value for some of the choices, in their order. */
  public <E extends Enum<E>, T> Map<E, T> byChoice(
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
  public void refuseKeysOtherThan(List<String> known) {
    for (String key : new TreeSet<>(source.keys())) {
      if (!known.contains(key)) {
        Optional<String> near = Nearest.to(key, known);
        if (path(key).equals(key) && key.matches("[A-Za-z]+[.\\[].+")) {
          refuse(
              key,
              "a key with a path in it, which \"pulumi config set\" creates without --path",
              "--path before the key",
              "pulumi config rm '%s', then %s".formatted(key, set(key, "...")));
          continue;
        }
        refuse(
            key,
            "an unknown key",
            near.map(it -> "a known key, perhaps " + it)
                .orElse("one of " + String.join(", ", known)),
            remove(key) + near.map(it -> ", then " + set(it, "...")).orElse(""));
      }
    }
  }

  private record Element(String key, Object value) {}

  // Pulumi replaces only a text right below a key by a list or a map; an item that is removed
  // leaves
  // its place to the next.
  private String setWithin(
      String key,
      Object value,
      String examplePath,
      String example,
      Function<String, Optional<String>> meant) {
    boolean isReplaced = isScalar(value) && path(key).matches("\\w+");
    String text = value.toString().strip();
    // One text where a list is expected is its only item, and several are its items.
    List<String> texts = isScalar(value) ? List.of(text.split("[\\s,]+")) : List.of();
    List<String> meantItems = texts.stream().flatMap(it -> meant.apply(it).stream()).toList();
    List<String> items =
        !texts.isEmpty() && meantItems.size() == texts.size() ? meantItems : List.of(example);
    if (examplePath.startsWith(".") && text.matches("[\\w-]+=[^=,]+")) {
      String[] pair = text.split("=", 2);
      return "%s, then %s".formatted(remove(key), set(key + "." + pair[0], pair[1]));
    }
    return (isReplaced ? "" : remove(key) + ", then ")
        + (key.endsWith("]")
            ? "add it again"
            : IntStream.range(0, items.size())
                .mapToObj(
                    i ->
                        set(
                            items.size() == 1 ? key + examplePath : key + "[" + i + "]",
                            items.get(i)))
                .collect(Collectors.joining(", then ")));
  }

  private static List<String> texts(List<Element> elements) {
    return elements.stream().map(it -> it.value.toString()).toList();
  }

  private Optional<Values> within(
      String key,
      Object value,
      String expected,
      String exampleKey,
      String example,
      boolean isRequired) {
    if (!(value instanceof Map<?, ?> map)) {
      refuse(
          key,
          quote(value),
          expected,
          setWithin(key, value, "." + exampleKey, example, it -> Optional.empty()));
      return Optional.empty();
    }
    if (map.isEmpty()) {
      refuseEmpty(key, "map", expected, set(key + "." + exampleKey, example), isRequired);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach((name, each) -> values.put(String.valueOf(name), each == null ? "" : each));
    return Optional.of(new Values(SettingSource.of(values), path(key) + ".", problems));
  }

  /** The items of a list, without those that repeat an earlier one. */
  private Optional<List<Element>> elements(
      String key, String expected, String example, Function<String, Optional<String>> meant) {
    Set<String> seen = new HashSet<>();
    return items(key, expected, "[0]", example, meant)
        .map(
            items ->
                items.stream()
                    .filter(
                        element -> {
                          boolean isNew = seen.add(element.value.toString());
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

  /**
   * The items of a list.
   *
   * @param meant the item that a text stands for where a list is expected, if it can be one
   */
  private Optional<List<Element>> items(
      String key,
      String expected,
      String examplePath,
      String example,
      Function<String, Optional<String>> meant) {
    Optional<Object> value = value(key);
    if (value.isPresent() && !(value.get() instanceof List)) {
      refuse(
          key,
          quote(value.get()),
          expected,
          setWithin(key, value.get(), examplePath, example, meant));
    }
    if (value.equals(Optional.of(List.of()))) {
      refuseEmpty(key, "list", expected, set(key + examplePath, example), false);
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
