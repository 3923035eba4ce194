package inspectorslack.config;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Findings that Inspector is told to suppress, until a date.
 *
 * @param name lower-case letters, digits and hyphens; unique in the stack
 * @param reason why, for whoever reads the finding in the console
 * @param expires the last day on which it may be deployed
 * @param criteria which findings
 */
public record Suppression(String name, String reason, LocalDate expires, Criteria criteria) {
  /**
   * What a finding must be to be suppressed: all of it, and of each list one. What is empty is not
   * asked for; at least one thing is.
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
      Optional<BigDecimal> maxEpss) {}
}
