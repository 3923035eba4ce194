package inspectorslack.stepfunctions;

import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetDeadLetterConfigArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetRetryPolicyArgs;
import com.pulumi.core.Output;
import java.time.Duration;

/** Targets of rules that lose no event: EventBridge tries as long as it can, then keeps it. */
public final class RuleTargets {
  // The longest that EventBridge goes on trying; after that the event is in the queue.
  private static final Duration RETRY_FOR = Duration.ofHours(24);
  private static final int RETRY_ATTEMPTS = 185;

  private RuleTargets() {}

  /** A target that is still to be named, with the queue that takes what it does not. */
  public static EventTargetArgs.Builder keptIn(Output<String> queueArn) {
    return EventTargetArgs.builder()
        .retryPolicy(
            EventTargetRetryPolicyArgs.builder()
                .maximumEventAgeInSeconds((int) RETRY_FOR.toSeconds())
                .maximumRetryAttempts(RETRY_ATTEMPTS)
                .build())
        .deadLetterConfig(EventTargetDeadLetterConfigArgs.builder().arn(queueArn).build());
  }
}
