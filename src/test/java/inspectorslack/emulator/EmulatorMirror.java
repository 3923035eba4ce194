package inspectorslack.emulator;

import inspectorslack.engine.Cloud.Mirror;
import inspectorslack.engine.Cloud.Thing;
import java.util.Map;
import software.amazon.awssdk.services.eventbridge.model.DeadLetterConfig;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Makes real on the emulator what a finding passes on its way: topic, queue, rule and target. */
final class EmulatorMirror implements Mirror {
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
      case QUEUE -> emulator.sqs.createQueue(call -> call.queueName(thing.text("name")));
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
                            .deadLetterConfig(
                                DeadLetterConfig.builder()
                                    .arn(String.valueOf(deadLetters.get("arn")))
                                    .build())
                            .build()));
      }
      default -> {} // Nothing that a finding passes.
    }
  }

  @Override
  public void remove(Thing thing) {
    switch (thing.type()) {
      case TOPIC -> emulator.sns.deleteTopic(call -> call.topicArn(thing.text("arn")));
      case QUEUE -> emulator.sqs.deleteQueue(call -> call.queueUrl(url(thing.text("url"))));
      case RULE -> emulator.events.deleteRule(call -> call.name(thing.text("name")));
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
}
