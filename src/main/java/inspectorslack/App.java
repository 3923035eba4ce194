package inspectorslack;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.core.Output;
import com.pulumi.exceptions.RunException;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import com.pulumi.resources.StackOptions;
import inspectorslack.alerts.FindingAlerts;
import inspectorslack.alerts.TopicEncryption;
import inspectorslack.aws.AwsAccount;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.Route;
import inspectorslack.digest.FindingDigest;
import inspectorslack.scanning.InspectorScanning;
import inspectorslack.scanning.InstanceRoles;
import inspectorslack.scanning.ManagedInstances;
import inspectorslack.scanning.OrganizationScanning;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackChannel;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.suppressions.Suppression;
import inspectorslack.suppressions.Suppressions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The program: reads a stack's settings, declares its resources, exports its outputs. */
public final class App {
  private App() {}

  /** Runs the program in the Pulumi engine that started it. */
  public static void main(String[] args) {
    if (System.getenv("PULUMI_MONITOR") == null) {
      System.err.println(
          "inspector-slack is a Pulumi program: run 'pulumi preview' or 'pulumi up' in its folder, "
              + "or './inspector-slack preview STACK' to look without AWS.");
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
      stack(ctx, SettingsReader.read(ctx.config(), ctx.projectName(), ctx.stackName()));
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

    Optional<Resource> ownSwitch = Optional.empty();
    if (settings.enableInspector() || settings.enableSecurityHub()) {
      ownSwitch =
          new InspectorScanning(
                  "scanning",
                  new InspectorScanning.Args(
                      account.id(),
                      settings.enableInspector(),
                      settings.scanTypes(),
                      settings.enableSecurityHub()))
              .inspector();
    }
    if (!settings.organization().isEmpty()) {
      new OrganizationScanning(
          "organization",
          new OrganizationScanning.Args(settings.organization(), settings.scanTypes(), ownSwitch),
          ComponentResourceOptions.Empty);
    }
    if (!settings.suppressions().isEmpty()) {
      ctx.log().info(Suppression.WHEN_REMOVED);
      new Suppressions(
          "suppressions", new Suppressions.Args(settings.suppressions(), settings.names()));
    }
    if (!instanceRoles.isEmpty() || settings.updateSsmAgent()) {
      new ManagedInstances(
          "instances",
          new ManagedInstances.Args(
              account.partition(), instanceRoles, settings.updateSsmAgent(), settings.names()));
    }
    Optional<Output<String>> keyArn =
        settings.encryptTopic()
            ? Optional.of(
                new TopicEncryption(
                        "encryption", new TopicEncryption.Args(account, settings.names()))
                    .keyArn())
            : Optional.empty();
    Deployment deployment =
        Deployment.of(account, settings.names())
            .encryptedWith(keyArn)
            .naming(settings.accountNames());
    Map<String, FindingAlerts> alerts = new LinkedHashMap<>();
    Map<String, Output<Map<String, String>>> outputsOfRoutes = new LinkedHashMap<>();
    for (Route route : settings.routes()) {
      FindingAlerts ofRoute = alerts(settings, deployment, route);
      alerts.put(route.name(), ofRoute);
      Map<String, Output<String>> outputs = outputs(settings, account, route, ofRoute);
      if (route.name().equals(Route.DEFAULT)) {
        outputs.forEach(ctx::export);
      } else {
        outputsOfRoutes.put(route.name(), together(outputs));
      }
    }
    if (!outputsOfRoutes.isEmpty()) {
      ctx.export("routes", together(outputsOfRoutes));
    }
    settings
        .digest()
        .ifPresent(
            digest -> {
              FindingAlerts ofRoute = Objects.requireNonNull(alerts.get(digest.route()));
              FindingDigest posted =
                  new FindingDigest(
                      "digest", new FindingDigest.Args(deployment, ofRoute.destination(), digest));
              ctx.export("digestStateMachineArn", posted.stateMachineArn());
            });
    ctx.export(
        "findingsUrl",
        Output.tuple(account.partition(), account.region())
            .applyValue(of -> ConsoleLink.findings(of.t1, of.t2)));
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

  private static FindingAlerts alerts(Settings settings, Deployment deployment, Route route) {
    return new FindingAlerts(
        route.named("alerts"),
        new FindingAlerts.Args(
            deployment.of(route),
            settings.findingSource(),
            route,
            settings.delivery(),
            settings.coverageAlerts() && route.equals(settings.routes().get(0))));
  }

  /** Declares a route's channel, if it has one; the route's outputs by name. */
  private static Map<String, Output<String>> outputs(
      Settings settings, AwsAccount account, Route route, FindingAlerts alerts) {
    Map<String, Output<String>> outputs = new LinkedHashMap<>();
    outputs.put("topicArn", alerts.destination().topicArn());
    outputs.put("ruleName", alerts.ruleName());
    outputs.put("eventPattern", alerts.eventPattern());
    outputs.put("deadLetterQueueUrl", alerts.destination().queueUrl());
    alerts.stateMachineArn().ifPresent(arn -> outputs.put("stateMachineArn", arn));
    alerts.coverageStateMachineArn().ifPresent(arn -> outputs.put("coverageStateMachineArn", arn));
    outputs.put("slackChannel", Output.of(route.slackChannel()));
    route
        .slack()
        .ifPresent(
            destination -> {
              SlackChannel channel =
                  new SlackChannel(
                      route.named("slack"),
                      new SlackChannel.Args(
                          account.partition(),
                          alerts.destination().topicArn(),
                          destination,
                          settings.names(),
                          settings.names().of(route)));
              outputs.put("channelConfigurationArn", channel.configurationArn());
            });
    return outputs;
  }

  private static <T> Output<Map<String, T>> together(Map<String, Output<T>> outputs) {
    List<String> names = List.copyOf(outputs.keySet());
    return Output.all(List.copyOf(outputs.values()))
        .applyValue(
            values -> {
              Map<String, T> byName = new LinkedHashMap<>();
              for (int i = 0; i < names.size(); i++) {
                byName.put(names.get(i), values.get(i));
              }
              return byName;
            });
  }
}
