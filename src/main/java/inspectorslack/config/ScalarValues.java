package inspectorslack.config;

import inspectorslack.config.InvalidSettings.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Typed single values of a {@link SettingSource}. A value that is not what its key takes is noted
 * as a problem and read as if the key were not set, so that reading goes on to the next key.
 */
abstract sealed class ScalarValues permits Values {
  final SettingSource source;
  private final String prefix;
  final List<Problem> problems;

  ScalarValues(SettingSource source, String prefix, List<Problem> problems) {
    this.source = source;
    this.prefix = prefix;
    this.problems = problems;
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  void refuse(String key, String got, String expected, String fix) {
    String path = path(key);
    boolean isShown = !Form.isBlank(key) && path.equals(path.strip());
    problems.add(new Problem(isShown ? visible(path) : quote(path), got, expected, visible(fix)));
  }

  /** Whether nothing was found wrong with the key or with a part of its value. */
  boolean isSound(String key) {
    return problems.stream()
        .noneMatch(problem -> problem.key().matches(Pattern.quote(path(key)) + "([.\\[].*)?"));
  }

  /**
   * Whether the key has a value, be it a wrong one; an empty list or map counts as none, as
   * Pulumi.yaml's defaults use them.
   */
  boolean isSet(String key) {
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
        : "%s[\"%s\"]".formatted(prefix.substring(0, prefix.length() - 1), key);
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
        : "pulumi config rm " + (path.matches("[\\w:-]+") ? path : "'" + path + "'");
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
    if (value(key).isEmpty()) {
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
  Optional<BigDecimal> probability(String key) {
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
  Optional<LocalDate> date(String key, LocalDate example) {
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

  <E extends Enum<E>> E choice(String key, E byDefault, E[] choices) {
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
  static String quote(Object value) {
    String text = shortened(visible(value.toString()));
    if (!isScalar(value)) {
      return text;
    }
    // An unset variable of a CI ends as one: pulumi config set KEY "$VARIABLE".
    return '"' + text + '"' + (Form.isBlank(value.toString()) ? " (an empty value)" : "");
  }

  static String visible(String text) {
    return Form.INVISIBLE
        .matcher(text)
        .replaceAll(
            found ->
                found.group().equals(" ")
                    ? " "
                    : "\\\\u%04X".formatted(found.group().codePointAt(0)));
  }

  static String listed(List<?> choices) {
    return choices.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  static boolean isScalar(Object value) {
    return !(value instanceof List || value instanceof Map);
  }

  Optional<Object> value(String key) {
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
}
