package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Guarantees.Stack;
import inspectorslack.companion.MockedStack;
import inspectorslack.companion.MockedStack.Declared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What is promised of every stack, checked over what the program registers for several stack files;
 * and that each check sees a recording that breaks the promise.
 *
 * <p>Not proven here: that AWS evaluates policies as it documents.
 */
class GuaranteesTests {
  private static final String TAGS = "aws:defaultTags: {tags: {Project: p, Environment: e}}";

  private static final String TEAM =
      """
      config:
        aws:region: eu-west-1
        %s
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
      """
          .formatted(TAGS);

  /** The team's without the key, and with names as long as the program takes them. */
  private static final String LONGEST =
      TEAM.replace(
          "encryptTopic: true", "namePrefix: " + "p".repeat(45 - "-longest--oncall".length()));

  @TempDir private static Path folder;
  private static final Map<String, Stack> STACKS = new LinkedHashMap<>();

  @BeforeAll
  static void recordings() throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    String prod = Files.readString(Path.of("Pulumi.prod.yaml"));
    record("dev", Files.readString(Path.of("Pulumi.dev.yaml")));
    record("prod", prod);
    record("native", prod.replace("delivery: curated", "delivery: native"));
    record("team", TEAM);
    record("longest", LONGEST);
  }

  private static void record(String name, String file) throws IOException {
    Files.writeString(folder.resolve("Pulumi." + name + ".yaml"), file);
    Map<String, Map<String, Object>> yaml = new Yaml().load(file);
    Map<String, Object> config = Objects.requireNonNull(yaml.get("config"));
    Map<?, ?> defaultTags = (Map<?, ?>) Objects.requireNonNull(config.get("aws:defaultTags"));
    STACKS.put(
        name,
        new Stack(
            config.getOrDefault("inspector-slack:namePrefix", "inspector-slack") + "-" + name,
            Boolean.TRUE.equals(config.get("inspector-slack:encryptTopic")),
            (Map<?, ?>) Objects.requireNonNull(defaultTags.get("tags")),
            MockedStack.ofFile(folder, name).resources()));
  }

  private static Stack stack(String name) {
    return Objects.requireNonNull(STACKS.get(name));
  }

  @ParameterizedTest
  @EnumSource
  void everyStackKeepsIt(Guarantee guarantee) {
    assertThat(STACKS).hasSize(5);
    STACKS.forEach(
        (name, stack) -> assertThat(guarantee.broken(stack)).as("stack " + name).isEmpty());
  }

  @Test
  void betweenThemTheStacksRegisterEveryTypeThatIsJudged() {
    assertThat(stack("team").resources().stream().map(Declared::type).collect(Collectors.toSet()))
        .contains(
            "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration",
            "aws:cloudwatch/eventTarget:EventTarget",
            "aws:dynamodb/table:Table",
            "aws:iam/role:Role",
            "aws:iam/rolePolicy:RolePolicy",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            "aws:inspector2/enabler:Enabler",
            "aws:inspector2/filter:Filter",
            "aws:kms/key:Key",
            "aws:scheduler/schedule:Schedule",
            "aws:securityhub/account:Account",
            "aws:sfn/stateMachine:StateMachine",
            "aws:sns/topicPolicy:TopicPolicy",
            "aws:sqs/queuePolicy:QueuePolicy",
            "aws:ssm/association:Association");
  }

  static Stream<Arguments> theChecksSeeWhatBreaksThem() {
    return BadRecordings.of(stack("team"), stack("dev")).map(BadRecordings.Bad::toArguments);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource
  void theChecksSeeWhatBreaksThem(Guarantee guarantee, String said, Stack stack) {
    assertThat(guarantee.broken(stack)).containsExactly(said);
  }

  @Test
  void everyCheckHasABadRecording() {
    Set<Guarantee> tried =
        BadRecordings.of(stack("team"), stack("dev"))
            .map(BadRecordings.Bad::guarantee)
            .collect(Collectors.toSet());
    assertThat(tried).isEqualTo(EnumSet.allOf(Guarantee.class));
  }
}
