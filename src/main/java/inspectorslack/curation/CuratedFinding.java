package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.Jsonata;
import inspectorslack.stepfunctions.States;
import java.util.Optional;

/**
 * JSONata that converts the finding of either source to one shape, so that both get the same
 * message. Fields that the event lacks are absent from the shape, too.
 *
 * <p>Sources: Inspector API Reference, "Finding"; Security Hub User Guide, "AWS Security Finding
 * Format (ASFF)".
 */
final class CuratedFinding {
  private CuratedFinding() {}

  /** The finding in the event, in its source's own shape. AWS sends one finding per event. */
  static String in(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> States.EVENT + ".detail";
      case SECURITYHUB -> States.EVENT + ".detail.findings[0]";
    };
  }

  /** The finding's ARN, the same in all events about the finding and from both sources. */
  static String arn(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".findingArn";
          case SECURITYHUB -> ".Id";
        };
  }

  /** The id of the vulnerability, such as its CVE; nothing if it isn't about one. */
  static String vulnerability(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".packageVulnerabilityDetails.vulnerabilityId";
          // Findings about code have the id of a weakness, such as CWE-798, there.
          case SECURITYHUB -> ".Vulnerabilities[0][$not($exists(CodeVulnerabilities))].Id";
        };
  }

  /** Whether the finding is of a container image. */
  static String isOfImage(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".resources[0].type = 'AWS_ECR_CONTAINER_IMAGE'";
          case SECURITYHUB -> ".Resources[0].Type = 'AwsEcrContainerImage'";
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

  /** The account that has the resource. */
  static String account(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".awsAccountId";
          case SECURITYHUB -> ".AwsAccountId";
        };
  }

  /** Whether the finding is open, for events that match the rule of curated delivery. */
  static String isOpen(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> in(source) + ".status = 'ACTIVE'";
      case SECURITYHUB ->
          "%s.RecordState = 'ACTIVE' and %s.Workflow.Status in ['NEW', 'NOTIFIED']"
              .formatted(in(source), in(source));
    };
  }

  /** Whether the finding's workflow status in Security Hub is still NEW. */
  static final String IS_NEW = in(FindingSource.SECURITYHUB) + ".Workflow.Status = 'NEW'";

  /**
   * Whether a route takes an open finding that its event pattern let through; empty if EventBridge
   * has already decided. Security Hub may send EPSS as text, and EventBridge compares only numbers.
   */
  static Optional<String> isTaken(FindingSource source, FindingFilter filter) {
    if (source != FindingSource.SECURITYHUB) {
      return Optional.empty();
    }
    return filter
        .minEpss()
        .map(
            least ->
                Jsonata.block()
                    .bind("least", DecimalNode.valueOf(least))
                    .bind("takesUnknown", BooleanNode.valueOf(!filter.requireKnown()))
                    .result(CuratedFinding.class, "securityhub-epss"));
  }

  /** An object with the fields that {@link FindingMessage} shows; needs {@link SlackText}. */
  static String fields(FindingSource source) {
    return Jsonata.read(
        CuratedFinding.class,
        switch (source) {
          case INSPECTOR -> "inspector-finding";
          case SECURITYHUB -> "securityhub-finding";
        });
  }
}
