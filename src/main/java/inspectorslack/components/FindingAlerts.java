package inspectorslack.components;

import com.pulumi.aws.cloudwatch.EventRule;
import com.pulumi.aws.cloudwatch.EventRuleArgs;
import com.pulumi.aws.cloudwatch.EventTarget;
import com.pulumi.aws.cloudwatch.EventTargetArgs;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetDeadLetterConfigArgs;
import com.pulumi.aws.cloudwatch.inputs.EventTargetRetryPolicyArgs;
import com.pulumi.aws.kms.Key;
import com.pulumi.aws.kms.KeyArgs;
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
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.config.FindingSource;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Severity;
import inspectorslack.documents.EventPattern;
import inspectorslack.documents.KeyPolicyDocument;
import inspectorslack.documents.QueuePolicyDocument;
import inspectorslack.documents.TopicPolicyDocument;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a finding inside AWS: a rule on the default bus, its target the topic, a dead-letter
 * queue for what cannot be delivered, and alarms that tell the topic's readers of such trouble.
 */
public final class FindingAlerts extends ComponentResource {
  // The longest that EventBridge goes on trying; after that the event is in the queue.
  private static final Duration RETRY_FOR = Duration.ofHours(24);
  private static final int RETRY_ATTEMPTS = 185;

  private static final Duration ALARM_PERIOD = Duration.ofMinutes(5);

  // The longest that SQS keeps a message.
  private static final Duration KEEP_DEAD_LETTERS = Duration.ofDays(14);

  /**
   * Which findings, and where.
   *
   * @param account where the stack is deployed
   * @param source which events the rule listens to
   * @param threshold lowest severity that notifies
   * @param encrypt whether topic and queue get a customer-managed key
   * @param names physical names
   */
  public record Args(
      AwsAccount account,
      FindingSource source,
      Severity threshold,
      boolean encrypt,
      PhysicalNames names) {}

  private final String name;
  private final Args args;
  private final CustomResourceOptions child;
  private final Output<String> topicArn;
  private final Output<String> ruleName;
  private final Output<String> eventPattern;
  private final Output<String> deadLetterQueueUrl;

  public FindingAlerts(String name, Args args) {
    super("inspectorslack:components:FindingAlerts", name);
    this.name = name;
    this.args = args;
    this.child = CustomResourceOptions.builder().parent(this).build();

    Optional<Key> key = args.encrypt() ? Optional.of(key()) : Optional.empty();
    EventRule rule = rule();
    Topic topic = topic(key);
    TopicPolicy topicPolicy = topicPolicy(topic, rule);
    Queue queue = queue(key);
    QueuePolicy queuePolicy = queuePolicy(queue, rule);
    // After both policies, so that no event meets a topic or queue that would refuse it.
    new EventTarget(
        name + "-target",
        EventTargetArgs.builder()
            .rule(rule.name())
            .targetId("findings-topic")
            .arn(topic.arn())
            .retryPolicy(
                EventTargetRetryPolicyArgs.builder()
                    .maximumEventAgeInSeconds((int) RETRY_FOR.toSeconds())
                    .maximumRetryAttempts(RETRY_ATTEMPTS)
                    .build())
            .deadLetterConfig(EventTargetDeadLetterConfigArgs.builder().arn(queue.arn()).build())
            .build(),
        CustomResourceOptions.builder().parent(this).dependsOn(topicPolicy, queuePolicy).build());
    alarms(topic, rule, queue);

    this.topicArn = topic.arn();
    this.ruleName = rule.name();
    this.eventPattern = rule.eventPattern().applyValue(Optional::orElseThrow);
    this.deadLetterQueueUrl = queue.url();
    registerOutputs(
        Map.of(
            "topicArn", topicArn,
            "ruleName", ruleName,
            "eventPattern", eventPattern,
            "deadLetterQueueUrl", deadLetterQueueUrl));
  }

  public Output<String> topicArn() {
    return topicArn;
  }

  public Output<String> ruleName() {
    return ruleName;
  }

  public Output<String> eventPattern() {
    return eventPattern;
  }

  public Output<String> deadLetterQueueUrl() {
    return deadLetterQueueUrl;
  }

  private Key key() {
    return new Key(
        name + "-key",
        KeyArgs.builder()
            .description("Inspector findings on their way to Slack: " + args.names().base())
            .enableKeyRotation(true)
            .policy(
                Output.tuple(args.account().partition(), args.account().id())
                    .applyValue(of -> KeyPolicyDocument.json(of.t1, of.t2)))
            .build(),
        child);
  }

