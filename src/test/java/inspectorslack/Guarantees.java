package inspectorslack;

import inspectorslack.aws.ResourceType;
import inspectorslack.aws.ResourceTypes;
import inspectorslack.companion.MockedStack.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The longer checks of {@link Guarantee}: each returns what breaks it, in words. */
final class Guarantees {
  /** What the account has one of, so that it must outlive the stack. */
  static final Set<String> SWITCHES =
      Set.of("aws:inspector2/enabler:Enabler", "aws:securityhub/account:Account");

  private static final String LOG_DELIVERY =
      "Step Functions sets log delivery up; the Service Authorization Reference has no resource type"
          + " for it";
  private static final String LISTS = "Inspector's lists of findings know no resource";

  /** Actions that cannot be bound to a resource, each with the reason. */
  static final Map<String, String> KNOW_NO_RESOURCE =
      Map.of(
          "logs:CreateLogDelivery", LOG_DELIVERY,
          "logs:DeleteLogDelivery", LOG_DELIVERY,
          "logs:DescribeLogGroups", LOG_DELIVERY,
          "logs:DescribeResourcePolicies", LOG_DELIVERY,
          "logs:GetLogDelivery", LOG_DELIVERY,
          "logs:ListLogDeliveries", LOG_DELIVERY,
          "logs:PutResourcePolicy", LOG_DELIVERY,
          "logs:UpdateLogDelivery", LOG_DELIVERY,
          "inspector2:ListFindingAggregations", LISTS,
          "inspector2:ListFindings", LISTS);

  private static final String SCHEDULE = "aws:scheduler/schedule:Schedule";
  private static final String LOG_GROUPS = "/aws/vendedlogs/states/";

  /**
   * A stack as it was recorded.
   *
   * @param base what all names begin with
   * @param isEncrypted whether a key is promised for topics and queues
   * @param defaultTags what the stack file has the provider put on everything
   * @param resources what the program registered
   */
  record Stack(String base, boolean isEncrypted, Map<?, ?> defaultTags, List<Declared> resources) {
    Stream<Declared> all(String type) {
      return resources.stream().filter(it -> isOf(it, type));
    }
  }

  private Guarantees() {}

  static boolean isOf(Declared resource, String type) {
    return resource.type().equals(type);
  }

  static boolean onlyReads(Object guardrails) {
    return guardrails instanceof List<?> arns
        && !arns.isEmpty()
        && arns.stream().allMatch(arn -> String.valueOf(arn).endsWith("ReadOnlyAccess"));
  }

  static Stream<String> unencrypted(Stack stack) {
    Stream<String> byAKey =
        Stream.concat(stack.all("aws:sns/topic:Topic"), stack.all("aws:sqs/queue:Queue"))
            .filter(it -> stack.isEncrypted() && !it.inputs().containsKey("kmsMasterKeyId"))
            .map(it -> it.name() + " does not use the key");
    Stream<String> bySqs =
        stack
            .all("aws:sqs/queue:Queue")
            .filter(it -> !stack.isEncrypted())
            .filter(it -> !Boolean.TRUE.equals(it.inputs().get("sqsManagedSseEnabled")))
            .map(it -> it.name() + " is not encrypted");
    Stream<String> rotation =
        stack
            .all("aws:kms/key:Key")
            .filter(it -> !Boolean.TRUE.equals(it.inputs().get("enableKeyRotation")))
            .map(it -> it.name() + " does not rotate");
    return Stream.of(byAKey, bySqs, rotation).flatMap(it -> it);
  }

  /** Of targets of rules and of schedules, which send what fails by another way each. */
  static Stream<String> withoutDeadLetters(Stack stack) {
    Set<String> queues =
        stack.all("aws:sqs/queue:Queue").map(Guarantees::name).collect(Collectors.toSet());
    Stream<String> targets =
        stack
            .all("aws:cloudwatch/eventTarget:EventTarget")
            .filter(it -> !queues.contains(deadLetters(it.inputs())))
            .map(it -> it.name() + " has no dead-letter queue");
    Stream<String> schedules =
        stack
            .all(SCHEDULE)
            .flatMap(
                it -> {
                  String queue = deadLetters(target(it));
                  if (!queues.contains(queue)) {
                    return Stream.of(it.name() + " has no dead-letter queue");
                  }
                  String role = last(target(it).get("roleArn"));
                  return maySend(stack, role, queue)
                      ? Stream.empty()
                      : Stream.of("%s may not send to %s".formatted(it.name(), queue));
                });
    return Stream.concat(targets, schedules);
  }

