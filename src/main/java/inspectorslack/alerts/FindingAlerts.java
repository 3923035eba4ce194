package inspectorslack.alerts;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sns.TopicPolicy;
import com.pulumi.aws.sns.TopicPolicyArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.aws.sqs.QueuePolicy;
import com.pulumi.aws.sqs.QueuePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.coverage.CoverageAlerts;
import inspectorslack.curation.FindingCuration;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.stepfunctions.Destination;
import inspectorslack.stepfunctions.RuleTargets;
import inspectorslack.stepfunctions.TopicAlarms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivers the findings of one route: a rule on the default bus with the topic or the state machine
 * of curated delivery as its target, a dead-letter queue for events that cannot be delivered, and
 * alarms that notify the topic about failures.
 */
public final class FindingAlerts extends ComponentResource {
  // SQS's maximum.
  private static final Duration KEEP_DEAD_LETTERS = Duration.ofDays(14);

  // Bytes. SQS accepts 1 MiB, but this version of the provider refuses more than 256 KiB
  // (pulumi/pulumi-aws#6321). SNS and Step Functions accept 256 KiB, too.
  private static final int LARGEST_DEAD_LETTER = 262_144;

  /**
   * What the component works with.
   *
   * @param deployment with its account, the route's names, and its key
   * @param source the service that sends the events
   * @param route which findings to deliver
   * @param delivery whether events go straight to the topic or through a state machine
   * @param coverage the name of the component that also sends messages about resources that
   *     Inspector doesn't scan; empty if nothing does
   * @param otherRegions Regions of the stack that have paths of their own
   */
  public record Args(
      Deployment deployment,
      FindingSource source,
      Route route,
      Delivery delivery,
      Optional<String> coverage,
      List<String> otherRegions) {}

  private final String name;
  private final Args args;
  private final CustomResourceOptions child;
  private final Optional<FindingCuration> curation;
  private final Optional<CoverageAlerts> coverage;
  private final Destination destination;
  private final Output<String> ruleName;
  private final Output<String> eventPattern;

  public FindingAlerts(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:FindingAlerts", name, options);
    this.name = name;
    this.args = args;
    this.child = CustomResourceOptions.builder().parent(this).build();

    Topic topic = topic();
    Queue queue = queue();
    this.destination = Destination.of(topic, queue);
    this.curation =
        args.delivery() instanceof Delivery.Curated curated
            ? Optional.of(curation(curated))
            : Optional.empty();
    EventRule rule = rule();
    this.coverage = args.coverage().map(this::coverage);
    List<Output<String>> ruleArns = new ArrayList<>(List.of(rule.arn()));
    coverage.ifPresent(it -> ruleArns.add(it.ruleArn()));
    curation.ifPresent(it -> ruleArns.add(it.summariesRuleArn()));
    TopicPolicy topicPolicy = topicPolicy(topic, rule);
    QueuePolicy queuePolicy = queuePolicy(queue, ruleArns);
    target(rule, topic, queue, topicPolicy, queuePolicy);
    coverage.ifPresent(it -> it.listen(queuePolicy));
    curation.ifPresent(it -> it.summarize(queuePolicy));
    alarms(topic, rule, queue);

    this.ruleName = rule.name();
    this.eventPattern = rule.eventPattern().applyValue(Optional::orElseThrow);
    registerOutputs(
        Map.of(
            "topicArn",
            destination.topicArn(),
            "ruleName",
            ruleName,
            "eventPattern",
            eventPattern,
            "deadLetterQueueUrl",
            destination.queueUrl()));
  }

  public Destination destination() {
    return destination;
  }

  public Output<String> ruleName() {
    return ruleName;
  }

  public Output<String> eventPattern() {
    return eventPattern;
  }

  /** The state machine between rule and topic; empty for native delivery. */
  public Optional<Output<String>> stateMachineArn() {
    return curation.map(FindingCuration::stateMachineArn);
  }

  /** The state machine of coverage alerts; empty if this route has none. */
  public Optional<Output<String>> coverageStateMachineArn() {
    return coverage.map(CoverageAlerts::stateMachineArn);
  }

  private FindingCuration curation(Delivery.Curated curated) {
    return new FindingCuration(
        name + "-curation",
        new FindingCuration.Args(
            args.deployment(), destination, args.source(), args.route(), curated),
        ComponentResourceOptions.builder().parent(this).build());
  }

  // Not named after the route: there is one per Region, and a route may have the name that the
  // combination would yield.
  private CoverageAlerts coverage(String componentName) {
    return new CoverageAlerts(
        componentName,
        new CoverageAlerts.Args(args.deployment(), destination),
        ComponentResourceOptions.builder().parent(this).build());
  }

