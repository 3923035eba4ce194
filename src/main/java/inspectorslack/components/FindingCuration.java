package inspectorslack.components;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.dynamodb.Table;
import com.pulumi.aws.dynamodb.TableArgs;
import com.pulumi.aws.dynamodb.inputs.TableAttributeArgs;
import com.pulumi.aws.dynamodb.inputs.TablePointInTimeRecoveryArgs;
import com.pulumi.aws.dynamodb.inputs.TableServerSideEncryptionArgs;
import com.pulumi.aws.dynamodb.inputs.TableTtlArgs;
import com.pulumi.aws.iam.Role;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.sfn.StateMachine;
import com.pulumi.aws.sfn.StateMachineArgs;
import com.pulumi.aws.sfn.inputs.StateMachineLoggingConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Route;
import inspectorslack.documents.CurationRoles;
import inspectorslack.documents.StateMachineDefinition;
import java.util.Map;
import java.util.Optional;

/**
 * What stands between rule and topic if delivery is curated: a state machine that announces each
 * finding once, the table in which it remembers them, and alarms on executions that fail.
 */
public final class FindingCuration extends ComponentResource {
  // What Step Functions' own logs are named by; others count against the size of a policy.
  private static final String LOG_GROUP_PREFIX = "/aws/vendedlogs/states/";

  private static final int KEEP_LOGS_DAYS = 30;

  /**
   * From where to where.
   *
   * @param account where the stack is deployed
   * @param source what sends the events
   * @param route which findings, and who is called
   * @param delivery how findings are announced
   * @param topicArn where messages go
   * @param queueArn the dead-letter queue
   * @param queueUrl the same
   * @param keyArn the key of topic and queue, if they have one
   * @param names physical names
   */
  public record Args(
      AwsAccount account,
      FindingSource source,
      Route route,
      Delivery.Curated delivery,
      Output<String> topicArn,
      Output<String> queueArn,
      Output<String> queueUrl,
      Optional<Output<String>> keyArn,
      PhysicalNames names) {}

  private final String name;
  private final Args args;
  private final CustomResourceOptions child;
  private final Output<String> stateMachineArn;
  private final Output<String> ruleRoleArn;
  private final RolePolicy rulePolicy;

  public FindingCuration(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:FindingCuration", name, options);
    this.name = name;
    this.args = args;
    this.child = CustomResourceOptions.builder().parent(this).build();

    Table memory = memory();
    Role machineRole =
        role("machine", "curation", args.account().id().applyValue(CurationRoles::machineTrust));
    RolePolicy machinePolicy = policy("machine", machineRole, machinePolicy(memory));
    StateMachine machine = machine(memory, machineRole, machinePolicy);
    Role ruleRole =
        role("rule", "start-curation", args.account().id().applyValue(CurationRoles::ruleTrust));
    this.rulePolicy = policy("rule", ruleRole, machine.arn().applyValue(CurationRoles::rulePolicy));
    alarms(machine);

    this.stateMachineArn = machine.arn();
    this.ruleRoleArn = ruleRole.arn();
    registerOutputs(Map.of("stateMachineArn", stateMachineArn, "ruleRoleArn", ruleRoleArn));
  }

  public Output<String> stateMachineArn() {
    return stateMachineArn;
  }

  /** The role with which a rule starts the machine. */
  public Output<String> ruleRoleArn() {
    return ruleRoleArn;
  }

  /** What has to be there before a rule can start the machine. */
  Resource rulePolicy() {
    return rulePolicy;
  }

  private Table memory() {
    return new Table(
        name + "-memory",
        TableArgs.builder()
            .name(args.names().of("memory"))
            .billingMode("PAY_PER_REQUEST")
            .hashKey(StateMachineDefinition.KEY)
            .attributes(
                TableAttributeArgs.builder().name(StateMachineDefinition.KEY).type("S").build())
            .ttl(
                TableTtlArgs.builder()
                    .attributeName(StateMachineDefinition.EXPIRES_AT)
                    .enabled(true)
                    .build())
            .pointInTimeRecovery(TablePointInTimeRecoveryArgs.builder().enabled(true).build())
            .serverSideEncryption(TableServerSideEncryptionArgs.builder().enabled(true).build())
            .build(),
        child);
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
            .name(args.names().of("curation"))
            .role(role.name())
            .policy(policy)
            .build(),
        child);
  }

  private Output<String> machinePolicy(Table memory) {
    Output<Optional<String>> key =
        args.keyArn().map(it -> it.applyValue(Optional::of)).orElse(Output.of(Optional.empty()));
    return Output.tuple(memory.arn(), args.topicArn(), args.queueArn(), key, hubArn())
        .applyValue(
            of ->
                CurationRoles.machinePolicy(
                    new CurationRoles.Reach(of.t1, of.t2, of.t3, of.t4, of.t5)));
  }

  private Output<Optional<String>> hubArn() {
    if (args.source() != FindingSource.SECURITYHUB) {
      return Output.of(Optional.empty());
    }
    AwsAccount account = args.account();
    return Output.tuple(account.partition(), account.region(), account.id())
        .applyValue(of -> Optional.of(CurationRoles.hubArn(of.t1, of.t2, of.t3)));
  }

  private StateMachine machine(Table memory, Role role, RolePolicy policy) {
    LogGroup logs =
        new LogGroup(
            name + "-logs",
            LogGroupArgs.builder()
                .name(LOG_GROUP_PREFIX + args.names().of("curation"))
                .retentionInDays(KEEP_LOGS_DAYS)
                .build(),
            child);
    Output<String> definition =
        Output.tuple(
                memory.name(),
                args.topicArn(),
                args.queueUrl(),
                args.account().partition(),
                args.account().region())
            .applyValue(
                of ->
                    StateMachineDefinition.json(
                        args.source(),
                        args.route(),
                        args.delivery(),
                        new StateMachineDefinition.Surroundings(
                            of.t1, of.t2, of.t3, of.t4, of.t5)));
    return new StateMachine(
        name + "-machine",
        StateMachineArgs.builder()
            .name(args.names().of("curation"))
            .type("EXPRESS")
            .roleArn(role.arn())
            .definition(definition)
            .loggingConfiguration(
                StateMachineLoggingConfigurationArgs.builder()
                    .level("ERROR")
                    .includeExecutionData(true)
                    // Step Functions wants the group's ARN with all of its streams.
                    .logDestination(logs.arn().applyValue(arn -> arn + ":*"))
                    .build())
            .build(),
        // AWS makes the machine's log delivery with the role, at once.
        CustomResourceOptions.builder().parent(this).dependsOn(policy).build());
  }

  private void alarms(StateMachine machine) {
    TopicAlarms alarms = new TopicAlarms(this, name, args.names(), args.topicArn());
    Output<Map<String, String>> ofMachine =
        machine.arn().applyValue(it -> Map.of("StateMachineArn", it));
    alarms.add(
        "failed-executions",
        "Findings could not be announced; their events are in the dead-letter queue, each with its"
            + " error.",
        "AWS/States",
        "ExecutionsFailed",
        "Sum",
        ofMachine);
    alarms.add(
        "timed-out",
        "Executions of the state machine ran out of time before they could keep their events. Look"
            + " at the machine's logs, then at the findings in the console.",
        "AWS/States",
        "ExecutionsTimedOut",
        "Sum",
        ofMachine);
    alarms.add(
        "throttled-starts",
        "Step Functions throttles the state machine. EventBridge tries for 24 hours; after that"
            + " the events are in the dead-letter queue.",
        "AWS/States",
        "ExecutionThrottled",
        "Sum",
        ofMachine);
  }
}
