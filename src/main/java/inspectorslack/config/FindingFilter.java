package inspectorslack.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which findings a route takes beyond its threshold. An empty list or map takes all.
 *
 * @param scanTypes what was scanned
 * @param findingTypes kinds of weakness
 * @param accountIds owners of the resources, twelve digits each
 * @param resourceTags tags of the resource, by key
 * @param fixAvailable whether only findings with a fix are taken
 * @param exploitAvailable whether only findings with a known exploit are taken
 * @param minEpss lowest probability of exploitation that is taken, 0 to 1
 * @param requireKnown whether a finding that lacks what the filter asks for is dropped; without it,
 *     such a finding is taken, so that no filter loses a finding by mistake
 */
public record FindingFilter(
    List<ScanType> scanTypes,
    List<FindingType> findingTypes,
    List<String> accountIds,
    Map<String, String> resourceTags,
    boolean fixAvailable,
    boolean exploitAvailable,
    Optional<BigDecimal> minEpss,
    boolean requireKnown) {
  /** Takes every finding. */
  public static final FindingFilter ALL =
      new FindingFilter(
          List.of(), List.of(), List.of(), Map.of(), false, false, Optional.empty(), false);

  /**
   * Whether there is a kind of scan that finds a type of weakness that the filter takes.
   *
   * @see <a href="https://docs.aws.amazon.com/inspector/latest/user/findings-types.html">Inspector
   *     User Guide, finding types</a>
   */
  public boolean isPossible() {
    return scanTypes.isEmpty()
        || findingTypes.isEmpty()
        || scanTypes.stream().flatMap(it -> it.finds().stream()).anyMatch(findingTypes::contains);
  }

  /** Whether the filter takes findings of such a scan. */
  public boolean takes(ScanType scan) {
    return scanTypes.isEmpty() || scanTypes.contains(scan);
  }

  /** Whether the filter wants known what only findings about packages have, and takes none. */
  public boolean isAlwaysUnknown() {
    return requireKnown && asksForWhatNoFindingHas();
  }

  /** Whether it filters by what only findings about packages have, and takes none of these. */
  public boolean asksForWhatNoFindingHas() {
    return asksAboutPackages()
        && !findingTypes.isEmpty()
        && !findingTypes.contains(FindingType.PACKAGE_VULNERABILITY);
  }

  /** Whether it filters by fix, exploit or EPSS, which may be unknown of a finding. */
  public boolean asksAboutPackages() {
    return fixAvailable || exploitAvailable || minEpss.isPresent();
  }
}
