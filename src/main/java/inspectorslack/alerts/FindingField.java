package inspectorslack.alerts;

import inspectorslack.config.FindingSource;
import java.util.List;

/**
 * Fields of a finding that an event pattern compares, with the path of each within the finding, by
 * source.
 *
 * <p>Sources: Inspector User Guide, "EventBridge event schema for Amazon Inspector events";
 * Security Hub CSPM User Guide, "AWS Security Finding Format (ASFF)"; Security Hub API Reference,
 * "OcsfFindingFilters", which names the fields of OCSF that Security Hub fills.
 */
public enum FindingField {
  STATUS("status", "RecordState", "status"),
  SEVERITY("severity", "Severity.Label", "severity"),
  ACCOUNT("awsAccountId", "AwsAccountId", "cloud.account.uid"),
  RESOURCE_TYPE("resources.type", "Resources.Type", "resources.type"),
  RESOURCE_TAGS("resources.tags", "Resources.Tags", "resources.tags"),
  FINDING_TYPE("type", "Types", "finding_info.types"),
  FIX_AVAILABLE("fixAvailable", "Vulnerabilities.FixAvailable", "vulnerabilities.is_fix_available"),
  EXPLOIT_AVAILABLE(
      "exploitAvailable",
      "Vulnerabilities.ExploitAvailable",
      "vulnerabilities.is_exploit_available"),
  EPSS("epss.score", "Vulnerabilities.EpssScore", "vulnerabilities.cve.epss.score");

  private final String ofInspector;
  private final String ofSecurityHub;
  private final String ofSecurityHubV2;

  FindingField(String ofInspector, String ofSecurityHub, String ofSecurityHubV2) {
    this.ofInspector = ofInspector;
    this.ofSecurityHub = ofSecurityHub;
    this.ofSecurityHubV2 = ofSecurityHubV2;
  }

  /** The steps of its path within the finding. */
  public List<String> path(FindingSource source) {
    String path =
        switch (source) {
          case INSPECTOR -> ofInspector;
          case SECURITYHUB -> ofSecurityHub;
          case SECURITYHUB_V2 -> ofSecurityHubV2;
        };
    return List.of(path.split("[.]"));
  }
}
