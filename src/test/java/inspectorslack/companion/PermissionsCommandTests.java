package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code permissions}: of the sample stacks, and of two that switch everything on between them. */
class PermissionsCommandTests {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Path EVERYTHING = Path.of("docs/examples/Pulumi.everything.yaml");

  private static final Path MANAGEMENT = Path.of("docs/examples/Pulumi.management.yaml");

  // What IAM takes as a role's own policies, blanks not counted; a managed policy may hold 6,144.
  private static final int LONGEST_POLICY = 10240;

  // The keys that routes exclude.
  private static final String FLAT =
      """
      config:
        aws:region: eu-west-1
        inspector-slack:slackWorkspaceId: T0EXAMPLE00
        inspector-slack:slackChannelId: C0EXAMPLE00
        inspector-slack:delivery: curated
        inspector-slack:mentions: {CRITICAL: <!here>}
        inspector-slack:namePrefix: findings
      """;

  @TempDir private Path folder;

  @BeforeEach
  void stacksWithEverythingSwitchedOn() throws IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: inspector-slack\n");
    Files.copy(EVERYTHING, folder.resolve("Pulumi.everything.yaml"));
    Files.copy(MANAGEMENT, folder.resolve("Pulumi.management.yaml"));
    Files.writeString(folder.resolve("Pulumi.flat.yaml"), FLAT);
    for (String stack : List.of("dev", "prod")) {
      Files.copy(Path.of("Pulumi." + stack + ".yaml"), folder.resolve("Pulumi." + stack + ".yaml"));
    }
  }

  @Test
  void aRegionThatStandsForTheReadersIsNamed() throws IOException {
    Files.writeString(folder.resolve("Pulumi.anywhere.yaml"), "config: {}\n");
    assertThat(run("permissions", "anywhere", "--account", "210987654321").err())
        .isEqualTo("note: the stack doesn't set aws:region; replace us-east-1 with your Region\n");
  }

  private Console run(String... args) {
    return Console.run(folder, "", false, args);
  }

  private List<JsonNode> statements(String... args) throws JsonProcessingException {
    Console console = run(args);
    assertThat(console.err())
        .isEqualTo("note: account 123456789012 is a placeholder; set --account\n");
    assertThat(console.exitCode()).isZero();
    assertThat(JSON.readTree(console.out()).toString()).hasSizeLessThan(LONGEST_POLICY);
    List<JsonNode> statements = new ArrayList<>();
    JSON.readTree(console.out()).get("Statement").forEach(statements::add);
    return statements;
  }

  private static List<String> texts(JsonNode oneOrMore) {
    List<String> texts = new ArrayList<>();
    if (oneOrMore.isArray()) {
      oneOrMore.forEach(it -> texts.add(it.asText()));
    } else {
      texts.add(oneOrMore.asText());
    }
    return texts;
  }

  @Test
  void betweenThemTheStacksSetEveryKey() throws IOException {
    String both = Files.readString(EVERYTHING) + FLAT;
    assertThat(SettingsReader.KEYS)
        .isNotEmpty()
        .allSatisfy(key -> assertThat(both).contains("inspector-slack:" + key + ":"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod", "everything", "flat", "management"})
  void theDeployRoleReachesNoFurtherThanItsStack(String stack) throws JsonProcessingException {
    Set<String> wide = new TreeSet<>();
    for (JsonNode statement : statements("permissions", stack)) {
      assertThat(texts(statement.get("Action"))).noneMatch(action -> action.contains("*"));
      if (texts(statement.get("Resource")).contains("*")) {
        wide.add(statement.get("Sid").asText());
      }
      if (statement.get("Action").asText().equals("iam:PassRole")) {
        assertThat(statement.get("Resource").asText()).endsWith("-" + stack + "-*");
        assertThat(texts(statement.at("/Condition/StringEquals/iam:PassedToService")))
            .allMatch(service -> service.endsWith(".amazonaws.com"));
      } else {
        assertThat(texts(statement.get("Action"))).doesNotContain("iam:PassRole");
      }
    }
    // Whose actions know no resource, as the Service Authorization Reference has it.
    assertThat(wide)
        .isSubsetOf(
            "FilterList",
            "Inspector",
            "KeyCreation",
            "Organization",
            "OrganizationServices",
            "SlackChannelList");
  }

  @Test
  void theDeployRoleMayMakeEveryKindOfResource() throws JsonProcessingException {
    Set<String> actions = new TreeSet<>();
    for (String stack : List.of("everything", "prod")) {
      statements("permissions", stack).forEach(it -> actions.addAll(texts(it.get("Action"))));
    }
    assertThat(actions)
        .contains(
            "chatbot:CreateSlackChannelConfiguration",
            "cloudwatch:PutMetricAlarm",
            "dynamodb:CreateTable",
            "events:PutRule",
            "events:PutTargets",
            "iam:AttachRolePolicy",
            "iam:CreateRole",
            "iam:PutRolePolicy",
            "inspector2:AssociateMember",
            "inspector2:CreateFilter",
            "inspector2:Enable",
            "inspector2:GetMember",
            "inspector2:UpdateOrganizationConfiguration",
            "kms:CreateKey",
            "logs:CreateLogGroup",
            "scheduler:CreateSchedule",
            "securityhub:EnableSecurityHub",
            "sns:CreateTopic",
            "sns:SetTopicAttributes",
            "sqs:CreateQueue",
            "sqs:SetQueueAttributes",
            "ssm:CreateAssociation",
            "states:CreateStateMachine");
  }

  @Test
  void theManagementAccountsRoleReachesNoServiceOfTheOrganizationButInspector()
      throws JsonProcessingException {
    Map<String, JsonNode> bySid = new TreeMap<>();
    statements("permissions", "management").forEach(it -> bySid.put(it.get("Sid").asText(), it));
    // AWS managed policy AmazonInspector2FullAccess_v2.
    assertThat(bySid.get("OrganizationServices"))
        .isEqualTo(
            JSON.readTree(
                """
                {"Sid": "OrganizationServices", "Effect": "Allow",
                 "Action": ["organizations:EnableAWSServiceAccess",
                            "organizations:ListDelegatedAdministrators"],
                 "Resource": "*",
                 "Condition": {"StringEquals": {"organizations:ServicePrincipal": [
                   "inspector2.amazonaws.com", "agentless.inspector2.amazonaws.com"]}}}
                """));
    assertThat(bySid.get("DelegatedAdministrator"))
        .isEqualTo(
            JSON.readTree(
                """
                {"Sid": "DelegatedAdministrator", "Effect": "Allow",
                 "Action": "organizations:RegisterDelegatedAdministrator",
                 "Resource": "arn:aws:organizations::*:account/o-*/123456789012",
                 "Condition": {"StringEquals": {"organizations:ServicePrincipal": [
                   "inspector2.amazonaws.com", "agentless.inspector2.amazonaws.com"]}}}
                """));
    assertThat(bySid.get("Organization").get("Action"))
        .isEqualTo(
            JSON.readTree(
                """
                ["organizations:DescribeOrganization",
                 "organizations:ListAWSServiceAccessForOrganization"]"""));
    assertThat(bySid.get("OrganizationAccounts").get("Resource").asText())
        .isEqualTo("arn:aws:organizations::*:account/o-*/*");
    assertThat(bySid.get("OrganizationalUnits").get("Resource").asText())
        .isEqualTo("arn:aws:organizations::*:ou/o-*/ou-*");
    assertThat(bySid.get("ServiceRoles").at("/Condition/StringEquals/iam:AWSServiceName"))
        .map(JsonNode::asText)
        .containsExactlyInAnyOrder(
            "agentless.inspector2.amazonaws.com", "inspector2.amazonaws.com");
    // Whoever deploys can't take it back: it outlives the stack.
    assertThat(texts(bySid.get("Inspector").get("Action")))
        .containsExactly(
            "inspector2:EnableDelegatedAdminAccount", "inspector2:ListDelegatedAdminAccounts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod", "everything", "flat", "management"})
  void thePreviewRoleReadsAndNothingElse(String stack) throws JsonProcessingException {
    Map<String, List<String>> deploying = new TreeMap<>();
    for (JsonNode statement : statements("permissions", stack)) {
      deploying.put(statement.get("Sid").asText(), texts(statement.get("Action")));
    }
    List<JsonNode> previewing = statements("permissions", stack, "--preview");
    assertThat(previewing).hasSizeGreaterThan(4);
    assertThat(previewing)
        .allSatisfy(
            statement ->
                assertThat(texts(statement.get("Action")))
                    .allMatch(
                        action -> action.matches("\\w+:(Get|List|Describe|BatchGet|Validate).*"))
                    .isSubsetOf(deploying.get(statement.get("Sid").asText())));
  }

  @Test
  void theDeployRoleReachesTheRegionsOfItsStackAndNoOther() throws JsonProcessingException {
    List<JsonNode> statements = statements("permissions", "everything");
    for (JsonNode statement : statements) {
      boolean isGlobal =
          texts(statement.get("Action")).stream()
              .allMatch(it -> it.matches("(iam|chatbot|organizations):.*"));
      assertThat(texts(statement.at("/Condition/StringEquals/aws:RequestedRegion")))
          .as(statement.get("Sid").asText())
          .isEqualTo(isGlobal ? List.of("") : List.of("eu-west-1", "us-east-1"));
      assertThat(texts(statement.get("Resource"))).noneMatch(it -> it.contains("eu-west-1"));
    }
    for (JsonNode statement : statements("permissions", "prod")) {
      assertThat(texts(statement.get("Resource")))
          .allMatch(it -> it.equals("*") || it.contains(":eu-west-1:") || it.contains("::"));
    }
  }

  @Test
  void theAccountIsTheOperatorsOwn() {
    Console console = run("permissions", "dev", "--account", "210987654321");
    assertThat(console.err()).isEmpty();
    assertThat(console.out()).contains(":210987654321:").doesNotContain(CloudMocks.ACCOUNT);
  }

  @Test
  void theTrustPolicyIsPrintedInstead() {
    assertThat(run("permissions", "prod", "--trust", "acme@1/findings@2").out())
        .contains("\"repo:acme@1/findings@2:environment:prod\"")
        .doesNotContain("sns:");
    assertThat(run("permissions", "prod", "--preview", "--trust", "acme/findings").out())
        .contains("\"repo:acme/findings:pull_request\"")
        .doesNotContain("environment");
  }

  @Test
  void wrongOptionsAreRefused() {
    Console trust = run("permissions", "dev", "--trust", "acme/*");
    assertThat(trust.exitCode()).isEqualTo(2);
    assertThat(trust.err())
        .isEqualTo("inspector-slack: --trust: got \"acme/*\"; expected OWNER/REPO\n");
    assertThat(run("permissions", "dev", "--trust", "acme/findings.git").err())
        .isEqualTo(
            "inspector-slack: --trust: got \"acme/findings.git\", part of a clone URL; expected OWNER/REPO without .git\n");
    assertThat(run("permissions", "dev", "--trust", "acme/x\u200B").err())
        .isEqualTo("inspector-slack: --trust: got \"acme/x\\u200B\"; expected OWNER/REPO\n");
    assertThat(run("permissions", "dev", "--account", "123456789012\u3164").err())
        .isEqualTo(
            "inspector-slack: --account: got \"123456789012\\u3164\"; expected twelve digits\n");
    Console account = run("permissions", "dev", "--account", "12345");
    assertThat(account.exitCode()).isEqualTo(2);
    assertThat(account.err())
        .isEqualTo("inspector-slack: --account: got \"12345\"; expected twelve digits\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void theDocumentsAreWhatTheProgramPrints(String stack) throws IOException {
    Map<String, List<String>> options =
        Map.of(
            "deploy", List.of(),
            "deploy-trust", List.of("--trust", "OWNER/REPO"),
            "preview", List.of("--preview"),
            "preview-trust", List.of("--preview", "--trust", "OWNER/REPO"));
    for (Map.Entry<String, List<String>> document : options.entrySet()) {
      List<String> args = new ArrayList<>(List.of("permissions", stack));
      args.addAll(document.getValue());
      Path file = Path.of("docs/iam/%s-%s.json".formatted(stack, document.getKey()));
      assertThat(Files.readString(file))
          .as("%s; docs/iam/README.md says how to write it again", file)
          .isEqualTo(run(args.toArray(String[]::new)).out());
    }
  }
}
