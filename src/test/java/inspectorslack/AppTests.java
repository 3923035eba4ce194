package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.Config;
import com.pulumi.Context;
import com.pulumi.context.LoggingContext;
import com.pulumi.core.Output;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import com.pulumi.resources.ResourceOptions;
import inspectorslack.alerts.EventPattern;
import inspectorslack.alerts.KeyPolicyDocument;
import inspectorslack.alerts.QueuePolicyDocument;
import inspectorslack.alerts.TopicPolicyDocument;
import inspectorslack.companion.MockedStack;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.MentionKey;
import inspectorslack.config.Routes;
import inspectorslack.config.Severity;
import inspectorslack.curation.CurationDefinition;
import inspectorslack.curation.CurationRoles;
import inspectorslack.slack.ChannelRole;
import inspectorslack.stepfunctions.MachineRoles;
import inspectorslack.stepfunctions.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the program declares, under Pulumi's mocks.
 *
 * <p>Not proven here: that the engine accepts the values, and that AWS does.
 */
class AppTests {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:inspector-slack-";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:inspector-slack-";
  private static final String RULE = "arn:aws:events:eu-west-1:123456789012:rule/inspector-slack-";

  private static final Map<String, Object> SLACK =
      Map.of("slackWorkspaceId", "T0EXAMPLE00", "slackChannelId", "C0EXAMPLE00");

