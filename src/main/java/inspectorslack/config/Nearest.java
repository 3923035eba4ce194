package inspectorslack.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the known name that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known text that looks most like the typed one, or the only one that begins with it; empty
   * if none does.
   */
  public static Optional<String> to(String typed, List<String> known) {
    return known.stream()
        .filter(candidate -> isLike(typed, candidate))
        .min(Comparator.comparingInt(candidate -> distance(typed, candidate)))
        .or(() -> begunWith(typed, known));
  }

  /** The only known text that begins with the typed one, as CRITICAL does with crit. */
  private static Optional<String> begunWith(String typed, List<String> known) {
    List<String> begun =
        known.stream()
            .filter(it -> it.regionMatches(true, 0, typed, 0, Math.max(typed.length(), 3)))
            .toList();
    return begun.size() == 1 ? Optional.of(begun.get(0)) : Optional.empty();
  }

  private static boolean isLike(String typed, String candidate) {
    int distance = distance(typed, candidate);
    // Two letters make another word of a short one.
    return distance <= Math.max(2, candidate.length() / 3) && 2 * distance <= candidate.length();
  }

  /** Levenshtein distance, capitals aside. */
  public static int distance(String one, String other) {
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
