package inspectorslack.documents;

import static inspectorslack.documents.Statements.allow;
import static inspectorslack.documents.Statements.onlyFor;

import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * The resource policy of the dead-letter queue. EventBridge sends to it as a service, not as the
 * rule's role, so without the policy what could not be delivered is lost.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html#eb-dlq-perms">EventBridge
 *     User Guide, permissions of a dead-letter queue</a>
 */
public final class QueuePolicyDocument {
  private QueuePolicyDocument() {}

  /** The policy as JSON: only the rule of the given ARN may send to the queue. */
  public static String json(String queueArn, String ruleArn) {
    return IamPolicy.builder()
        .addStatement(
            onlyFor(
                    allow("Rule", Statements.EVENTBRIDGE)
                        .addAction("sqs:SendMessage")
                        .addResource(queueArn),
                    ruleArn)
                .build())
        .build()
        .toJson();
  }
}