  private static MockedStack stack(Map<String, ?> settings) {
    return MockedStack.of("eu-west-1", settings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod", "team", "everything", "management", "administrator"})
  void theTreeOfAStackIsAsRecorded(String name, @TempDir Path folder) throws IOException {
    TeamStack.copyTo(folder);
    for (Path file :
        List.of(
            Path.of("Pulumi.dev.yaml"),
            Path.of("Pulumi.prod.yaml"),
            Path.of("docs/examples/Pulumi.everything.yaml"),
            Path.of("docs/examples/Pulumi.management.yaml"),
            Path.of("docs/examples/Pulumi.administrator.yaml"))) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
    Recorded.assertSame(
        "trees/" + name + ".txt",
        String.join("\n", MockedStack.ofFile(folder, name).lines()) + "\n");
  }

  @Test
  void inspectorIsSwitchedOnForTheAccountAndOutlivesTheStack() {
    MockedStack stack = stack(Map.of("scanTypes", List.of("EC2", "LAMBDA")));
    assertThat(stack.inputs("scanning-inspector"))
        .isEqualTo(
            Map.of(
                "accountIds", List.of("123456789012"),
                "resourceTypes", List.of("EC2", "LAMBDA")));
    assertIsKeptAndGivenHalfAnHour(stack.options("scanning-inspector"));
  }

  @Test
  void securityHubIsSwitchedOnWithoutStandardsOnlyWhenAskedForAndOutlivesTheStack() {
    MockedStack stack = stack(Map.of("enableSecurityHub", "true"));
    assertThat(stack.inputs("scanning-security-hub"))
        .isEqualTo(Map.of("enableDefaultStandards", false));
    assertIsKeptAndGivenHalfAnHour(stack.options("scanning-security-hub"));
    assertThat(stack(Map.of()).lines()).noneMatch(line -> line.contains("securityhub"));
  }

  private static void assertIsKeptAndGivenHalfAnHour(ResourceOptions options) {
    assertThat(options.isRetainOnDelete()).isTrue();
    CustomTimeouts timeouts = options.getCustomTimeouts().orElseThrow();
    assertThat(List.of(timeouts.getCreate(), timeouts.getUpdate(), timeouts.getDelete()))
        .containsOnly(Optional.of(Duration.ofMinutes(30)));
  }

  @Test
  void aStackThatOwnsNoSwitchDeclaresNone() {
    assertThat(stack(Map.of("enableInspector", "false")).lines())
        .noneMatch(line -> line.contains("scanning"));
    assertThat(stack(Map.of("enableInspector", "false", "enableSecurityHub", "true")).lines())
        .contains("aws:securityhub/account:Account scanning-security-hub in scanning")
        .noneMatch(line -> line.contains("inspector2"));
  }

  @ParameterizedTest
  @CsvSource({"eu-west-1, aws", "cn-north-1, aws-cn", "us-gov-west-1, aws-us-gov"})
  void policyArnsFollowThePartition(String region, String partition) {
    MockedStack stack =
        MockedStack.of(
            region,
            SettingsText.values(
                "{instanceRoles: [web], slackWorkspaceId: T0EXAMPLE00, slackChannelId: C0EXAMPLE00}"));
    assertThat(stack.inputs("instances-web"))
        .isEqualTo(
            Map.of(
                "role",
                "web",
                "policyArn",
                "arn:%s:iam::aws:policy/AmazonSSMManagedInstanceCore".formatted(partition)));
    assertThat(stack.inputs("slack-C0EXAMPLE00").get("guardrailPolicyArns"))
        .isEqualTo(
            List.of(
                "arn:%s:iam::aws:policy/AmazonInspector2ReadOnlyAccess".formatted(partition),
                "arn:%s:iam::aws:policy/CloudWatchReadOnlyAccess".formatted(partition)));
  }

  @Test
  void aRoleThatIsReachedTwiceIsAttachedOnce() {
    MockedStack stack =
        MockedStack.withProfiles(
            Map.of(
                "instanceRoles", List.of("web"),
                "instanceProfiles", List.of("web-profile", "db-profile", "db-profile-2")),
            Map.of(
                "web-profile", CompletableFuture.completedFuture("web"),
                "db-profile", CompletableFuture.completedFuture("db"),
                "db-profile-2", CompletableFuture.completedFuture("db")));
    assertThat(stack.lines())
        .filteredOn(line -> line.contains("RolePolicyAttachment"))
        .containsExactly(
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment instances-web in instances",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment instances-db in instances");
  }

  @Test
  void everyInstanceProfileThatDoesNotServeIsNamed() {
    assertThatThrownBy(
            () ->
                MockedStack.withProfiles(
                    Map.of("instanceProfiles", List.of("gone", "fine", "empty")),
                    Map.of(
                        "gone",
                        CompletableFuture.failedFuture(new IllegalStateException("NoSuchEntity")),
                        "fine",
                        CompletableFuture.completedFuture("web"),
                        "empty",
                        CompletableFuture.completedFuture(""))))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(
            "instanceProfiles: \"gone\" could not be looked up: NoSuchEntity; \"empty\" has no role; fix the profiles or the list");
  }

  @Test
  void theSsmAgentOfAllManagedInstancesIsUpdatedWeekly() {
    assertThat(stack(Map.of("updateSsmAgent", "true")).inputs("instances-ssm-agent"))
        .isEqualTo(
            Map.of(
                "associationName", "inspector-slack-test-ssm-agent",
                "name", "AWS-UpdateSSMAgent",
                "targets", List.of(Map.of("key", "InstanceIds", "values", List.of("*"))),
                "scheduleExpression", "rate(7 days)"));
  }

  @ParameterizedTest
  @CsvSource({
    "inspector, MEDIUM, INSPECTOR",
    "securityhub, CRITICAL, SECURITYHUB",
    "securityhub-v2, HIGH, SECURITYHUB_V2"
  })
  void theRuleListensOnTheDefaultBusForSourceAndThreshold(
      String source, String threshold, FindingSource findingSource) {
    assertThat(
            stack(Map.of("findingSource", source, "severityThreshold", threshold))
                .inputs("alerts-rule"))
        .isEqualTo(
            Map.of(
                "name",
                "inspector-slack-test-findings",
                "description",
                "Inspector findings, %s and above, from %s".formatted(threshold, source),
                "eventBusName",
                "default",
                "eventPattern",
                EventPattern.json(
                    findingSource, Routes.of(Severity.valueOf(threshold)), new Delivery.Native())));
  }

  @Test
  void theTopicIsNamedForPeople() {
    assertThat(stack(Map.of()).inputs("alerts-topic"))
        .isEqualTo(
            Map.of(
                "name", "inspector-slack-test-findings",
                "displayName", "Inspector Finding Notification"));
  }

  @Test
  void theTopicPolicyIsForThisTopicAndThisRule() {
    assertThat(stack(Map.of()).inputs("alerts-topic-policy"))
        .isEqualTo(
            Map.of(
                "arn",
                TOPIC + "test-findings",
                "policy",
                TopicPolicyDocument.json(
                    TOPIC + "test-findings", RULE + "test-findings", "aws", "123456789012")));
  }

  @Test
  void theTargetRetriesForADayAndThenFillsTheDeadLetterQueue() {
    MockedStack stack = stack(Map.of());
    assertThat(stack.inputs("alerts-target"))
        .isEqualTo(
            Map.of(
                "rule",
                "inspector-slack-test-findings",
                "targetId",
                "findings",
                "arn",
                TOPIC + "test-findings",
                "retryPolicy",
                Map.of("maximumEventAgeInSeconds", 86400.0, "maximumRetryAttempts", 185.0),
                "deadLetterConfig",
                Map.of("arn", QUEUE + "test-dead-letters")));
    assertThat(stack.dependsOn("alerts-target"))
        .containsExactlyInAnyOrder("alerts-topic-policy", "alerts-dead-letters-policy");
  }

  @Test
  void theDeadLetterQueueKeepsMessagesEncryptedForFourteenDays() {
    MockedStack stack = stack(Map.of());
    assertThat(stack.inputs("alerts-dead-letters"))
        .isEqualTo(
            Map.of(
                "name",
                "inspector-slack-test-dead-letters",
                "messageRetentionSeconds",
                1209600.0,
                "maxMessageSize",
                262144.0,
                "sqsManagedSseEnabled",
                true));
    assertThat(stack.inputs("alerts-dead-letters-policy"))
        .isEqualTo(
            Map.of(
                "queueUrl",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/inspector-slack-test-dead-letters",
                "policy",
                QueuePolicyDocument.json(
                    QUEUE + "test-dead-letters", List.of(RULE + "test-findings"))));
  }

  @Test
  void encryptionGivesTopicAndQueueOneKeyThatRotates() {
    MockedStack stack = stack(Map.of("encryptTopic", "true"));
    String key = "arn:aws:kms:eu-west-1:123456789012:key/encryption-key";
    assertThat(stack.inputs("encryption-key"))
        .isEqualTo(
            Map.of(
                "description",
                "Inspector findings on their way to Slack: inspector-slack-test",
                "enableKeyRotation",
                true,
                "policy",
                KeyPolicyDocument.json(
                    "aws",
                    "eu-west-1",
                    "123456789012",
                    "/aws/vendedlogs/states/inspector-slack-test-*")));
    assertThat(stack.inputs("alerts-topic")).containsEntry("kmsMasterKeyId", key);
    assertThat(stack.inputs("alerts-dead-letters"))
        .containsEntry("kmsMasterKeyId", key)
        .doesNotContainKey("sqsManagedSseEnabled");
    assertThat(stack(Map.of()).lines()).noneMatch(line -> line.contains("kms"));
  }

  @ParameterizedTest
  @CsvSource({
    "failed-invocations, AWS/Events, FailedInvocations, Sum, RuleName, findings",
    "lost-findings, AWS/Events, InvocationsFailedToBeSentToDlq, Sum, RuleName, findings",
    "dead-letters, AWS/SQS, ApproximateNumberOfMessagesVisible, Maximum, QueueName, dead-letters"
  })
  void alarmsNotifyTheTopicOfAnythingAboveZero(
      String alarm, String namespace, String metric, String statistic, String of, String name) {
    Map<String, Object> inputs =
        new HashMap<>(stack(Map.of()).inputs("alerts-" + alarm + "-alarm"));
    assertThat(inputs.remove("alarmDescription").toString()).matches("[A-Z].{60,}\\.");
    assertThat(inputs)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("name", "inspector-slack-test-" + alarm),
                Map.entry("namespace", namespace),
                Map.entry("metricName", metric),
                Map.entry("statistic", statistic),
                Map.entry("dimensions", Map.of(of, "inspector-slack-test-" + name)),
                Map.entry("comparisonOperator", "GreaterThanThreshold"),
                Map.entry("threshold", 0.0),
                Map.entry("period", 300.0),
                Map.entry("evaluationPeriods", 1.0),
                Map.entry("treatMissingData", "notBreaching"),
                Map.entry("alarmActions", List.of(TOPIC + "test-findings"))));
  }

