package inspectorslack.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks the role, state machine and queue that an EventBridge schedule refers to. */
final class ScheduleReferences {
  private ScheduleReferences() {}

  /**
   * All problems. AWS itself checks only that Scheduler may assume the role. The other mistakes
   * would show when the schedule is due: the digest wouldn't arrive.
   */
  static List<String> problems(Cloud cloud, Map<String, Object> inputs) {
    Map<?, ?> target = (Map<?, ?>) inputs.getOrDefault("target", Map.of());
    Object machine = target.get("arn");
    Object role = target.get("roleArn");
    Object queue =
        target.get("deadLetterConfig") instanceof Map<?, ?> config ? config.get("arn") : null;
    List<String> problems = new ArrayList<>();
    if (cloud
        .find(
            it ->
                it.type() == CloudType.ROLE
                    && it.text("arn").equals(role)
                    && it.text("assumeRolePolicy").contains("scheduler.amazonaws.com"))
        .isEmpty()) {
      problems.add("ValidationException: EventBridge Scheduler may not assume the role " + role);
    }
    if (!cloud.hasArn(CloudType.STATE_MACHINE, machine)) {
      problems.add("target " + machine + " is not a state machine of this account");
    }
    if (!CloudType.roleMay(cloud, role, "states:StartExecution", machine)) {
      problems.add("the role %s may not start %s".formatted(role, machine));
    }
    if (!cloud.hasArn(CloudType.QUEUE, queue)) {
      problems.add("dead-letter queue " + queue + " is not a queue of this account");
    }
    if (!CloudType.roleMay(cloud, role, "sqs:SendMessage", queue)) {
      problems.add("the role %s may not send to %s".formatted(role, queue));
    }
    return problems;
  }
}
