package inspectorslack.emulator;

import inspectorslack.engine.Cloud.Mirror;
import inspectorslack.engine.Cloud.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Creates on the emulator the resources that a finding passes: topic, queue, rule, target, state
 * machine and table.
 */
final class EmulatorMirror implements Mirror {
  // The provider's default, in bytes. SQS itself allows more.
  private static final Object LARGEST_MESSAGE = 262_144;

  private final Emulator emulator;
  private final Map<String, EmulatorMirror> ofOtherRegions = new ConcurrentHashMap<>();

  EmulatorMirror(Emulator emulator) {
    this.emulator = emulator;
  }

  /** The mirror of a resource's Region. */
  private EmulatorMirror of(Resource resource) {
    return resource.region().isEmpty() || resource.region().equals(Emulator.REGION)
        ? this
        : ofOtherRegions.computeIfAbsent(
            resource.region(), region -> new EmulatorMirror(emulator.in(region)));
  }

  @Override
  public void put(Resource resource) {
    of(resource).create(resource);
  }

  private void create(Resource resource) {
    switch (resource.type()) {
      case TOPIC -> {
        String arn = emulator.sns.createTopic(call -> call.name(resource.text("name"))).topicArn();
        if (!arn.equals(resource.text("arn"))) {
          throw new AssertionError("the emulator's topic is " + arn);
        }
      }
      case TOPIC_POLICY ->
          emulator.sns.setTopicAttributes(
              call ->
                  call.topicArn(resource.text("arn"))
                      .attributeName("Policy")
                      .attributeValue(resource.text("policy")));
      case QUEUE -> {
        Object largest = resource.properties().getOrDefault("maxMessageSize", LARGEST_MESSAGE);
        String bytes = String.valueOf(((Number) largest).intValue());
        emulator.sqs.createQueue(
            call ->
                call.queueName(resource.text("name"))
                    .attributes(Map.of(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, bytes)));
      }
      case QUEUE_POLICY ->
          emulator.sqs.setQueueAttributes(
              call ->
                  call.queueUrl(url(resource.text("queueUrl")))
                      .attributes(Map.of(QueueAttributeName.POLICY, resource.text("policy"))));
      case RULE ->
          emulator.events.putRule(
              call -> {
                call.name(resource.text("name"));
                if (resource.properties().containsKey("eventPattern")) {
                  call.eventPattern(resource.text("eventPattern"));
                } else {
                  // The suites say what time it is, and start what a schedule would start.
                  call.scheduleExpression(resource.text("scheduleExpression"))
                      .state(RuleState.DISABLED);
                }
              });
      case TARGET -> {
        Map<?, ?> deadLetters = (Map<?, ?>) resource.properties().get("deadLetterConfig");
        emulator.events.putTargets(
            call ->
                call.rule(resource.text("rule"))
                    .targets(
                        Target.builder()
                            .id(resource.text("targetId"))
                            .arn(resource.text("arn"))
                            .roleArn((String) resource.properties().get("roleArn"))
                            .deadLetterConfig(
                                DeadLetterConfig.builder()
                                    .arn(String.valueOf(deadLetters.get("arn")))
                                    .build())
                            .build()));
      }
      case TABLE ->
          emulator.createTable(
              resource.text("name"),
              resource.text("hashKey"),
              ((List<?>) resource.properties().getOrDefault("globalSecondaryIndexes", List.of()))
                  .stream().map(EmulatorMirror::index).toArray(GlobalSecondaryIndex[]::new));
      case STATE_MACHINE -> machine(resource);
      default -> {} // A finding does not pass it.
    }
  }

  @Override
  public void remove(Resource resource) {
    of(resource).delete(resource);
  }

  private void delete(Resource resource) {
    switch (resource.type()) {
      case TOPIC -> emulator.sns.deleteTopic(call -> call.topicArn(resource.text("arn")));
      case QUEUE -> emulator.sqs.deleteQueue(call -> call.queueUrl(url(resource.text("url"))));
      case RULE -> emulator.events.deleteRule(call -> call.name(resource.text("name")));
      case TABLE -> emulator.tables.deleteTable(call -> call.tableName(resource.text("name")));
      case STATE_MACHINE ->
          emulator.machines.deleteStateMachine(call -> call.stateMachineArn(resource.text("arn")));
      case TARGET ->
          emulator.events.removeTargets(
              call -> call.rule(resource.text("rule")).ids(resource.text("targetId")));
      default -> {} // Deleted with the resource that it belongs to.
    }
  }

  private static GlobalSecondaryIndex index(Object declared) {
    Map<?, ?> index = (Map<?, ?>) declared;
    return Emulator.index(
        String.valueOf(index.get("name")),
        String.valueOf(index.get("hashKey")),
        String.valueOf(index.get("rangeKey")),
        ((List<?>) Objects.requireNonNull(index.get("nonKeyAttributes")))
            .stream().map(String::valueOf).toList());
  }

  private String url(String awsUrl) {
    String name = awsUrl.substring(awsUrl.lastIndexOf('/') + 1);
    return emulator.sqs.getQueueUrl(call -> call.queueName(name)).queueUrl();
  }

  private void machine(Resource resource) {
    String definition = resource.text("definition");
    boolean exists =
        emulator.machines.listStateMachines().stateMachines().stream()
            .anyMatch(it -> it.stateMachineArn().equals(resource.text("arn")));
    if (exists) {
      emulator.machines.updateStateMachine(
          call -> call.stateMachineArn(resource.text("arn")).definition(definition));
      return;
    }
    String arn =
        emulator
            .machines
            .createStateMachine(
                call ->
                    call.name(resource.text("name"))
                        .type(StateMachineType.fromValue(resource.text("type")))
                        .roleArn(resource.text("roleArn"))
                        .definition(definition))
            .stateMachineArn();
    if (!arn.equals(resource.text("arn"))) {
      throw new AssertionError("the emulator's state machine is " + arn);
    }
  }
}
