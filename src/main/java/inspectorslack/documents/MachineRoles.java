package inspectorslack.documents;

import static inspectorslack.documents.Statements.allow;

import java.util.Optional;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * The two roles of a state machine that a rule starts: the rule's, which starts it, and its own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy">Step
 *     Functions Developer Guide, confused deputies</a>
 */
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
    return trust("Rule", Statements.EVENTBRIDGE, accountId);
  }

  /** The policy of the rule's role as JSON: it starts one state machine. */
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
    return trust("StateMachine", Statements.STEP_FUNCTIONS, accountId);
  }

  /** The policy, as JSON, of the role of a machine that works with nothing else. */
  public static String machinePolicy(Reach reach) {
    IamPolicy.Builder policy = IamPolicy.builder();
    addReach(policy, reach);
    return policy.addStatement(logDelivery()).build().toJson();
  }

  /** Lets a machine publish its messages and keep its events. */
  static void addReach(IamPolicy.Builder policy, Reach reach) {
    policy
        .addStatement(allow("Topic").addAction("sns:Publish").addResource(reach.topicArn()).build())
        .addStatement(
            allow("DeadLetters")
                .addAction("sqs:SendMessage")
                .addResource(reach.queueArn())
                .build());
    reach
        .keyArn()
        .ifPresent(
            key ->
                policy.addStatement(
                    allow("Key")
                        .addAction("kms:Decrypt")
                        .addAction("kms:GenerateDataKey")
                        .addResource(key)
                        .build()));
  }

  /**
   * Step Functions sets its log delivery up with the machine's role. None of these actions knows a
   * resource, so the machine's log group cannot be named.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html">Step Functions
   *     Developer Guide, logging to CloudWatch Logs</a>
   */
  static IamStatement logDelivery() {
    return allow("LogDelivery")
        .addAction("logs:CreateLogDelivery")
        .addAction("logs:DeleteLogDelivery")
        .addAction("logs:DescribeLogGroups")
        .addAction("logs:DescribeResourcePolicies")
        .addAction("logs:GetLogDelivery")
        .addAction("logs:ListLogDeliveries")
        .addAction("logs:PutResourcePolicy")
        .addAction("logs:UpdateLogDelivery")
        .addResource("*")
        .build();
  }

  private static String trust(String sid, IamPrincipal service, String accountId) {
    return IamPolicy.builder()
        .addStatement(
            allow(sid, service)
                .addAction("sts:AssumeRole")
                .addCondition(
                    condition ->
                        condition
                            .operator(IamConditionOperator.STRING_EQUALS)
                            .key("aws:SourceAccount")
                            .value(accountId))
                .build())
        .build()
        .toJson();
  }
}
