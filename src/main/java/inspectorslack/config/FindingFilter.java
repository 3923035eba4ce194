package inspectorslack.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which findings above its threshold a route takes. An empty list or map takes all.
 *
 * @param scanTypes what was scanned
 * @param findingTypes kinds of weakness
 * @param accountIds owners of the resources, twelve digits each
 * @param resourceTags tags of the resource, by key
 * @param fixAvailable whether only findings with a fix are taken
 * @param exploitAvailable whether only findings with a known exploit are taken
 * @param minEpss lowest probability of exploitation that is taken, 0 to 1
 * @param knownExploited whether only vulnerabilities on CISA's list of known exploited ones are
 *     taken
 * @param inUse whether only findings of images that run in a task or pod are taken
 * @param requireKnown whether the filter drops a finding that lacks a field which the filter
 *     compares; by default it takes such a finding, so that no filter loses a finding by mistake
 */
public record FindingFilter(
    List<ScanType> scanTypes,
    List<FindingType> findingTypes,
    List<String> accountIds,
    Map<String, String> resourceTags,
    boolean fixAvailable,
    boolean exploitAvailable,
    Optional<BigDecimal> minEpss,
    boolean knownExploited,
    boolean inUse,
    boolean requireKnown) {
  /** Takes every finding. */
  public static final FindingFilter ALL = builder().build();

  /** Starts with a filter that takes every finding. */
  public static Builder builder() {
    return new Builder();
  }

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

  /** Whether the filter requires a field that none of the findings it otherwise takes has. */
  public boolean isAlwaysUnknown() {
    return requireKnown && (asksForWhatNoFindingHas() || (inUse && excludesImages()));
  }

  /** Whether it filters by what only findings about packages have, and takes none of these. */
  public boolean asksForWhatNoFindingHas() {
    return asksAboutPackages() && excludesPackages();
  }

  /** Whether it takes no findings about packages, the only ones that can be on CISA's list. */
  public boolean excludesPackages() {
    boolean byType =
        !findingTypes.isEmpty() && !findingTypes.contains(FindingType.PACKAGE_VULNERABILITY);
    boolean byScan =
        !scanTypes.isEmpty()
            && scanTypes.stream()
                .noneMatch(it -> it.finds().contains(FindingType.PACKAGE_VULNERABILITY));
    return byType || byScan;
  }

  /** Whether it takes no findings of container images. */
  public boolean excludesImages() {
    return !takes(ScanType.ECR) || excludesPackages();
  }

  /** Whether it filters by details that aren't in an event, for which Inspector has to be asked. */
  public boolean needsDetails() {
    return knownExploited || inUse;
  }

  /** Whether it filters by fix, exploit or EPSS, which may be unknown of a finding. */
  public boolean asksAboutPackages() {
    return fixAvailable || exploitAvailable || minEpss.isPresent();
  }

  /** Sets what a filter asks for, by name. */
  public static final class Builder {
    private List<ScanType> scanTypes = List.of();
    private List<FindingType> findingTypes = List.of();
    private List<String> accountIds = List.of();
    private Map<String, String> resourceTags = Map.of();
    private boolean fixAvailable;
    private boolean exploitAvailable;
    private Optional<BigDecimal> minEpss = Optional.empty();
    private boolean knownExploited;
    private boolean inUse;
    private boolean requireKnown;

    private Builder() {}

    public Builder scanTypes(List<ScanType> value) {
      scanTypes = value;
      return this;
    }

    public Builder findingTypes(List<FindingType> value) {
      findingTypes = value;
      return this;
    }

    public Builder accountIds(List<String> value) {
      accountIds = value;
      return this;
    }

    public Builder resourceTags(Map<String, String> value) {
      resourceTags = value;
      return this;
    }

    public Builder fixAvailable(boolean value) {
      fixAvailable = value;
      return this;
    }

    public Builder exploitAvailable(boolean value) {
      exploitAvailable = value;
      return this;
    }

    public Builder minEpss(Optional<BigDecimal> value) {
      minEpss = value;
      return this;
    }

    public Builder knownExploited(boolean value) {
      knownExploited = value;
      return this;
    }

    public Builder inUse(boolean value) {
      inUse = value;
      return this;
    }

    public Builder requireKnown(boolean value) {
      requireKnown = value;
      return this;
    }

    public FindingFilter build() {
      return new FindingFilter(
          scanTypes,
          findingTypes,
          accountIds,
          resourceTags,
          fixAvailable,
          exploitAvailable,
          minEpss,
          knownExploited,
          inUse,
          requireKnown);
    }
  }
}