  private static boolean maySend(Stack stack, String role, String queue) {
    return stack
        .all("aws:iam/rolePolicy:RolePolicy")
        .filter(it -> role.equals(it.inputs().get("role")))
        .flatMap(Policies::statements)
        .filter(it -> it.actions().contains("sqs:SendMessage"))
        .anyMatch(it -> it.resources().stream().anyMatch(arn -> last(arn).equals(queue)));
  }

  static Stream<String> wronglyAdmitted(Stack stack) {
    return stack
        .all("aws:sqs/queue:Queue")
        .flatMap(
            queue -> {
              Set<String> sending =
                  stack
                      .all("aws:cloudwatch/eventTarget:EventTarget")
                      .filter(it -> deadLetters(it.inputs()).equals(name(queue)))
                      .map(it -> String.valueOf(it.inputs().get("rule")))
                      .collect(Collectors.toCollection(TreeSet::new));
              Set<String> admitted =
                  stack
                      .all("aws:sqs/queuePolicy:QueuePolicy")
                      .filter(it -> last(it.inputs().get("queueUrl")).equals(name(queue)))
                      .flatMap(Policies::statements)
                      .flatMap(Guarantees::admitted)
                      .collect(Collectors.toCollection(TreeSet::new));
              return sending.equals(admitted)
                  ? Stream.empty()
                  : Stream.of(
                      "%s admits %s; sent to by %s".formatted(queue.name(), admitted, sending));
            });
  }

  private static Stream<String> admitted(Policies.Statement statement) {
    List<String> rules = statement.condition("ArnEquals", "aws:SourceArn");
    return rules.isEmpty()
        ? Stream.of("anything of " + statement.principals())
        : rules.stream().map(Guarantees::last);
  }

  static Stream<String> silentMachines(Stack stack) {
    Set<String> groups =
        stack
            .all("aws:cloudwatch/logGroup:LogGroup")
            .map(Guarantees::name)
            .collect(Collectors.toSet());
    return stack
        .all("aws:sfn/stateMachine:StateMachine")
        .filter(
            it -> {
              Map<?, ?> logging = map(it.inputs().get("loggingConfiguration"));
              String group =
                  String.valueOf(logging.get("logDestination"))
                      .replaceAll("^.*:log-group:|:\\*$", "");
              return !Set.of("ERROR", "ALL").contains(String.valueOf(logging.get("level")))
                  || !groups.contains(group);
            })
        .map(it -> it.name() + " logs no errors");
  }

  static Stream<String> wrongNames(Stack stack) {
    List<String> wrong = new ArrayList<>();
    for (Declared resource : stack.resources()) {
      Optional<ResourceType.Name> named =
          ResourceTypes.of(resource.type()).flatMap(ResourceType::name);
      if (named.isEmpty()) {
        continue;
      }
      String name = String.valueOf(resource.inputs().get(named.get().input()));
      String begins = (name.startsWith(LOG_GROUPS) ? LOG_GROUPS : "") + stack.base() + "-";
      if (!name.startsWith(begins)) {
        wrong.add("%s is called %s".formatted(resource.name(), name));
      }
      if (name.length() > named.get().longest()) {
        wrong.add(
            "%s has %d characters of %d"
                .formatted(resource.name(), name.length(), named.get().longest()));
      }
    }
    return wrong.stream();
  }

  /** Everything that can carry tags gets them from the provider, unless it has one of its own. */
  static Stream<String> untagged(Stack stack) {
    Stream<String> file =
        Stream.of("Project", "Environment")
            .filter(tag -> !stack.defaultTags().containsKey(tag))
            .map(tag -> "aws:defaultTags has no " + tag);
    Stream<String> others =
        stack.resources().stream()
            .filter(Declared::hasOwnProvider)
            .map(it -> it.name() + " has a provider of its own");
    return Stream.concat(file, others);
  }

  private static String name(Declared resource) {
    return String.valueOf(resource.inputs().get("name"));
  }

  private static Map<?, ?> target(Declared schedule) {
    return map(schedule.inputs().get("target"));
  }

  private static String deadLetters(Map<?, ?> inputs) {
    return Optional.ofNullable(map(inputs.get("deadLetterConfig")).get("arn"))
        .map(Guarantees::last)
        .orElse("");
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  /** What an ARN or an address ends with. */
  private static String last(Object address) {
    return String.valueOf(address).replaceAll("^.*[:/]", "");
  }
}
