package inspectorslack.companion;

import com.pulumi.resources.Resource;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import inspectorslack.Registrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One component under mocks, by itself.
 *
 * <p>Not proven by it: that the engine and AWS accept the values.
 */
public final class MockedComponent {
  private record Registration(Resource resource, Optional<Resource> parent, List<String> after) {}

  private final CloudMocks cloud = new CloudMocks("eu-west-1");
  private final List<Registration> registrations = new ArrayList<>();

  private MockedComponent() {}

  /** Makes the component, and all that it makes. */
  public static MockedComponent of(Supplier<? extends Resource> component) {
    MockedComponent mocked = new MockedComponent();
    Registrations unhurried = new Registrations();
    TestOptions options =
        TestOptions.builder()
            .projectName("inspector-slack")
            .stackName("test")
            .resourceTransformations(
                List.of(
                    args -> {
                      mocked.registrations.add(
                          new Registration(
                              args.resource(),
                              args.options().getParent(),
                              PulumiTest.extractValue(args.options().getDependsOn()).stream()
                                  .map(Resource::pulumiResourceName)
                                  .toList()));
                      return Optional.empty();
                    },
                    unhurried.noting()))
            .build();
    try {
      PulumiTest.withOptions(options)
          .withMocks(mocked.cloud)
          .runTest(ctx -> unhurried.during(component::get))
          .throwOnError();
      return mocked;
    } finally {
      PulumiTest.cleanup();
    }
  }

  /** Type, name, parent and what it waits for, of every resource, in the order of the program. */
  public List<String> lines() {
    return registrations.stream()
        .filter(it -> !it.resource.pulumiResourceType().equals("pulumi:pulumi:Stack"))
        .map(
            it ->
                it.resource.pulumiResourceType()
                    + " "
                    + it.resource.pulumiResourceName()
                    + it.parent.map(in -> " in " + in.pulumiResourceName()).orElse("")
                    + (it.after.isEmpty() ? "" : " after " + String.join(", ", it.after)))
        .toList();
  }

  /** The inputs of the one resource of a name. */
  public Map<String, Object> inputs(String name) {
    List<Resource> found =
        registrations.stream()
            .map(Registration::resource)
            .filter(it -> it.pulumiResourceName().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " resources are named " + name);
    }
    return cloud.inputs(found.get(0).pulumiResourceType(), name);
  }
}
