package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.alerts.EventPattern;
import inspectorslack.alerts.QueuePolicyDocument;
import inspectorslack.alerts.TopicPolicyDocument;
import inspectorslack.companion.MockedStack;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.config.Storm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the program declares for a team's stack of three routes, under Pulumi's mocks.
 *
 * <p>Not proven here: that the engine accepts the values, and that AWS does.
 */
class RoutesAppTests {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:inspector-slack-team-";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:inspector-slack-team-";
  private static final String RULE =
      "arn:aws:events:eu-west-1:123456789012:rule/inspector-slack-team-";
  private static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:inspector-slack-team-";
  private static final String ROLE = "arn:aws:iam::123456789012:role/inspector-slack-team-";

  @TempDir private static Path folder;
  private static MockedStack stack;

  @BeforeAll
  static void run() throws IOException {
    TeamStack.copyTo(folder);
    stack = MockedStack.ofFile(folder, TeamStack.NAME);
  }

  private static final FindingFilter WITH_FIX = FindingFilter.builder().fixAvailable(true).build();

  /** The platform team's pattern, as its settings say. */
  private static String platformPattern() {
    return EventPattern.json(
        FindingSource.INSPECTOR,
        new Route("platform", Severity.HIGH, WITH_FIX, Map.of(), Storm.DEFAULT, Optional.empty()),
        new Delivery.Curated(30));
  }

  @Test
  void aRouteHasItsOwnRuleTargetAndPolicy() {
    assertThat(stack.inputs("alerts-platform-rule"))
        .isEqualTo(
            Map.of(
                "name",
                "inspector-slack-team--platform-findings",
                "description",
                "Inspector findings, HIGH and above, from inspector",
                "eventBusName",
                "default",
                "eventPattern",
                platformPattern()));
    assertThat(stack.inputs("alerts-platform-target"))
        .isEqualTo(
            Map.of(
                "rule",
                "inspector-slack-team--platform-findings",
                "targetId",
                "findings",
                "arn",
                MACHINE + "-platform-curation",
                "roleArn",
                ROLE + "-platform-rule",
                "deadLetterConfig",
                Map.of("arn", QUEUE + "-platform-dead-letters"),
                "retryPolicy",
                Map.of("maximumEventAgeInSeconds", 86400.0, "maximumRetryAttempts", 185.0)));
    assertThat(stack.inputs("alerts-platform-topic-policy"))
        .isEqualTo(
            Map.of(
                "arn",
                TOPIC + "-platform-findings",
                "policy",
                TopicPolicyDocument.json(
                    TOPIC + "-platform-findings",
                    RULE + "-platform-findings",
                    "aws",
                    "123456789012")));
  }

  @Test
  void theChannelOfARouteSubscribesToItsTopicOnly() {
    assertThat(stack.inputs("slack-C0EXAMPLE02"))
        .containsEntry("configurationName", "inspector-slack-team-C0EXAMPLE02")
        .containsEntry("slackTeamId", "T0EXAMPLE00")
        .containsEntry("slackChannelId", "C0EXAMPLE02")
        .containsEntry("snsTopicArns", List.of(TOPIC + "-platform-findings"))
        .containsEntry("iamRoleArn", ROLE + "-platform-slack-channel");
  }

  @Test
  void theFirstRoutesQueueAdmitsTheRuleOfCoverageTooAndTheOthersDoNot() {
    assertThat(stack.inputs("alerts-oncall-dead-letters-policy").get("policy"))
        .isEqualTo(
            QueuePolicyDocument.json(
                QUEUE + "-oncall-dead-letters",
                List.of(
                    RULE + "-oncall-findings",
                    RULE + "-oncall-coverage",
                    RULE + "-oncall-summaries")));
    for (String route : List.of("platform", "owners")) {
      assertThat(stack.inputs("alerts-" + route + "-dead-letters-policy").get("policy"))
          .isEqualTo(
              QueuePolicyDocument.json(
                  QUEUE + "-" + route + "-dead-letters",
                  List.of(RULE + "-" + route + "-findings", RULE + "-" + route + "-summaries")));
    }
  }

