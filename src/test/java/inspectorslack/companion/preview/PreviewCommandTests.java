package inspectorslack.companion.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewCommandTests {
  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void jsonListsEveryResourceWithItsParentAndItsRealInputs() throws JsonProcessingException {
    Console console = Console.run("preview", "prod", "--json");
    assertThat(console.exitCode()).isZero();
    assertThat(console.err())
        .isEqualTo(
            "warning: route default posts to the documentation's placeholder C0EXAMPLE00 in workspace T0EXAMPLE00; set your own ids\n");
    JsonNode preview = new JsonMapper().readTree(console.out());
    assertThat(fields(preview)).containsExactly("stack", "resources", "outputs");
    assertThat(preview.get("stack").asText()).isEqualTo("prod");
    assertThat(preview.get("resources"))
        .isNotEmpty()
        .allSatisfy(
            resource ->
                assertThat(fields(resource))
                    .containsExactly("type", "name", "parent", "region", "inputs"));
    assertThat(preview.get("resources").valueStream().map(JsonNode::toString))
        .contains(
            "{\"type\":\"inspectorslack:components:FindingAlerts\",\"name\":\"alerts\",\"parent\":null,\"region\":\"eu-west-1\",\"inputs\":{}}",
            "{\"type\":\"aws:sns/topic:Topic\",\"name\":\"alerts-topic\",\"parent\":\"alerts\",\"region\":\"eu-west-1\",\"inputs\":{"
                + "\"displayName\":\"Inspector Finding Notification\","
                + "\"kmsMasterKeyId\":\"arn:aws:kms:eu-west-1:123456789012:key/encryption-key\","
                + "\"name\":\"inspector-slack-prod-findings\"}}");
    assertThat(fields(preview.get("outputs")))
        .containsExactly(
            "topicArn",
            "ruleName",
            "eventPattern",
            "deadLetterQueueUrl",
            "stateMachineArn",
            "slackChannel",
            "channelConfigurationArn",
            "findingsUrl");
  }

  @Test
  void jsonStaysJsonWhenThereIsSomethingToWarnOf() throws JsonProcessingException {
    Console console = Console.run("preview", "dev", "--json");
    assertThat(new JsonMapper().readTree(console.out()).get("resources")).isNotEmpty();
    assertThat(console.err())
        .isEqualTo(
            "warning: Slack is not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic\n");
  }

  @Test
  void textShowsTheTreeTheInputsAndTheOutputs() {
    assertThat(Console.run("preview", "dev", "--details").out())
        .startsWith("Stack dev of inspector-slack in eu-west-1: ")
        .contains(
            """

            scanning  InspectorScanning
              + scanning-inspector  aws:inspector2/enabler:Enabler  kept when the stack is destroyed
                  accountIds     123456789012
                  resourceTypes  EC2, ECR, LAMBDA

            alerts  FindingAlerts
            """)
        .contains(
            """
              + alerts-target  aws:cloudwatch/eventTarget:EventTarget
                  arn               arn:aws:sns:eu-west-1:123456789012:inspector-slack-dev-findings
                  deadLetterConfig  arn=arn:aws:sqs:eu-west-1:123456789012:inspector-slack-dev-dead-letters
                  retryPolicy       maximumEventAgeInSeconds=86400, maximumRetryAttempts=185
            """)
        .contains(
            "                  Rule: events.amazonaws.com may sns:Publish if aws:SourceArn ArnEquals arn:aws:events:eu-west-1:123456789012:rule/inspector-slack-dev-findings\n"
                .substring(4))
        .contains("\nOutputs\n  topicArn            arn:aws:sns:")
        .endsWith(
            "\n\nWarning: Slack is not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic\n");
  }

  @Test
  void aPolicyIsDescribedInWords() {
    assertThat(
            PolicyText.lines(
                """
                {"Version":"2012-10-17","Statement":{"Sid":"One","Effect":"Allow","Principal":{"Service":["a.amazonaws.com","b.amazonaws.com"]},"Action":["x:Get","x:Put"],"Resource":"*","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}}"""))
        .contains(
            List.of(
                "One: a.amazonaws.com, b.amazonaws.com may x:Get, x:Put if aws:SourceAccount StringEquals 123456789012"));
    assertThat(
            PolicyText.lines(
                """
                {"Version":"2012-10-17","Statement":{"Sid":"No","Effect":"Deny","Principal":{"Service":"a.amazonaws.com"},"Action":"x:Get"}}"""))
        .contains(List.of("No: a.amazonaws.com may not x:Get"));
    assertThat(
            PolicyText.lines(
                """
                {"Version":"2012-10-17","Statement":{"Sid":"Of a role","Effect":"Allow","Action":"x:Get","Resource":"arn:a"}}"""))
        .contains(List.of("Of a role: may x:Get on arn:a"));
    assertThat(PolicyText.lines("{\"source\":[\"aws.inspector2\"]}")).isEmpty();
  }

  @Test
  void aStateMachineIsDescribedInWords() {
    assertThat(
            StateMachineText.lines(
                """
                {"Comment":"c","StartAt":"A","States":{
                  "A":{"Type":"Choice","Choices":[{"Condition":"{% x %}","Next":"B"}],"Default":"C"},
                  "B":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","Next":"C",
                       "Catch":[{"ErrorEquals":["States.ALL"],"Next":"D"}]},
                  "C":{"Type":"Succeed"},"D":{"Type":"Fail"}}}"""))
        .contains(List.of("A: if so B, else C", "B: sns:publish, then C; on failure D"));
    assertThat(StateMachineText.lines("{\"source\":[\"aws.inspector2\"]}")).isEmpty();
    assertThat(StateMachineText.lines("{\"Comment\": no JSON")).isEmpty();
  }

  @Test
  void whatEveryRegionHasIsShownOnce(@TempDir Path folder) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.three.yaml"),
        Files.readString(Path.of("Pulumi.prod.yaml"))
            + "  inspector-slack:regions: [us-east-1, ap-northeast-1]\n");
    String out = Console.run(folder, "", false, "preview", "three", "--details").out();
    assertThat(out)
        .startsWith("Stack three of inspector-slack in eu-west-1, us-east-1, ap-northeast-1: ")
        .containsOnlyOnce("+ alerts-topic  ")
        .contains(
            "\nus-east-1  the same 23 resources as in eu-west-1, with us-east-1- before their names; besides:\n  + us-east-1-aws  pulumi:providers:aws\n")
        // Each Region's rule leaves out the other Regions.
        .contains("+ us-east-1-alerts-rule  ", "+ ap-northeast-1-alerts-rule  ")
        .doesNotContain("+ us-east-1-alerts-topic  ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"payments", "\"111122223333\""})
  void aRoutesAccountsHaveTheirNames(String listed, @TempDir Path folder) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.named.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:delivery: curated
          inspector-slack:slackWorkspaceId: T0EXAMPLE00
          inspector-slack:accountNames: {"111122223333": payments}
          inspector-slack:routes:
            - name: owners
              slackChannelId: C0EXAMPLE01
              accountIds: [%s, "444455556666"]
        """
            .formatted(listed));
    String expected = "in account payments (111122223333) or 444455556666";
    for (String command : List.of("preview", "simulate")) {
      assertThat(Console.wide(120, folder, command, "named").out()).contains(expected);
    }
  }
}
