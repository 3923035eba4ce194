package inspectorslack;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.StackOptions;
import inspectorslack.aws.AwsAccount;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.Route;
import inspectorslack.scanning.InstanceRoles;
import inspectorslack.slack.SlackChannel;
import inspectorslack.suppressions.Suppression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The program: reads a stack's settings, declares its resources, exports its outputs. */
public final class App {
  private App() {}

  /** Runs the program in the Pulumi engine that started it. */
  public static void main(String[] args) {
    if (System.getenv("PULUMI_MONITOR") == null) {
      System.err.println(
          "inspector-slack is a Pulumi program: run 'pulumi preview' or 'pulumi up' in its folder, "
              + "or './inspector-slack preview STACK' to preview without AWS.");
      System.exit(2);
    }
    provideWorkers();
    Registrations registrations = new Registrations();
    Pulumi.withOptions(
            StackOptions.builder().resourceTransformations(registrations.noting()).build())
        .run(ctx -> registrations.during(() -> stack(ctx)));
  }

  /**
   * Gives the common pool more than one worker. On JDK 25 with one or two cores the Pulumi SDK's
   * waiting loop would occupy the only one and never see its tasks end. Must be called before
   * anything uses the pool; {@code .mvn/jvm.config} does the same for {@code mvn exec:java}, where
   * Maven may have used it already.
   */
  public static void provideWorkers() {
    String parallelism = "java.util.concurrent.ForkJoinPool.common.parallelism";
    if (System.getProperty(parallelism) == null) {
      System.setProperty(parallelism, "4");
    }
  }

  /**
   * The stack as the engine runs it, with the settings that the engine holds.
   *
   * @throws RunException naming every problem, before anything is registered
   */
  public static void stack(Context ctx) {
    try {
      Settings settings =
          SettingsReader.read(ctx.config(), ctx.config("aws"), ctx.projectName(), ctx.stackName());
      HomeRegion.refuseChange(ctx, settings.regions());
      stack(ctx, settings);
    } catch (InvalidSettings e) {
      throw new RunException(e.getMessage(), e); // The SDK shows no stack trace for this kind.
    }
    page().ifPresent(text -> ctx.export("readme", Output.of(text)));
  }

  /**
   * The stack's page, which Pulumi Cloud fills from the outputs and shows; empty if the program
   * runs elsewhere than in the project's folder.
   *
   * @see <a href="https://www.pulumi.com/docs/pulumi-cloud/projects-and-stacks/">Pulumi Cloud,
   *     projects and stacks, Stack README</a>
   */
  private static Optional<String> page() {
    Path file = Path.of("Pulumi.README.md");
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new RunException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The stack with settings that were already read, on a real engine or under mocks.
   *
   * @throws InvalidSettings if the account can't have such settings
   */
  public static void stack(Context ctx, Settings settings) {
    refuseOwnAccount(settings);
    // First, so that a profile that is not there stops the program before anything is registered.
    Set<String> instanceRoles =
        InstanceRoles.of(settings.instanceRoles(), settings.instanceProfiles());
    AwsAccount account = AwsAccount.current();
    settings.warnings(LocalDate.now(ZoneOffset.UTC)).forEach(ctx.log()::warn);
    if (!settings.suppressions().isEmpty()) {
      ctx.log().info(Suppression.WHEN_REMOVED);
    }

    RegionalStack home = RegionalStack.home(settings, account, instanceRoles);
    Map<String, RegionalStack> others = new LinkedHashMap<>();
    for (String region : settings.regions().others()) {
      others.put(region, RegionalStack.of(region, settings, account));
    }
    Map<String, Output<String>> channels = new LinkedHashMap<>();
    for (Route route : settings.routes()) {
      List<Output<String>> topicArns =
          Stream.concat(Stream.of(home), others.values().stream())
              .map(it -> it.topicArn(route))
              .toList();
      route
          .slack()
          .ifPresent(
              destination ->
                  channels.put(
                      route.name(),
                      new SlackChannel(
                              route.named("slack"),
                              new SlackChannel.Args(
                                  account.partition(),
                                  topicArns,
                                  destination,
                                  settings.names(),
                                  settings.names().of(route)))
                          .configurationArn()));
    }
    home.outputs(channels).forEach(ctx::export);
    if (!others.isEmpty()) {
      Map<String, Output<Map<String, Object>>> byRegion = new LinkedHashMap<>();
      others.forEach((region, it) -> byRegion.put(region, together(it.outputs(Map.of()))));
      ctx.export("regions", together(byRegion));
    }
  }

  /** Before anything is registered. The account's id is asked for only if it matters. */
  private static void refuseOwnAccount(Settings settings) {
    if (!settings.organization().members().isEmpty()) {
      settings
          .organization()
          .ofOwnAccount(AwsAccount.currentId())
          .ifPresent(
              problem -> {
                throw new InvalidSettings(settings.names().stack(), List.of(problem));
              });
    }
  }

  /** One output with the values of several by name. */
  static Output<Map<String, Object>> together(Map<String, ? extends Output<?>> outputs) {
    List<String> names = List.copyOf(outputs.keySet());
    return Output.all(
            outputs.values().stream().map(it -> it.applyValue(Object.class::cast)).toList())
        .applyValue(
            values -> {
              Map<String, Object> byName = new LinkedHashMap<>();
              for (int i = 0; i < names.size(); i++) {
                byName.put(names.get(i), values.get(i));
              }
              return byName;
            });
  }
}
