package inspectorslack.digest;

import com.pulumi.aws.dynamodb.Table;
import com.pulumi.aws.dynamodb.TableArgs;
import com.pulumi.aws.dynamodb.inputs.TableAttributeArgs;
import com.pulumi.aws.dynamodb.inputs.TablePointInTimeRecoveryArgs;
import com.pulumi.aws.dynamodb.inputs.TableServerSideEncryptionArgs;
import com.pulumi.aws.scheduler.Schedule;
import com.pulumi.aws.scheduler.ScheduleArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleFlexibleTimeWindowArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetDeadLetterConfigArgs;
import com.pulumi.aws.scheduler.inputs.ScheduleTargetRetryPolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.aws.AwsAccount;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.stepfunctions.Destination;
import inspectorslack.stepfunctions.LoggedStateMachine;
import inspectorslack.stepfunctions.Surroundings;
import java.time.Duration;
import java.util.Map;

/**
 * The digest of all open findings: the schedule, the state machine that it starts, the table with
 * the totals of the previous digest, and alarms on failed digests.
 */
public final class FindingDigest extends ComponentResource {
  // After that, Scheduler sends the start to the dead-letter queue; nobody needs a late digest.
  private static final Duration RETRY_FOR = Duration.ofHours(1);
  private static final int RETRY_ATTEMPTS = 185;

  /**
   * What the component works with.
   *
   * @param deployment with its account, names and key
   * @param destination of the digest's route
   * @param digest when, and what counts as overdue
   */
  public record Args(Deployment deployment, Destination destination, Digest digest) {}

  private final String name;
  private final Args args;
  private final CustomResourceOptions child;
  private final Output<String> stateMachineArn;
  private final Output<String> scheduleName;

  public FindingDigest(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:FindingDigest", name, options);
    this.name = name;
    this.args = args;
    this.child = CustomResourceOptions.builder().parent(this).build();

    Table totals = totals();
    LoggedStateMachine machine =
        new LoggedStateMachine(
            this,
            name,
            new LoggedStateMachine.Args(
                args.deployment(),
                args.destination().topicArn(),
                "digest",
                // Many pages may take longer than the five minutes of an Express workflow.
                LoggedStateMachine.Type.STANDARD,
                definition(totals),
                Output.tuple(totals.arn(), args.destination().topicArn(), args.deployment().key())
                    .applyValue(of -> DigestRoles.machinePolicy(of.t1, of.t2, of.t3))));
    LoggedStateMachine.Starter starter =
        machine.starter(
            "schedule",
            "digest-schedule",
            args.deployment().account().id().applyValue(DigestRoles::scheduleTrust),
            Output.tuple(machine.arn(), args.destination().queueArn(), args.deployment().key())
                .applyValue(of -> DigestRoles.schedulePolicy(of.t1, of.t2, of.t3)));
    Schedule schedule = schedule(machine, starter);
    alarm(machine, "failures", "ExecutionsFailed", "failed");
    alarm(machine, "timeouts", "ExecutionsTimedOut", "ran out of time");
    alarm(machine, "aborted", "ExecutionsAborted", "was stopped");

    this.stateMachineArn = machine.arn();
    this.scheduleName = schedule.name();
    registerOutputs(Map.of("stateMachineArn", stateMachineArn, "scheduleName", scheduleName));
  }

  public Output<String> stateMachineArn() {
    return stateMachineArn;
  }

  public Output<String> scheduleName() {
    return scheduleName;
  }

  private Table totals() {
    return new Table(
        name + "-totals",
        TableArgs.builder()
            .name(args.deployment().names().of("digest"))
            .billingMode("PAY_PER_REQUEST")
            .hashKey(DigestDefinition.KEY)
            .attributes(TableAttributeArgs.builder().name(DigestDefinition.KEY).type("S").build())
            .pointInTimeRecovery(TablePointInTimeRecoveryArgs.builder().enabled(true).build())
            .serverSideEncryption(TableServerSideEncryptionArgs.builder().enabled(true).build())
            .build(),
        child);
  }

  private Output<String> definition(Table totals) {
    AwsAccount account = args.deployment().account();
    return Output.tuple(
            totals.name(),
            args.destination().topicArn(),
            account.id(),
            account.partition(),
            account.region())
        .applyValue(
            of ->
                DigestDefinition.json(
                    args.digest(),
                    Surroundings.builder()
                        .tableName(of.t1)
                        .topicArn(of.t2)
                        .accountId(of.t3)
                        .partition(of.t4)
                        .region(of.t5)
                        .isOneOfSeveral(args.deployment().isOneOfSeveral())
                        .accountNames(args.deployment().accountNames())
                        .build()));
  }

  private Schedule schedule(LoggedStateMachine machine, LoggedStateMachine.Starter starter) {
    return new Schedule(
        name + "-schedule",
        ScheduleArgs.builder()
            .name(args.deployment().names().of("digest"))
            .description("Starts the digest of open Inspector findings.")
            .scheduleExpression(args.digest().schedule())
            .scheduleExpressionTimezone(args.digest().timeZone())
            .flexibleTimeWindow(ScheduleFlexibleTimeWindowArgs.builder().mode("OFF").build())
            .target(
                ScheduleTargetArgs.builder()
                    .arn(machine.arn())
                    .roleArn(starter.roleArn())
                    .retryPolicy(
                        ScheduleTargetRetryPolicyArgs.builder()
                            .maximumEventAgeInSeconds((int) RETRY_FOR.toSeconds())
                            .maximumRetryAttempts(RETRY_ATTEMPTS)
                            .build())
                    .deadLetterConfig(
                        ScheduleTargetDeadLetterConfigArgs.builder()
                            .arn(args.destination().queueArn())
                            .build())
                    .build())
            .build(),
        // A rate starts at once and needs the permission by then.
        CustomResourceOptions.builder().parent(this).dependsOn(starter.policy()).build());
  }

  private static void alarm(LoggedStateMachine machine, String suffix, String metric, String fate) {
    machine.alarm(
        "digest-" + suffix,
        metric,
        "A digest of open findings %s. Open its execution in the Step Functions console for the cause."
            .formatted(fate));
  }
}
