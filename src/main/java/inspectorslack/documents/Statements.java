package inspectorslack.documents;

import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Beginnings of policy statements that several policies share. */
final class Statements {
  static final IamPrincipal EVENTBRIDGE = service("events.amazonaws.com");
  static final IamPrincipal CLOUDWATCH_ALARMS = service("cloudwatch.amazonaws.com");
  static final IamPrincipal CHAT_APPLICATIONS = service("chatbot.amazonaws.com");

  static final IamPrincipal STEP_FUNCTIONS = service("states.amazonaws.com");

  private Statements() {}

  /** For the policy of a role, which needs no principal. */
  static IamStatement.Builder allow(String sid) {
    return IamStatement.builder().sid(sid).effect(IamEffect.ALLOW);
  }

  static IamStatement.Builder allow(String sid, IamPrincipal principal) {
    return allow(sid).addPrincipal(principal);
  }

  /**
   * Restricts a service to act for some ARNs. {@code aws:SourceAccount} is left out: EventBridge
   * does not send it to every target, and the ARN holds the account.
   */
  static IamStatement.Builder onlyFor(IamStatement.Builder statement, List<String> sourceArns) {
    return statement.addConditions(IamConditionOperator.ARN_EQUALS, "aws:SourceArn", sourceArns);
  }

  /** The account itself: who may do it is then left to the account's own IAM policies. */
  static IamPrincipal account(String partition, String accountId) {
    return IamPrincipal.create(
        IamPrincipalType.AWS, "arn:%s:iam::%s:root".formatted(partition, accountId));
  }

  private static IamPrincipal service(String name) {
    return IamPrincipal.create(IamPrincipalType.SERVICE, name);
  }
}
