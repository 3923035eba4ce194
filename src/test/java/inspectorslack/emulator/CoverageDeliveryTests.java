package inspectorslack.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.Context;
import com.pulumi.aws.sns.Topic;
import com.pulumi.aws.sns.TopicArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.aws.sqs.QueuePolicy;
import com.pulumi.aws.sqs.QueuePolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.test.PulumiTest;
import inspectorslack.Recorded;
import inspectorslack.SampleFindings;
import inspectorslack.SampleVerdicts;
import inspectorslack.SampleVerdicts.Row;
import inspectorslack.alerts.QueuePolicyDocument;
import inspectorslack.aws.AwsAccount;
import inspectorslack.config.PhysicalNames;
import inspectorslack.coverage.CoverageAlerts;
import inspectorslack.engine.Cloud;
import inspectorslack.engine.EngineStack;
import inspectorslack.engine.Faults;
import inspectorslack.engine.NeedsPulumi;
import inspectorslack.engine.StandInProvider;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.stepfunctions.Destination;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The engine deploys coverage alerts by themselves, with a topic and a queue of the test's, to the
 * AWS emulator, which runs the state machine with a JSONata of its own.
 *
 * <p>Not proven here: roles and the queue's policy, which the emulator does not enforce.
 */
@ExtendWith({NeedsPulumi.class, NeedsEmulator.class})
class CoverageDeliveryTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path SAMPLES = Path.of("src/main/resources/samples");
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:heard";
  private static final String MACHINE =
      "arn:aws:states:eu-west-1:123456789012:stateMachine:findings-test-coverage";

  @TempDir private Path folder;

  private Emulator emulator;
  private StandInProvider provider;

  @BeforeEach
  void deploy() throws Exception {
    emulator = Emulator.empty();
    provider =
        StandInProvider.start(
            new Cloud(Emulator.ACCOUNT, Emulator.REGION, new EmulatorMirror(emulator)),
            new Faults());
    EngineStack stack =
        EngineStack.running(CoverageDeliveryTests::program, folder, "test", provider);
    assertThat(stack.up().problems()).isEmpty();
    assertThat(stack.up().changes()).isEmpty();
  }

  @AfterEach
  void stop() {
    if (provider != null) {
      provider.close();
    }
    PulumiTest.cleanup();
  }

  private static void program(Context ctx) {
    Topic topic = new Topic("topic", TopicArgs.builder().name("heard").build());
    Queue queue = new Queue("queue", QueueArgs.builder().name("kept").build());
    CoverageAlerts alerts =
        new CoverageAlerts(
            "coverage",
            new CoverageAlerts.Args(
                new Deployment(
                    AwsAccount.current(), new PhysicalNames("findings", "test"), Optional.empty()),
                Destination.of(topic, queue)),
            ComponentResourceOptions.Empty);
    alerts.listen(
        new QueuePolicy(
            "queue-policy",
            QueuePolicyArgs.builder()
                .queueUrl(queue.url())
                .policy(
                    Output.tuple(queue.arn(), alerts.ruleArn())
                        .applyValue(of -> QueuePolicyDocument.json(of.t1, List.of(of.t2))))
                .build()));
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  @Test
  void ofAllSamplesThoseThatAreNotScannedArriveOnceAndInWords() throws Exception {
    String listener = emulator.listen(TOPIC);
    List<JsonNode> events = new ArrayList<>();
    List<JsonNode> messages = new ArrayList<>();
    for (Row row : SampleVerdicts.all()) {
      events.add(SampleFindings.sample(row.sample()));
      if (row.sample().startsWith("coverage-") && row.arrives("oncall")) {
        messages.add(JSON.readTree(Recorded.text("messages/" + row.sample() + ".json")));
      }
    }
    assertThat(messages).isNotEmpty();
    emulator.put(events);
    assertThat(emulator.arrived(listener)).containsExactlyInAnyOrderElementsOf(messages);
  }

  @Test
  void anEventWhileTheTopicIsGoneIsKeptWholeWithItsError() throws Exception {
    String listener = emulator.listen(TOPIC);
    String good =
        emulator.machines.describeStateMachine(it -> it.stateMachineArn(MACHINE)).definition();
    emulator.machines.updateStateMachine(
        it -> it.stateMachineArn(MACHINE).definition(good.replace(TOPIC, TOPIC + "-gone")));
    JsonNode event = json(SAMPLES.resolve("coverage-unmanaged-instance.json"));
    emulator.put(List.of(event));

    String queue = emulator.sqs.getQueueUrl(it -> it.queueName("kept")).queueUrl();
    List<Message> kept =
        emulator
            .sqs
            .receiveMessage(
                it -> it.queueUrl(queue).messageAttributeNames("All").waitTimeSeconds(20))
            .messages();
    assertThat(kept).hasSize(1);
    assertThat(JSON.readTree(kept.get(0).body()).get("detail")).isEqualTo(event.get("detail"));
    assertThat(kept.get(0).messageAttributes().get("ERROR_CODE").stringValue())
        .isEqualTo("SNS.PublishFailed");
    assertThat(emulator.arrived(listener)).isEmpty();
  }
}
