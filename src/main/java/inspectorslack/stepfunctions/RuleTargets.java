package inspectorslack.stepfunctions;

import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetDeadLetterConfigArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetRetryPolicyArgs;
import com.pulumi.core.Output;
import java.time.Duration;

/**
 * Targets of rules that lose no event: EventBridge retries as long as it can, then sends the event
 * to a dead-letter queue.
 */
public final class RuleTargets {
  // EventBridge's maximum.
  private static final Duration RETRY_FOR = Duration.ofHours(24);
  private static final int RETRY_ATTEMPTS = 185;

  private RuleTargets() {}

  /** Starts a target with a dead-letter queue; the caller adds rule and resource. */
  public static EventTargetArgs.Builder keptIn(Output<String> queueArn) {
    return keptIn(queueArn, RETRY_FOR, RETRY_ATTEMPTS);
  }

  /** The same for a target that is soon called again anyway. */
  public static EventTargetArgs.Builder keptIn(
      Output<String> queueArn, Duration retryFor, int retryAttempts) {
    return EventTargetArgs.builder()
        .retryPolicy(
            EventTargetRetryPolicyArgs.builder()
                .maximumEventAgeInSeconds((int) retryFor.toSeconds())
                .maximumRetryAttempts(retryAttempts)
                .build())
        .deadLetterConfig(EventTargetDeadLetterConfigArgs.builder().arn(queueArn).build());
  }
}
