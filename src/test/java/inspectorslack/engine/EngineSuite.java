package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import com.pulumi.test.PulumiTest;
import inspectorslack.companion.MockedStack;
import inspectorslack.engine.EngineStack.Previewed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A suite on the real Pulumi engine, with an account, its provider and a folder for stacks.
 *
 * <p>Not proven: that AWS behaves like {@link Cloud}.
 */
@ExtendWith(NeedsPulumi.class)
abstract class EngineSuite {
  private static final Map<String, MockedStack> RECORDINGS = new HashMap<>();

  @TempDir Path folder;

  final Cloud cloud = new Cloud("123456789012", "eu-west-1");
  final Faults faults = new Faults();
  StandInProvider provider;

  @BeforeEach
  void startProvider() throws IOException {
    // Pulumi.prod.yaml names these.
    cloud.addRole("example-web-role");
    cloud.addRole("example-batch-role");
    cloud.addInstanceProfile("example-bastion-profile");
    provider = StandInProvider.start(cloud, faults);
  }

  @AfterEach
  void stopProvider() {
    provider.close();
    PulumiTest.cleanup();
  }

  /** Creates a stack in its own folder. */
  EngineStack stack(String name, String config) throws Exception {
    return EngineStack.create(
        Files.createDirectories(folder.resolve(name)), name, config, provider);
  }

  /** Previews and deploys a change, and expects exactly these moves from both. */
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

  /** The names of the AWS resources that a stack file declares. */
  static List<String> names(String config) throws IOException {
    return recording(config).resources().stream()
        .filter(it -> it.type().startsWith("aws:"))
        .map(MockedStack.Declared::name)
        .toList();
  }

  /** Maps the parts of a stack, each a component's name with all names that begin with it. */
  static Map<String, OperationType> all(OperationType operation, String config, String... parts)
      throws IOException {
    Map<String, OperationType> moved = new TreeMap<>();
    for (String part : parts) {
      List<String> names =
          recording(config).resources().stream()
              .map(MockedStack.Declared::name)
              .filter(name -> name.equals(part) || name.startsWith(part + "-"))
              .toList();
      assertThat(names).as(part).contains(part);
      names.forEach(name -> moved.put(name, operation));
    }
    return moved;
  }

  static int components(String config) throws IOException {
    return recording(config).lines().size() - names(config).size();
  }

  /** What the program declares for a stack file. It runs once for each, under mocks. */
  static MockedStack recording(String config) throws IOException {
    MockedStack recording = RECORDINGS.get(config);
    if (recording == null) {
      Path project = Files.createTempDirectory("recording");
      Files.copy(Path.of("Pulumi.yaml"), project.resolve("Pulumi.yaml"));
      Files.writeString(project.resolve("Pulumi.test.yaml"), config);
      recording = MockedStack.ofFile(project, "test");
      RECORDINGS.put(config, recording);
    }
    return recording;
  }

  /** A stack file with settings of the project, each a line such as {@code key: value}. */
  static String settings(String... lines) {
    StringBuilder config = new StringBuilder("config:\n  aws:region: eu-west-1\n");
    for (String line : lines) {
      config.append("  inspector-slack:").append(line).append('\n');
    }
    return config.toString();
  }
}
