package inspectorslack.companion.init;

import inspectorslack.config.InvalidSettings.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One setting that {@code init} asks for.
 *
 * @param key the key in the catalogue
 * @param isList whether it takes several values, separated by commas or spaces
 * @param given the option's value; empty without the option
 */
record Question(String key, boolean isList, Optional<Object> given) {
  static final String NAME_PREFIX = "namePrefix";

  // Commands in error messages, which only work for a stack that already has a file.
  private static final Pattern SET = Pattern.compile("pulumi config set (?:--path )?(\\S+) ");
  private static final Pattern REMOVE = Pattern.compile("pulumi config rm (?:--path )?([^ ,)]+)");

  static Question of(String key, Optional<String> given) {
    return new Question(key, false, given.map(it -> it));
  }

  static Question ofList(String key, Optional<String> given) {
    return new Question(key, true, given.map(Question::list));
  }

  /** Whether to ask the question, given the answers so far. */
  boolean isAsked(Map<String, Object> known) {
    return switch (key) {
      case NAME_PREFIX -> false;
      case "slackChannelId" -> known.containsKey("slackWorkspaceId");
      default -> true;
    };
  }

  /** The typed text as the setting's value. */
  Object value(String typed) {
    return isList ? list(typed) : typed;
  }

  private static List<String> list(String typed) {
    return List.of(typed.strip().split("[,\\s]+", -1));
  }

  /** The key that a problem is about. */
  static String key(Problem problem) {
    return key(problem.key());
  }

  /** The key at the start of a path such as {@code regions[0]}, with or without quotes. */
  private static String key(String path) {
    return path.replaceFirst("^'?(?:(?!aws:)[^:]*:)?([\\w:-]+).*$", "$1");
  }

  /** The option that sets a key. */
  private static String option(String key) {
    return "--"
        + key.replaceFirst("^aws:", "").replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** A problem with an option's value. */
  static String inOptions(Problem problem) {
    return new Problem(
            option(key(problem)),
            problem.got(),
            problem.expected(),
            REMOVE
                .matcher(
                    SET.matcher(problem.fix()).replaceAll(it -> option(key(it.group(1))) + " "))
                .replaceAll(it -> left(it.group(1), option(key(it.group(1)))))
                .replace("rename the stack: pulumi stack rename NAME", "choose another name"))
        .toString();
  }

  /** A problem with an answer. */
  static String inAnswer(Problem problem) {
    return "got %s; expected %s; fix: %s"
        .formatted(
            problem.got(),
            problem.expected(),
            REMOVE
                .matcher(SET.matcher(problem.fix()).replaceAll("write "))
                .replaceAll(it -> left(it.group(1), key(it.group(1)))));
  }

  private static String left(String path, String whole) {
    return path.contains("[") ? "leave that out" : "leave out " + whole;
  }
}
