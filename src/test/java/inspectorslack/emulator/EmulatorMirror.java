package inspectorslack.emulator;

import inspectorslack.engine.Cloud.Mirror;
import inspectorslack.engine.Cloud.Thing;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Makes real on the emulator what a finding passes on its way: topic, queue, rule and target, and
 * with curated delivery the state machine and its memory.
 */
final class EmulatorMirror implements Mirror {
  // What the provider sets if the program doesn't, in bytes; SQS itself would take more.
  private static final Object LARGEST_MESSAGE = 262_144;

  private final Emulator emulator;

  EmulatorMirror(Emulator emulator) {
    this.emulator = emulator;
  }

  @Override
  public void put(Thing thing) {
    switch (thing.type()) {
      case TOPIC -> {
        String arn = emulator.sns.createTopic(call -> call.name(thing.text("name"))).topicArn();
        if (!arn.equals(thing.text("arn"))) {
          throw new AssertionError("the emulator's topic is " + arn);
        }
      }
      case TOPIC_POLICY ->
          emulator.sns.setTopicAttributes(
              call ->
                  call.topicArn(thing.text("arn"))
                      .attributeName("Policy")
                      .attributeValue(thing.text("policy")));
      case QUEUE -> {
        Object largest = thing.properties().getOrDefault("maxMessageSize", LARGEST_MESSAGE);
        String bytes = String.valueOf(((Number) largest).intValue());
        emulator.sqs.createQueue(
            call ->
                call.queueName(thing.text("name"))
                    .attributes(Map.of(QueueAttributeName.MAXIMUM_MESSAGE_SIZE, bytes)));
      }
      case QUEUE_POLICY ->
          emulator.sqs.setQueueAttributes(
              call ->
                  call.queueUrl(url(thing.text("queueUrl")))
                      .attributes(Map.of(QueueAttributeName.POLICY, thing.text("policy"))));
      case RULE ->
          emulator.events.putRule(
              call -> call.name(thing.text("name")).eventPattern(thing.text("eventPattern")));
      case TARGET -> {
        Map<?, ?> deadLetters = (Map<?, ?>) thing.properties().get("deadLetterConfig");
        emulator.events.putTargets(
            call ->
                call.rule(thing.text("rule"))
                    .targets(
                        Target.builder()
                            .id(thing.text("targetId"))
                            .arn(thing.text("arn"))
                            .roleArn((String) thing.properties().get("roleArn"))
                            .deadLetterConfig(
                                DeadLetterConfig.builder()
                                    .arn(String.valueOf(deadLetters.get("arn")))
                                    .build())
                            .build()));
      }
      case TABLE ->
          emulator.tables.createTable(
              call ->
                  call.tableName(thing.text("name"))
                      .billingMode(BillingMode.PAY_PER_REQUEST)
                      .attributeDefinitions(
                          AttributeDefinition.builder()
                              .attributeName(thing.text("hashKey"))
                              .attributeType("S")
                              .build())
                      .keySchema(
                          KeySchemaElement.builder()
                              .attributeName(thing.text("hashKey"))
                              .keyType(KeyType.HASH)
                              .build()));
      case STATE_MACHINE -> machine(thing);
      default -> {} // Nothing that a finding passes.
    }
  }

  @Override
  public void remove(Thing thing) {
    switch (thing.type()) {
      case TOPIC -> emulator.sns.deleteTopic(call -> call.topicArn(thing.text("arn")));
      case QUEUE -> emulator.sqs.deleteQueue(call -> call.queueUrl(url(thing.text("url"))));
      case RULE -> emulator.events.deleteRule(call -> call.name(thing.text("name")));
      case TABLE -> emulator.tables.deleteTable(call -> call.tableName(thing.text("name")));
      case STATE_MACHINE ->
          emulator.machines.deleteStateMachine(call -> call.stateMachineArn(thing.text("arn")));
      case TARGET ->
          emulator.events.removeTargets(
              call -> call.rule(thing.text("rule")).ids(thing.text("targetId")));
      default -> {} // Gone with what it belongs to.
    }
  }

  private String url(String awsUrl) {
    String name = awsUrl.substring(awsUrl.lastIndexOf('/') + 1);
    return emulator.sqs.getQueueUrl(call -> call.queueName(name)).queueUrl();
  }

  private void machine(Thing thing) {
    String definition = thing.text("definition");
    boolean isThere =
        emulator.machines.listStateMachines().stateMachines().stream()
            .anyMatch(it -> it.stateMachineArn().equals(thing.text("arn")));
    if (isThere) {
      emulator.machines.updateStateMachine(
          call -> call.stateMachineArn(thing.text("arn")).definition(definition));
      return;
    }
    String arn =
        emulator
            .machines
            .createStateMachine(
                call ->
                    call.name(thing.text("name"))
                        .type(StateMachineType.fromValue(thing.text("type")))
                        .roleArn(thing.text("roleArn"))
                        .definition(definition))
            .stateMachineArn();
    if (!arn.equals(thing.text("arn"))) {
      throw new AssertionError("the emulator's state machine is " + arn);
    }
  }
}
