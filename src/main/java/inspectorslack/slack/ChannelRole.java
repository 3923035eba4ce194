package inspectorslack.slack;

import static inspectorslack.aws.Statements.allow;

import inspectorslack.aws.ManagedPolicy;
import inspectorslack.aws.Statements;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/**
 * The permissions of people in the Slack channel. The channel role grants none. The guardrail
 * policies limit the roles that members choose themselves to reading.
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

  /** ARNs of the guardrail policies. Without any, AWS would use AdministratorAccess. */
  public static List<String> guardrailPolicyArns(String partition) {
    return List.of(
        ManagedPolicy.arn(partition, "AmazonInspector2ReadOnlyAccess"),
        ManagedPolicy.arn(partition, "CloudWatchReadOnlyAccess"));
  }
}
