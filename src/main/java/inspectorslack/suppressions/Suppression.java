package inspectorslack.suppressions;

import inspectorslack.config.FindingType;
import inspectorslack.config.InvalidSettings.Problem;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Severity;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Findings that Inspector suppresses until a date.
 *
 * @param name lower-case letters, digits and hyphens, at most {@link #LONGEST_NAME}; unique in the
 *     stack
 * @param reason why, for whoever reads the finding in the console; at most {@link #LONGEST_REASON}
 *     characters
 * @param expires the last day on which it may be deployed
 * @param criteria which findings
 */
public record Suppression(String name, String reason, LocalDate expires, Criteria criteria) {
  /** What is left of an Inspector filter's name after prefix and stack. */
  public static final int LONGEST_NAME = PhysicalNames.LONGEST_FILTER_SUFFIX;

  /**
   * The longest reason that Inspector takes, in characters.
   *
   * @see <a href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_Filter.html">Inspector
   *     API, Filter</a>
   */
  public static final int LONGEST_REASON = 512;

  /** What the operator should know before removing a suppression. */
  public static final String WHEN_REMOVED =
      "If you remove a suppression, Inspector publishes its open findings again. Curated delivery skips those that it has already announced.";

  private static final int WARN_DAYS_BEFORE = 14;

  /**
   * What a finding must match to be suppressed: every criterion that isn't empty, by one value of a
   * list and one of the tags. At least one criterion isn't empty.
   *
   * <p>Security Hub documents for similar filters that one tag of several is enough. Inspector
   * doesn't document it.
   *
   * @param severities labels
   * @param findingTypes kinds of weakness
   * @param accountIds owners of the resources, twelve digits each
   * @param resourceIds such as {@code i-0example00000web1}, or an image's ARN
   * @param resourceTags tags of the resource, by key
   * @param ecrRepositories names of repositories
   * @param vulnerabilityIds such as {@code CVE-2026-00001}
   * @param packageNames names of vulnerable packages
   * @param fixAvailable whether there is a fix
   * @param maxEpss highest probability of exploitation, 0 to 1
   * @see <a
   *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_FilterCriteria.html">Inspector
   *     API, FilterCriteria</a>
   */
  public record Criteria(
      List<Severity> severities,
      List<FindingType> findingTypes,
      List<String> accountIds,
      List<String> resourceIds,
      Map<String, String> resourceTags,
      List<String> ecrRepositories,
      List<String> vulnerabilityIds,
      List<String> packageNames,
      Optional<Boolean> fixAvailable,
      Optional<BigDecimal> maxEpss) {
    /** The most values that Inspector takes in one list, and the most tags. */
    public static final int MOST_VALUES = 10;

    /** Whether nothing is asked for, so that every finding would be suppressed. */
    public boolean isEmpty() {
      return severities.isEmpty()
          && findingTypes.isEmpty()
          && accountIds.isEmpty()
          && resourceIds.isEmpty()
          && resourceTags.isEmpty()
          && ecrRepositories.isEmpty()
          && vulnerabilityIds.isEmpty()
          && packageNames.isEmpty()
          && fixAvailable.isEmpty()
          && maxEpss.isEmpty();
    }

    /** Whether it suppresses every finding that Inspector has rated. */
    boolean leavesNothingOut() {
      return severities.size() % Severity.values().length == 0
          && findingTypes.size() % FindingType.values().length == 0
          && isAnywhere()
          && fixAvailable.isEmpty()
          && maxEpss.isEmpty();
    }

    /** Whether it asks neither where a finding is nor which vulnerability it's about. */
    private boolean isAnywhere() {
      return accountIds.isEmpty()
          && resourceIds.isEmpty()
          && resourceTags.isEmpty()
          && ecrRepositories.isEmpty()
          && vulnerabilityIds.isEmpty()
          && packageNames.isEmpty();
    }

    /** Whether it suppresses grave findings wherever they are. */
    private boolean isBroad() {
      return isAnywhere()
          && (severities.isEmpty()
              || severities.contains(Severity.HIGH)
              || severities.contains(Severity.CRITICAL));
    }
  }

  /**
   * What is wrong if the suppression has expired.
   *
   * @param index its place in the list of suppressions, from 0
   */
  public Optional<Problem> expired(int index, LocalDate today) {
    return today.isAfter(expires)
        ? Optional.of(
            new Problem(
                path(index) + ".expires",
                expires + ", which is in the past",
                "the suppression \"%s\" to be renewed or removed".formatted(name),
                fix(index)))
        : Optional.empty();
  }

  /**
   * What the operator should know from 14 days before the suppression expires, as a sentence; empty
   * before that, and once it has expired.
   *
   * @param index its place in the list of suppressions, from 0
   */
  public Optional<String> expiresSoon(int index, LocalDate today) {
    long days = ChronoUnit.DAYS.between(today, expires);
    return days >= 0 && days <= WARN_DAYS_BEFORE
        ? Optional.of(
            "%s.expires: the suppression \"%s\" expires %s; after %s you can't deploy until you renew or remove it: %s"
                .formatted(path(index), name, in(days), expires, fix(index)))
        : Optional.empty();
  }

  /**
   * What the operator should know of a suppression that may hide more, or for longer, than was
   * meant, a sentence each.
   *
   * @param index its place in the list of suppressions, from 0
   */
  public Stream<String> reachesFar(int index, LocalDate today) {
    Stream.Builder<String> warnings = Stream.builder();
    if (expires.isAfter(today.plusYears(1))) {
      warnings.add(
          "%s.expires: the suppression \"%s\" expires on %s, more than a year from now; choose an earlier date, so that somebody reviews it: %s"
              .formatted(path(index), name, expires, fix(index)));
    }
    if (criteria.isBroad()) {
      warnings.add(
          "%s.criteria: the suppression \"%s\" hides HIGH or CRITICAL findings of every resource; narrow it to accounts, resources, tags, repositories, vulnerabilities or packages"
              .formatted(path(index), name));
    }
    return warnings.build();
  }

  private static String in(long days) {
    return days == 0 ? "today" : days == 1 ? "tomorrow" : "in " + days + " days";
  }

  private static String path(int index) {
    return "suppressions[" + index + "]";
  }

  private static String fix(int index) {
    return "pulumi config set --path '%s.expires' YYYY-MM-DD (or pulumi config rm --path '%s')"
        .formatted(path(index), path(index));
  }
}
