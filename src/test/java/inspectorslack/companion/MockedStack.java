package inspectorslack.companion;

import com.pulumi.Context;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceOptions;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The program under mocks, open to tests of other rooms.
 *
 * <p>Not proven by it: that the engine and AWS accept the values.
 */
public final class MockedStack {
  private static final String PROJECT = "inspector-slack";

  /**
   * One resource that the program registered.
   *
   * @param type the type token, such as {@code aws:sns/topic:Topic}
   * @param name the name in the program
   * @param inputs what AWS would be given
   * @param isKept whether it outlives the stack
   * @param hasOwnProvider whether it goes by another provider than the stack's
   * @param region where it's deployed
   */
  public record Declared(
      String type,
      String name,
      Map<String, Object> inputs,
      boolean isKept,
      boolean hasOwnProvider,
      String region) {}

  private final Recording recording;

  private MockedStack(Recording recording) {
    this.recording = recording;
  }

  /** Runs one of the project's own stack files. */
  public static MockedStack ofFile(String stack) {
    return ofFile(Path.of(""), stack);
  }

  /** Runs a stack file in another folder of a project. */
  public static MockedStack ofFile(Path project, String stack) {
    return new MockedStack(Recording.of(StackFile.read(project, stack)));
  }

  /** Runs settings that differ from the defaults, in a Region. */
  public static MockedStack of(String region, Map<String, ?> settings) {
    return new MockedStack(Recording.of(stackFile(region, settings)));
  }

  /** Runs a part of the program by itself, in a Region. */
  public static MockedStack running(String region, Consumer<Context> program) {
    CloudMocks cloud = new CloudMocks(region);
    return new MockedStack(Recording.of(stackFile(region, Map.of()), cloud, cloud, program));
  }

  /** Runs settings that differ from the defaults, with another answer for instance profiles. */
  public static MockedStack withProfiles(
      Map<String, ?> settings, Map<String, CompletableFuture<String>> roleOfProfile) {
    CloudMocks cloud = new CloudMocks("eu-west-1");
    Mocks mocks =
        new Mocks() {
          @Override
          public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
            return cloud.newResourceAsync(args);
          }

          @Override
          public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
            if (!"aws:iam/getInstanceProfile:getInstanceProfile".equals(args.token)) {
              return cloud.callAsync(args);
            }
            return roleOfProfile
                .get(String.valueOf(args.args.get("name")))
                .thenCombine(
                    cloud.callAsync(args),
                    (role, answer) -> {
                      Map<String, Object> changed = new LinkedHashMap<>(answer);
                      changed.put("roleName", role);
                      return changed;
                    });
          }
        };
    return new MockedStack(Recording.of(stackFile("eu-west-1", settings), cloud, mocks));
  }

  private static StackFile stackFile(String region, Map<String, ?> settings) {
    Map<String, Object> config = new LinkedHashMap<>(Map.of("aws:region", region));
    settings.forEach(
        (key, value) -> config.put(key.contains(":") ? key : PROJECT + ":" + key, value));
    return new StackFile(PROJECT, "test", config, false, List.of());
  }

  /** Type, name and parent of every resource, in the order of the program. */
  public List<String> lines() {
    return recording.resources().stream()
        .map(it -> it.type() + " " + it.name() + it.parent().map(in -> " in " + in).orElse(""))
        .toList();
  }

  /** Every resource, in the order of the program. */
  public List<Declared> resources() {
    return recording.resources().stream()
        .map(
            it ->
                new Declared(
                    it.type(),
                    it.name(),
                    it.inputs(),
                    it.options().isRetainOnDelete(),
                    hasOwnProvider(it.options()),
                    it.region()))
        .toList();
  }

  private static boolean hasOwnProvider(ResourceOptions options) {
    return options instanceof ComponentResourceOptions component
        ? !component.getProviders().isEmpty()
        : options.getProvider().isPresent();
  }

  public List<Map<String, Object>> inputs() {
    return recording.resources().stream().map(Recording.Declared::inputs).toList();
  }

  /** The inputs of the one resource of a name. */
  public Map<String, Object> inputs(String name) {
    return resource(name).inputs();
  }

  public ResourceOptions options(String name) {
    return resource(name).options();
  }

  /** The names of what a resource waits for. */
  public List<String> dependsOn(String name) {
    return PulumiTest.extractValue(options(name).getDependsOn()).stream()
        .map(Resource::pulumiResourceName)
        .toList();
  }

  private Recording.Declared resource(String name) {
    List<Recording.Declared> found =
        recording.resources().stream().filter(it -> it.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " resources are named " + name);
    }
    return found.get(0);
  }

  public Map<String, Object> outputs() {
    return recording.outputs();
  }
}
