package inspectorslack;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Policies.Statement;
import inspectorslack.aws.ResourceType;
import inspectorslack.aws.ResourceTypes;
import inspectorslack.companion.MockedStack;
import inspectorslack.companion.MockedStack.Declared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What is promised of every stack, checked over what the program registers for several stack files.
 *
 * <p>Not proven here: that AWS evaluates policies as it documents.
 */
class GuaranteesTests {
  private static final String TEAM =
      """
      config:
        aws:region: eu-west-1
        aws:defaultTags: {tags: {Project: p, Environment: e}}
        inspector-slack:findingSource: securityhub
        inspector-slack:delivery: curated
        inspector-slack:slackWorkspaceId: T0EXAMPLE00
        inspector-slack:routes: [{name: oncall, slackChannelId: C0EXAMPLE00}, {name: owners, slackChannelId: C0EXAMPLE01}]
        inspector-slack:digest: {schedule: "cron(0 8 ? * MON *)", route: owners}
        inspector-slack:coverageAlerts: true
        inspector-slack:suppressions: [{name: sandbox, reason: not reachable, expires: 2099-01-01, criteria: {severities: [LOW]}}]
        inspector-slack:enableSecurityHub: true
        inspector-slack:instanceRoles: [web]
        inspector-slack:updateSsmAgent: true
        inspector-slack:encryptTopic: true
        inspector-slack:organization: {autoEnable: [EC2], members: ["111122223333"]}
      """;

  private static final String MANAGEMENT =
      """
      config:
        aws:region: eu-west-1
        aws:defaultTags: {tags: {Project: p, Environment: e}}
        inspector-slack:organization: {delegatedAdministrator: "123456789012"}
      """;

  /** The team's without the key, and with names as long as the program takes them. */
  private static final String LONGEST =
      TEAM.replace(
          "encryptTopic: true", "namePrefix: " + "p".repeat(45 - "-longest--oncall".length()));

  /**
   * What the account has one of, or what other accounts have, so that it must outlive the stack.
   */
  private static final Set<String> SWITCHES =
      Set.of(
          "aws:inspector2/delegatedAdminAccount:DelegatedAdminAccount",
          "aws:inspector2/enabler:Enabler",
          "aws:inspector2/memberAssociation:MemberAssociation",
          "aws:inspector2/organizationConfiguration:OrganizationConfiguration",
          "aws:securityhub/account:Account");

  /**
   * Actions that cannot be bound to a resource: Step Functions sets log delivery up, for which the
   * Service Authorization Reference has no resource type; Inspector's lists know no resource.
   */
  private static final Set<String> KNOW_NO_RESOURCE =
      Set.of(
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
          "inspector2:BatchGetFindingDetails",
          "inspector2:ListFindingAggregations",
          "inspector2:ListFindings");

  @TempDir private static Path folder;
  private static final Map<String, Stack> STACKS = new LinkedHashMap<>();

