package inspectorslack.components;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.sfn.StateMachine;
import com.pulumi.aws.sfn.StateMachineArgs;
import com.pulumi.aws.sfn.inputs.StateMachineLoggingConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import inspectorslack.config.PhysicalNames;
import inspectorslack.documents.MachineRoles;
import java.util.Map;
import java.util.Optional;

/**
 * A component's Express workflow with all that belongs to one: its role, its log group, the role of
 * the rule that starts it, and alarms on its executions.
 */
final class ExpressMachine {
  // What Step Functions' own logs are named by; others count against the size of a policy.
  private static final String LOG_GROUP_PREFIX = "/aws/vendedlogs/states/";

  private static final int KEEP_LOGS_DAYS = 30;

  /**
   * What the machine is.
   *
   * @param account where the stack is deployed
   * @param topicArn what hears the alarms
   * @param names physical names
   * @param suffix of the physical names of machine, logs, role and policies
   * @param ruleRoleSuffix of the physical name of the rule's role
   * @param definition in Amazon States Language
   * @param policy what the machine may do
   */
  record Args(
      AwsAccount account,
      Output<String> topicArn,
      PhysicalNames names,
      String suffix,
      String ruleRoleSuffix,
      Output<String> definition,
      Output<String> policy) {}

  private final Resource parent;
  private final String name;
  private final Args args;
  private final CustomResourceOptions child;
  private final StateMachine machine;
  private final Role ruleRole;
  private final RolePolicy rulePolicy;

  /**
   * Declares the machine.
   *
   * @param name the component's, from which the resources' are made
   */
  ExpressMachine(Resource parent, String name, Args args) {
    this.parent = parent;
    this.name = name;
    this.args = args;
    this.child = CustomResourceOptions.builder().parent(parent).build();

    Output<String> accountId = args.account().id();
    Role role = role("machine", args.suffix(), accountId.applyValue(MachineRoles::machineTrust));
    this.machine = machine(role, policy("machine", role, args.policy()));
    this.ruleRole =
        role("rule", args.ruleRoleSuffix(), accountId.applyValue(MachineRoles::ruleTrust));
    this.rulePolicy = policy("rule", ruleRole, machine.arn().applyValue(MachineRoles::rulePolicy));
  }

  /** What a machine reaches, once all of it is known. */
  static Output<MachineRoles.Reach> reach(
      Output<String> topicArn, Output<String> queueArn, Optional<Output<String>> keyArn) {
    Output<Optional<String>> key =
        keyArn.map(it -> it.applyValue(Optional::of)).orElse(Output.of(Optional.empty()));
    return Output.tuple(topicArn, queueArn, key)
        .applyValue(of -> new MachineRoles.Reach(of.t1, of.t2, of.t3));
  }

  Output<String> arn() {
    return machine.arn();
  }

  /** The role with which a rule starts the machine. */
  Output<String> ruleRoleArn() {
    return ruleRole.arn();
  }

  /** What has to be there before a rule can start the machine. */
  Resource rulePolicy() {
    return rulePolicy;
  }

  /**
   * Adds alarms, their physical names by suffix.
   *
   * @param failed of the alarm on executions that fail
   * @param meaning what it means that they do
   * @param timedOut of the alarm on executions that run out of time
   * @param throttled of the alarm on executions that are not started
   */
  void alarms(String failed, String meaning, String timedOut, String throttled) {
    TopicAlarms alarms = new TopicAlarms(parent, name, args.names(), args.topicArn());
    Output<Map<String, String>> ofMachine =
        machine.arn().applyValue(it -> Map.of("StateMachineArn", it));
    alarms.add(failed, meaning, "AWS/States", "ExecutionsFailed", "Sum", ofMachine);
    alarms.add(
        timedOut,
        "Executions of the state machine ran out of time before they could keep their events. Look"
            + " at the machine's logs, then at the findings in the console.",
        "AWS/States",
        "ExecutionsTimedOut",
        "Sum",
        ofMachine);
    alarms.add(
        throttled,
        "Step Functions throttles the state machine. EventBridge tries for 24 hours; after that"
            + " the events are in the dead-letter queue.",
        "AWS/States",
        "ExecutionThrottled",
        "Sum",
        ofMachine);
  }

  private Role role(String suffix, String physicalSuffix, Output<String> trust) {
    return new Role(
        name + "-" + suffix + "-role",
        RoleArgs.builder().name(args.names().of(physicalSuffix)).assumeRolePolicy(trust).build(),
        child);
  }

  private RolePolicy policy(String suffix, Role role, Output<String> policy) {
    return new RolePolicy(
        name + "-" + suffix + "-policy",
        RolePolicyArgs.builder()
            .name(args.names().of(args.suffix()))
            .role(role.name())
            .policy(policy)
            .build(),
        child);
  }

  private StateMachine machine(Role role, RolePolicy policy) {
    LogGroup logs =
        new LogGroup(
            name + "-logs",
            LogGroupArgs.builder()
                .name(LOG_GROUP_PREFIX + args.names().of(args.suffix()))
                .retentionInDays(KEEP_LOGS_DAYS)
                .build(),
            child);
    return new StateMachine(
        name + "-machine",
        StateMachineArgs.builder()
            .name(args.names().of(args.suffix()))
            .type("EXPRESS")
            .roleArn(role.arn())
            .definition(args.definition())
            .loggingConfiguration(
                StateMachineLoggingConfigurationArgs.builder()
                    .level("ERROR")
                    .includeExecutionData(true)
                    // Step Functions wants the group's ARN with all of its streams.
                    .logDestination(logs.arn().applyValue(arn -> arn + ":*"))
                    .build())
            .build(),
        // AWS makes the machine's log delivery with the role, at once.
        CustomResourceOptions.builder().parent(parent).dependsOn(policy).build());
  }
}