  @Test
  void slackSubscribesToTheTopicWithReadOnlyGuardrails() {
    MockedStack stack = stack(SLACK);
    assertThat(stack.inputs("slack-role"))
        .isEqualTo(
            Map.of(
                "name",
                "inspector-slack-test-slack-channel",
                "description",
                "Role of the Slack channel for findings, without permissions",
                "assumeRolePolicy",
                ChannelRole.trustPolicy()));
    assertThat(stack.inputs("slack-C0EXAMPLE00"))
        .isEqualTo(
            Map.of(
                "configurationName",
                "inspector-slack-test-C0EXAMPLE00",
                "slackTeamId",
                "T0EXAMPLE00",
                "slackChannelId",
                "C0EXAMPLE00",
                "iamRoleArn",
                "arn:aws:iam::123456789012:role/inspector-slack-test-slack-channel",
                "guardrailPolicyArns",
                List.of(
                    "arn:aws:iam::aws:policy/AmazonInspector2ReadOnlyAccess",
                    "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"),
                "snsTopicArns",
                List.of(TOPIC + "test-findings"),
                "loggingLevel",
                "ERROR"));
    assertThat(
            ((CustomResourceOptions) stack.options("slack-C0EXAMPLE00")).getDeleteBeforeReplace())
        .isTrue();
  }

