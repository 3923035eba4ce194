package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import com.pulumi.test.PulumiTest;
import inspectorslack.companion.MockedStack;
import inspectorslack.engine.EngineStack.Previewed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What suites on the real engine share: an account, a provider for it, and a folder for the stacks.
 *
 * <p>Not proven by any of them: that AWS behaves as {@link Cloud} does.
 */
@ExtendWith(NeedsPulumi.class)
abstract class EngineSuite {
  @TempDir Path folder;

  final Cloud cloud = new Cloud("123456789012", "eu-west-1");
  final Faults faults = new Faults();
  StandInProvider provider;

  @BeforeEach
  void startProvider() throws IOException {
    // What Pulumi.prod.yaml names.
    cloud.addRole("example-web-role");
    cloud.addRole("example-batch-role");
    cloud.addInstanceProfile("example-bastion-profile", "example-bastion-role");
    provider = StandInProvider.start(cloud, faults);
  }

  @AfterEach
  void stopProvider() {
    provider.close();
    PulumiTest.cleanup();
  }

  /** A new stack, in a folder of its own as its operator would have it. */
  EngineStack stack(String name, String config) throws Exception {
    return EngineStack.create(
        Files.createDirectories(folder.resolve(name)), name, config, provider);
  }

  /** Previews and deploys a change; both must move what is expected and nothing else. */
  static void assertMoves(
      EngineStack stack, String what, String config, Map<String, OperationType> expected)
      throws Exception {
    stack.configure(config);
    Previewed both = stack.previewAndUp();
    assertThat(both.preview().changes()).as("preview of " + what).isEqualTo(expected);
    assertThat(both.up().problems()).as(what).isEmpty();
    assertThat(both.up().changes()).as(what).isEqualTo(expected);
  }

  static String dev() throws IOException {
    return Files.readString(Path.of("Pulumi.dev.yaml"));
  }

  static String curatedProd() throws IOException {
    return Files.readString(Path.of("Pulumi.prod.yaml"));
  }

  static String nativeProd() throws IOException {
    return curatedProd().replace("delivery: curated", "delivery: native");
  }

  /** How many resources of AWS's a stack file declares, under mocks. */
  static int resources(String config) throws IOException {
    return (int) recording(config).lines().stream().filter(it -> it.startsWith("aws:")).count();
  }

  static int components(String config) throws IOException {
    return recording(config).lines().size() - resources(config);
  }

  /** What a stack file declares, under mocks. */
  static MockedStack recording(String config) throws IOException {
    Path project = Files.createTempDirectory("recording");
    Files.copy(Path.of("Pulumi.yaml"), project.resolve("Pulumi.yaml"));
    Files.writeString(project.resolve("Pulumi.test.yaml"), config);
    return MockedStack.ofFile(project, "test");
  }

  /**
   * A stack's file with some settings of the project; each is a line such as {@code key: value}.
   */
  static String settings(String... lines) {
    StringBuilder config = new StringBuilder("config:\n  aws:region: eu-west-1\n");
    for (String line : lines) {
      config.append("  inspector-slack:").append(line).append('\n');
    }
    return config.toString();
  }
}
