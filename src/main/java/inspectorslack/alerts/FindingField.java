package inspectorslack.alerts;

import inspectorslack.config.FindingSource;
import java.util.List;

/**
 * Fields of a finding that an event pattern compares, with the path of each within the finding, by
 * source.
 *
 * <p>Sources: Inspector User Guide, "EventBridge event schema for Amazon Inspector events";
 * Security Hub User Guide, "AWS Security Finding Format (ASFF)".
 */
public enum FindingField {
  STATUS("status", "RecordState"),
  SEVERITY("severity", "Severity.Label"),
  ACCOUNT("awsAccountId", "AwsAccountId"),
  RESOURCE_TYPE("resources.type", "Resources.Type"),
  RESOURCE_TAGS("resources.tags", "Resources.Tags"),
  FINDING_TYPE("type", "Types"),
  FIX_AVAILABLE("fixAvailable", "Vulnerabilities.FixAvailable"),
  EXPLOIT_AVAILABLE("exploitAvailable", "Vulnerabilities.ExploitAvailable"),
  EPSS("epss.score", "Vulnerabilities.EpssScore");

  private final String ofInspector;
  private final String ofSecurityHub;

  FindingField(String ofInspector, String ofSecurityHub) {
    this.ofInspector = ofInspector;
    this.ofSecurityHub = ofSecurityHub;
  }

  /** The steps of its path within the finding. */
  public List<String> path(FindingSource source) {
    String path =
        switch (source) {
          case INSPECTOR -> ofInspector;
          case SECURITYHUB -> ofSecurityHub;
        };
    return List.of(path.split("[.]"));
  }
}
