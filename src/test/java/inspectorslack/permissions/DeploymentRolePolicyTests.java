package inspectorslack.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.aws.Place;
import inspectorslack.permissions.DeploymentRolePolicy.Use;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The policies of the roles that deploy and preview, from resources of the test's own.
 *
 * <p>Not proven here: that AWS and the provider ask for these actions and no others.
 */
class DeploymentRolePolicyTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Place PLACE = new Place("eu-west-1", "123456789012");
  private static final String BASE = "findings-dev";

  private static Use use(String type, Map<String, Object> inputs) {
    return new Use(type, inputs, false, PLACE);
  }

  private static JsonNode statements(String policy) throws JsonProcessingException {
    JsonNode statements = JSON.readTree(policy).get("Statement");
    return statements.isArray() ? statements : JSON.createArrayNode().add(statements);
  }

  private static String oneLine(String policy) throws JsonProcessingException {
    return statements(policy).toString();
  }

  @Test
  void resourcesOfOneKindShareAStatement() throws JsonProcessingException {
    List<Use> uses =
        List.of(
            use("aws:sqs/queuePolicy:QueuePolicy", Map.of()),
            use("aws:sqs/queue:Queue", Map.of()),
            use("aws:sqs/queue:Queue", Map.of()));
    assertThat(oneLine(DeploymentRolePolicy.deploying(BASE, uses)))
        .isEqualTo(
            "[{\"Sid\":\"Queues\",\"Effect\":\"Allow\",\"Action\":[\"sqs:CreateQueue\",\"sqs:DeleteQueue\",\"sqs:GetQueueAttributes\",\"sqs:GetQueueUrl\",\"sqs:ListQueueTags\",\"sqs:SetQueueAttributes\",\"sqs:TagQueue\",\"sqs:UntagQueue\"],\"Resource\":\"arn:aws:sqs:eu-west-1:123456789012:findings-dev-*\"}]");
    assertThat(oneLine(DeploymentRolePolicy.previewing(BASE, uses)))
        .isEqualTo(
            "[{\"Sid\":\"Queues\",\"Effect\":\"Allow\",\"Action\":[\"sqs:GetQueueAttributes\",\"sqs:GetQueueUrl\",\"sqs:ListQueueTags\"],\"Resource\":\"arn:aws:sqs:eu-west-1:123456789012:findings-dev-*\"}]");
  }

  @Test
  void whatOutlivesTheStackCannotBeDeleted() throws JsonProcessingException {
    String hub = "aws:securityhub/account:Account";
    assertThat(oneLine(DeploymentRolePolicy.deploying(BASE, List.of(use(hub, Map.of())))))
        .contains("\"securityhub:DisableSecurityHub\"");
    assertThat(
            oneLine(
                DeploymentRolePolicy.deploying(BASE, List.of(new Use(hub, Map.of(), true, PLACE)))))
        .contains("\"securityhub:EnableSecurityHub\"")
        .doesNotContain("\"securityhub:DisableSecurityHub\"");
  }

  @Test
  void aTargetPassesARoleOnlyIfItHasOne() throws JsonProcessingException {
    String target = "aws:cloudwatch/eventTarget:EventTarget";
    assertThat(oneLine(DeploymentRolePolicy.deploying(BASE, List.of(use(target, Map.of())))))
        .doesNotContain("iam:PassRole");
    assertThat(
            statements(
                    DeploymentRolePolicy.deploying(
                        BASE, List.of(use(target, Map.of("roleArn", "arn:a")))))
                .get(0))
        .isEqualTo(
            JSON.readTree(
                """
                {"Sid": "PassRole", "Effect": "Allow", "Action": "iam:PassRole",
                 "Resource": "arn:aws:iam::123456789012:role/findings-dev-*",
                 "Condition": {"StringEquals": {"iam:PassedToService": "events.amazonaws.com"}}}
                """));
  }

  @Test
  void rolesArePassedToTheServicesThatGetThemAndToNoOther() throws JsonProcessingException {
    assertThat(
            statements(
                    DeploymentRolePolicy.deploying(
                        BASE,
                        List.of(
                            use("aws:sfn/stateMachine:StateMachine", Map.of()),
                            use("aws:scheduler/schedule:Schedule", Map.of()))))
                .get(1)
                .toString())
        .isEqualTo(
            "{\"Sid\":\"PassRole\",\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":\"arn:aws:iam::123456789012:role/findings-dev-*\",\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":[\"scheduler.amazonaws.com\",\"states.amazonaws.com\"]}}}");
  }

  @Test
  void rolesOfOthersAreNamedAndGetOnePolicyOnly() throws JsonProcessingException {
    String attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    String policy = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    assertThat(
            statements(
                    DeploymentRolePolicy.deploying(
                        BASE,
                        List.of(
                            use(attachment, Map.of("role", "web", "policyArn", policy)),
                            use(attachment, Map.of("role", "batch", "policyArn", policy)))))
                .get(0))
        .isEqualTo(
            JSON.readTree(
                """
                {"Sid": "InstanceRolePolicies", "Effect": "Allow",
                 "Action": ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
                 "Resource": ["arn:aws:iam::123456789012:role/batch",
                              "arn:aws:iam::123456789012:role/web"],
                 "Condition": {"ArnEquals": {"iam:PolicyARN": "%s"}}}
                """
                    .formatted(policy)));
    assertThatThrownBy(
            () ->
                DeploymentRolePolicy.deploying(
                    BASE,
                    List.of(
                        use(attachment, Map.of("role", "web", "policyArn", "arn:a")),
                        use(attachment, Map.of("role", "batch", "policyArn", "arn:b")))))
        .hasMessageStartingWith("no one statement for Statement[actions=[iam:AttachRolePolicy");
  }

  @Test
  void inChinaPartitionAndDomainAreOthers() throws JsonProcessingException {
    assertThat(
            oneLine(
                DeploymentRolePolicy.deploying(
                    BASE,
                    List.of(
                        new Use(
                            "aws:kms/key:Key",
                            Map.of(),
                            false,
                            new Place("cn-north-1", "123456789012"))))))
        .contains("\"kms:ViaService\":\"sns.cn-north-1.amazonaws.com.cn\"")
        .contains("\"arn:aws-cn:kms:cn-north-1:123456789012:key/*\"");
  }

  @Test
  void aTypeThatTheTableDoesNotKnowIsNamed() {
    assertThatThrownBy(
            () ->
                DeploymentRolePolicy.previewing(
                    BASE, List.of(use("aws:s3/bucket:Bucket", Map.of()))))
        .hasMessage("no permissions are known for aws:s3/bucket:Bucket; add it to ResourceTypes");
    assertThatThrownBy(
            () ->
                DeploymentRolePolicy.deploying(
                    BASE, List.of(use("aws:iam/getInstanceProfile:getInstanceProfile", Map.of()))))
        .hasMessage("no value for arn:aws:iam::123456789012:instance-profile/{name}");
  }

  @Test
  void onlyJobsOfTheEnvironmentDeploy() throws JsonProcessingException {
    assertThat(JSON.readTree(GitHubTrust.deploying("aws", "123456789012", "acme/findings", "prod")))
        .isEqualTo(
            JSON.readTree(
                """
                {"Version": "2012-10-17", "Statement": {"Sid": "GitHub", "Effect": "Allow",
                 "Principal": {"Federated":
                   "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
                 "Action": "sts:AssumeRoleWithWebIdentity",
                 "Condition": {"StringEquals": {
                   "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                   "token.actions.githubusercontent.com:sub": "repo:acme/findings:environment:prod"}}}}
                """));
  }

  @Test
  void pullRequestsAndTheBranchThatIsDeployedPreview() throws JsonProcessingException {
    assertThat(
            statements(GitHubTrust.previewing("aws", "123456789012", "acme/findings", "main"))
                .at("/0/Condition/StringEquals/token.actions.githubusercontent.com:sub"))
        .isEqualTo(
            JSON.readTree(
                """
                ["repo:acme/findings:pull_request", "repo:acme/findings:ref:refs/heads/main"]"""));
  }
}
