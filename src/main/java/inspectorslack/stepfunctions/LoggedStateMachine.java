package inspectorslack.stepfunctions;

import com.pulumi.aws.cloudwatch.LogGroup;
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
import inspectorslack.aws.ResourceTypes;
import java.util.Map;

/**
 * A component's state machine with its role, its log group, the role that starts it, and alarms on
 * its executions.
 */
public final class LoggedStateMachine {
  /** The type of the workflow, which limits its executions. */
  public enum Type {
    /** At most five minutes. */
    EXPRESS,
    /** At most a year, and 25,000 events. */
    STANDARD
  }

  /**
   * What the machine consists of.
   *
   * @param deployment with its account, names and key
   * @param topicArn the topic that alarms notify
   * @param suffix the last part of the physical names of machine, logs, role and policies
   * @param definition in Amazon States Language
   * @param policy the policy of the machine's role
   */
  public record Args(
      Deployment deployment,
      Output<String> topicArn,
      String suffix,
      Type type,
      Output<String> definition,
      Output<String> policy) {}

  /**
   * Permission to start the machine.
   *
   * @param roleArn the role that may start the machine
   * @param policy the role's policy, which must exist before the first start
   */
  public record Starter(Output<String> roleArn, Resource policy) {}

  private final Resource parent;
  private final String name;
  private final Args args;
  private final CustomResourceOptions child;
  private final StateMachine machine;

  /**
   * Declares the machine.
   *
   * @param name the component's name, with which the names of all resources begin
   */
  public LoggedStateMachine(Resource parent, String name, Args args) {
    this.parent = parent;
    this.name = name;
    this.args = args;
    this.child = CustomResourceOptions.builder().parent(parent).build();

    Role role =
        role(
            "machine",
            args.suffix(),
            args.deployment().account().id().applyValue(MachineRoles::machineTrust));
    this.machine = machine(role, policy("machine", role, args.policy()));
  }

  /** What a machine works with, once all ARNs are known. */
  public static Output<MachineRoles.Reach> reach(Destination destination, Deployment deployment) {
    return Output.tuple(destination.topicArn(), destination.queueArn(), deployment.key())
        .applyValue(of -> new MachineRoles.Reach(of.t1, of.t2, of.t3));
  }

  /** The name of a machine's log group. */
  public static String logGroup(String machine) {
    return ResourceTypes.VENDED_LOGS + machine;
  }

  public Output<String> arn() {
    return machine.arn();
  }

  /** Lets a rule start the machine. */
  public Starter rule(String physicalSuffix) {
    return starter(
        "rule",
        physicalSuffix,
        args.deployment().account().id().applyValue(MachineRoles::ruleTrust),
        arn().applyValue(MachineRoles::rulePolicy));
  }

  /**
   * Adds a role that may start the machine.
   *
   * @param suffix the last part of the role's resource name
   * @param physicalSuffix the last part of its physical name
   */
  public Starter starter(
      String suffix, String physicalSuffix, Output<String> trust, Output<String> policy) {
    Role role = role(suffix, physicalSuffix, trust);
    return new Starter(role.arn(), policy(suffix, role, policy));
  }

  /**
   * Adds an alarm on one of the machine's metrics.
   *
   * @param suffix the last part of its resource name and of its physical name
   */
  public void alarm(String suffix, String metric, String description) {
    new TopicAlarms(parent, name, args.deployment().names(), args.topicArn())
        .add(
            suffix,
            description,
            "AWS/States",
            metric,
            "Sum",
            machine.arn().applyValue(it -> Map.of("StateMachineArn", it)));
  }

  /**
   * Adds the alarms of a machine that sends events which it cannot process to the dead-letter
   * queue.
   *
   * @param failed suffix of the alarm on failed executions
   * @param meaning that alarm's description
   * @param timedOut suffix of the alarm on executions that time out
   */
  public void alarms(String failed, String meaning, String timedOut) {
    alarm(failed, "ExecutionsFailed", meaning);
    alarm(
        timedOut,
        "ExecutionsTimedOut",
        "Executions of the state machine timed out before they could send their events to the"
            + " dead-letter queue. Check the state machine's logs, then the findings in the console.");
  }

  private Role role(String suffix, String physicalSuffix, Output<String> trust) {
    return new Role(
        name + "-" + suffix + "-role",
        RoleArgs.builder()
            .name(args.deployment().names().ofRole(physicalSuffix))
            .assumeRolePolicy(trust)
            .build(),
        child);
  }

  private RolePolicy policy(String suffix, Role role, Output<String> policy) {
    return new RolePolicy(
        name + "-" + suffix + "-policy",
        RolePolicyArgs.builder()
            .name(args.deployment().names().of(args.suffix()))
            .role(role.name())
            .policy(policy)
            .build(),
        child);
  }

  private StateMachine machine(Role role, RolePolicy policy) {
    // Logs of failures contain whole findings.
    LogGroup logs =
        new LogGroup(
            name + "-logs",
            args.deployment().logGroup(logGroup(args.deployment().names().of(args.suffix()))),
            child);
    return new StateMachine(
        name + "-machine",
        StateMachineArgs.builder()
            .name(args.deployment().names().of(args.suffix()))
            .type(args.type().name())
            .roleArn(role.arn())
            .definition(args.definition())
            .loggingConfiguration(
                StateMachineLoggingConfigurationArgs.builder()
                    .level("ERROR")
                    .includeExecutionData(true)
                    // Step Functions requires the ARN of all the group's streams.
                    .logDestination(logs.arn().applyValue(arn -> arn + ":*"))
                    .build())
            .build(),
        // AWS uses the role at once to create the machine's log delivery.
        CustomResourceOptions.builder().parent(parent).dependsOn(policy).build());
  }
}
