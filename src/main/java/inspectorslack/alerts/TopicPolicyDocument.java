package inspectorslack.alerts;

import static inspectorslack.aws.Statements.allow;
import static inspectorslack.aws.Statements.onlyFor;

import inspectorslack.aws.Statements;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * The resource policy of the findings topic. It replaces the default policy of a new topic, so it
 * repeats the owner's statement. Without the rule's statement, EventBridge fails to deliver without
 * an error.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions">EventBridge
 *     User Guide, Amazon SNS permissions</a>
 */
public final class TopicPolicyDocument {
  private TopicPolicyDocument() {}

  /**
   * The policy as JSON.
   *
   * @param topicArn the topic that the policy is for
   * @param ruleArn the only rule that may publish
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param accountId the owner, whose alarms may publish too
   */
  public static String json(String topicArn, String ruleArn, String partition, String accountId) {
    return IamPolicy.builder()
        .addStatement(
            allow("Owner", Statements.account(partition, accountId))
                // What SNS's default policy grants; sns:* is not accepted in a topic policy.
                .addAction("sns:AddPermission")
                .addAction("sns:DeleteTopic")
                .addAction("sns:GetTopicAttributes")
                .addAction("sns:ListSubscriptionsByTopic")
                .addAction("sns:Publish")
                .addAction("sns:RemovePermission")
                .addAction("sns:SetTopicAttributes")
                .addAction("sns:Subscribe")
                .addResource(topicArn)
                .build())
        .addStatement(
            onlyFor(
                    allow("Rule", Statements.EVENTBRIDGE)
                        .addAction("sns:Publish")
                        .addResource(topicArn),
                    List.of(ruleArn))
                .build())
        .addStatement(
            allow("Alarms", Statements.CLOUDWATCH_ALARMS)
                .addAction("sns:Publish")
                .addResource(topicArn)
                .addCondition(
                    condition ->
                        condition
                            .operator(IamConditionOperator.STRING_EQUALS)
                            .key("aws:SourceAccount")
                            .value(accountId))
                .build())
        .addStatement(Statements.denyPlainHttp("sns:Publish", topicArn))
        .build()
        .toJson();
  }
}
