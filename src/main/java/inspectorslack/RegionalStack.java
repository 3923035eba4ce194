package inspectorslack;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import inspectorslack.alerts.FindingAlerts;
import inspectorslack.alerts.TopicEncryption;
import inspectorslack.aws.AwsAccount;
import inspectorslack.aws.RegionProvider;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Route;
import inspectorslack.digest.FindingDigest;
import inspectorslack.scanning.InspectorScanning;
import inspectorslack.scanning.ManagedInstances;
import inspectorslack.scanning.OrganizationScanning;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.stepfunctions.Deployment;
import inspectorslack.suppressions.Suppressions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a stack has in each of its Regions: everything but the Slack channels and the roles of EC2
 * instances. An EventBridge rule can't send an event straight to a topic or a state machine of
 * another Region, and a state machine calls the services of its own Region only.
 */
final class RegionalStack {
  /** A Region besides the home Region: the parent of what is deployed there. */
  private static final class Region extends ComponentResource {
    Region(String name) {
      super("inspectorslack:components:Region", name);
      registerOutputs(Map.of());
    }
  }

  private final Settings settings;
  private final String prefix;
  private final ComponentResourceOptions options;
  private final AwsAccount account;
  private final PhysicalNames names;
  private final Map<String, FindingAlerts> alerts = new LinkedHashMap<>();
  private final Optional<FindingDigest> digest;

  private RegionalStack(
      Settings settings,
      String prefix,
      ComponentResourceOptions options,
      AwsAccount account,
      PhysicalNames names,
      Set<String> instanceRoles) {
    this.settings = settings;
    this.prefix = prefix;
    this.options = options;
    this.account = account;
    this.names = names;
    scanning(instanceRoles);
    Deployment deployment =
        Deployment.of(account, names)
            .oneOf(settings.regions().count())
            .encryptedWith(encryption())
            .naming(settings.accountNames());
    for (Route route : settings.routes()) {
      alerts.put(route.name(), alerts(deployment, route));
    }
    this.digest =
        settings
            .digest()
            .map(
                it ->
                    new FindingDigest(
                        named("digest"),
                        new FindingDigest.Args(deployment, alerts(it.route()).destination(), it),
                        options));
  }

  /** Declares what is in the home Region. */
  static RegionalStack home(Settings settings, AwsAccount account, Set<String> instanceRoles) {
    return new RegionalStack(
        settings, "", ComponentResourceOptions.Empty, account, settings.names(), instanceRoles);
  }

  /** Declares the same in another Region. The roles of EC2 instances have no Region. */
  static RegionalStack of(String name, Settings settings, AwsAccount account) {
    Region region = new Region(name);
    return new RegionalStack(
        settings,
        // Components of several Regions have the same type and the same type of parent.
        name + "-",
        ComponentResourceOptions.builder()
            .parent(region)
            .providers(new RegionProvider(region, name, settings.regions().provider()))
            .build(),
        account.in(name),
        settings.names().in(name),
        Set.of());
  }

  private String named(String component) {
    return prefix + component;
  }

  private void scanning(Set<String> instanceRoles) {
    Optional<Resource> ownSwitch = Optional.empty();
    if (settings.enableInspector() || settings.enableSecurityHub()) {
      ownSwitch =
          new InspectorScanning(
                  named("scanning"),
                  new InspectorScanning.Args(
                      account.id(),
                      settings.enableInspector(),
                      settings.scanTypes(),
                      settings.enableSecurityHub()),
                  options)
              .inspector();
    }
    if (!settings.organization().isEmpty()) {
      new OrganizationScanning(
          named("organization"),
          new OrganizationScanning.Args(settings.organization(), settings.scanTypes(), ownSwitch),
          options);
    }
    if (!settings.suppressions().isEmpty()) {
      new Suppressions(
          named("suppressions"), new Suppressions.Args(settings.suppressions(), names), options);
    }
    if (!instanceRoles.isEmpty() || settings.updateSsmAgent()) {
      new ManagedInstances(
          named("instances"),
          new ManagedInstances.Args(
              account.partition(), instanceRoles, settings.updateSsmAgent(), names),
          options);
    }
  }

  private Optional<Output<String>> encryption() {
    return settings.encryptTopic()
        ? Optional.of(
            new TopicEncryption(
                    named("encryption"), new TopicEncryption.Args(account, names), options)
                .keyArn())
        : Optional.empty();
  }

  private FindingAlerts alerts(Deployment deployment, Route route) {
    boolean announcesCoverage = settings.coverageAlerts() && route.equals(settings.routes().get(0));
    return new FindingAlerts(
        named(route.named("alerts")),
        new FindingAlerts.Args(
            deployment.of(route),
            settings.findingSource(),
            route,
            settings.delivery(),
            announcesCoverage ? Optional.of(named("coverage")) : Optional.empty(),
            settings
                .regions()
                .besides(names.otherRegion().or(() -> settings.regions().home()).orElse(""))),
        options);
  }

  private FindingAlerts alerts(String route) {
    return Objects.requireNonNull(alerts.get(route));
  }

  /** The topic that a route's findings go to. */
  Output<String> topicArn(Route route) {
    return alerts(route.name()).destination().topicArn();
  }

  /**
   * The outputs by name.
   *
   * @param channels ARNs of the Slack channels' configurations, by route
   */
  Map<String, Output<?>> outputs(Map<String, Output<String>> channels) {
    Map<String, Output<?>> outputs = new LinkedHashMap<>();
    Map<String, Output<Map<String, Object>>> ofRoutes = new LinkedHashMap<>();
    for (Route route : settings.routes()) {
      Map<String, Output<String>> ofRoute = outputs(route);
      Output<String> channel = channels.get(route.name());
      if (channel != null) {
        ofRoute.put("channelConfigurationArn", channel);
      }
      if (route.name().equals(Route.DEFAULT)) {
        outputs.putAll(ofRoute);
      } else {
        ofRoutes.put(route.name(), App.together(ofRoute));
      }
    }
    if (!ofRoutes.isEmpty()) {
      outputs.put("routes", App.together(ofRoutes));
    }
    digest.ifPresent(it -> outputs.put("digestStateMachineArn", it.stateMachineArn()));
    outputs.put(
        "findingsUrl",
        Output.tuple(account.partition(), account.region())
            .applyValue(of -> ConsoleLink.findings(of.t1, of.t2)));
    return outputs;
  }

  private Map<String, Output<String>> outputs(Route route) {
    FindingAlerts ofRoute = alerts(route.name());
    Map<String, Output<String>> outputs = new LinkedHashMap<>();
    outputs.put("topicArn", ofRoute.destination().topicArn());
    outputs.put("ruleName", ofRoute.ruleName());
    outputs.put("eventPattern", ofRoute.eventPattern());
    outputs.put("deadLetterQueueUrl", ofRoute.destination().queueUrl());
    ofRoute.stateMachineArn().ifPresent(arn -> outputs.put("stateMachineArn", arn));
    ofRoute.coverageStateMachineArn().ifPresent(arn -> outputs.put("coverageStateMachineArn", arn));
    if (names.otherRegion().isEmpty()) {
      outputs.put("slackChannel", Output.of(route.slackChannel()));
    }
    return outputs;
  }
}