  private EventRule rule() {
    return new EventRule(
        name + "-rule",
        EventRuleArgs.builder()
            .name(args.names().of("findings"))
            .description(
                "Inspector findings, %s and above, from %s"
                    .formatted(args.threshold(), args.source()))
            .eventBusName("default")
            .eventPattern(EventPattern.json(args.source(), args.threshold()))
            .build(),
        child);
  }

  private Topic topic(Optional<Key> key) {
    TopicArgs.Builder topic =
        TopicArgs.builder()
            .name(args.names().of("findings"))
            .displayName("Inspector Finding Notification");
    key.ifPresent(encrypting -> topic.kmsMasterKeyId(encrypting.arn()));
    return new Topic(name + "-topic", topic.build(), child);
  }

  private TopicPolicy topicPolicy(Topic topic, EventRule rule) {
    return new TopicPolicy(
        name + "-topic-policy",
        TopicPolicyArgs.builder()
            .arn(topic.arn())
            .policy(
                Output.tuple(
                        topic.arn(), rule.arn(), args.account().partition(), args.account().id())
                    .applyValue(of -> TopicPolicyDocument.json(of.t1, of.t2, of.t3, of.t4)))
            .build(),
        child);
  }

  private Queue queue(Optional<Key> key) {
    QueueArgs.Builder queue =
        QueueArgs.builder()
            .name(args.names().of("dead-letters"))
            .messageRetentionSeconds((int) KEEP_DEAD_LETTERS.toSeconds());
    key.ifPresentOrElse(
        encrypting -> queue.kmsMasterKeyId(encrypting.arn()),
        () -> queue.sqsManagedSseEnabled(true));
    return new Queue(name + "-dead-letters", queue.build(), child);
  }

  private QueuePolicy queuePolicy(Queue queue, EventRule rule) {
    return new QueuePolicy(
        name + "-dead-letters-policy",
        QueuePolicyArgs.builder()
            .queueUrl(queue.url())
            .policy(
                Output.tuple(queue.arn(), rule.arn())
                    .applyValue(of -> QueuePolicyDocument.json(of.t1, of.t2)))
            .build(),
        child);
  }

  private void alarms(Topic topic, EventRule rule, Queue queue) {
    Output<Map<String, String>> ofRule = rule.name().applyValue(it -> Map.of("RuleName", it));
    Output<Map<String, String>> ofQueue = queue.name().applyValue(it -> Map.of("QueueName", it));
    alarm(
        "failed-invocations",
        "EventBridge could not deliver findings to the topic. Look at the topic policy and the key; "
            + "unless the alarm of lost findings is on too, they are in the dead-letter queue.",
        topic,
        MetricAlarmArgs.builder()
            .namespace("AWS/Events")
            .metricName("FailedInvocations")
            .statistic("Sum")
            .dimensions(ofRule));
    alarm(
        "lost-findings",
        "EventBridge could not even send findings to the dead-letter queue: they are lost. Look at "
            + "the queue policy and the key, then at the findings in the console.",
        topic,
        MetricAlarmArgs.builder()
            .namespace("AWS/Events")
            .metricName("InvocationsFailedToBeSentToDlq")
            .statistic("Sum")
            .dimensions(ofRule));
    alarm(
        "dead-letters",
        "Findings that could not be delivered wait in the dead-letter queue, for 14 days at most.",
        topic,
        MetricAlarmArgs.builder()
            .namespace("AWS/SQS")
            .metricName("ApproximateNumberOfMessagesVisible")
            .statistic("Maximum")
            .dimensions(ofQueue));
  }

  /** An alarm that tells the topic as soon as its metric is above zero. */
  private void alarm(
      String suffix, String description, Topic topic, MetricAlarmArgs.Builder metric) {
    new MetricAlarm(
        name + "-" + suffix + "-alarm",
        metric
            .name(args.names().of(suffix))
            .alarmDescription(description)
            .comparisonOperator("GreaterThanThreshold")
            .threshold(0.0)
            .period((int) ALARM_PERIOD.toSeconds())
            .evaluationPeriods(1)
            // EventBridge sends no data while all is well.
            .treatMissingData("notBreaching")
            .alarmActions(topic.arn().applyValue(List::of))
            .build(),
        child);
  }
}