  private void target(
      EventRule rule, Topic topic, Queue queue, TopicPolicy topicPolicy, QueuePolicy queuePolicy) {
    // After the policies; otherwise topic, queue or machine would refuse the first events.
    List<Resource> ready = new ArrayList<>(List.of(topicPolicy, queuePolicy));
    EventTargetArgs.Builder target =
        RuleTargets.keptIn(queue.arn())
            .rule(rule.name())
            // The same id for both deliveries: a change of delivery updates the target in one step,
            // so
            // the rule always has exactly one.
            .targetId("findings")
            .arn(topic.arn());
    curation.ifPresent(
        it -> {
          target.arn(it.stateMachineArn()).roleArn(it.ruleRoleArn());
          ready.add(it.rulePolicy());
        });
    new EventTarget(
        name + "-target",
        target.build(),
        CustomResourceOptions.builder().parent(this).dependsOn(ready).build());
  }

  private EventRule rule() {
    return new EventRule(
        name + "-rule",
        EventRuleArgs.builder()
            .name(args.deployment().names().of("findings"))
            .description(
                "Inspector findings, %s and above, from %s"
                    .formatted(args.route().severityThreshold(), args.source()))
            .eventBusName("default")
            .eventPattern(
                EventPattern.json(
                    args.source(), args.route(), args.delivery(), args.otherRegions()))
            .build(),
        // After the machine: until it exists, the pattern would send findings that end to the
        // topic.
        CustomResourceOptions.builder()
            .parent(this)
            .dependsOn(curation.map(FindingCuration::rulePolicy).stream().toArray(Resource[]::new))
            .build());
  }

  private Topic topic() {
    TopicArgs.Builder topic =
        TopicArgs.builder()
            .name(args.deployment().names().of("findings"))
            .displayName("Inspector Finding Notification");
    args.deployment().keyArn().ifPresent(topic::kmsMasterKeyId);
    return new Topic(name + "-topic", topic.build(), child);
  }

  private TopicPolicy topicPolicy(Topic topic, EventRule rule) {
    return new TopicPolicy(
        name + "-topic-policy",
        TopicPolicyArgs.builder()
            .arn(topic.arn())
            .policy(
                Output.tuple(
                        topic.arn(),
                        rule.arn(),
                        args.deployment().account().partition(),
                        args.deployment().account().id())
                    .applyValue(of -> TopicPolicyDocument.json(of.t1, of.t2, of.t3, of.t4)))
            .build(),
        child);
  }

  private Queue queue() {
    QueueArgs.Builder queue =
        QueueArgs.builder()
            .name(args.deployment().names().of("dead-letters"))
            .messageRetentionSeconds((int) KEEP_DEAD_LETTERS.toSeconds())
            .maxMessageSize(LARGEST_DEAD_LETTER);
    args.deployment()
        .keyArn()
        .ifPresentOrElse(queue::kmsMasterKeyId, () -> queue.sqsManagedSseEnabled(true));
    return new Queue(name + "-dead-letters", queue.build(), child);
  }

  private QueuePolicy queuePolicy(Queue queue, List<Output<String>> ruleArns) {
    return new QueuePolicy(
        name + "-dead-letters-policy",
        QueuePolicyArgs.builder()
            .queueUrl(queue.url())
            .policy(
                Output.tuple(queue.arn(), Output.all(ruleArns))
                    .applyValue(of -> QueuePolicyDocument.json(of.t1, of.t2)))
            .build(),
        child);
  }

  private void alarms(Topic topic, EventRule rule, Queue queue) {
    TopicAlarms alarms = new TopicAlarms(this, name, args.deployment().names(), topic.arn());
    Output<Map<String, String>> ofRule = rule.name().applyValue(it -> Map.of("RuleName", it));
    Output<Map<String, String>> ofQueue = queue.name().applyValue(it -> Map.of("QueueName", it));
    alarms.add(
        "failed-invocations",
        "EventBridge could not deliver findings to the rule's target. Check the topic policy or the"
            + " rule's role, and the key. The findings are in the dead-letter queue, unless the alarm lost-findings is also on.",
        "AWS/Events",
        "FailedInvocations",
        "Sum",
        ofRule);
    alarms.add(
        "lost-findings",
        "EventBridge lost findings: it could not send them to the dead-letter queue either. Check"
            + " the queue policy and the key, then the findings in the console.",
        "AWS/Events",
        "InvocationsFailedToBeSentToDlq",
        "Sum",
        ofRule);
    alarms.add(
        "dead-letters",
        "The dead-letter queue contains events that could not be delivered, most of them findings."
            + " It keeps them for 14 days.",
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "Maximum",
        ofQueue);
  }
}
