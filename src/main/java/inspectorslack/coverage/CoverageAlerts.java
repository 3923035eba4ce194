package inspectorslack.coverage;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.stepfunctions.Destination;
import inspectorslack.stepfunctions.LoggedStateMachine;
import inspectorslack.stepfunctions.MachineRoles;
import inspectorslack.stepfunctions.RuleTargets;
import inspectorslack.stepfunctions.Surroundings;
import inspectorslack.stepfunctions.TopicAlarms;
import java.util.Map;

/**
 * Tells a topic of resources that Inspector does not scan, or no longer: a rule on the default bus,
 * the state machine that puts the event into words, and alarms on both.
 *
 * <p>What EventBridge cannot hand to the machine is in the dead-letter queue, whose policy has to
 * admit the {@linkplain #ruleArn() rule} before it {@linkplain #listen listens}, and whose depth is
 * alarmed where the queue is made; failed invocations therefore have no alarm of their own.
 */
public final class CoverageAlerts extends ComponentResource {
  /**
   * From where to where.
   *
   * @param deployment with its account, names and key
   * @param destination where messages go, and events that cannot be announced
   */
  public record Args(Deployment deployment, Destination destination) {}

  private final String name;
  private final Args args;
  private final LoggedStateMachine machine;
  private final LoggedStateMachine.Starter starter;
  private final EventRule rule;

  public CoverageAlerts(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:CoverageAlerts", name, options);
    this.name = name;
    this.args = args;
    this.machine =
        new LoggedStateMachine(
            this,
            name,
            new LoggedStateMachine.Args(
                args.deployment(),
                args.destination().topicArn(),
                "coverage",
                LoggedStateMachine.Type.EXPRESS,
                definition(),
                LoggedStateMachine.reach(args.destination(), args.deployment())
                    .applyValue(MachineRoles::machinePolicy)));
    this.starter = machine.rule("coverage-start");
    this.rule = rule();
    alarms();
    registerOutputs(Map.of("ruleArn", ruleArn(), "stateMachineArn", stateMachineArn()));
  }

  /** The rule that the dead-letter queue's policy has to admit. */
  public Output<String> ruleArn() {
    return rule.arn();
  }

  public Output<String> stateMachineArn() {
    return machine.arn();
  }

  private Output<String> definition() {
    return Output.tuple(
            args.destination().topicArn(),
            args.destination().queueUrl(),
            args.deployment().account().partition(),
            args.deployment().account().region())
        .applyValue(
            of ->
                CoverageDefinition.json(
                    Surroundings.builder()
                        .topicArn(of.t1)
                        .deadLetterQueueUrl(of.t2)
                        .partition(of.t3)
                        .region(of.t4)
                        .build()));
  }

  private EventRule rule() {
    return new EventRule(
        name + "-rule",
        EventRuleArgs.builder()
            .name(args.deployment().names().of("coverage"))
            .description("Resources that Inspector does not scan")
            .eventBusName("default")
            .eventPattern(CoveragePattern.json())
            .build(),
        CustomResourceOptions.builder().parent(this).build());
  }

  /**
   * Lets the rule start the machine. Apart from the rest, as it is the rule that the queue's policy
   * has to admit before it may lose an event.
   *
   * @param queuePolicy what admits the rule
   */
  public void listen(Resource queuePolicy) {
    new EventTarget(
        name + "-target",
        RuleTargets.keptIn(args.destination().queueArn())
            .rule(rule.name())
            .targetId("coverage")
            .arn(machine.arn())
            .roleArn(starter.roleArn())
            .build(),
        // No event meets a machine or a queue that would refuse it.
        CustomResourceOptions.builder()
            .parent(this)
            .dependsOn(starter.policy(), queuePolicy)
            .build());
  }

  private void alarms() {
    machine.alarms(
        "coverage-failed",
        "Resources that are not scanned could not be announced; their events are in the dead-letter"
            + " queue, each with its error.",
        "coverage-timeouts");
    new TopicAlarms(this, name, args.deployment().names(), args.destination().topicArn())
        .add(
            "coverage-lost",
            "EventBridge could not even send events of coverage to the dead-letter queue: they are"
                + " lost. Look at the queue policy and the key, then at Inspector's coverage in the"
                + " console.",
            "AWS/Events",
            "InvocationsFailedToBeSentToDlq",
            "Sum",
            rule.name().applyValue(it -> Map.of("RuleName", it)));
  }
}
