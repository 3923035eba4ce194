package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.digest.DigestRoles;
import inspectorslack.stepfunctions.MachineRoles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That the stand-in refuses schedules as EventBridge Scheduler does. */
class CloudScheduleTests extends CloudTest {
  private Map<String, Object> schedule() {
    String account = "123456789012";
    String machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:m";
    String queue = "arn:aws:sqs:eu-west-1:123456789012:q";
    cloud.create(CloudType.QUEUE, Map.of("name", "q"));
    cloud.create(CloudType.LOG_GROUP, Map.of("name", "l"));
    cloud.create(
        CloudType.ROLE,
        Map.of("name", "m", "assumeRolePolicy", MachineRoles.machineTrust(account)));
    cloud.create(
        CloudType.ROLE_POLICY,
        Map.of(
            "name",
            "m",
            "role",
            "m",
            "policy",
            DigestRoles.machinePolicy("table", "topic", Optional.empty())));
    cloud.create(
        CloudType.STATE_MACHINE,
        Map.of(
            "name", "m",
            "type", "STANDARD",
            "roleArn", "arn:aws:iam::123456789012:role/m",
            "definition", "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}",
            "loggingConfiguration",
                Map.of("logDestination", "arn:aws:logs:eu-west-1:123456789012:log-group:l:*")));
    cloud.create(
        CloudType.ROLE,
        Map.of("name", "s", "assumeRolePolicy", DigestRoles.scheduleTrust(account)));
    cloud.create(
        CloudType.ROLE_POLICY,
        Map.of(
            "name",
            "s",
            "role",
            "s",
            "policy",
            DigestRoles.schedulePolicy(machine, queue, Optional.empty())));
    return Map.of(
        "name",
        "d",
        "flexibleTimeWindow",
        Map.of("mode", "OFF"),
        "scheduleExpression",
        "cron(0 9 ? * MON *)",
        "scheduleExpressionTimezone",
        "Europe/Berlin",
        "target",
        Map.of(
            "arn",
            machine,
            "roleArn",
            "arn:aws:iam::123456789012:role/s",
            "deadLetterConfig",
            Map.of("arn", queue)));
  }

  private void assertRefusedTarget(
      Map<String, Object> schedule, String key, Object value, String why) {
    @SuppressWarnings("unchecked")
    Map<String, Object> target = (Map<String, Object>) schedule.get("target");
    assertRefused(CloudType.SCHEDULE, with(schedule, "target", with(target, key, value)), why);
  }

  @Test
  void aScheduleThatSchedulerDoesNotTakeIsRefused() {
    Map<String, Object> schedule = schedule();
    assertRefused(
        CloudType.SCHEDULE,
        with(schedule, "scheduleExpression", "cron(0 9 * * MON *)"),
        "Invalid Schedule Expression: exactly one of day-of-month and day-of-week is ?");
    assertRefused(
        CloudType.SCHEDULE,
        with(schedule, "scheduleExpressionTimezone", "+01:00"),
        "scheduleExpressionTimezone is none: +01:00");
    Map<String, Object> none = new LinkedHashMap<>(schedule);
    none.remove("flexibleTimeWindow");
    assertRefused(CloudType.SCHEDULE, none, "missing required input flexibleTimeWindow");
    assertThat(cloud.create(CloudType.SCHEDULE, schedule).id()).isEqualTo("default/d");
    assertRefused(CloudType.SCHEDULE, schedule, "already exists");
  }

  @Test
  void aScheduleThatCannotStartItsMachineOrKeepWhatItCouldNotStartIsRefused() {
    Map<String, Object> schedule = schedule();
    assertRefusedTarget(
        schedule,
        "arn",
        "arn:aws:states:eu-west-1:123456789012:stateMachine:gone",
        "is no machine of this account");
    assertRefusedTarget(
        schedule,
        "roleArn",
        "arn:aws:iam::123456789012:role/m",
        "EventBridge Scheduler may not assume the role arn:aws:iam::123456789012:role/m");
    assertRefusedTarget(
        schedule,
        "roleArn",
        "arn:aws:iam::123456789012:role/m",
        "may not start arn:aws:states:eu-west-1:123456789012:stateMachine:m");
    cloud.create(CloudType.QUEUE, Map.of("name", "other"));
    assertRefusedTarget(
        schedule,
        "deadLetterConfig",
        Map.of("arn", "arn:aws:sqs:eu-west-1:123456789012:other"),
        "may not send to arn:aws:sqs:eu-west-1:123456789012:other");
    assertRefusedTarget(
        schedule,
        "deadLetterConfig",
        Map.of("arn", "arn:aws:sqs:eu-west-1:123456789012:gone"),
        "dead-letter queue arn:aws:sqs:eu-west-1:123456789012:gone is no queue of this account");
  }
}
