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
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.aws.AwsAccount;
import inspectorslack.config.PhysicalNames;
import inspectorslack.stepfunctions.LoggedStateMachine;
import inspectorslack.stepfunctions.Surroundings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A summary of all open findings on a schedule: the schedule, the state machine that it starts, the
 * table with the totals of the digest before, and alarms on digests that fail.
 */
public final class FindingDigest extends ComponentResource {
  // A start that fails for that long is in the dead-letter queue; a digest a day late is no use.
  private static final Duration RETRY_FOR = Duration.ofHours(1);
  private static final int RETRY_ATTEMPTS = 185;

  /**
   * When, and where to.
   *
   * @param account where the stack is deployed
   * @param digest when, and what counts as overdue
   * @param topicArn the topic of the digest's route
   * @param queueArn the same route's dead-letter queue
   * @param keyArn the key of topic and queue, if they have one
   * @param names physical names
   */
  public record Args(
      AwsAccount account,
      Digest digest,
      Output<String> topicArn,
      Output<String> queueArn,
      Optional<Output<String>> keyArn,
      PhysicalNames names) {}

  private final String name;
  private final Args args;
  private final CustomResourceOptions child;
  private final Output<String> stateMachineArn;
  private final Output<String> scheduleName;

  public FindingDigest(String name, Args args) {
    super("inspectorslack:components:FindingDigest", name);
    this.name = name;
    this.args = args;
    this.child = CustomResourceOptions.builder().parent(this).build();

    Table totals = totals();
    LoggedStateMachine machine =
        new LoggedStateMachine(
            this,
            name,
            new LoggedStateMachine.Args(
                args.account(),
                args.topicArn(),
                args.keyArn(),
                args.names(),
                "digest",
                // An Express workflow ends after five minutes, which many pages may take.
                LoggedStateMachine.Type.STANDARD,
                definition(totals),
                Output.tuple(totals.arn(), args.topicArn(), keyArn())
                    .applyValue(of -> DigestRoles.machinePolicy(of.t1, of.t2, of.t3))));
    LoggedStateMachine.Starter starter =
        machine.starter(
            "schedule",
            "digest-schedule",
            args.account().id().applyValue(DigestRoles::scheduleTrust),
            Output.tuple(machine.arn(), args.queueArn(), keyArn())
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

  private Output<Optional<String>> keyArn() {
    return args.keyArn().map(it -> it.applyValue(Optional::of)).orElse(Output.of(Optional.empty()));
  }

  private Table totals() {
    return new Table(
        name + "-totals",
        TableArgs.builder()
            .name(args.names().of("digest"))
            .billingMode("PAY_PER_REQUEST")
            .hashKey(DigestDefinition.KEY)
            .attributes(TableAttributeArgs.builder().name(DigestDefinition.KEY).type("S").build())
            .pointInTimeRecovery(TablePointInTimeRecoveryArgs.builder().enabled(true).build())
            .serverSideEncryption(TableServerSideEncryptionArgs.builder().enabled(true).build())
            .build(),
        child);
  }

  private Output<String> definition(Table totals) {
    AwsAccount account = args.account();
    return Output.tuple(
            totals.name(), args.topicArn(), account.id(), account.partition(), account.region())
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
                        .build()));
  }

  private Schedule schedule(LoggedStateMachine machine, LoggedStateMachine.Starter starter) {
    return new Schedule(
        name + "-schedule",
        ScheduleArgs.builder()
            .name(args.names().of("digest"))
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
                        ScheduleTargetDeadLetterConfigArgs.builder().arn(args.queueArn()).build())
                    .build())
            .build(),
        // A rate starts at once, and would not be allowed to.
        CustomResourceOptions.builder().parent(this).dependsOn(starter.policy()).build());
  }

  private static void alarm(LoggedStateMachine machine, String suffix, String metric, String fate) {
    machine.alarm(
        "digest-" + suffix,
        metric,
        "A digest of open findings %s. Its execution, in the console of Step Functions, says why."
            .formatted(fate));
  }
}
