package inspectorslack.digest;

import static inspectorslack.aws.Statements.allow;
import static inspectorslack.aws.Statements.logDelivery;
import static inspectorslack.aws.Statements.trustOf;
import static inspectorslack.aws.Statements.useOf;

import inspectorslack.aws.Statements;
import java.util.Optional;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * The two roles of the digest: the schedule's role, which starts the state machine, and the
 * machine's role.
 */
public final class DigestRoles {
  private DigestRoles() {}

  /** The trust policy of the schedule's role as JSON: EventBridge Scheduler, for this account. */
  public static String scheduleTrust(String accountId) {
    return trustOf("Schedule", Statements.SCHEDULER, accountId);
  }

  /**
   * The policy of the schedule's role as JSON. The role starts one state machine. It also sends
   * failed starts to the dead-letter queue, because Scheduler uses this role and no service
   * principal for that.
   *
   * @param keyArn the queue's key, if it has one
   * @see <a
   *     href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html">EventBridge
   *     Scheduler User Guide, dead-letter queues</a>
   */
  public static String schedulePolicy(
      String stateMachineArn, String queueArn, Optional<String> keyArn) {
    IamPolicy.Builder policy =
        IamPolicy.builder()
            .addStatement(
                allow("StateMachine")
                    .addAction("states:StartExecution")
                    .addResource(stateMachineArn)
                    .build())
            .addStatement(
                allow("DeadLetters").addAction("sqs:SendMessage").addResource(queueArn).build());
    keyArn.ifPresent(key -> policy.addStatement(useOf(key)));
    return policy.build().toJson();
  }

  /**
   * The policy of the machine's role as JSON. Inspector's list actions support no resource-level
   * permissions.
   *
   * @param tableArn the table that stores the totals
   * @param topicArn the topic that gets the message
   * @param keyArn the topic's key, if it has one
   * @see <a
   *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoninspector2.html">Service
   *     Authorization Reference, Amazon Inspector2</a>
   */
  public static String machinePolicy(String tableArn, String topicArn, Optional<String> keyArn) {
    IamPolicy.Builder policy =
        IamPolicy.builder()
            .addStatement(
                allow("Findings")
                    .addAction("inspector2:ListFindingAggregations")
                    .addAction("inspector2:ListFindings")
                    .addResource("*")
                    .build())
            .addStatement(
                allow("Totals")
                    .addAction("dynamodb:GetItem")
                    .addAction("dynamodb:PutItem")
                    .addResource(tableArn)
                    .build())
            .addStatement(allow("Topic").addAction("sns:Publish").addResource(topicArn).build());
    keyArn.ifPresent(key -> policy.addStatement(useOf(key)));
    return policy.addStatement(logDelivery()).build().toJson();
  }
}