  @Test
  void withSlackTheOutputsNameTheChannel() {
    assertThat(stack(SLACK).outputs())
        .isEqualTo(
            Map.of(
                "topicArn",
                TOPIC + "test-findings",
                "ruleName",
                "inspector-slack-test-findings",
                "eventPattern",
                EventPattern.json(
                    FindingSource.SECURITYHUB, Routes.of(Severity.HIGH), new Delivery.Native()),
                "deadLetterQueueUrl",
                "https://sqs.eu-west-1.amazonaws.com/123456789012/inspector-slack-test-dead-letters",
                "findingsUrl",
                "https://eu-west-1.console.aws.amazon.com/inspector/v2/home?region=eu-west-1#/findings",
                "channelConfigurationArn",
                "arn:aws:chatbot::123456789012:chat-configuration/slack-channel/inspector-slack-test-C0EXAMPLE00",
                "slackChannel",
                "C0EXAMPLE00 in workspace T0EXAMPLE00"));
  }

  @Test
  void withoutSlackTheStackStopsAtTheTopicAndSaysSo() {
    MockedStack stack = stack(Map.of());
    assertThat(stack.lines())
        .noneMatch(line -> line.contains("slack-") || line.contains("chatbot"));
    assertThat(stack.outputs())
        .doesNotContainKey("channelConfigurationArn")
        .containsEntry(
            "slackChannel",
            "not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic");
  }

  static Stream<Map<String, ?>> everyOption() {
    return Stream.of(
        Map.of(),
        SLACK,
        Map.of("findingSource", "inspector", "severityThreshold", "INFORMATIONAL"),
        Map.of("findingSource", "securityhub-v2", "delivery", "curated"),
        Map.of("enableSecurityHub", "true", "scanTypes", List.of("LAMBDA", "LAMBDA_CODE")),
        Map.of("instanceRoles", List.of("a"), "instanceProfiles", List.of("b")),
        Map.of("updateSsmAgent", "true", "encryptTopic", "true"),
        Map.of("namePrefix", "p".repeat(40)));
  }

  @ParameterizedTest
  @MethodSource("everyOption")
  void noInputHoldsNull(Map<String, ?> settings) {
    MockedStack stack = stack(settings);
    List<Object> leaves = new ArrayList<>();
    stack.inputs().forEach(inputs -> collect(inputs, leaves));
    assertThat(leaves).hasSizeGreaterThan(40).doesNotContainNull();
    assertThat(leaves).noneMatch(leaf -> leaf.toString().contains("null"));
  }

