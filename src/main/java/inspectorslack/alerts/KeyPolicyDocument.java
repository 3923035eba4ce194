package inspectorslack.alerts;

import static inspectorslack.aws.Statements.allow;

import inspectorslack.aws.Statements;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * The policy of the customer-managed key of topics, queues and log groups. The AWS-managed key
 * {@code alias/aws/sns} is not an option: its policy allows neither EventBridge nor alarms.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services">SNS
 *     Developer Guide, event sources and encrypted topics</a>
 */
public final class KeyPolicyDocument {
  private KeyPolicyDocument() {}

  /**
   * The policy as JSON. The statements for EventBridge and alarms have no condition on purpose: SNS
   * documents none for this case, and a condition that is not met stops all delivery. The statement
   * for CloudWatch Logs is limited to the stack's log groups. It leaves out {@code
   * kms:DescribeKey}, which is in the guide, because that call has no encryption context and never
   * meets this condition.
   *
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param accountId the owner, who administers the key
   * @param logGroups names of the log groups, with {@code *} as a wildcard
   * @see <a
   *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html">CloudWatch
   *     Logs User Guide, log groups under a key</a>
   */
  public static String json(String partition, String region, String accountId, String logGroups) {
    return IamPolicy.builder()
        .addStatement(
            allow("Owner", Statements.account(partition, accountId))
                .addAction("kms:*")
                .addResource("*") // In a key policy: this key.
                .build())
        .addStatement(use("EventBridge", Statements.EVENTBRIDGE))
        .addStatement(use("Alarms", Statements.CLOUDWATCH_ALARMS))
        .addStatement(logs(partition, region, accountId, logGroups))
        .build()
        .toJson();
  }

  private static IamStatement logs(
      String partition, String region, String accountId, String logGroups) {
    return allow(
            "Logs",
            Statements.service("logs.%s.%s".formatted(region, Statements.domain(partition))))
        .addAction("kms:Decrypt")
        .addAction("kms:Encrypt")
        .addAction("kms:GenerateDataKey*")
        .addAction("kms:ReEncrypt*")
        .addResource("*")
        .addCondition(
            condition ->
                condition
                    .operator(IamConditionOperator.ARN_LIKE)
                    .key("kms:EncryptionContext:aws:logs:arn")
                    .value(
                        "arn:%s:logs:%s:%s:log-group:%s"
                            .formatted(partition, region, accountId, logGroups)))
        .build();
  }

  private static IamStatement use(String sid, IamPrincipal service) {
    return allow(sid, service)
        .addAction("kms:Decrypt")
        .addAction("kms:GenerateDataKey*")
        .addResource("*")
        .build();
  }
}
