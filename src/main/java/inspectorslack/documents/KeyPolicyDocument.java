package inspectorslack.documents;

import static inspectorslack.documents.Statements.allow;

import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * The policy of the customer-managed key of topic and queue. The AWS-managed key {@code
 * alias/aws/sns} cannot do: its policy lets neither EventBridge nor alarms in.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services">SNS
 *     Developer Guide, event sources and encrypted topics</a>
 */
public final class KeyPolicyDocument {
  private KeyPolicyDocument() {}

  /**
   * The policy as JSON. The services come without a condition on purpose: for EventBridge and
   * CloudWatch, SNS documents none that holds here, and one that does not hold ends all delivery.
   *
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param accountId the owner, who administers the key
   */
  public static String json(String partition, String accountId) {
    return IamPolicy.builder()
        .addStatement(
            allow("Owner", Statements.account(partition, accountId))
                .addAction("kms:*")
                .addResource("*") // In a key policy: this key.
                .build())
        .addStatement(use("EventBridge", Statements.EVENTBRIDGE))
        .addStatement(use("Alarms", Statements.CLOUDWATCH_ALARMS))
        .build()
        .toJson();
  }

  private static IamStatement use(String sid, IamPrincipal service) {
    return allow(sid, service)
        .addAction("kms:Decrypt")
        .addAction("kms:GenerateDataKey*")
        .addResource("*")
        .build();
  }
}
