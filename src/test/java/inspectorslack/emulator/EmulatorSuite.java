package inspectorslack.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import inspectorslack.engine.Cloud;
import inspectorslack.engine.EngineStack;
import inspectorslack.engine.Faults;
import inspectorslack.engine.NeedsPulumi;
import inspectorslack.engine.StandInProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.model.Message;

/** A suite that deploys stacks to an empty emulator. */
@ExtendWith({NeedsPulumi.class, NeedsEmulator.class})
abstract class EmulatorSuite {
  @TempDir private Path folder;

  Emulator emulator;
  private StandInProvider provider;

  @BeforeEach
  void startEmulator() throws IOException {
    emulator = Emulator.empty();
    Cloud cloud = new Cloud(Emulator.ACCOUNT, Emulator.REGION);
    cloud.mirrorTo(new EmulatorMirror(emulator));
    // Pulumi.prod.yaml names these.
    cloud.addRole("example-web-role");
    cloud.addRole("example-batch-role");
    cloud.addInstanceProfile("example-bastion-profile");
    provider = StandInProvider.start(cloud, new Faults());
  }

  @AfterEach
  void stopEmulator() {
    if (provider != null) {
      provider.close();
    }
    PulumiTest.cleanup();
  }

  EngineStack deploy(String stack, String config) throws Exception {
    EngineStack deployed = EngineStack.create(folder, stack, config, provider);
    assertThat(deployed.up().problems()).isEmpty();
    return deployed;
  }

  /** Subscribes a queue to the topic of a stack, and returns the queue's URL. */
  String listener(String stack) {
    return emulator.listen(topic(stack));
  }

  static String topic(String stack) {
    return "arn:aws:sns:%s:%s:inspector-slack-%s-findings"
        .formatted(Emulator.REGION, Emulator.ACCOUNT, stack);
  }

  /** Replaces a topic's ARN in the definition of a state machine. */
  void redirect(String machine, String topic, String otherTopic) {
    String definition =
        emulator.machines.describeStateMachine(it -> it.stateMachineArn(machine)).definition();
    emulator.machines.updateStateMachine(
        it -> it.stateMachineArn(machine).definition(definition.replace(topic, otherTopic)));
  }

  /** The messages in the dead-letter queue of a stack, once no execution is running. */
  List<Message> deadLetters(String stack) {
    String queue =
        emulator
            .sqs
            .getQueueUrl(it -> it.queueName("inspector-slack-" + stack + "-dead-letters"))
            .queueUrl();
    return emulator.waiting(queue);
  }
}
