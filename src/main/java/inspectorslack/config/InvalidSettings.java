package inspectorslack.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A stack's settings are invalid. The message lists every problem, one per line. */
public final class InvalidSettings extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * One thing that is wrong.
   *
   * @param key the setting
   * @param got what the stack has, in words
   * @param expected what it may be
   * @param fix a command or an edit that fixes it
   */
  public record Problem(String key, String got, String expected, String fix) {
    @Override
    public String toString() {
      return "%s: got %s; expected %s; fix: %s".formatted(key, got, expected, fix);
    }
  }

  private final transient List<Problem> problems;

  /** Says what is wrong with a stack's settings. */
  public InvalidSettings(String stack, List<Problem> problems) {
    super(
        problems.stream()
            .map(problem -> "\n  " + problem)
            .collect(
                Collectors.joining(
                    "",
                    "stack '%s' has %d invalid setting%s; nothing was registered:"
                        .formatted(stack, problems.size(), problems.size() == 1 ? "" : "s"),
                    removals(problems))));
    this.problems = List.copyOf(problems);
  }

  /** How to carry out several fixes that take items out of lists. */
  private static String removals(List<Problem> problems) {
    return problems.stream()
                .filter(it -> it.fix().matches("(?s).*config rm --path '\\S*]'.*"))
                .count()
            > 1
        ? "\n  Remove list items from last to first, because each removal renumbers the items after it."
        : "";
  }

  /** The problems in the order of the settings, unknown keys last. */
  public List<Problem> problems() {
    return problems;
  }
}
