package inspectorslack.stepfunctions;

import static inspectorslack.aws.Statements.allow;

import inspectorslack.aws.Statements;
import java.util.Optional;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** The two roles of a state machine that a rule starts: the rule's role and the machine's own. */
public final class MachineRoles {
  private MachineRoles() {}

  /**
   * What every machine works with.
   *
   * @param topicArn where messages go
   * @param queueArn the dead-letter queue
   * @param keyArn the key of topic and queue, if they have one
   */
  public record Reach(String topicArn, String queueArn, Optional<String> keyArn) {}

  /** The trust policy of the rule's role as JSON: EventBridge, for this account. */
  public static String ruleTrust(String accountId) {
    return Statements.trustOf("Rule", Statements.EVENTBRIDGE, accountId);
  }

  /** The policy of the rule's role as JSON: it may start one state machine. */
  public static String rulePolicy(String stateMachineArn) {
    return IamPolicy.builder()
        .addStatement(
            allow("StateMachine")
                .addAction("states:StartExecution")
                .addResource(stateMachineArn)
                .build())
        .build()
        .toJson();
  }

  /** The trust policy of the machine's role as JSON: Step Functions, for this account. */
  public static String machineTrust(String accountId) {
    return Statements.trustOf("StateMachine", Statements.STEP_FUNCTIONS, accountId);
  }

  /** The policy of the machine's role as JSON, for a machine that uses nothing else. */
  public static String machinePolicy(Reach reach) {
    IamPolicy.Builder policy = IamPolicy.builder();
    addReach(policy, reach);
    return policy.addStatement(Statements.logDelivery()).build().toJson();
  }

  /** Allows a machine to publish messages and to keep events. */
  public static void addReach(IamPolicy.Builder policy, Reach reach) {
    policy
        .addStatement(allow("Topic").addAction("sns:Publish").addResource(reach.topicArn()).build())
        .addStatement(
            allow("DeadLetters")
                .addAction("sqs:SendMessage")
                .addResource(reach.queueArn())
                .build());
    reach.keyArn().ifPresent(key -> policy.addStatement(Statements.useOf(key)));
  }
}
