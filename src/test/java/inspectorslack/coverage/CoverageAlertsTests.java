package inspectorslack.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import inspectorslack.aws.AwsAccount;
import inspectorslack.companion.MockedStack;
import inspectorslack.config.PhysicalNames;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.stepfunctions.Destination;
import inspectorslack.stepfunctions.MachineRoles;
import inspectorslack.stepfunctions.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The component by itself, under mocks.
 *
 * <p>Not proven here: that the engine and AWS accept the values.
 */
class CoverageAlertsTests {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:t";
  private static final String QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q";
  private static final String QUEUE_URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/q";
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/k";
  private static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:findings-dev-coverage";

  private static MockedStack stack(Optional<Output<String>> key) {
    return MockedStack.running(
        "eu-west-1",
        ctx -> {
          CoverageAlerts alerts =
              new CoverageAlerts(
                  "coverage",
                  new CoverageAlerts.Args(
                      Deployment.of(AwsAccount.current(), new PhysicalNames("findings", "dev"))
                          .encryptedWith(key),
                      new Destination(Output.of(TOPIC), Output.of(QUEUE), Output.of(QUEUE_URL))),
                  ComponentResourceOptions.Empty);
          alerts.listen(new ComponentResource("inspectorslack:components:Policy", "policy") {});
          ctx.export("ruleArn", alerts.ruleArn());
          ctx.export("stateMachineArn", alerts.stateMachineArn());
        });
  }

  @Test
  void itIsARuleAMachineTheirRolesAndTheirAlarms() {
    MockedStack stack = stack(Optional.empty());
    assertThat(stack.lines())
        .containsExactly(
            "inspectorslack:components:CoverageAlerts coverage",
            "aws:iam/role:Role coverage-machine-role in coverage",
            "aws:iam/rolePolicy:RolePolicy coverage-machine-policy in coverage",
            "aws:cloudwatch/logGroup:LogGroup coverage-logs in coverage",
            "aws:sfn/stateMachine:StateMachine coverage-machine in coverage",
            "aws:iam/role:Role coverage-rule-role in coverage",
            "aws:iam/rolePolicy:RolePolicy coverage-rule-policy in coverage",
            "aws:cloudwatch/eventRule:EventRule coverage-rule in coverage",
            "aws:cloudwatch/metricAlarm:MetricAlarm coverage-coverage-failed-alarm in coverage",
            "aws:cloudwatch/metricAlarm:MetricAlarm coverage-coverage-timeouts-alarm in coverage",
            "aws:cloudwatch/metricAlarm:MetricAlarm coverage-coverage-lost-alarm in coverage",
            "inspectorslack:components:Policy policy",
            "aws:cloudwatch/eventTarget:EventTarget coverage-target in coverage");
    assertThat(stack.outputs())
        .containsEntry(
            "ruleArn", "arn:aws:events:eu-west-1:123456789012:rule/findings-dev-coverage")
        .containsEntry("stateMachineArn", MACHINE);
  }

  @Test
  void theRuleStartsTheMachineAndLosesNothing() {
    MockedStack stack = stack(Optional.empty());
    assertThat(stack.inputs("coverage-rule"))
        .isEqualTo(
            Map.of(
                "name",
                "findings-dev-coverage",
                "description",
                "Resources that Inspector does not scan",
                "eventBusName",
                "default",
                "eventPattern",
                CoveragePattern.json()));
    assertThat(stack.inputs("coverage-target"))
        .isEqualTo(
            Map.of(
                "rule",
                "findings-dev-coverage",
                "targetId",
                "coverage",
                "arn",
                MACHINE,
                "roleArn",
                "arn:aws:iam::123456789012:role/findings-dev-coverage-start",
                "retryPolicy",
                Map.of("maximumEventAgeInSeconds", 86400.0, "maximumRetryAttempts", 185.0),
                "deadLetterConfig",
                Map.of("arn", QUEUE)));
    assertThat(stack.dependsOn("coverage-target"))
        .containsExactly("coverage-rule-policy", "policy");
  }

  @Test
  void theMachineIsAnExpressWorkflowThatPublishesToTheTopic() {
    MockedStack stack = stack(Optional.empty());
    assertThat(stack.inputs("coverage-machine"))
        .containsEntry("name", "findings-dev-coverage")
        .containsEntry("type", "EXPRESS")
        .containsEntry("roleArn", "arn:aws:iam::123456789012:role/findings-dev-coverage")
        .containsEntry(
            "definition",
            CoverageDefinition.json(
                Surroundings.builder()
                    .topicArn(TOPIC)
                    .deadLetterQueueUrl(QUEUE_URL)
                    .partition("aws")
                    .region("eu-west-1")
                    .build()));
    assertThat(stack.dependsOn("coverage-machine")).containsExactly("coverage-machine-policy");
    assertThat(stack.inputs("coverage-logs"))
        .containsEntry("name", "/aws/vendedlogs/states/findings-dev-coverage");
  }

  @Test
  void rolesReachWhatTheyNeedAndTheKeyOnlyIfThereIsOne() {
    MockedStack stack = stack(Optional.empty());
    assertThat(stack.inputs("coverage-machine-policy"))
        .containsEntry("role", "findings-dev-coverage")
        .containsEntry(
            "policy",
            MachineRoles.machinePolicy(new MachineRoles.Reach(TOPIC, QUEUE, Optional.empty())));
    assertThat(stack.inputs("coverage-rule-policy"))
        .containsEntry("role", "findings-dev-coverage-start")
        .containsEntry("policy", MachineRoles.rulePolicy(MACHINE));
    assertThat(stack(Optional.of(Output.of(KEY))).inputs("coverage-machine-policy"))
        .containsEntry(
            "policy",
            MachineRoles.machinePolicy(new MachineRoles.Reach(TOPIC, QUEUE, Optional.of(KEY))));
  }

  @ParameterizedTest
  @CsvSource({
    "coverage-failed, AWS/States, ExecutionsFailed, StateMachineArn",
    "coverage-timeouts, AWS/States, ExecutionsTimedOut, StateMachineArn",
    "coverage-lost, AWS/Events, InvocationsFailedToBeSentToDlq, RuleName"
  })
  void anAlarmReportsAlertsThatDoNotArrive(
      String name, String namespace, String metric, String dimension) {
    assertThat(stack(Optional.empty()).inputs("coverage-" + name + "-alarm"))
        .containsEntry("name", "findings-dev-" + name)
        .containsEntry("namespace", namespace)
        .containsEntry("metricName", metric)
        .containsEntry(
            "dimensions",
            Map.of(dimension, dimension.equals("RuleName") ? "findings-dev-coverage" : MACHINE))
        .containsEntry("alarmActions", List.of(TOPIC));
  }
}
