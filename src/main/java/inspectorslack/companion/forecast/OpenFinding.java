package inspectorslack.companion.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.ListedTime;
import inspectorslack.config.FindingSource;
import inspectorslack.config.FindingType;
import inspectorslack.config.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the digest counts of an open finding. A field that the list lacks is empty.
 *
 * @param severity empty if Inspector hasn't rated the finding
 * @param isFixable whether there's a fix for at least one package
 * @param firstSeen when it was first observed
 * @param resource what the digest ranks; empty for other resources, such as code repositories
 */
record OpenFinding(
    Optional<FindingType> type,
    Optional<Severity> severity,
    Optional<Boolean> isFixable,
    Optional<Boolean> isExploitable,
    Optional<Instant> firstSeen,
    Optional<RankedResource> resource) {
  /** Whether it can have a fix and an exploit. */
  boolean isOfPackage() {
    return type.filter(FindingType.PACKAGE_VULNERABILITY::equals).isPresent();
  }

  /**
   * Whether Inspector has the finding as open. Inspector archives the records of other findings in
   * Security Hub CSPM; a workflow status there doesn't reach Inspector.
   */
  static boolean isOpen(FindingSource source, JsonNode finding) {
    return switch (source) {
      case INSPECTOR -> finding.path("status").asText().equals("ACTIVE");
      case SECURITYHUB ->
          finding.path("RecordState").asText().equals("ACTIVE") && isInspectors(source, finding);
      case SECURITYHUB_V2 ->
          List.of("New", "In Progress").contains(finding.path("status").asText())
              && !finding.path("activity_name").asText().equals("Close")
              && isInspectors(source, finding);
    };
  }

  /**
   * Whether the finding is open in Inspector as far as known, but somebody has suppressed or
   * resolved it in Security Hub, or Inspector has. OCSF doesn't tell which.
   */
  static boolean mayBeOpen(FindingSource source, JsonNode finding) {
    return source == FindingSource.SECURITYHUB_V2
        && List.of("Suppressed", "Resolved").contains(finding.path("status").asText())
        && !finding.path("activity_name").asText().equals("Close")
        && isInspectors(source, finding);
  }

  private static boolean isInspectors(FindingSource source, JsonNode finding) {
    return finding
        .at(source == FindingSource.SECURITYHUB ? "/ProductName" : "/metadata/product/name")
        .asText()
        .equals("Inspector");
  }

  /**
   * Reads an open finding.
   *
   * @param main its main fields
   */
  static OpenFinding of(FindingSource source, JsonNode finding, FindingEvent main) {
    JsonNode vulnerability =
        switch (source) {
          case INSPECTOR -> finding;
          case SECURITYHUB -> finding.at("/Vulnerabilities/0");
          case SECURITYHUB_V2 -> finding.at("/vulnerabilities/0");
        };
    return new OpenFinding(
        type(source, finding),
        main.severity()
            .flatMap(
                it ->
                    Arrays.stream(Severity.values()).filter(of -> of.name().equals(it)).findAny()),
        vulnerability.path("fix_coverage").asText().equals("Partial")
            ? Optional.of(true)
            : said(vulnerability, "fixAvailable", "FixAvailable", "is_fix_available"),
        said(vulnerability, "exploitAvailable", "ExploitAvailable", "is_exploit_available"),
        firstSeen(source, finding),
        RankedResource.of(source, finding, main));
  }

  private static Optional<FindingType> type(FindingSource source, JsonNode finding) {
    JsonNode types =
        finding.at(source == FindingSource.SECURITYHUB ? "/Types" : "/finding_info/types");
    return Arrays.stream(FindingType.values())
        .filter(
            type ->
                source == FindingSource.INSPECTOR
                    ? finding.path("type").asText().equals(type.name())
                    : types.valueStream().anyMatch(it -> it.asText().endsWith(type.suffix())))
        .findFirst();
  }

  /** A yes or no, as the field of one of the formats says it. PARTIAL is a fix, too. */
  private static Optional<Boolean> said(JsonNode vulnerability, String... fields) {
    return Stream.of(fields)
        .map(field -> vulnerability.path(field).asText())
        .filter(Set.of("YES", "PARTIAL", "NO", "true", "false")::contains)
        .map(it -> !Set.of("NO", "false").contains(it))
        .findFirst();
  }

  private static Optional<Instant> firstSeen(FindingSource source, JsonNode finding) {
    List<String> fields =
        switch (source) {
          case INSPECTOR -> List.of("/firstObservedAt");
          case SECURITYHUB -> List.of("/FirstObservedAt", "/CreatedAt");
          case SECURITYHUB_V2 ->
              List.of("/finding_info/first_seen_time_dt", "/finding_info/created_time_dt");
        };
    return fields.stream().map(finding::at).flatMap(it -> ListedTime.of(it).stream()).findFirst();
  }
}
