package inspectorslack.alerts;

import static inspectorslack.aws.Statements.allow;
import static inspectorslack.aws.Statements.onlyFor;

import inspectorslack.aws.Statements;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * The resource policy of the dead-letter queue. EventBridge sends to the queue as a service, not
 * with the rule's role, so without the policy it would lose events that it cannot deliver.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html#eb-dlq-perms">EventBridge
 *     User Guide, permissions of a dead-letter queue</a>
 */
public final class QueuePolicyDocument {
  private QueuePolicyDocument() {}

  /**
   * The policy as JSON: only the rules of the given ARNs may send to the queue, and nobody may use
   * it over plain HTTP.
   */
  public static String json(String queueArn, List<String> ruleArns) {
    return IamPolicy.builder()
        .addStatement(
            onlyFor(
                    allow("Rule", Statements.EVENTBRIDGE)
                        .addAction("sqs:SendMessage")
                        .addResource(queueArn),
                    ruleArns)
                .build())
        .addStatement(Statements.denyPlainHttp("sqs:*", queueArn))
        .build()
        .toJson();
  }
}
