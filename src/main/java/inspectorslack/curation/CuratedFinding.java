package inspectorslack.curation;

import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.States;
import java.util.Optional;

/**
 * JSONata that reads a finding from the event of either source into one shape, so that the message
 * is the same for both. What the event lacks is absent in the shape too.
 *
 * <p>Sources: Inspector API Reference, "Finding"; Security Hub User Guide, "AWS Security Finding
 * Format (ASFF)".
 */
final class CuratedFinding {
  private CuratedFinding() {}

  /** The finding within the event, as its source shapes it; AWS sends one an event. */
  static String in(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> States.EVENT + ".detail";
      case SECURITYHUB -> States.EVENT + ".detail.findings[0]";
    };
  }

  /** The finding's ARN, which is the same in all events about it, from both sources. */
  static String arn(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".findingArn";
          case SECURITYHUB -> ".Id";
        };
  }

  /** The severity's label. */
  static String severity(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".severity";
          case SECURITYHUB -> ".Severity.Label";
        };
  }

  /** Whether the finding is open, for events that the curated rule takes. */
  static String isOpen(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> in(source) + ".status = 'ACTIVE'";
      case SECURITYHUB ->
          "%s.RecordState = 'ACTIVE' and %s.Workflow.Status in ['NEW', 'NOTIFIED']"
              .formatted(in(source), in(source));
    };
  }

  /** Whether nobody was told of the finding yet, as far as Security Hub knows. */
  static final String IS_NEW = in(FindingSource.SECURITYHUB) + ".Workflow.Status = 'NEW'";

  /**
   * Whether a route takes an open finding that its event pattern let through, as far as EventBridge
   * cannot tell; empty where it can. EPSS from Security Hub may be text, and EventBridge compares
   * numbers alone.
   */
  static Optional<String> isTaken(FindingSource source, FindingFilter filter) {
    if (source != FindingSource.SECURITYHUB) {
      return Optional.empty();
    }
    String epss = in(source) + ".Vulnerabilities[0].EpssScore";
    return filter
        .minEpss()
        .map(
            least ->
                "$type(%s) = 'string' ? ($contains(%s, /^[0-9]+([.][0-9]+)?$/) ? $number(%s) >= %s : %s) : true"
                    .formatted(epss, epss, epss, least.toPlainString(), !filter.requireKnown()));
  }

  /**
   * An object with the fields that {@link FindingMessage} shows; uses the functions of {@link
   * SlackText}.
   */
  static String fields(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> INSPECTOR;
      case SECURITYHUB -> SECURITY_HUB;
    };
  }

  private static final String INSPECTOR =
      """
      $states.context.Execution.Input.detail.{
        "arn": findingArn,
        "severity": severity,
        "title": title,
        "description": description,
        "account": awsAccountId,
        "region": resources[0].region,
        "resource": resources[0].{
          "id": id, "type": type, "name": tags.Name,
          "imageTags": details.awsEcrContainerImage.imageTags[$type($) = "string"]
        },
        "packages": [packageVulnerabilityDetails.vulnerablePackages.{
          "name": name, "version": version, "fixedIn": fixedInVersion, "command": remediation
        }],
        "score": inspectorScore,
        "cvss": packageVulnerabilityDetails.cvss.{
          "version": $field(version), "score": $field(baseScore), "source": $field(source)
        },
        "epss": epss.score,
        "fix": fixAvailable,
        "exploit": exploitAvailable,
        "protocol": networkReachabilityDetails.protocol,
        "ports": networkReachabilityDetails.openPortRange.[begin, end],
        "path": [networkReachabilityDetails.networkPath.steps.componentId],
        "code": codeVulnerabilityDetails.filePath.{
          "file": filePath, "from": startLine, "to": endLine
        },
        "remediation": remediation.recommendation.text,
        "guide": [remediation.recommendation.Url, remediation.recommendation.url][0]
      }""";

  private static final String SECURITY_HUB =
      """
      $states.context.Execution.Input.detail.findings[0].{
        "arn": Id,
        "severity": Severity.Label,
        "title": Title,
        "description": Description,
        "account": AwsAccountId,
        "region": [Resources[0].Region, Region][0],
        "resource": Resources[0].{
          "id": Id, "type": Type, "name": Tags.Name,
          "imageTags": Details.AwsEcrContainerImage.ImageTags[$type($) = "string"]
        },
        "packages": [Vulnerabilities.VulnerablePackages.{
          "name": Name, "version": Version, "fixedIn": FixedInVersion, "command": Remediation
        }],
        "score": $lookup(ProductFields, "aws/inspector/inspectorScore"),
        "cvss": Vulnerabilities[0].Cvss.{
          "version": $field(Version), "score": $field(BaseScore), "source": $field(Source)
        },
        "epss": Vulnerabilities[0].EpssScore,
        "fix": Vulnerabilities[0].FixAvailable,
        "exploit": Vulnerabilities[0].ExploitAvailable,
        "protocol": Network.Protocol,
        "ports": Network.OpenPortRange.[Begin, End],
        "path": [NetworkPath.ComponentId],
        "code": Vulnerabilities[0].CodeVulnerabilities[0].FilePath.{
          "file": FilePath, "from": StartLine, "to": EndLine
        },
        "remediation": Remediation.Recommendation.Text,
        "guide": Remediation.Recommendation.Url
      }""";
}