  /**
   * A stack as it was recorded.
   *
   * @param base what all names begin with
   * @param isEncrypted whether a key is promised for topics and queues
   * @param defaultTags what the stack file has the provider put on everything
   * @param resources what the program registered
   */
  record Stack(
      String name,
      String base,
      boolean isEncrypted,
      Map<?, ?> defaultTags,
      List<Declared> resources) {
    List<Declared> all(String type) {
      return resources.stream().filter(it -> it.type().equals(type)).toList();
    }

    List<Statement> statements() {
      return Policies.statements(resources).toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void recordings() throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    String prod = Files.readString(Path.of("Pulumi.prod.yaml"));
    record("dev", Files.readString(Path.of("Pulumi.dev.yaml")));
    record("prod", prod);
    record("native", prod.replace("delivery: curated", "delivery: native"));
    record("team", TEAM);
    record("longest", LONGEST);
    record("management", MANAGEMENT);
  }

  private static void record(String name, String file) throws IOException {
    Files.writeString(folder.resolve("Pulumi." + name + ".yaml"), file);
    Map<String, Map<String, Object>> yaml = new Yaml().load(file);
    Map<String, Object> config = Objects.requireNonNull(yaml.get("config"));
    STACKS.put(
        name,
        new Stack(
            name,
            config.getOrDefault("inspector-slack:namePrefix", "inspector-slack") + "-" + name,
            Boolean.TRUE.equals(config.get("inspector-slack:encryptTopic")),
            map(map(config.get("aws:defaultTags")).get("tags")),
            MockedStack.ofFile(folder, name).resources()));
  }

  static Stream<Stack> stacks() {
    return STACKS.values().stream();
  }

  @Test
  void theStacksRegisterEveryTypeThatIsJudged() {
    assertThat(
            Stream.of("team", "management")
                .flatMap(it -> Objects.requireNonNull(STACKS.get(it)).resources().stream())
                .map(Declared::type)
                .collect(toSet()))
        .containsAll(
            ResourceTypes.tokens()
                .filter(it -> it.startsWith("aws:") && !it.contains("/get"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void nobodyIsLetInWithoutACondition(Stack stack) {
    assertThat(stack.statements())
        .filteredOn(it -> !it.hasCondition())
        .allSatisfy(it -> assertThat(it.principals()).doesNotContain("*"));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void statementsSayWhatTheyMean(Stack stack) {
    assertThat(stack.statements()).flatExtracting(Statement::negations).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void rolesNameTheirResources(Stack stack) {
    assertThat(stack.statements())
        .filteredOn(it -> it.of().type().equals("aws:iam/rolePolicy:RolePolicy"))
        .filteredOn(it -> it.resources().isEmpty() || anyWild(it.resources()))
        .allSatisfy(it -> assertThat(KNOW_NO_RESOURCE).containsAll(it.actions()));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void actionsAreNamed(Stack stack) {
    assertThat(stack.statements())
        .filteredOn(it -> !isOfTheKey(it))
        .allSatisfy(
            it -> assertThat(it.actions()).isNotEmpty().noneMatch(action -> action.contains("*")));
  }

  // The owner administers the key; services get what the documentation of SNS and of CloudWatch
  // Logs says that they need, Logs for the stack's log groups only.
  private static boolean isOfTheKey(Statement statement) {
    return statement.of().type().equals("aws:kms/key:Key")
        && (statement.actions().equals(List.of("kms:*"))
                && statement.principals().stream().allMatch(it -> it.endsWith(":root"))
            || statement.actions().equals(List.of("kms:Decrypt", "kms:GenerateDataKey*"))
            || !statement.condition("ArnLike", "kms:EncryptionContext:aws:logs:arn").isEmpty());
  }

  private static boolean anyWild(List<String> texts) {
    return texts.stream().anyMatch(it -> it.contains("*"));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void membersOfAChannelOnlyRead(Stack stack) {
    assertThat(stack.all("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration"))
        .extracting(it -> it.inputs().get("guardrailPolicyArns"))
        .allSatisfy(
            guardrails ->
                assertThat((List<?>) guardrails)
                    .isNotEmpty()
                    .allMatch(arn -> arn.toString().endsWith("ReadOnlyAccess")));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void theOnlyManagedPolicyIsThatOfTheSsmAgent(Stack stack) {
    assertThat(stack.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment"))
        .extracting(it -> it.inputs().get("policyArn").toString())
        .allMatch(it -> it.matches("arn:aws[\\w-]*:iam::aws:policy/AmazonSSMManagedInstanceCore"));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void whatHoldsFindingsIsEncrypted(Stack stack) {
    if (stack.isEncrypted()) {
      assertThat(stack.all("aws:sns/topic:Topic"))
          .allSatisfy(it -> assertThat(it.inputs()).containsKey("kmsMasterKeyId"));
      assertThat(stack.all("aws:sqs/queue:Queue"))
          .allSatisfy(it -> assertThat(it.inputs()).containsKey("kmsMasterKeyId"));
      assertThat(stack.all("aws:kms/key:Key"))
          .isNotEmpty()
          .allSatisfy(it -> assertThat(it.inputs().get("enableKeyRotation")).isEqualTo(true));
    } else {
      assertThat(stack.all("aws:sqs/queue:Queue"))
          .allSatisfy(it -> assertThat(it.inputs().get("sqsManagedSseEnabled")).isEqualTo(true));
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyTargetHasAQueueForWhatFails(Stack stack) {
    Set<String> queues =
        stack.all("aws:sqs/queue:Queue").stream().map(GuaranteesTests::name).collect(toSet());
    assertThat(stack.all("aws:cloudwatch/eventTarget:EventTarget"))
        .allSatisfy(it -> assertThat(deadLetters(it.inputs())).isIn(queues));
    assertThat(stack.all("aws:scheduler/schedule:Schedule"))
        .allSatisfy(
            schedule -> {
              Map<?, ?> target = map(schedule.inputs().get("target"));
              assertThat(deadLetters(target)).isIn(queues);
              assertThat(stack.statements())
                  .filteredOn(
                      it -> last(target.get("roleArn")).equals(it.of().inputs().get("role")))
                  .filteredOn(it -> it.actions().contains("sqs:SendMessage"))
                  .flatExtracting(Statement::resources)
                  .extracting(GuaranteesTests::last)
                  .contains(deadLetters(target));
            });
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyQueueAdmitsItsRulesAndNobodyElse(Stack stack) {
    assertThat(stack.all("aws:sqs/queue:Queue"))
        .allSatisfy(
            queue -> {
              Set<String> sending =
                  stack.all("aws:cloudwatch/eventTarget:EventTarget").stream()
                      .filter(it -> deadLetters(it.inputs()).equals(name(queue)))
                      .map(it -> it.inputs().get("rule").toString())
                      .collect(toSet());
              Set<String> admitted =
                  stack.statements().stream()
                      .filter(it -> last(it.of().inputs().get("queueUrl")).equals(name(queue)))
                      .flatMap(GuaranteesTests::admitted)
                      .collect(toSet());
              assertThat(admitted).isEqualTo(sending);
            });
  }

  private static Stream<String> admitted(Statement statement) {
    List<String> rules = statement.condition("ArnEquals", "aws:SourceArn");
    return rules.isEmpty() ? Stream.of("anything") : rules.stream().map(GuaranteesTests::last);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyStateMachineLogsItsErrors(Stack stack) {
    Set<String> groups =
        stack.all("aws:cloudwatch/logGroup:LogGroup").stream()
            .map(GuaranteesTests::name)
            .collect(toSet());
    assertThat(stack.all("aws:sfn/stateMachine:StateMachine"))
        .extracting(it -> map(it.inputs().get("loggingConfiguration")))
        .allSatisfy(
            logging -> {
              assertThat(logging.get("level")).isIn("ERROR", "ALL");
              String group = String.valueOf(logging.get("logDestination"));
              assertThat(group.replaceAll("^.*:log-group:|:\\*$", "")).isIn(groups);
            });
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void tablesCanBeRestoredAndAreEncrypted(Stack stack) {
    assertThat(stack.all("aws:dynamodb/table:Table"))
        .flatExtracting(
            it -> map(it.inputs().get("pointInTimeRecovery")).get("enabled"),
            it -> map(it.inputs().get("serverSideEncryption")).get("enabled"))
        .allMatch(Boolean.TRUE::equals);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void theAccountsSwitchesAndNothingElseOutliveTheStack(Stack stack) {
    assertThat(stack.resources())
        .allSatisfy(it -> assertThat(it.isKept()).isEqualTo(SWITCHES.contains(it.type())));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void namesBeginAsTheStacksAndFit(Stack stack) {
    for (Declared resource : stack.resources()) {
      ResourceTypes.of(resource.type())
          .flatMap(ResourceType::name)
          .ifPresent(
              limit ->
                  assertThat(String.valueOf(resource.inputs().get(limit.input())))
                      .as(resource.name())
                      .hasSizeLessThanOrEqualTo(limit.longest())
                      .matches(Pattern.quote(limit.path() + stack.base()) + "-[A-Za-z0-9_-]+"));
    }
  }

  /** Everything that can carry tags gets them from the provider, unless it has one of its own. */
  @ParameterizedTest
  @MethodSource("stacks")
  void tagsComeFromTheStacksProvider(Stack stack) {
    assertThat(stack.defaultTags().keySet())
        .map(Object::toString)
        .contains("Project", "Environment");
    assertThat(stack.resources()).noneMatch(Declared::hasOwnProvider);
  }

  private static String deadLetters(Map<?, ?> inputs) {
    return last(map(inputs.get("deadLetterConfig")).get("arn"));
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String name(Declared resource) {
    return String.valueOf(resource.inputs().get("name"));
  }

  /** What an ARN or an address ends with. */
  private static String last(Object address) {
    return String.valueOf(address).replaceAll("^.*[:/]", "");
  }
}
