package inspectorslack.companion.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code preview --against}: two versions of one stack file in a project of its own. */
class PreviewAgainstTests {
  private static final String NO_SLACK =
      "warning: Slack is not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic\n";

  @TempDir private Path folder;

  private Path earlier;

  @BeforeEach
  void aProject() throws IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: inspector-slack\n");
    earlier = folder.resolve("earlier.json");
  }

  private void stack(String... settings) throws IOException {
    StringBuilder file = new StringBuilder("config:\n  aws:region: eu-west-1\n");
    for (String setting : settings) {
      file.append("  inspector-slack:").append(setting).append('\n');
    }
    Files.writeString(folder.resolve("Pulumi.dev.yaml"), file);
  }

  private void earlierStack(String... settings) throws IOException {
    stack(settings);
    Files.writeString(earlier, run("--json").out());
  }

  private Console run(String... options) {
    return Console.run(
        folder,
        "",
        false,
        Stream.concat(Stream.of("preview", "dev"), Stream.of(options)).toArray(String[]::new));
  }

  private Console against() {
    return run("--against", earlier.toString());
  }

  @Test
  void theSameStackHasNoDifference() throws IOException {
    earlierStack();
    Console console = against();
    assertThat(console.exitCode()).isZero();
    assertThat(console.err()).isEqualTo(NO_SLACK);
    assertThat(console.out())
        .isEqualTo("Stack dev of inspector-slack against %s: no difference\n".formatted(earlier));
    assertThat(run("--against", earlier.toString(), "--json").out().replaceAll("\\s", ""))
        .isEqualTo("{\"stack\":\"dev\",\"added\":[],\"removed\":[],\"changed\":[],\"outputs\":[]}");
  }

  @Test
  void aHigherThresholdIsShownAsThePatternHasIt() throws IOException {
    earlierStack("findingSource: inspector", "severityThreshold: HIGH");
    stack("findingSource: inspector", "severityThreshold: MEDIUM", "scanTypes: [EC2]");
    assertThat(against().out())
        .isEqualTo(
            """
            Stack dev of inspector-slack against %s: 0 added, 0 removed, 2 changed

              ~ scanning-inspector  aws:inspector2/enabler:Enabler  kept when the stack is destroyed
                  resourceTypes: - ECR

              ~ alerts-rule  aws:cloudwatch/eventRule:EventRule
                  description: Inspector findings, HIGH and above, from inspector -> Inspector findings, MEDIUM and above, from inspector
                  eventPattern.detail.severity: + MEDIUM

            Outputs
              eventPattern.detail.severity: + MEDIUM
            """
                .formatted(earlier));
  }

  @Test
  void whatComesIsShownWithItsInputsAndWhatGoesByName() throws IOException {
    earlierStack("updateSsmAgent: true");
    stack("enableSecurityHub: true");
    assertThat(against().out())
        .isEqualTo(
            """
            Stack dev of inspector-slack against %s: 1 added, 2 removed, 0 changed

              + scanning-security-hub  aws:securityhub/account:Account  kept when the stack is destroyed
                  enableDefaultStandards  false

              - instances  inspectorslack:components:ManagedInstances
              - instances-ssm-agent  aws:ssm/association:Association
            """
                .formatted(earlier));
  }

  @Test
  void jsonHoldsTheSameForPrograms() throws IOException {
    earlierStack("updateSsmAgent: true");
    stack("enableSecurityHub: true", "severityThreshold: CRITICAL");
    String json = run("--against", earlier.toString(), "--json").out();
    assertThat(new JsonMapper().readTree(json))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"stack": "dev",
                     "added": [{"type": "aws:securityhub/account:Account", "name": "scanning-security-hub"}],
                     "removed": [
                       {"type": "inspectorslack:components:ManagedInstances", "name": "instances"},
                       {"type": "aws:ssm/association:Association", "name": "instances-ssm-agent"}],
                     "changed": [{"type": "aws:cloudwatch/eventRule:EventRule", "name": "alerts-rule", "changes": [
                       {"path": "description",
                        "before": "Inspector findings, HIGH and above, from securityhub",
                        "after": "Inspector findings, CRITICAL and above, from securityhub"},
                       {"path": "eventPattern.detail.findings.Severity.Label", "before": "HIGH", "after": null}]}],
                     "outputs": [
                       {"path": "eventPattern.detail.findings.Severity.Label", "before": "HIGH", "after": null}]}
                    """));
  }

  @Test
  void ofALongTextOnlyThePlaceThatDiffersIsShown() throws IOException {
    earlierStack("delivery: curated", "renotifyAfterDays: 30");
    stack("delivery: curated", "renotifyAfterDays: 31");
    assertThat(against().out().lines().filter(line -> line.contains("definition.")).toList())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains(": ...cution.Input.time) / 1000) + 2592000)", " -> ...")
                    .contains("-> ...cution.Input.time) / 1000) + 2678400)")
                    .hasSizeLessThan(200));
  }

  @Test
  void anotherParentIsAChange() throws IOException {
    earlierStack();
    Files.writeString(
        earlier,
        Files.readString(earlier)
            .replaceFirst("\"parent\" : \"scanning\"", "\"parent\" : \"switches\""));
    assertThat(against().out())
        .contains(
            "  ~ scanning-inspector  aws:inspector2/enabler:Enabler  kept when the stack is destroyed\n"
                + "      parent: switches -> scanning\n");
  }

  @Test
  void anotherRegionIsAChange() throws IOException {
    earlierStack();
    Files.writeString(
        earlier,
        Files.readString(earlier)
            .replaceFirst("\"region\" : \"eu-west-1\"", "\"region\" : \"us-east-1\""));
    assertThat(against().out()).contains("      region: us-east-1 -> eu-west-1\n");
  }

  @Test
  void aPreviewOfAnotherStackIsComparedWithAWarning() throws IOException {
    earlierStack();
    Files.writeString(
        earlier, Files.readString(earlier).replace("\"stack\" : \"dev\"", "\"stack\" : \"prod\""));
    Console console = against();
    assertThat(console.exitCode()).isZero();
    assertThat(console.err())
        .isEqualTo("warning: %s is a preview of stack prod\n%s".formatted(earlier, NO_SLACK));
  }

  @Test
  void nothingInTheFileReachesTheTerminalUnescaped() throws IOException {
    earlierStack();
    Files.writeString(
        earlier,
        Files.readString(earlier)
            .replace("\"name\" : \"alerts-topic\"", "\"name\" : \"a\\u001b[31m\\nb\""));
    assertThat(against().out()).contains("  - a [31m b  aws:sns/topic:Topic\n");
  }

  @Test
  void standardInputIsAFileToo() throws IOException {
    earlierStack();
    assertThat(
            Console.run(
                    folder, Files.readString(earlier), false, "preview", "dev", "--against", "-")
                .out())
        .isEqualTo("Stack dev of inspector-slack against -: no difference\n");
  }

  static Stream<String[]> noPreviews() {
    return Stream.of(
        new String[] {"", "it is empty"},
        new String[] {"PK", "a zip archive; unpack it first (unzip -p)"},
        new String[] {
          "{\"stack\": \"dev\", \"stack\": \"prod\"}",
          "not valid JSON: the field \"stack\" appears twice in one object, at line 1, column 27"
        },
        new String[] {"[]", "it has no \"stack\", \"resources\" and \"outputs\""},
        new String[] {
          "{\"stack\": \"dev\"", "not valid JSON: it ends too early, at line 1, column 16"
        },
        new String[] {"{} {}", "it contains more than one JSON value"},
        new String[] {
          "{\"stack\": \"dev\", \"resources\": []}",
          "it has no \"stack\", \"resources\" and \"outputs\""
        },
        new String[] {
          "{\"stack\": \"dev\", \"resources\": [{\"type\": \"t\", \"name\": \"n\"}], \"outputs\": {}}",
          "a resource has no \"type\", \"name\" and \"inputs\""
        },
        new String[] {
          "{\"stack\": \"dev\", \"resources\": [{\"type\":\"t\",\"name\":\"n\",\"inputs\":{}},{\"type\":\"t\",\"name\":\"n\",\"inputs\":{}}], \"outputs\": {}}",
          "two resources are t n"
        });
  }

  @ParameterizedTest
  @MethodSource("noPreviews")
  void aFileThatIsNotAPreviewIsRefusedInOneLine(String content, String why) throws IOException {
    stack();
    Files.writeString(earlier, content);
    Console console = against();
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: %s: not the output of 'preview STACK --json': %s\n"
                .formatted(earlier, why));
  }

  @Test
  void aFileThatIsMissingIsNamed() throws IOException {
    stack();
    assertThat(run("--against", "nowhere.json").exitCode()).isEqualTo(2);
    assertThat(run("--against", "nowhere.json").err())
        .isEqualTo("inspector-slack: nowhere.json does not exist\n");
  }

  @Test
  void detailsOfWhatDoesNotDifferAreRefused() throws IOException {
    stack();
    Console console = run("--against", "nowhere.json", "--details");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: --details prints everything, and --against only what differs; leave one of them out\n");
  }

  @Test
  void aSuppressionThatGoesIsSaidToPublishItsFindingsAgain() throws IOException {
    stack(
        "suppressions: [{name: old, reason: not reachable, expires: 2099-01-01, criteria: {severities: [LOW]}}]");
    Files.writeString(earlier, Console.run(folder, "", false, "preview", "dev", "--json").out());
    stack();
    assertThat(against().err())
        .isEqualTo(
            "warning: If you remove a suppression, Inspector publishes its open findings again. Curated delivery skips those that it has already announced.\n"
                + NO_SLACK);
  }

  @Test
  void aRegionThatComesOrGoesIsOneLine() throws IOException {
    earlierStack();
    stack("regions: [us-east-1]");
    assertThat(against().out())
        .contains(": 14 added, 0 removed, 1 changed\n")
        .contains("  + us-east-1  the whole Region, 14 resources\n")
        .doesNotContain("us-east-1-alerts-topic");

    earlierStack("regions: [us-east-1]");
    stack();
    Console console = against();
    assertThat(console.out())
        .contains("  - us-east-1  the whole Region, 14 resources\n")
        .contains("\n  regions: - us-east-1\n");
    assertThat(console.err())
        .startsWith(
            "warning: Inspector stays on in us-east-1; to turn it off: aws inspector2 disable --region us-east-1\n");
  }

  /** Without account ids, AWS would turn off Inspector in the administrator's own account. */
  @Test
  void whereAMemberGoesTheHintIsAboutThatAccountOnly() throws IOException {
    String regions = "regions: [us-east-1]";
    earlierStack(regions, "organization: {members: ['111122223333', '444455556666']}");
    stack(regions, "organization: {members: ['111122223333']}");
    assertThat(against().err())
        .isEqualTo(
            """
            warning: Inspector stays on in eu-west-1 for member 444455556666; to turn it off: aws inspector2 disable --account-ids 444455556666 --region eu-west-1
            warning: Inspector stays on in us-east-1 for member 444455556666; to turn it off: aws inspector2 disable --account-ids 444455556666 --region us-east-1
            %s"""
                .formatted(NO_SLACK));
  }

  @Test
  void whereARegionGoesTheHintsAreAboutTheOwnAccountAndItsMembers() throws IOException {
    String members = "organization: {members: ['111122223333', '444455556666']}";
    earlierStack("regions: [us-east-1]", members);
    stack(members);
    assertThat(against().err())
        .isEqualTo(
            """
            warning: Inspector stays on in us-east-1; to turn it off: aws inspector2 disable --region us-east-1
            warning: Inspector stays on in us-east-1 for members 111122223333, 444455556666; to turn it off: aws inspector2 disable --account-ids 111122223333 444455556666 --region us-east-1
            %s"""
                .formatted(NO_SLACK));
  }
}
