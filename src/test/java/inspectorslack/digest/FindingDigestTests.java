package inspectorslack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import inspectorslack.aws.AwsAccount;
import inspectorslack.companion.MockedComponent;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Severity;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.stepfunctions.Destination;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The digest's component under mocks.
 *
 * <p>Not proven here: that the engine and AWS accept the values.
 */
class FindingDigestTests {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:findings";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:dead-letters";
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/k";
  private static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:inspector-slack-test-digest";
  private static final Digest MONDAYS =
      new Digest("cron(0 9 ? * MON *)", "Europe/Berlin", "default", Map.of(Severity.CRITICAL, 7));

  private static MockedComponent mocked(Optional<String> key) {
    return MockedComponent.of(
        () ->
            new FindingDigest(
                "digest",
                new FindingDigest.Args(
                    Deployment.of(
                            AwsAccount.current(), new PhysicalNames("inspector-slack", "test"))
                        .encryptedWith(key.map(Output::of)),
                    new Destination(
                        Output.of(TOPIC), Output.of(QUEUE), Output.of("the digest reads no URL")),
                    MONDAYS),
                ComponentResourceOptions.Empty));
  }

  @Test
  void aDigestIsAScheduleAMachineATableTheirRolesAndThreeAlarms() {
    assertThat(mocked(Optional.empty()).lines())
        .containsExactlyInAnyOrder(
            "inspectorslack:components:FindingDigest digest",
            "aws:dynamodb/table:Table digest-totals in digest",
            "aws:iam/role:Role digest-machine-role in digest",
            "aws:iam/rolePolicy:RolePolicy digest-machine-policy in digest",
            "aws:cloudwatch/logGroup:LogGroup digest-logs in digest",
            "aws:sfn/stateMachine:StateMachine digest-machine in digest after digest-machine-policy",
            "aws:iam/role:Role digest-schedule-role in digest",
            "aws:iam/rolePolicy:RolePolicy digest-schedule-policy in digest",
            "aws:scheduler/schedule:Schedule digest-schedule in digest after digest-schedule-policy",
            "aws:cloudwatch/metricAlarm:MetricAlarm digest-digest-failures-alarm in digest",
            "aws:cloudwatch/metricAlarm:MetricAlarm digest-digest-timeouts-alarm in digest",
            "aws:cloudwatch/metricAlarm:MetricAlarm digest-digest-aborted-alarm in digest");
  }

  @Test
  void theScheduleStartsTheMachineAndKeepsWhatItCouldNotStart() {
    assertThat(mocked(Optional.empty()).inputs("digest-schedule"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "name",
                "inspector-slack-test-digest",
                "description",
                "Starts the digest of open Inspector findings.",
                "scheduleExpression",
                "cron(0 9 ? * MON *)",
                "scheduleExpressionTimezone",
                "Europe/Berlin",
                "flexibleTimeWindow",
                Map.of("mode", "OFF"),
                "target",
                Map.of(
                    "arn",
                    MACHINE,
                    "roleArn",
                    "arn:aws:iam::123456789012:role/inspector-slack-test-digest-schedule",
                    "retryPolicy",
                    Map.of("maximumEventAgeInSeconds", 3600.0, "maximumRetryAttempts", 185.0),
                    "deadLetterConfig",
                    Map.of("arn", QUEUE))));
  }

  @Test
  void theMachineIsAStandardOneOverItsTableAndTheRoutesTopic() {
    Map<String, Object> machine = mocked(Optional.empty()).inputs("digest-machine");
    assertThat(machine)
        .containsEntry("name", "inspector-slack-test-digest")
        .containsEntry("type", "STANDARD")
        .containsEntry("roleArn", "arn:aws:iam::123456789012:role/inspector-slack-test-digest")
        .containsEntry(
            "loggingConfiguration",
            Map.of(
                "level",
                "ERROR",
                "includeExecutionData",
                true,
                "logDestination",
                "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/inspector-slack-test-digest:*"))
        .containsEntry(
            "definition",
            DigestRecording.definition(
                MONDAYS.maxAgeDays(), "inspector-slack-test-digest", TOPIC, "aws"));
  }

  @Test
  void rolesReachTheKeyIfThereIsOne() {
    String table = "arn:aws:dynamodb:eu-west-1:123456789012:table/inspector-slack-test-digest";
    for (Optional<String> key : List.of(Optional.<String>empty(), Optional.of(KEY))) {
      MockedComponent mocked = mocked(key);
      assertThat(mocked.inputs("digest-machine-policy"))
          .containsEntry("policy", DigestRoles.machinePolicy(table, TOPIC, key));
      assertThat(mocked.inputs("digest-schedule-policy"))
          .containsEntry("policy", DigestRoles.schedulePolicy(MACHINE, QUEUE, key));
    }
  }

  @Test
  void everyBadEndOfADigestAlarmsTheRoute() {
    MockedComponent mocked = mocked(Optional.empty());
    Map<String, String> metrics =
        Map.of(
            "failures", "ExecutionsFailed",
            "timeouts", "ExecutionsTimedOut",
            "aborted", "ExecutionsAborted");
    metrics.forEach(
        (suffix, metric) ->
            assertThat(mocked.inputs("digest-digest-" + suffix + "-alarm"))
                .containsEntry("name", "inspector-slack-test-digest-" + suffix)
                .containsEntry("namespace", "AWS/States")
                .containsEntry("metricName", metric)
                .containsEntry("dimensions", Map.of("StateMachineArn", MACHINE))
                .containsEntry("alarmActions", List.of(TOPIC)));
  }
}
