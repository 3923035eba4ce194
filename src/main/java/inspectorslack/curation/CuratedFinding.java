package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.Jsonata;
import inspectorslack.stepfunctions.States;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * JSONata that converts the finding of any source to one shape, so that all get the same message.
 * Fields that the event lacks are absent from the shape, too.
 *
 * <p>Sources: Inspector API Reference, "Finding"; Security Hub CSPM User Guide, "AWS Security
 * Finding Format (ASFF)"; Security Hub User Guide, "OCSF findings", and OCSF's class Vulnerability
 * Finding.
 */
final class CuratedFinding {
  private CuratedFinding() {}

  /** The finding in the event, in its source's own shape. AWS sends one finding per event. */
  static String in(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> States.EVENT + ".detail";
      case SECURITYHUB, SECURITYHUB_V2 -> States.EVENT + ".detail.findings[0]";
    };
  }

  /**
   * The finding's ARN in Inspector, the same in all events about the finding and from all sources.
   * So if a stack changes its source, it still knows what it has announced.
   */
  static String arn(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".findingArn";
          case SECURITYHUB -> ".Id";
          case SECURITYHUB_V2 -> ".finding_info.uid";
        };
  }

  /** The id of the vulnerability, such as its CVE; nothing if it isn't about one. */
  static String vulnerability(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".packageVulnerabilityDetails.vulnerabilityId";
          // Findings about code have the id of a weakness, such as CWE-798, there.
          case SECURITYHUB -> ".Vulnerabilities[0][$not($exists(CodeVulnerabilities))].Id";
          case SECURITYHUB_V2 -> ".vulnerabilities[0].cve.uid";
        };
  }

  /** Whether the finding is of a container image. */
  static String isOfImage(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> in(source) + ".resources[0].type = 'AWS_ECR_CONTAINER_IMAGE'";
      case SECURITYHUB -> in(source) + ".Resources[0].Type = 'AwsEcrContainerImage'";
      case SECURITYHUB_V2 ->
          "($kind := %s.resources[0].type; $type($kind) = 'string' ? $substring($kind, 0, 10) = 'AWS::ECR::' : false)"
              .formatted(in(source));
    };
  }

  /** The severity's label, as in {@link Severity}. */
  static String severity(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> in(source) + ".severity";
      case SECURITYHUB -> in(source) + ".Severity.Label";
      case SECURITYHUB_V2 -> "$uppercase(" + in(source) + ".severity)";
    };
  }

  /** The account that has the resource. */
  static String account(FindingSource source) {
    return in(source)
        + switch (source) {
          case INSPECTOR -> ".awsAccountId";
          case SECURITYHUB -> ".AwsAccountId";
          case SECURITYHUB_V2 -> ".cloud.account.uid";
        };
  }

  /** Whether the finding is open, for events that match the rule of curated delivery. */
  static String isOpen(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> in(source) + ".status = 'ACTIVE'";
      case SECURITYHUB ->
          "%s.RecordState = 'ACTIVE' and %s.Workflow.Status in ['NEW', 'NOTIFIED']"
              .formatted(in(source), in(source));
      case SECURITYHUB_V2 ->
          "%s.status in ['New', 'In Progress'] and $not(%s.activity_name = 'Close')"
              .formatted(in(source), in(source));
    };
  }

  /** Whether the finding's workflow status in Security Hub is still NEW. */
  static final String IS_NEW = in(FindingSource.SECURITYHUB) + ".Workflow.Status = 'NEW'";

  /**
   * Whether a route takes an open finding that its event pattern let through; empty if EventBridge
   * has already decided. EventBridge compares neither EPSS that is text nor tags that are a list of
   * names and values.
   */
  static Optional<String> isTaken(FindingSource source, FindingFilter filter) {
    Stream<String> conditions =
        switch (source) {
          case INSPECTOR -> Stream.empty();
          case SECURITYHUB -> epss(filter, in(source) + ".Vulnerabilities[0].EpssScore").stream();
          case SECURITYHUB_V2 ->
              Stream.concat(
                  epss(filter, in(source) + ".vulnerabilities[0].cve.epss.score").stream(),
                  tags(filter, in(source) + ".resources.tags").stream());
        };
    return conditions.reduce((first, second) -> first + " and " + second);
  }

  private static Optional<String> epss(FindingFilter filter, String epss) {
    return filter
        .minEpss()
        .map(
            least ->
                Jsonata.block()
                    .include(CuratedFinding.class, "probability")
                    .bindExpression("epss", epss)
                    .bind("least", DecimalNode.valueOf(least))
                    .bind("takesUnknown", BooleanNode.valueOf(!filter.requireKnown()))
                    .result(CuratedFinding.class, "epss-as-text"));
  }

  private static Optional<String> tags(FindingFilter filter, String tags) {
    if (filter.resourceTags().isEmpty()) {
      return Optional.empty();
    }
    ObjectNode wanted = JsonNodeFactory.instance.objectNode();
    filter.resourceTags().forEach(wanted::put);
    return Optional.of(
        Jsonata.block()
            .bindExpression("tags", tags)
            .bind("wanted", wanted)
            .bind("takesUnknown", BooleanNode.valueOf(!filter.requireKnown()))
            .result(CuratedFinding.class, "tags-as-list"));
  }

  /** An object with the fields that {@link FindingMessage} shows; needs {@link SlackText}. */
  static String fields(FindingSource source) {
    return Jsonata.read(
        CuratedFinding.class,
        switch (source) {
          case INSPECTOR -> "inspector-finding";
          case SECURITYHUB -> "securityhub-finding";
          case SECURITYHUB_V2 -> "securityhub-v2-finding";
        });
  }
}
