package inspectorslack.companion;

import static java.util.Objects.requireNonNull;

import com.pulumi.Context;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceOptions;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import inspectorslack.App;
import inspectorslack.Registrations;
import inspectorslack.Settings;
import inspectorslack.config.InvalidSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the program declares for a stack, recorded by running {@link App} under Pulumi's mocks.
 *
 * @param resources in the order in which the program declares them
 * @param outputs the stack's outputs by name
 */
public record Recording(List<Declared> resources, Map<String, Object> outputs) {
  /**
   * One resource of the program.
   *
   * @param type the type token, such as {@code aws:sns/topic:Topic}
   * @param name the name in the program
   * @param parent the name of the component that it belongs to; empty for a component of the stack
   * @param region where it's deployed; for what has no Region, such as a role, where the rest of
   *     its component is
   * @param inputs what AWS would be given, sorted by key
   * @param options how the engine would treat it
   */
  public record Declared(
      String type,
      String name,
      Optional<String> parent,
      String region,
      Map<String, Object> inputs,
      ResourceOptions options) {}

  private record Registration(Resource resource, ResourceOptions options) {}

  /**
   * Runs the program with a stack's settings. Pulumi's deployment is one for the whole process, so
   * no two of these may run at the same time.
   *
   * @throws InvalidSettings naming every problem
   */
  public static Recording of(StackFile stack) {
    CloudMocks cloud = new CloudMocks(stack.region());
    return of(stack, cloud, cloud);
  }

  /** The same with answers of other mocks, which leave the resources to {@code cloud}. */
  public static Recording of(StackFile stack, CloudMocks cloud, Mocks mocks) {
    Settings settings = stack.settings();
    return of(stack, cloud, mocks, ctx -> App.stack(ctx, settings));
  }

  /** The same with a program of the caller's. */
  public static Recording of(
      StackFile stack, CloudMocks cloud, Mocks mocks, Consumer<Context> program) {
    List<Registration> registrations = new ArrayList<>();
    Registrations unhurried = new Registrations(); // Or the SDK busy-waits for the mocks, too.
    TestOptions options =
        TestOptions.builder()
            .projectName(stack.project())
            .stackName(stack.stack())
            // The only public place that sees every resource with its parent and its options.
            .resourceTransformations(
                List.of(
                    args -> {
                      registrations.add(new Registration(args.resource(), args.options()));
                      return Optional.empty();
                    },
                    unhurried.noting()))
            .build();
    try {
      TestResult result =
          PulumiTest.withOptions(options)
              .withMocks(mocks)
              .runTest(ctx -> unhurried.during(() -> program.accept(ctx)));
      // Wrapped, it would end as a stack trace.
      Optional<InvalidSettings> refused =
          result.exceptions().stream()
              .filter(InvalidSettings.class::isInstance)
              .map(InvalidSettings.class::cast)
              .findFirst();
      if (refused.isPresent()) {
        throw refused.get();
      }
      result.throwOnError();
      Map<String, Object> outputs = new LinkedHashMap<>();
      result.outputs().forEach((name, value) -> outputs.put(name, PulumiTest.extractValue(value)));
      Map<Resource, String> regions = new HashMap<>();
      for (Registration it : registrations) {
        regions.put(it.resource, region(it, stack.region(), regions));
      }
      return new Recording(
          registrations.stream()
              // The engine's own root, no resource of the program's.
              .filter(it -> !it.resource.pulumiResourceType().equals("pulumi:pulumi:Stack"))
              .map(it -> declared(it.resource, it.options, cloud, regions))
              .toList(),
          outputs);
    } finally {
      PulumiTest.cleanup();
    }
  }

  // A component comes before its children.
  private static String region(Registration it, String home, Map<Resource, String> regions) {
    return it.resource.pulumiResourceType().equals("inspectorslack:components:Region")
        ? it.resource.pulumiResourceName()
        : it.options.getParent().map(regions::get).orElse(home);
  }

  private static Declared declared(
      Resource resource, ResourceOptions options, CloudMocks cloud, Map<Resource, String> regions) {
    String type = resource.pulumiResourceType();
    String name = resource.pulumiResourceName();
    return new Declared(
        type,
        name,
        options.getParent().map(Resource::pulumiResourceName),
        requireNonNull(regions.get(resource)),
        new TreeMap<>(cloud.inputs(type, name)),
        options);
  }
}
