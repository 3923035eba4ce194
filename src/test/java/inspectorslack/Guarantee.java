package inspectorslack;

import static inspectorslack.Guarantees.isOf;

import inspectorslack.Guarantees.Stack;
import inspectorslack.Policies.Statement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What every stack is promised to be, each with a check that names what breaks it. */
enum Guarantee {
  NOBODY_IS_LET_IN_WITHOUT_A_CONDITION(
      stack ->
          Policies.statements(stack.resources())
              .filter(it -> it.principals().contains("*") && !it.hasCondition())
              .map(it -> it + " lets everybody in")),

  STATEMENTS_SAY_WHAT_THEY_MEAN(
      stack ->
          Policies.statements(stack.resources())
              .flatMap(it -> it.negations().stream().map(key -> it + " says " + key))),

  ROLES_NAME_THEIR_RESOURCES(
      stack ->
          Policies.statements(stack.resources())
              .filter(it -> isOf(it.of(), "aws:iam/rolePolicy:RolePolicy"))
              .filter(it -> it.resources().isEmpty() || anyWild(it.resources()))
              .flatMap(
                  it ->
                      it.actions().stream()
                          .filter(action -> !Guarantees.KNOW_NO_RESOURCE.containsKey(action))
                          .map(action -> "%s allows %s on anything".formatted(it, action)))),

  ACTIONS_ARE_NAMED(
      stack ->
          Policies.statements(stack.resources())
              .filter(it -> it.actions().isEmpty() || anyWild(it.actions()))
              .filter(it -> !isOfTheKey(it))
              .map(it -> "%s allows %s".formatted(it, it.actions()))),

  MEMBERS_OF_A_CHANNEL_ONLY_READ(
      stack ->
          stack
              .all("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration")
              .filter(it -> !Guarantees.onlyReads(it.inputs().get("guardrailPolicyArns")))
              .map(
                  it ->
                      "%s has the guardrails %s"
                          .formatted(it.name(), it.inputs().get("guardrailPolicyArns")))),

  THE_ONLY_MANAGED_POLICY_IS_THAT_OF_THE_SSM_AGENT(
      stack ->
          stack
              .all("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
              .filter(it -> !isManagedInstanceCore(it.inputs().get("policyArn")))
              .map(it -> "%s attaches %s".formatted(it.name(), it.inputs().get("policyArn")))),

  WHAT_HOLDS_FINDINGS_IS_ENCRYPTED(Guarantees::unencrypted),
  EVERY_TARGET_HAS_A_QUEUE_FOR_WHAT_FAILS(Guarantees::withoutDeadLetters),
  EVERY_QUEUE_ADMITS_ITS_RULES_AND_NOBODY_ELSE(Guarantees::wronglyAdmitted),
  EVERY_STATE_MACHINE_LOGS_ITS_ERRORS(Guarantees::silentMachines),

  TABLES_CAN_BE_RESTORED_AND_ARE_ENCRYPTED(
      stack ->
          stack
              .all("aws:dynamodb/table:Table")
              .flatMap(
                  table ->
                      Stream.of("pointInTimeRecovery", "serverSideEncryption")
                          .filter(key -> !isOn(table.inputs().get(key)))
                          .map(key -> table.name() + " has no " + key))),

  THE_ACCOUNTS_SWITCHES_AND_NOTHING_ELSE_OUTLIVE_THE_STACK(
      stack ->
          stack.resources().stream()
              .filter(it -> it.isKept() != Guarantees.SWITCHES.contains(it.type()))
              .map(it -> it.name() + (it.isKept() ? " is left behind" : " goes with the stack"))),

  NAMES_BEGIN_AS_THE_STACKS_AND_FIT(Guarantees::wrongNames),

  TAGS_COME_FROM_THE_STACKS_PROVIDER(Guarantees::untagged);

  private final Function<Stack, Stream<String>> broken;

  Guarantee(Function<Stack, Stream<String>> broken) {
    this.broken = broken;
  }

  /** What breaks it, in words; empty if it holds. */
  List<String> broken(Stack stack) {
    return broken.apply(stack).toList();
  }

  private static boolean anyWild(List<String> texts) {
    return texts.stream().anyMatch(it -> it.contains("*"));
  }

  // The owner administers the key; services get what the documentation of SNS and of CloudWatch
  // Logs says that they need, Logs for the stack's log groups only.
  private static boolean isOfTheKey(Statement statement) {
    return isOf(statement.of(), "aws:kms/key:Key")
        && (statement.actions().equals(List.of("kms:*"))
                && statement.principals().stream().allMatch(it -> it.endsWith(":root"))
            || statement.actions().equals(List.of("kms:Decrypt", "kms:GenerateDataKey*"))
            || !statement.condition("ArnLike", "kms:EncryptionContext:aws:logs:arn").isEmpty());
  }

  private static boolean isManagedInstanceCore(Object arn) {
    return String.valueOf(arn)
        .matches("arn:aws[\\w-]*:iam::aws:policy/AmazonSSMManagedInstanceCore");
  }

  private static boolean isOn(Object block) {
    return block instanceof Map<?, ?> it && Boolean.TRUE.equals(it.get("enabled"));
  }
}