  private static void collect(Object value, List<Object> leaves) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> collect(item, leaves));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(item, leaves));
    } else {
      leaves.add(value);
    }
  }

  @Test
  void invalidSettingsStopTheProgramBeforeAnythingIsRegistered() {
    Context context = context(Map.of("severityThreshold", "HIHG", "enableInspector", "on"));
    // No deployment exists here: a resource that was registered would fail in another way.
    assertThatThrownBy(() -> App.stack(context))
        .isExactlyInstanceOf(RunException.class)
        .hasMessage(
            """
            stack 'dev' has 2 invalid settings; nothing was registered:
              severityThreshold: got "HIHG"; expected one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL; fix: pulumi config set severityThreshold HIGH
              enableInspector: got "on"; expected one of true, false; fix: pulumi config set enableInspector true""");
    verify(context, never()).export(anyString(), any(Output.class));
  }

  @Test
  void aRouteWhosePatternEventBridgeWouldNotTakeStopsTheProgramToo() {
    String accounts =
        IntStream.range(0, 200).mapToObj("%012d"::formatted).collect(Collectors.joining(", "));
    Context context =
        context(
            SettingsText.values(
                "{slackWorkspaceId: T0EXAMPLE00, routes: [{name: all, slackChannelId: C0EXAMPLE00, accountIds: [%s]}]}"
                    .formatted(accounts)));
    assertThatThrownBy(() -> App.stack(context))
        .isExactlyInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "stack 'dev' has 1 invalid setting; nothing was registered:\n  routes[0]: got filters that result in an event pattern of ");
  }

  @Test
  void theEngineLogsWhatTheOperatorShouldKnow() {
    LoggingContext log = mock(LoggingContext.class);
    Settings settings = SettingsText.read("renotifyAfterDays: 7");
    MockedStack.running(
        "eu-west-1",
        context -> {
          Context logged = spy(context);
          when(logged.log()).thenReturn(log);
          App.stack(logged, settings);
        });
    verify(log)
        .warn(
            "Slack is not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic");
    verify(log)
        .warn(
            "renotifyAfterDays: 7 has no effect because delivery is native; fix: pulumi config set delivery curated");
    verify(log, times(2)).warn(anyString());
  }

  /** The program and the companion read the same, the one from JSON, the other from YAML. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"encryptTopic\": \"\"}",
        "{\"severityThreshold\": \" \"}",
        "{\"scanTypes\": [null, \"\", \"EC2\", \"EC3\", 5, true, [1], {\"a\": null}]}",
        "{\"scanTypes\": {\"a\": 1.5}, \"instanceRoles\": \"web\"}",
        "{\"digest\": {\"schedule\": null, \"timeZone\": 5, \"maxAgeDays\": {}}}",
        "{\"mentions\": {\"HIGH\": true}, \"delivery\": \"x\\u200b\"}",
        "{\"slackWorkspaceId\": \"T0EXAMPLE00\", \"routes\": [1, {\"name\": null, \"slackChannelId\": \"\", \"accountIds\": [], \"minEpss\": 2, \"fixAvailable\": 1}]}",
        "{\"suppressions\": [\"x\", {}, {\"name\": \"a\", \"reason\": 5, \"expires\": \"never\", \"criteria\": {\"maxEpss\": 1, \"severities\": []}}]}"
      })
  void theCompanionSaysTheSameOfWrongSettings(String settings, @TempDir Path folder)
      throws IOException {
    Map<String, Object> values =
        new ObjectMapper().readValue(settings, new TypeReference<Map<String, Object>>() {});
    StringBuilder file = new StringBuilder("config:\n");
    for (Map.Entry<String, Object> value : values.entrySet()) {
      file.append("  inspector-slack:%s: %s\n".formatted(value.getKey(), json(value.getValue())));
    }
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: inspector-slack\n");
    Files.writeString(folder.resolve("Pulumi.dev.yaml"), file);
    Throwable said = catchThrowable(() -> MockedStack.ofFile(folder, "dev"));
    assertThat(said).isInstanceOf(InvalidSettings.class);
    assertThatThrownBy(() -> App.stack(context(values))).hasMessage(said.getMessage());
  }

  private static String json(Object value) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(value);
  }

  /** What the engine hands to the program: texts, and lists and maps as JSON. */
  private static Context context(Map<String, ?> settings) {
    Config config = mock(Config.class);
    when(config.get(anyString()))
        .thenAnswer(
            call -> {
              Object value = settings.get(call.<String>getArgument(0));
              return Optional.ofNullable(
                  value == null || value instanceof String ? (String) value : json(value));
            });
    Context context = mock(Context.class);
    when(context.config()).thenReturn(config);
    when(context.config("aws")).thenReturn(mock(Config.class));
    when(context.projectName()).thenReturn("inspector-slack");
    when(context.stackName()).thenReturn("dev");
    return context;
  }

  @Nested
  class Curated {
    private final MockedStack curated =
        stack(Map.of("delivery", "curated", "mentions", Map.of("CRITICAL", "<!here>")));

    private static final String MACHINE =
        "arn:aws:states:eu-west-1:123456789012:stateMachine:inspector-slack-test-curation";

    @Test
    void aStateMachineWithAMemoryStandsBetweenRuleAndTopic() {
      assertThat(curated.lines().stream().filter(line -> line.contains("alerts-curation")))
          .containsExactly(
              "inspectorslack:components:FindingCuration alerts-curation in alerts",
              "aws:dynamodb/table:Table alerts-curation-memory in alerts-curation",
              "aws:iam/role:Role alerts-curation-machine-role in alerts-curation",
              "aws:iam/rolePolicy:RolePolicy alerts-curation-machine-policy in alerts-curation",
              "aws:cloudwatch/logGroup:LogGroup alerts-curation-logs in alerts-curation",
              "aws:sfn/stateMachine:StateMachine alerts-curation-machine in alerts-curation",
              "aws:iam/role:Role alerts-curation-rule-role in alerts-curation",
              "aws:iam/rolePolicy:RolePolicy alerts-curation-rule-policy in alerts-curation",
              "aws:cloudwatch/eventRule:EventRule alerts-curation-summaries in alerts-curation",
              "aws:cloudwatch/metricAlarm:MetricAlarm alerts-curation-failed-executions-alarm in alerts-curation",
              "aws:cloudwatch/metricAlarm:MetricAlarm alerts-curation-timed-out-alarm in alerts-curation",
              "aws:cloudwatch/eventTarget:EventTarget alerts-curation-summaries-target in alerts-curation");
      assertThat(curated.outputs()).containsEntry("stateMachineArn", MACHINE);
      assertThat(stack(Map.of()).outputs()).doesNotContainKey("stateMachineArn");
    }

    @Test
    void theRulesTargetIsTheMachineOnceTheRuleMayStartIt() {
      assertThat(curated.inputs("alerts-target"))
          .containsEntry("targetId", "findings")
          .containsEntry("arn", MACHINE)
          .containsEntry("roleArn", "arn:aws:iam::123456789012:role/inspector-slack-test-rule");
      assertThat(curated.dependsOn("alerts-target"))
          .containsExactlyInAnyOrder(
              "alerts-topic-policy", "alerts-dead-letters-policy", "alerts-curation-rule-policy");
      assertThat(curated.dependsOn("alerts-rule")).containsExactly("alerts-curation-rule-policy");
      assertThat(curated.inputs("alerts-rule"))
          .containsEntry(
              "eventPattern",
              EventPattern.json(
                  FindingSource.SECURITYHUB, Routes.of(Severity.HIGH), new Delivery.Curated(30)));
    }

    @Test
    void theMemoryForgetsByItselfCanBeRestoredAndIsEncrypted() {
      assertThat(curated.inputs("alerts-curation-memory"))
          .isEqualTo(
              Map.of(
                  "name", "inspector-slack-test-memory",
                  "billingMode", "PAY_PER_REQUEST",
                  "hashKey", "finding",
                  "attributes",
                      List.of(
                          Map.of("name", "finding", "type", "S"),
                          Map.of("name", "held", "type", "S"),
                          Map.of("name", "heldOrder", "type", "S")),
                  "globalSecondaryIndexes",
                      List.of(
                          Map.of(
                              "name", "held",
                              "hashKey", "held",
                              "rangeKey", "heldOrder",
                              "projectionType", "INCLUDE",
                              "nonKeyAttributes",
                                  List.of("dueAt", "heldBy", "severityRank", "news", "totals"))),
                  "ttl", Map.of("attributeName", "expiresAt", "enabled", true),
                  "pointInTimeRecovery", Map.of("enabled", true),
                  "serverSideEncryption", Map.of("enabled", true)));
    }

    @Test
    void theMachineStartsEveryMinuteToPostSummaries() {
      assertThat(curated.inputs("alerts-curation-summaries"))
          .isEqualTo(
              Map.of(
                  "name", "inspector-slack-test-summaries",
                  "description", "Posts summaries of the findings that a storm held back",
                  "scheduleExpression", "rate(1 minute)"));
      assertThat(curated.inputs("alerts-curation-summaries-target"))
          .isEqualTo(
              Map.of(
                  "rule",
                  "inspector-slack-test-summaries",
                  "targetId",
                  "summaries",
                  "arn",
                  MACHINE,
                  "roleArn",
                  "arn:aws:iam::123456789012:role/inspector-slack-test-rule",
                  "retryPolicy",
                  Map.of("maximumEventAgeInSeconds", 60.0, "maximumRetryAttempts", 1.0),
                  "deadLetterConfig",
                  Map.of("arn", QUEUE + "test-dead-letters")));
      assertThat(curated.dependsOn("alerts-curation-summaries-target"))
          .containsExactlyInAnyOrder("alerts-curation-rule-policy", "alerts-dead-letters-policy");
    }

    @Test
    void theMachineIsExpressAndLogsItsFailures() {
      assertThat(curated.inputs("alerts-curation-machine"))
          .isEqualTo(
              Map.of(
                  "name", "inspector-slack-test-curation",
                  "type", "EXPRESS",
                  "roleArn", "arn:aws:iam::123456789012:role/inspector-slack-test-curation",
                  "definition",
                      CurationDefinition.json(
                          FindingSource.SECURITYHUB,
                          Routes.of(
                              Severity.HIGH,
                              FindingFilter.ALL,
                              Map.of(MentionKey.CRITICAL, "<!here>")),
                          new Delivery.Curated(30),
                          Surroundings.builder()
                              .tableName("inspector-slack-test-memory")
                              .topicArn(TOPIC + "test-findings")
                              .deadLetterQueueUrl(
                                  "https://sqs.eu-west-1.amazonaws.com/123456789012/inspector-slack-test-dead-letters")
                              .partition("aws")
                              .region("eu-west-1")
                              .build()),
                  "loggingConfiguration",
                      Map.of(
                          "level", "ERROR",
                          "includeExecutionData", true,
                          "logDestination",
                              "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/inspector-slack-test-curation:*")));
      assertThat(curated.dependsOn("alerts-curation-machine"))
          .containsExactly("alerts-curation-machine-policy");
    }

    @Test
    void eachRoleHasThePolicyThatIsMadeForIt() {
      assertThat(curated.inputs("alerts-curation-machine-role"))
          .containsEntry("assumeRolePolicy", MachineRoles.machineTrust("123456789012"));
      assertThat(curated.inputs("alerts-curation-rule-role"))
          .containsEntry("assumeRolePolicy", MachineRoles.ruleTrust("123456789012"));
      assertThat(curated.inputs("alerts-curation-rule-policy"))
          .containsEntry("role", "inspector-slack-test-rule")
          .containsEntry("policy", MachineRoles.rulePolicy(MACHINE));
      assertThat(curated.inputs("alerts-curation-machine-policy"))
          .containsEntry("role", "inspector-slack-test-curation")
          .containsEntry(
              "policy",
              machinePolicy(
                  Optional.empty(),
                  Optional.of("arn:aws:securityhub:eu-west-1:123456789012:hub/default")));
    }

    @Test
    void theMachineReachesTheKeyOnlyIfThereIsOneAndTheHubOnlyIfFindingsComeFromIt() {
      MockedStack stack =
          stack(
              Map.of("delivery", "curated", "findingSource", "inspector", "encryptTopic", "true"));
      assertThat(stack.inputs("alerts-curation-machine-policy"))
          .containsEntry(
              "policy",
              machinePolicy(
                  Optional.of("arn:aws:kms:eu-west-1:123456789012:key/encryption-key"),
                  Optional.empty()));
      assertThat(stack.inputs("alerts-curation-logs"))
          .containsEntry("kmsKeyId", "arn:aws:kms:eu-west-1:123456789012:key/encryption-key");
      assertThat(curated.inputs("alerts-curation-logs")).doesNotContainKey("kmsKeyId");
    }

    private static String machinePolicy(Optional<String> key, Optional<String> hub) {
      return CurationRoles.machinePolicy(
          new CurationRoles.Reach(
              "arn:aws:dynamodb:eu-west-1:123456789012:table/inspector-slack-test-memory",
              new MachineRoles.Reach(TOPIC + "test-findings", QUEUE + "test-dead-letters", key),
              hub));
    }

    @ParameterizedTest
    @CsvSource({"failed-executions, ExecutionsFailed", "timed-out, ExecutionsTimedOut"})
    void anAlarmTellsOfExecutionsThatDoNotSucceed(String name, String metric) {
      assertThat(curated.inputs("alerts-curation-" + name + "-alarm"))
          .containsEntry("name", "inspector-slack-test-" + name)
          .containsEntry("namespace", "AWS/States")
          .containsEntry("metricName", metric)
          .containsEntry("dimensions", Map.of("StateMachineArn", MACHINE))
          .containsEntry("alarmActions", List.of(TOPIC + "test-findings"));
    }
  }
}
