package inspectorslack.offline;

import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.CustomTimeouts;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceOptions;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import inspectorslack.App;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The program under mocks, with the options of its resources, which the companion does not show.
 *
 * <p>Not proven by it: that the engine and AWS accept the values.
 */
public final class MockedStack {
  private static final String PROJECT = "inspector-slack";

  /** One resource that the program declared, the engine's root left out. */
  public record Declared(
      String type,
      String name,
      Optional<String> parent,
      Map<String, Object> inputs,
      ResourceOptions options,
      List<String> dependsOn) {
    /** As the tests of whole stacks list it. */
    public String line() {
      return type + " " + name + parent.map(it -> " in " + it).orElse("");
    }

    public Optional<CustomTimeouts> timeouts() {
      return options.getCustomTimeouts();
    }

    public boolean isDeletedBeforeReplaced() {
      return options instanceof CustomResourceOptions custom && custom.getDeleteBeforeReplace();
    }
  }

  private final List<Declared> resources;
  private final Map<String, Object> outputs;

  private MockedStack(List<Declared> resources, Map<String, Object> outputs) {
    this.resources = resources;
    this.outputs = outputs;
  }

  /** Runs one of the project's own stack files. */
  public static MockedStack ofFile(String stack) {
    StackFile file = StackFile.read(Path.of(""), stack);
    return run(file, new CloudMocks(file.region()));
  }

  /** Runs settings that differ from the defaults, in a Region. */
  public static MockedStack of(String region, Map<String, ?> settings) {
    return run(stackFile(region, settings), new CloudMocks(region));
  }

  /** Runs settings that differ from the defaults, with another answer for instance profiles. */
  public static MockedStack withProfiles(
      Map<String, ?> settings, Map<String, CompletableFuture<String>> roleOfProfile) {
    CloudMocks cloud = new CloudMocks("eu-west-1");
    return run(
        stackFile("eu-west-1", settings),
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
            String profile = String.valueOf(args.args.get("name"));
            return roleOfProfile
                .get(profile)
                .thenCombine(
                    cloud.callAsync(args),
                    (role, answer) -> {
                      Map<String, Object> changed = new LinkedHashMap<>(answer);
                      changed.put("roleName", role);
                      return changed;
                    });
          }
        },
        cloud);
  }

  private static StackFile stackFile(String region, Map<String, ?> settings) {
    Map<String, Object> config = new LinkedHashMap<>(Map.of("aws:region", region));
    settings.forEach((key, value) -> config.put(PROJECT + ":" + key, value));
    return new StackFile(PROJECT, "test", config);
  }

  private static MockedStack run(StackFile file, CloudMocks mocks) {
    return run(file, mocks, mocks);
  }

  private static MockedStack run(StackFile file, Mocks mocks, CloudMocks recorder) {
    List<Map.Entry<Resource, ResourceOptions>> declared = new ArrayList<>();
    TestOptions options =
        TestOptions.builder()
            .projectName(file.project())
            .stackName(file.stack())
            .resourceTransformations(
                List.of(
                    args -> {
                      declared.add(Map.entry(args.resource(), args.options()));
                      return Optional.empty();
                    }))
            .build();
    try {
      TestResult result =
          PulumiTest.withOptions(options)
              .withMocks(mocks)
              .runTest(ctx -> App.stack(ctx, file.settings()))
              .throwOnError();
      Map<String, Object> outputs = new LinkedHashMap<>();
      result.outputs().forEach((name, value) -> outputs.put(name, PulumiTest.extractValue(value)));
      return new MockedStack(
          declared.stream()
              .skip(1)
              .map(it -> declared(it.getKey(), it.getValue(), recorder))
              .toList(),
          outputs);
    } finally {
      PulumiTest.cleanup();
    }
  }

  private static Declared declared(
      Resource resource, ResourceOptions options, CloudMocks recorder) {
    Output<List<Resource>> dependsOn = options.getDependsOn();
    return new Declared(
        resource.pulumiResourceType(),
        resource.pulumiResourceName(),
        options.getParent().map(Resource::pulumiResourceName),
        recorder.inputs(resource.pulumiResourceType(), resource.pulumiResourceName()),
        options,
        PulumiTest.extractValue(dependsOn).stream().map(Resource::pulumiResourceName).toList());
  }

  public List<Declared> resources() {
    return resources;
  }

  public List<String> lines() {
    return resources.stream().map(Declared::line).toList();
  }

  /** The one resource of a name. */
  public Declared resource(String name) {
    List<Declared> found = resources.stream().filter(it -> it.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " resources are named " + name);
    }
    return found.get(0);
  }

  public Map<String, Object> outputs() {
    return outputs;
  }
}
