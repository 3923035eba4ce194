package inspectorslack.curation;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.dynamodb.Table;
import com.pulumi.aws.dynamodb.TableArgs;
import com.pulumi.aws.dynamodb.inputs.TableAttributeArgs;
import com.pulumi.aws.dynamodb.inputs.TableGlobalSecondaryIndexArgs;
import com.pulumi.aws.dynamodb.inputs.TablePointInTimeRecoveryArgs;
import com.pulumi.aws.dynamodb.inputs.TableServerSideEncryptionArgs;
import com.pulumi.aws.dynamodb.inputs.TableTtlArgs;
import com.pulumi.aws.sqs.QueuePolicy;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import inspectorslack.aws.AwsAccount;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.stepfunctions.Destination;
import inspectorslack.stepfunctions.LoggedStateMachine;
import inspectorslack.stepfunctions.RuleTargets;
import inspectorslack.stepfunctions.Surroundings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Curated delivery, between rule and topic: a state machine that announces each finding once, the
 * table that remembers findings, and alarms on failed executions.
 */
public final class FindingCuration extends ComponentResource {
  /**
   * What the component works with.
   *
   * @param deployment with its account, names and key
   * @param destination where messages go, and events that cannot be announced
   * @param source the service that sends the events
   * @param route which findings to announce, and whom to mention
   * @param delivery how findings are announced
   */
  public record Args(
      Deployment deployment,
      Destination destination,
      FindingSource source,
      Route route,
      Delivery.Curated delivery) {}

  // The shortest that EventBridge takes.
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  private final String name;
  private final Args args;
  private final LoggedStateMachine machine;
  private final LoggedStateMachine.Starter starter;
  private final EventRule everyMinute;

  public FindingCuration(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:FindingCuration", name, options);
    this.name = name;
    this.args = args;

    Table memory = memory();
    this.machine =
        new LoggedStateMachine(
            this,
            name,
            new LoggedStateMachine.Args(
                args.deployment(),
                args.destination().topicArn(),
                "curation",
                LoggedStateMachine.Type.EXPRESS,
                definition(memory),
                machinePolicy(memory)));
    this.starter = machine.rule("rule");
    this.everyMinute = everyMinute();
    alarms();
    registerOutputs(Map.of("stateMachineArn", stateMachineArn(), "ruleRoleArn", ruleRoleArn()));
  }

  public Output<String> stateMachineArn() {
    return machine.arn();
  }

  /** The role that a rule assumes to start the machine. */
  public Output<String> ruleRoleArn() {
    return starter.roleArn();
  }

  /** The policy that must exist before a rule can start the machine. */
  public Resource rulePolicy() {
    return starter.policy();
  }

  /** The rule that starts the machine every minute. */
  public Output<String> summariesRuleArn() {
    return everyMinute.arn();
  }

  /** Adds the target of that rule. */
  public void summarize(QueuePolicy queuePolicy) {
    new EventTarget(
        name + "-summaries-target",
        // The next minute's start does what this one could not.
        RuleTargets.keptIn(args.destination().queueArn(), INTERVAL, 1)
            .rule(everyMinute.name())
            .targetId("summaries")
            .arn(stateMachineArn())
            .roleArn(ruleRoleArn())
            .build(),
        // After the policies; otherwise machine or queue would refuse the first starts.
        CustomResourceOptions.builder().parent(this).dependsOn(rulePolicy(), queuePolicy).build());
  }

  private Table memory() {
    return new Table(
        name + "-memory",
        TableArgs.builder()
            .name(args.deployment().names().of("memory"))
            .billingMode("PAY_PER_REQUEST")
            .hashKey(MemoryCalls.KEY)
            .attributes(text(MemoryCalls.KEY), text(MemoryCalls.HELD), text(MemoryCalls.ORDER))
            .globalSecondaryIndexes(
                TableGlobalSecondaryIndexArgs.builder()
                    .name(MemoryCalls.HELD)
                    .hashKey(MemoryCalls.HELD)
                    .rangeKey(MemoryCalls.ORDER)
                    .projectionType("INCLUDE")
                    .nonKeyAttributes(MemoryCalls.SUMMARIZED)
                    .build())
            .ttl(TableTtlArgs.builder().attributeName(MemoryCalls.EXPIRES_AT).enabled(true).build())
            .pointInTimeRecovery(TablePointInTimeRecoveryArgs.builder().enabled(true).build())
            .serverSideEncryption(TableServerSideEncryptionArgs.builder().enabled(true).build())
            .build(),
        CustomResourceOptions.builder().parent(this).build());
  }

  private static TableAttributeArgs text(String attribute) {
    return TableAttributeArgs.builder().name(attribute).type("S").build();
  }

  /** A rule that starts the machine every minute, so that it posts what is due. */
  private EventRule everyMinute() {
    return new EventRule(
        name + "-summaries",
        EventRuleArgs.builder()
            .name(args.deployment().names().of("summaries"))
            .description("Posts summaries of the findings that a storm held back")
            .scheduleExpression("rate(1 minute)")
            .build(),
        CustomResourceOptions.builder().parent(this).build());
  }

  private Output<String> machinePolicy(Table memory) {
    return Output.tuple(
            memory.arn(), LoggedStateMachine.reach(args.destination(), args.deployment()), hubArn())
        .applyValue(
            of -> CurationRoles.machinePolicy(new CurationRoles.Reach(of.t1, of.t2, of.t3)));
  }

  private Output<Optional<String>> hubArn() {
    if (args.source() != FindingSource.SECURITYHUB) {
      return Output.of(Optional.empty());
    }
    AwsAccount account = args.deployment().account();
    return Output.tuple(account.partition(), account.region(), account.id())
        .applyValue(of -> Optional.of(CurationRoles.hubArn(of.t1, of.t2, of.t3)));
  }

  private Output<String> definition(Table memory) {
    return Output.tuple(
            memory.name(),
            args.destination().topicArn(),
            args.destination().queueUrl(),
            args.deployment().account().partition(),
            args.deployment().account().region())
        .applyValue(
            of ->
                CurationDefinition.json(
                    args.source(),
                    args.route(),
                    args.delivery(),
                    Surroundings.builder()
                        .tableName(of.t1)
                        .topicArn(of.t2)
                        .deadLetterQueueUrl(of.t3)
                        .partition(of.t4)
                        .region(of.t5)
                        .isOneOfSeveral(args.deployment().isOneOfSeveral())
                        .accountNames(args.deployment().accountNames())
                        .build()));
  }

  private void alarms() {
    machine.alarms(
        "failed-executions",
        "The state machine could not announce findings, or post a summary. Events that it could not"
            + " process are in the dead-letter queue, each with its error. If the queue refused an"
            + " event, it is in the state machine's log. A summary is retried every minute.",
        "timed-out");
  }
}