  @Test
  void aSuppressionIsAFilterOfItsCriteria() {
    assertThat(stack.inputs("suppressions-sandbox"))
        .isEqualTo(
            Map.of(
                "name",
                "inspector-slack-team-sandbox",
                "action",
                "SUPPRESS",
                "reason",
                "images of the sandbox are rebuilt every night",
                "description",
                "Expires on 2099-12-31",
                "filterCriterias",
                List.of(
                    Map.of(
                        "severities",
                        List.of(
                            Map.of("comparison", "EQUALS", "value", "LOW"),
                            Map.of("comparison", "EQUALS", "value", "MEDIUM")),
                        "ecrImageRepositoryNames",
                        List.of(Map.of("comparison", "EQUALS", "value", "sandbox/tools"))))));
  }

  @Test
  void theScheduleStartsTheDigestOfItsRoute() {
    assertThat(stack.inputs("digest-schedule"))
        .containsEntry("scheduleExpression", "cron(0 9 ? * MON *)")
        .containsEntry("scheduleExpressionTimezone", "Europe/Berlin")
        .containsEntry(
            "target",
            Map.of(
                "arn",
                MACHINE + "digest",
                "roleArn",
                ROLE + "digest-schedule",
                "deadLetterConfig",
                Map.of("arn", QUEUE + "-platform-dead-letters"),
                "retryPolicy",
                Map.of("maximumEventAgeInSeconds", 3600.0, "maximumRetryAttempts", 185.0)));
    assertThat(stack.inputs("digest-machine").get("definition").toString())
        .contains(TOPIC + "-platform-findings")
        .doesNotContain(TOPIC + "-oncall-findings", TOPIC + "-owners-findings");
  }

  @Test
  void theOutputsAreByRoute() {
    assertThat(stack.outputs()).containsOnlyKeys("routes", "digestStateMachineArn", "findingsUrl");
    assertThat(stack.outputs().get("digestStateMachineArn")).isEqualTo(MACHINE + "digest");
    Map<?, ?> routes = (Map<?, ?>) stack.outputs().get("routes");
    assertThat(routes.keySet()).map(String::valueOf).containsExactlyElementsOf(TeamStack.ROUTES);
    assertThat(routes.get("platform"))
        .isEqualTo(
            Map.of(
                "topicArn",
                TOPIC + "-platform-findings",
                "ruleName",
                "inspector-slack-team--platform-findings",
                "eventPattern",
                platformPattern(),
                "deadLetterQueueUrl",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/inspector-slack-team--platform-dead-letters",
                "stateMachineArn",
                MACHINE + "-platform-curation",
                "slackChannel",
                "C0EXAMPLE02 in workspace T0EXAMPLE00",
                "channelConfigurationArn",
                "arn:aws:chatbot::123456789012:chat-configuration/slack-channel/inspector-slack-team-C0EXAMPLE02"));
  }

  @Test
  void noTwoThingsHaveOneNameEvenIfARouteIsCalledLikeAPartOfAnother() {
    Map<String, Object> settings =
        Map.of(
            "delivery",
            "curated",
            "coverageAlerts",
            "true",
            "digest",
            Map.of("schedule", "rate(7 days)"),
            "slackWorkspaceId",
            "T0EXAMPLE00",
            "routes",
            List.of(
                Map.of("name", "a", "slackChannelId", "C0EXAMPLE01"),
                Map.of("name", "a-coverage", "slackChannelId", "C0EXAMPLE02"),
                Map.of("name", "digest", "slackChannelId", "C0EXAMPLE03")));
    MockedStack alike = MockedStack.of("eu-west-1", settings);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < alike.lines().size(); i++) {
      Object name = alike.inputs().get(i).get("name");
      String type = alike.lines().get(i).split(" ")[0];
      // A role's own policies are named within it.
      if (name != null && !type.endsWith(":RolePolicy")) {
        names.add(type + " " + name);
      }
    }
    assertThat(names).hasSizeGreaterThan(50).doesNotHaveDuplicates();
  }
}
