package inspectorslack.permissions;

import static inspectorslack.aws.Statements.allow;

import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;

/**
 * Which GitHub workflows may assume a role: only one repository's, and only the jobs that the role
 * is for. A token's subject identifies the job.
 *
 * @see <a href="https://docs.github.com/en/actions/reference/security/oidc">GitHub, OpenID Connect
 *     reference</a>
 */
public final class GitHubTrust {
  private static final String ISSUER = "token.actions.githubusercontent.com";

  private GitHubTrust() {}

  /**
   * The trust policy of the role that deploys, as JSON for people: jobs that an environment let
   * through.
   *
   * @param repository {@code OWNER/REPO} as tokens name it; newer repositories' hold ids too
   * @param environment GitHub's, which is named as the stack is
   */
  public static String deploying(
      String partition, String accountId, String repository, String environment) {
    return json(
        partition, accountId, List.of("repo:%s:environment:%s".formatted(repository, environment)));
  }

  /**
   * The trust policy of the role that previews, as JSON for people: pull requests, and the plan on
   * the branch that is deployed. A pull request from a fork gets no token at all.
   *
   * @param repository {@code OWNER/REPO} as tokens name it; newer repositories' hold ids too
   * @param branch the one that is deployed
   */
  public static String previewing(
      String partition, String accountId, String repository, String branch) {
    return json(
        partition,
        accountId,
        List.of(
            "repo:%s:pull_request".formatted(repository),
            "repo:%s:ref:refs/heads/%s".formatted(repository, branch)));
  }

  private static String json(String partition, String accountId, List<String> subjects) {
    IamPrincipal provider =
        IamPrincipal.create(
            IamPrincipalType.FEDERATED,
            "arn:%s:iam::%s:oidc-provider/%s".formatted(partition, accountId, ISSUER));
    return IamPolicy.builder()
        .addStatement(
            allow("GitHub", provider)
                .addAction("sts:AssumeRoleWithWebIdentity")
                .addCondition(
                    IamConditionOperator.STRING_EQUALS, ISSUER + ":aud", "sts.amazonaws.com")
                .addConditions(IamConditionOperator.STRING_EQUALS, ISSUER + ":sub", subjects)
                .build())
        .build()
        .toJson(IamPolicyWriter.builder().prettyPrint(true).build());
  }
}
