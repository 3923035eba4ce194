package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Guarantees.Stack;
import inspectorslack.companion.MockedStack.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Recordings that break one {@link Guarantee} each. */
final class BadRecordings {
  private final Stack team;
  private final Stack dev;

  private BadRecordings(Stack team, Stack dev) {
    this.team = team;
    this.dev = dev;
  }

  /** A recording of which one resource was made worse, and what has to be said of it. */
  record Bad(Guarantee guarantee, Stack stack, String said) {
    Arguments toArguments() {
      return Arguments.of(guarantee, said, stack);
    }
  }

  private Bad bad(
      Guarantee guarantee, String resource, UnaryOperator<Declared> worse, String said) {
    return new Bad(guarantee, worse(team, resource, worse), said);
  }

  private static Stack worse(Stack good, String resource, UnaryOperator<Declared> worse) {
    List<Declared> resources = new ArrayList<>();
    good.resources()
        .forEach(it -> resources.add(it.name().equals(resource) ? worse.apply(it) : it));
    assertThat(resources).as(resource).isNotEqualTo(good.resources());
    return new Stack(good.base(), good.isEncrypted(), good.defaultTags(), resources);
  }

  private static UnaryOperator<Declared> with(String key, Object value) {
    return it -> {
      Map<String, Object> inputs = new HashMap<>(it.inputs());
      inputs.put(key, value);
      return new Declared(it.type(), it.name(), inputs, it.isKept(), it.hasOwnProvider());
    };
  }

  private static UnaryOperator<Declared> without(String key) {
    return it -> {
      Map<String, Object> inputs = new HashMap<>(it.inputs());
      inputs.remove(key);
      return new Declared(it.type(), it.name(), inputs, it.isKept(), it.hasOwnProvider());
    };
  }

  private static UnaryOperator<Declared> replacing(String key, String text, String by) {
    return it -> with(key, it.inputs().get(key).toString().replace(text, by)).apply(it);
  }

  private static UnaryOperator<Declared> kept(boolean isKept) {
    return it -> new Declared(it.type(), it.name(), it.inputs(), isKept, it.hasOwnProvider());
  }

  /**
   * All of them.
   *
   * @param team a good recording with everything switched on
   * @param dev one without a key
   */
  static Stream<Bad> of(Stack team, Stack dev) {
    BadRecordings bad = new BadRecordings(team, dev);
    return Stream.of(bad.policies(), bad.queues(), bad.switches(), bad.names()).flatMap(it -> it);
  }

  private Stream<Bad> policies() {
    return Stream.of(
        bad(
            Guarantee.NOBODY_IS_LET_IN_WITHOUT_A_CONDITION,
            "slack-oncall-role",
            replacing("assumeRolePolicy", "{\"Service\":\"chatbot.amazonaws.com\"}", "\"*\""),
            "slack-oncall-role, statement ChatApplications lets everybody in"),
        bad(
            Guarantee.NOBODY_IS_LET_IN_WITHOUT_A_CONDITION,
            "encryption-key",
            replacing("policy", "arn:aws:iam::123456789012:root", "*"),
            "encryption-key, statement Owner lets everybody in"),
        bad(
            Guarantee.STATEMENTS_SAY_WHAT_THEY_MEAN,
            "alerts-owners-curation-rule-policy",
            replacing("policy", "\"Resource\"", "\"NotResource\""),
            "alerts-owners-curation-rule-policy, statement StateMachine says NotResource"),
        bad(
            Guarantee.ROLES_NAME_THEIR_RESOURCES,
            "digest-machine-policy",
            replacing("policy", "inspector2:ListFindings\"", "inspector2:UpdateFilter\""),
            "digest-machine-policy, statement Findings allows inspector2:UpdateFilter on anything"),
        bad(
            Guarantee.ROLES_NAME_THEIR_RESOURCES,
            "alerts-oncall-curation-rule-policy",
            replacing("policy", "inspector-slack-team--oncall-curation", "*"),
            "alerts-oncall-curation-rule-policy, statement StateMachine allows states:StartExecution"
                + " on anything"),
        bad(
            Guarantee.ACTIONS_ARE_NAMED,
            "alerts-owners-topic-policy",
            replacing("policy", "sns:Subscribe", "sns:*"),
            "alerts-owners-topic-policy, statement Owner allows [sns:AddPermission, sns:DeleteTopic,"
                + " sns:GetTopicAttributes, sns:ListSubscriptionsByTopic, sns:Publish,"
                + " sns:RemovePermission, sns:SetTopicAttributes, sns:*]"),
        bad(
            Guarantee.ACTIONS_ARE_NAMED,
            "encryption-key",
            replacing(
                "policy", "arn:aws:iam::123456789012:root", "arn:aws:iam::210987654321:role/x"),
            "encryption-key, statement Owner allows [kms:*]"));
  }

