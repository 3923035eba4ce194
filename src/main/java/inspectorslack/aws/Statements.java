package inspectorslack.aws;

import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Beginnings of policy statements that several policies share. */
public final class Statements {
  public static final IamPrincipal EVENTBRIDGE = service("events.amazonaws.com");
  public static final IamPrincipal CLOUDWATCH_ALARMS = service("cloudwatch.amazonaws.com");
  public static final IamPrincipal CHAT_APPLICATIONS = service("chatbot.amazonaws.com");

  public static final IamPrincipal STEP_FUNCTIONS = service("states.amazonaws.com");
  public static final IamPrincipal SCHEDULER = service("scheduler.amazonaws.com");

  private Statements() {}

  /** For the policy of a role, which needs no principal. */
  public static IamStatement.Builder allow(String sid) {
    return IamStatement.builder().sid(sid).effect(IamEffect.ALLOW);
  }

  public static IamStatement.Builder allow(String sid, IamPrincipal principal) {
    return allow(sid).addPrincipal(principal);
  }

  /**
   * Restricts a service to act for some ARNs. {@code aws:SourceAccount} is left out: EventBridge
   * does not send it to every target, and the ARN holds the account.
   */
  public static IamStatement.Builder onlyFor(
      IamStatement.Builder statement, List<String> sourceArns) {
    return statement.addConditions(IamConditionOperator.ARN_EQUALS, "aws:SourceArn", sourceArns);
  }

  /** Denies everybody an action that isn't sent over TLS. */
  public static IamStatement denyPlainHttp(String action, String resource) {
    return IamStatement.builder()
        .sid("DenyPlainHttp")
        .effect(IamEffect.DENY)
        .addPrincipal(IamPrincipal.ALL)
        .addAction(action)
        .addResource(resource)
        .addCondition(
            condition ->
                condition
                    .operator(IamConditionOperator.BOOL)
                    .key("aws:SecureTransport")
                    .value("false"))
        .build();
  }

  /** The domain of a partition's services, with which some are named as principals. */
  public static String domain(String partition) {
    return partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
  }

  /** For the policy of a role that writes to what a key encrypts. */
  public static IamStatement useOf(String keyArn) {
    return allow("Key")
        .addAction("kms:Decrypt")
        .addAction("kms:GenerateDataKey")
        .addResource(keyArn)
        .build();
  }

  /**
   * Step Functions sets its log delivery up with the machine's role. None of these actions knows a
   * resource, so the machine's log group cannot be named.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html">Step Functions
   *     Developer Guide, logging to CloudWatch Logs</a>
   */
  public static IamStatement logDelivery() {
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

  /**
   * The trust policy of a role as JSON: a service may assume it, for this account only.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy">Step
   *     Functions Developer Guide, confused deputies</a>
   */
  public static String trustOf(String sid, IamPrincipal service, String accountId) {
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

  /** The account itself: who may do it is then left to the account's own IAM policies. */
  public static IamPrincipal account(String partition, String accountId) {
    return IamPrincipal.create(
        IamPrincipalType.AWS, "arn:%s:iam::%s:root".formatted(partition, accountId));
  }

  public static IamPrincipal service(String name) {
    return IamPrincipal.create(IamPrincipalType.SERVICE, name);
  }
}
