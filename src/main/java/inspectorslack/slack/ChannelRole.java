package inspectorslack.slack;

import static inspectorslack.aws.Statements.allow;

import inspectorslack.aws.ManagedPolicy;
import inspectorslack.aws.Statements;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * What the people in the Slack channel can do in the account: nothing beyond reading. The channel
 * role itself grants nothing; the guardrail policies bound roles that members bring themselves.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html">Amazon
 *     Q Developer in chat applications, permissions</a>
 */
public final class ChannelRole {
  private ChannelRole() {}

  /**
   * The role's trust policy as JSON: only Amazon Q Developer in chat applications may assume it.
   */
  public static String trustPolicy() {
    return IamPolicy.builder()
        .addStatement(
            allow("ChatApplications", Statements.CHAT_APPLICATIONS)
                .addAction("sts:AssumeRole")
                .build())
        .build()
        .toJson();
  }

  /** ARNs of the guardrail policies. If none were named, AWS would take AdministratorAccess. */
  public static List<String> guardrailPolicyArns(String partition) {
    return List.of(
        ManagedPolicy.arn(partition, "AmazonInspector2ReadOnlyAccess"),
        ManagedPolicy.arn(partition, "CloudWatchReadOnlyAccess"));
  }
}
