package inspectorslack.offline;

import com.pulumi.Config;
import com.pulumi.Context;
import com.pulumi.context.LoggingContext;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import inspectorslack.App;
import inspectorslack.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the program declares for a stack, recorded by running {@link App} under Pulumi's mocks.
 *
 * @param resources in the order in which the program declares them
 * @param outputs the stack's outputs by name
 * @param warnings what the program warns of
 */
record Recording(List<Declared> resources, Map<String, Object> outputs, List<String> warnings) {
  /**
   * One resource.
   *
   * @param type the type token, such as {@code aws:sns/topic:Topic}
   * @param name the name in the program
   * @param parent the name of the component that it belongs to; empty for a component of the stack
   * @param inputs what AWS would be given, sorted by key
   * @param keptOnDestroy whether it outlives the stack
   */
  record Declared(
      String type,
      String name,
      Optional<String> parent,
      Map<String, Object> inputs,
      boolean keptOnDestroy) {}

  private record Registration(Resource resource, Optional<String> parent, boolean kept) {}

  /**
   * Runs the program. Pulumi's deployment is one for the whole process, so no two of these may run
   * at the same time.
   *
   * @throws com.pulumi.exceptions.RunException if the program fails
   */
  static Recording of(StackFile stack) {
    Settings settings = stack.settings();
    CloudMocks mocks = new CloudMocks(stack.region());
    List<Registration> registrations = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    TestOptions options =
        TestOptions.builder()
            .projectName(stack.project())
            .stackName(stack.stack())
            // The only public place that sees every resource with its parent and its options.
            .resourceTransformations(
                List.of(
                    args -> {
                      registrations.add(
                          new Registration(
                              args.resource(),
                              args.options().getParent().map(Resource::pulumiResourceName),
                              args.options().isRetainOnDelete()));
                      return Optional.empty();
                    }))
            .build();
    try {
      TestResult result =
          PulumiTest.withOptions(options)
              .withMocks(mocks)
              .runTest(ctx -> App.stack(new WarningContext(ctx, warnings), settings))
              .throwOnError();
      Map<String, Object> outputs = new LinkedHashMap<>();
      result.outputs().forEach((name, value) -> outputs.put(name, PulumiTest.extractValue(value)));
      return new Recording(
          registrations.stream()
              // The engine's own root, no resource of the program's.
              .filter(it -> !it.resource.pulumiResourceType().equals("pulumi:pulumi:Stack"))
              .map(
                  it ->
                      new Declared(
                          it.resource.pulumiResourceType(),
                          it.resource.pulumiResourceName(),
                          it.parent,
                          new TreeMap<>(
                              mocks.inputs(
                                  it.resource.pulumiResourceType(),
                                  it.resource.pulumiResourceName())),
                          it.kept))
              .toList(),
          outputs,
          warnings);
    } finally {
      PulumiTest.cleanup();
    }
  }

  /** The program's context, but with its warnings kept instead of logged. */
  private record WarningContext(Context context, List<String> warnings) implements Context {
    @Override
    public LoggingContext log() {
      return new LoggingContext() {
        @Override
        public void debug(String message) {}

        @Override
        public void debug(String format, Object... args) {}

        @Override
        public void info(String message) {}

        @Override
        public void info(String format, Object... args) {}

        @Override
        public void warn(String message) {
          warnings.add(message);
        }

        @Override
        public void warn(String format, Object... args) {
          warn(String.format(Locale.ROOT, format, args));
        }

        @Override
        public void error(String message) {
          context.log().error(message);
        }

        @Override
        public void error(String format, Object... args) {
          context.log().error(format, args);
        }
      };
    }

    @Override
    public String projectName() {
      return context.projectName();
    }

    @Override
    public String stackName() {
      return context.stackName();
    }

    @Override
    public Context export(String name, Output<?> output) {
      context.export(name, output);
      return this;
    }

    @Override
    public Config config() {
      return context.config();
    }

    @Override
    public Config config(String name) {
      return context.config(name);
    }

    @Override
    public <T> Output<T> output(T value) {
      return context.output(value);
    }
  }
}
