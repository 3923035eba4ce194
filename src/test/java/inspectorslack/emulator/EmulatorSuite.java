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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What suites on the emulator share: an emulator and, in front of it, a provider. */
@ExtendWith({NeedsPulumi.class, NeedsEmulator.class})
abstract class EmulatorSuite {
  @TempDir private Path folder;

  Emulator emulator;
  private StandInProvider provider;

  @BeforeEach
  void startEmulator() throws IOException {
    emulator = Emulator.empty();
    Cloud cloud = new Cloud(Emulator.ACCOUNT, Emulator.REGION, new EmulatorMirror(emulator));
    // What Pulumi.prod.yaml names.
    cloud.addRole("example-web-role");
    cloud.addRole("example-batch-role");
    cloud.addInstanceProfile("example-bastion-profile", "example-bastion-role");
    provider = StandInProvider.start(cloud, new Faults());
  }

  @AfterEach
  void stopEmulator() {
    if (provider != null) {
      provider.close();
    }
    PulumiTest.cleanup();
  }

  EngineStack deployed(String stack, String config) throws Exception {
    EngineStack deployed = EngineStack.create(folder, stack, config, provider);
    assertThat(deployed.up().problems()).isEmpty();
    return deployed;
  }

  /** A queue that hears the topic of a stack. */
  String listener(String stack) {
    return emulator.listen(topic(stack));
  }

  static String topic(String stack) {
    return "arn:aws:sns:%s:%s:inspector-slack-%s-findings"
        .formatted(Emulator.REGION, Emulator.ACCOUNT, stack);
  }
}
