package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import java.util.Map;

/**
 * The message about one finding, as JSONata that composes it from the event: a custom notification
 * for Amazon Q Developer in chat applications, put together as {@link SlackText} does it.
 */
final class FindingMessage {
  // Of the parts of a description, so that there's room for all of them.
  private static final int MOST_PACKAGES = 5;
  private static final int LONGEST_COMMAND = 120;
  private static final int LONGEST_PATH = 600;
  private static final int LONGEST_DESCRIPTION = 2500;

  // The schema takes 8000.
  private static final int LONGEST_WHOLE = 7900;

  private FindingMessage() {}

  /**
   * An expression that yields the message as an object.
   *
   * @param mentions whom to call, by severity
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region of the stack, whose console is linked to
   */
  static String expression(
      FindingSource source, Map<Severity, String> mentions, String partition, String region) {
    ObjectNode mentionOf = JsonNodeFactory.instance.objectNode();
    mentions.forEach((severity, mention) -> mentionOf.put(severity.name(), mention));
    return SlackText.withFunctions(TEMPLATE)
        .replace("FINDING_FIELDS", CuratedFinding.fields(source))
        .replace("MENTIONS", mentionOf.toString())
        .replace("CONSOLE", ConsoleLink.toOneFinding(source, partition, region))
        .replace("LONGEST_TITLE", String.valueOf(SlackText.LONGEST_TITLE))
        .replace("LONGEST_STEP", String.valueOf(SlackText.LONGEST_STEP))
        .replace("MOST_PACKAGES", String.valueOf(MOST_PACKAGES))
        .replace("LONGEST_COMMAND", String.valueOf(LONGEST_COMMAND))
        .replace("LONGEST_WHOLE", String.valueOf(LONGEST_WHOLE))
        .replace("LONGEST_PATH", String.valueOf(LONGEST_PATH))
        .replace("LONGEST_DESCRIPTION", String.valueOf(LONGEST_DESCRIPTION));
  }

  private static final String TEMPLATE =
      """
        $finding := FINDING_FIELDS;
        $resource := $finding.resource;
        $kind := $word({
          "AWS_EC2_INSTANCE": "EC2 instance", "AwsEc2Instance": "EC2 instance",
          "AWS_ECR_CONTAINER_IMAGE": "container image", "AwsEcrContainerImage": "container image",
          "AWS_LAMBDA_FUNCTION": "Lambda function", "AwsLambdaFunction": "Lambda function",
          "CODE_REPOSITORY": "code repository"
        }, $resource.type);
        $packages := $finding.packages.(
          $name := $field(name);
          $version := $field(version);
          $fixedIn := fixedIn in ["NotAvailable", "N/A"] ? "" : $field(fixedIn);
          $command := $not(command in ["NotAvailable", "N/A", "None Provided"])
            ? $text(command, LONGEST_COMMAND);
          $exists($name)
            ? $name & ($exists($version) ? " " & $version) & ($fixedIn != "" ? ", fixed in " & $fixedIn)
              & ($exists($command) ? " (" & $command & ")")
        );
        $cvss := ($finding.cvss[$exists(score)]^(>version))[0];
        $ports := $finding.ports[$type($) = "number"];
        $code := $finding.code;
        $emoji := $lookup({
          "INFORMATIONAL": ":white_circle:", "LOW": ":large_blue_circle:",
          "MEDIUM": ":large_orange_circle:", "HIGH": ":red_circle:", "CRITICAL": ":rotating_light:"
        }, $finding.severity);
        $title := [$text($finding.title, 1000), "Finding without a title"][0];
        $headline := $cut($finding.severity & ": " & $title, LONGEST_TITLE - 30);
        $remediation := $finding.remediation != "None Provided" ? $text($finding.remediation, LONGEST_STEP);

        {
          "version": "1.0",
          "source": "custom",
          "content": {
            "textType": "client-markdown",
            "title": $emoji & " " & $headline,
            "description": $cut($join([
              $lookup(MENTIONS, $finding.severity),
              $labelled("Resource", [
                $field($resource.name), $field($withoutArn($resource.id)),
                $field($join($resource.imageTags, ", ")).("tagged " & $), $kind
              ]),
              $labelled("Account", [$field($finding.account), $field($finding.region)]),
              $packages[[0..MOST_PACKAGES - 1]].("*Package:* " & $),
              $count($packages) > MOST_PACKAGES
                ? "*Package:* and " & ($count($packages) - MOST_PACKAGES) & " more",
              $labelled("Score", [
                $field($finding.score).("Inspector " & $),
                $cvss.("CVSS " & version.($ & " ") & score & source.(" (" & $ & ")")),
                $type($finding.epss) = "number" ? "EPSS " & $round($finding.epss * 100, 2) & " %"
              ]),
              $labelled("Fix", [$word({
                "YES": "available", "NO": "none yet", "PARTIAL": "for some packages"
              }, $finding.fix)]),
              $labelled("Exploit", [$word({"YES": "known", "NO": "none known"}, $finding.exploit)]),
              $labelled("Open", [
                $field($finding.protocol),
                $ports[0] = $ports[1] ? "port " & $ports[0] : $count($ports) = 2 ? "ports " & $ports[0] & "-" & $ports[1]
              ]),
              $labelled("Path", [$text($join($finding.path[$type($) = "string"], " → "), LONGEST_PATH)]),
              $labelled("Code", [
                $field($code.file),
                $code.from = $code.to ? "line " & $code.from : $exists($code.from) ? "lines " & $code.from & "-" & $code.to
              ]),
              $text($finding.description, LONGEST_DESCRIPTION)
            ], "\\n"), LONGEST_WHOLE),
            "nextSteps": [
              $remediation,
              $link($finding.guide, "How to fix it"),
              $link("CONSOLE" & $encodeUrlComponent($finding.arn), "Open the finding in the console")
            ]
          },
          "metadata": {
            "threadId": $finding.arn,
            "summary": $headline,
            "eventType": "Inspector finding",
            "relatedResources": [$field($resource.id)]
          }
        }
      """;
}