  private Stream<Bad> queues() {
    return Stream.of(
        bad(
            Guarantee.EVERY_QUEUE_ADMITS_ITS_RULES_AND_NOBODY_ELSE,
            "alerts-oncall-dead-letters-policy",
            replacing("policy", "rule/inspector-slack-team--oncall-coverage", "rule/another"),
            "alerts-oncall-dead-letters admits [another, inspector-slack-team--oncall-findings];"
                + " sent to by [inspector-slack-team--oncall-coverage,"
                + " inspector-slack-team--oncall-findings]"),
        bad(
            Guarantee.EVERY_QUEUE_ADMITS_ITS_RULES_AND_NOBODY_ELSE,
            "alerts-owners-dead-letters-policy",
            replacing("policy", "ArnEquals", "ArnLike"),
            "alerts-owners-dead-letters admits [anything of [events.amazonaws.com]]; sent to by"
                + " [inspector-slack-team--owners-findings]"),
        bad(
            Guarantee.EVERY_TARGET_HAS_A_QUEUE_FOR_WHAT_FAILS,
            "digest-schedule-policy",
            replacing("policy", "owners-dead-letters", "oncall-dead-letters"),
            "digest-schedule may not send to inspector-slack-team--owners-dead-letters"));
  }

  private Stream<Bad> switches() {
    return Stream.of(
        bad(
            Guarantee.MEMBERS_OF_A_CHANNEL_ONLY_READ,
            "slack-C0EXAMPLE01",
            with("guardrailPolicyArns", List.of("arn:aws:iam::aws:policy/AdministratorAccess")),
            "slack-C0EXAMPLE01 has the guardrails"
                + " [arn:aws:iam::aws:policy/AdministratorAccess]"),
        bad(
            Guarantee.MEMBERS_OF_A_CHANNEL_ONLY_READ,
            "slack-C0EXAMPLE01",
            without("guardrailPolicyArns"),
            "slack-C0EXAMPLE01 has the guardrails null"),
        bad(
            Guarantee.THE_ONLY_MANAGED_POLICY_IS_THAT_OF_THE_SSM_AGENT,
            "instances-web",
            with("policyArn", "arn:aws:iam::aws:policy/AdministratorAccess"),
            "instances-web attaches arn:aws:iam::aws:policy/AdministratorAccess"),
        bad(
            Guarantee.WHAT_HOLDS_FINDINGS_IS_ENCRYPTED,
            "alerts-owners-topic",
            without("kmsMasterKeyId"),
            "alerts-owners-topic does not use the key"),
        bad(
            Guarantee.WHAT_HOLDS_FINDINGS_IS_ENCRYPTED,
            "encryption-key",
            without("enableKeyRotation"),
            "encryption-key does not rotate"),
        new Bad(
            Guarantee.WHAT_HOLDS_FINDINGS_IS_ENCRYPTED,
            worse(dev, "alerts-dead-letters", with("sqsManagedSseEnabled", false)),
            "alerts-dead-letters is not encrypted"),
        bad(
            Guarantee.EVERY_TARGET_HAS_A_QUEUE_FOR_WHAT_FAILS,
            "alerts-oncall-target",
            without("deadLetterConfig"),
            "alerts-oncall-target has no dead-letter queue"),
        bad(
            Guarantee.EVERY_TARGET_HAS_A_QUEUE_FOR_WHAT_FAILS,
            "digest-schedule",
            with("target", Map.of()),
            "digest-schedule has no dead-letter queue"),
        bad(
            Guarantee.EVERY_STATE_MACHINE_LOGS_ITS_ERRORS,
            "digest-machine",
            with("loggingConfiguration", Map.of("level", "OFF")),
            "digest-machine logs no errors"),
        bad(
            Guarantee.TABLES_CAN_BE_RESTORED_AND_ARE_ENCRYPTED,
            "digest-totals",
            with("pointInTimeRecovery", Map.of("enabled", false)),
            "digest-totals has no pointInTimeRecovery"),
        bad(
            Guarantee.TABLES_CAN_BE_RESTORED_AND_ARE_ENCRYPTED,
            "alerts-oncall-curation-memory",
            without("serverSideEncryption"),
            "alerts-oncall-curation-memory has no serverSideEncryption"),
        bad(
            Guarantee.THE_ACCOUNTS_SWITCHES_AND_NOTHING_ELSE_OUTLIVE_THE_STACK,
            "scanning-inspector",
            kept(false),
            "scanning-inspector goes with the stack"),
        bad(
            Guarantee.THE_ACCOUNTS_SWITCHES_AND_NOTHING_ELSE_OUTLIVE_THE_STACK,
            "alerts-oncall-topic",
            kept(true),
            "alerts-oncall-topic is left behind"));
  }

  private Stream<Bad> names() {
    return Stream.of(
        bad(
            Guarantee.NAMES_BEGIN_AS_THE_STACKS_AND_FIT,
            "alerts-oncall-rule",
            with("name", "findings"),
            "alerts-oncall-rule is called findings"),
        bad(
            Guarantee.NAMES_BEGIN_AS_THE_STACKS_AND_FIT,
            "alerts-oncall-rule",
            with("name", "inspector-slack-team-" + "x".repeat(50)),
            "alerts-oncall-rule has 71 characters of 64"),
        bad(
            Guarantee.TAGS_COME_FROM_THE_STACKS_PROVIDER,
            "alerts-oncall-topic",
            it -> new Declared(it.type(), it.name(), it.inputs(), false, true),
            "alerts-oncall-topic has a provider of its own"),
        new Bad(
            Guarantee.TAGS_COME_FROM_THE_STACKS_PROVIDER,
            new Stack(team.base(), true, Map.of("Project", "p"), team.resources()),
            "aws:defaultTags has no Environment"));
  }
}
