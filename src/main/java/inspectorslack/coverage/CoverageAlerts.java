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
 * Notifies the topic about resources that Inspector does not scan or stops scanning: a rule on the
 * default bus, a state machine that turns the event into a message, and alarms on both.
 *
 * <p>EventBridge sends events that it cannot deliver to the dead-letter queue. The queue's policy
 * must allow the {@linkplain #ruleArn() rule} before the rule {@linkplain #listen gets a target}.
 * Failed invocations have no alarm here, because the route has an alarm on the queue's depth.
 */
public final class CoverageAlerts extends ComponentResource {
  /**
   * What the component works with.
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

  /** The rule, for the dead-letter queue's policy, which must allow it. */
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
                        .accountNames(args.deployment().accountNames())
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
   * Lets the rule start the machine. This is a separate step because the queue's policy needs the
   * rule's ARN, and must exist before the rule can fail to deliver an event.
   *
   * @param queuePolicy the policy that allows the rule to use the dead-letter queue
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
        // Otherwise the machine or the queue would refuse the first events.
        CustomResourceOptions.builder()
            .parent(this)
            .dependsOn(starter.policy(), queuePolicy)
            .build());
  }

  private void alarms() {
    machine.alarms(
        "coverage-failed",
        "The state machine could not announce resources that Inspector does not scan. Their events"
            + " are in the dead-letter queue, each with its error.",
        "coverage-timeouts");
    new TopicAlarms(this, name, args.deployment().names(), args.destination().topicArn())
        .add(
            "coverage-lost",
            "EventBridge lost coverage events: it could not send them to the dead-letter queue"
                + " either. Check the queue policy and the key, then Inspector's coverage page in"
                + " the console.",
            "AWS/Events",
            "InvocationsFailedToBeSentToDlq",
            "Sum",
            rule.name().applyValue(it -> Map.of("RuleName", it)));
  }
}
