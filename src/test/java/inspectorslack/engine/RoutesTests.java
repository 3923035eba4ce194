package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.DELETE;
import static com.pulumi.automation.OperationType.UPDATE;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import inspectorslack.TeamStack;
import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Adds, changes and removes routes and their parts. Nothing else in the stack changes. */
class RoutesTests extends EngineSuite {
  private static final Proof PROOF = new Proof("routes", "change", "affected resources");
  private static final String ROUTES = "  inspector-slack:routes:\n";
  private static final String DIGEST_KEY = "  inspector-slack:digest:";
  private static final String COVERAGE_KEY = "  inspector-slack:coverageAlerts:";
  private static final String SUPPRESSIONS_KEY = "  inspector-slack:suppressions:";

  private EngineStack stack;
  private String config;

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(21);
  }

  private void deploy(String text) throws Exception {
    config = text;
    stack = stack("test", text);
    assertThat(stack.up().problems()).isEmpty();
    assertThat(stack.preview().changes()).isEmpty();
  }

  /** Changes the stack. In {@code moves} the operations in braces stand for how many there are. */
  private void change(
      String what, String from, String to, Map<String, OperationType> expected, String moves)
      throws Exception {
    assertThat(config).as(what).contains(from);
    List<String> resources = new ArrayList<>(names(config));
    config = config.replace(from, to);
    resources.addAll(names(config));
    assertMoves(stack, what, config, expected);
    Map<OperationType, Long> counts =
        expected.keySet().stream()
            .filter(resources::contains)
            .collect(groupingBy(expected::get, counting()));
    PROOF.row(
        what,
        moves
            .replace("{CREATE}", String.valueOf(counts.get(CREATE)))
            .replace("{DELETE}", String.valueOf(counts.get(DELETE))));
  }

  /** The team's file from one key to another. An empty {@code to} means its end. */
  private static String part(String from, String to) {
    String text = TeamStack.text();
    return text.substring(text.indexOf(from), to.isEmpty() ? text.length() : text.indexOf(to));
  }

  private static Map<String, OperationType> and(
      Map<String, OperationType> moved, String name, OperationType operation) {
    Map<String, OperationType> both = new TreeMap<>(moved);
    both.put(name, operation);
    return both;
  }

  private static Map<String, OperationType> updates(String... names) {
    Map<String, OperationType> updates = new TreeMap<>();
    for (String name : names) {
      updates.put(name, UPDATE);
    }
    return updates;
  }

  /** Moves of a whole route of the team's stack, its channel included. */
  private static Map<String, OperationType> route(
      String name, String channel, OperationType operation, String config) throws IOException {
    return and(
        all(operation, config, "alerts-" + name, "slack-" + name), "slack-" + channel, operation);
  }

  @Test
  void changingARouteLeavesTheOthersAlone() throws Exception {
    deploy(TeamStack.text());
    String owners = part("    - name: owners", DIGEST_KEY);
    change(
        "route `owners` removed",
        owners,
        "",
        route("owners", "C0EXAMPLE03", DELETE, TeamStack.text()),
        "delete {DELETE} resources of `owners`");
    change(
        "route `owners` added",
        DIGEST_KEY,
        owners + DIGEST_KEY,
        route("owners", "C0EXAMPLE03", CREATE, TeamStack.text()),
        "create {CREATE} resources of `owners`");
    change(
        "threshold of `platform`",
        "severityThreshold: HIGH",
        "severityThreshold: MEDIUM",
        updates("alerts-platform-rule"),
        "update `alerts-platform-rule`");
    change(
        "filter of `platform`",
        "fixAvailable: true",
        "minEpss: 0.5",
        updates("alerts-platform-rule"),
        "update `alerts-platform-rule`");
    change(
        "mention of `oncall`",
        "<!here>",
        "<@U0EXAMPLE00>",
        updates("alerts-oncall-curation-machine"),
        "update `alerts-oncall-curation-machine`");
    change(
        "source of all findings",
        "findingSource: inspector",
        "findingSource: securityhub",
        updates(
            TeamStack.ROUTES.stream()
                .flatMap(
                    route ->
                        List.of("-rule", "-curation-machine", "-curation-machine-policy").stream()
                            .map(suffix -> "alerts-" + route + suffix))
                .toArray(String[]::new)),
        "update rule, machine and the machine's policy of each route");
    change(
        "EPSS of `platform`, which Security Hub may send as text",
        "minEpss: 0.5",
        "minEpss: 0.1",
        updates("alerts-platform-rule", "alerts-platform-curation-machine"),
        "update `alerts-platform-rule`, update `alerts-platform-curation-machine`");
  }

  @Test
  void changingDigestCoverageOrSuppressionsLeavesRoutesAlone() throws Exception {
    deploy(TeamStack.text());
    String digest = part(DIGEST_KEY, COVERAGE_KEY);
    change(
        "digest to `owners`",
        "route: platform",
        "route: owners",
        updates(
            "digest-machine",
            "digest-machine-policy",
            "digest-schedule",
            "digest-schedule-policy",
            "digest-digest-failures-alarm",
            "digest-digest-timeouts-alarm",
            "digest-digest-aborted-alarm"),
        "update machine, schedule, the policies of both and 3 alarms of `digest`");
    change(
        "digest on another day",
        "* MON *",
        "* TUE *",
        updates("digest-schedule"),
        "update `digest-schedule`");
    String changed = digest.replace("route: platform", "route: owners").replace("MON", "TUE");
    change(
        "digest removed",
        changed,
        "",
        all(DELETE, TeamStack.text(), "digest"),
        "delete {DELETE} resources of `digest`");
    change(
        "digest added",
        COVERAGE_KEY,
        digest + COVERAGE_KEY,
        all(CREATE, TeamStack.text(), "digest"),
        "create {CREATE} resources of `digest`");

    change(
        "coverage alerts off",
        COVERAGE_KEY + " true",
        COVERAGE_KEY + " false",
        and(all(DELETE, TeamStack.text(), "coverage"), "alerts-oncall-dead-letters-policy", UPDATE),
        "delete {DELETE} resources of `coverage`, update `alerts-oncall-dead-letters-policy`");
    change(
        "coverage alerts on",
        COVERAGE_KEY + " false",
        COVERAGE_KEY + " true",
        and(all(CREATE, TeamStack.text(), "coverage"), "alerts-oncall-dead-letters-policy", UPDATE),
        "create {CREATE} resources of `coverage`, update `alerts-oncall-dead-letters-policy`");

    change(
        "a suppression added",
        SUPPRESSIONS_KEY + "\n",
        SUPPRESSIONS_KEY
            + "\n    - {name: batch, reason: switched off in May, expires: 2099-06-30, criteria: {resourceIds: [i-0example000batch1]}}\n",
        Map.of("suppressions-batch", CREATE),
        "create `suppressions-batch`");
    change(
        "a suppression renewed",
        "2099-12-31",
        "2100-01-31",
        updates("suppressions-sandbox"),
        "update `suppressions-sandbox`");
    change(
        "suppressions removed",
        config.substring(config.indexOf(SUPPRESSIONS_KEY)),
        "",
        Map.of(
            "suppressions", DELETE, "suppressions-sandbox", DELETE, "suppressions-batch", DELETE),
        "delete `suppressions-batch`, delete `suppressions-sandbox`");
    assertThat(cloud.all(CloudType.FILTER)).isEmpty();
  }

  // A channel can have only one configuration, and the engine creates resources before it deletes
  // others. So the configuration has to stay.
  @Test
  void movingFromFlatKeysToARouteAndBackKeepsTheChannelConfiguration() throws Exception {
    String flat =
        settings(
            "delivery: curated", "slackWorkspaceId: T0EXAMPLE00", "slackChannelId: C0EXAMPLE01");
    String routes =
        settings("delivery: curated", "slackWorkspaceId: T0EXAMPLE00")
            + ROUTES
            + "    - {name: oncall, slackChannelId: C0EXAMPLE01}\n";
    deploy(flat);
    List<String> before = cloud.inventory();
    Map<String, OperationType> there = all(DELETE, flat, "alerts", "slack");
    there.putAll(route("oncall", "C0EXAMPLE01", CREATE, routes));
    change(
        "flat keys to one route of the same channel",
        flat,
        routes,
        and(there, "slack-C0EXAMPLE01", UPDATE),
        "delete {DELETE} resources without a route, create {CREATE} of the route, update `slack-C0EXAMPLE01`");
    assertThat(cloud.inventory()).hasSameSizeAs(before);
    Map<String, OperationType> back = all(CREATE, flat, "alerts", "slack");
    back.putAll(route("oncall", "C0EXAMPLE01", DELETE, routes));
    change(
        "one route to flat keys of the same channel",
        routes,
        flat,
        and(back, "slack-C0EXAMPLE01", UPDATE),
        "delete {DELETE} resources of the route, create {CREATE} without one, update `slack-C0EXAMPLE01`");
    assertThat(cloud.inventory()).isEqualTo(before);
    assertThat(stack.preview().changes()).isEmpty();
  }

  @Test
  void swappingOrReplacingChannelsMovesTheConfigurationsOnly() throws Exception {
    deploy(TeamStack.text());
    String first = "C0EXAMPLE01";
    String second = "C0EXAMPLE02";
    String swapped =
        config.replace(first, "-").replace(second, first).replace("Id: -", "Id: " + second);
    change(
        "`oncall` and `platform` swap their channels",
        config,
        swapped,
        updates("slack-C0EXAMPLE01", "slack-C0EXAMPLE02"),
        "update `slack-C0EXAMPLE01`, update `slack-C0EXAMPLE02`");
    change(
        "`owners` gets another channel",
        "C0EXAMPLE03",
        "C0EXAMPLE04",
        Map.of("slack-C0EXAMPLE03", DELETE, "slack-C0EXAMPLE04", CREATE),
        "create `slack-C0EXAMPLE04`, delete `slack-C0EXAMPLE03`");
  }

  @Test
  void unquotedYamlValuesReachAwsAsTheyAreWritten() throws Exception {
    deploy(
        settings("findingSource: inspector", "slackWorkspaceId: T0EXAMPLE00")
            + ROUTES
            + "    - {name: all, slackChannelId: C0EXAMPLE01, accountIds: [123456789012], resourceTags: {cost: 4711, live: true}, fixAvailable: true, minEpss: 0.00001}\n"
            + SUPPRESSIONS_KEY
            + "\n    - {name: sandbox, reason: nobody lives there, expires: 2099-12-31, criteria: {accountIds: [123456789012], fixAvailable: false, maxEpss: 0.00001}}\n");
    assertThat(cloud.all(CloudType.RULE).get(0).text("eventPattern"))
        .contains(
            "\"awsAccountId\":[\"123456789012\"]",
            "\"cost\":[{\"exists\":false},null,\"4711\"]",
            "\"live\":[{\"exists\":false},null,\"true\"]",
            "\"fixAvailable\":[",
            "\"numeric\":[\">=\",0.00001]");
    Cloud.Resource filter = cloud.all(CloudType.FILTER).get(0);
    assertThat(filter.text("description")).isEqualTo("Expires on 2099-12-31");
    assertThat(filter.text("filterCriterias"))
        .contains("value=123456789012", "value=NO", "upperInclusive=1.0E-5");
  }

  @Test
  void fiftyRoutesDeployInOneUp() throws Exception {
    StringBuilder routes =
        new StringBuilder(settings("slackWorkspaceId: T0EXAMPLE00")).append(ROUTES);
    for (int i = 10; i < 60; i++) {
      routes.append("    - {name: route-%d, slackChannelId: C0EXAMPLE%d}\n".formatted(i, i));
    }
    stack = stack("test", routes.toString());
    Outcome up = stack.up();
    assertThat(up.problems()).isEmpty();
    assertThat(cloud.inventory()).hasSameSizeAs(names(routes.toString()));
    assertThat(cloud.all(CloudType.RULE)).hasSize(50);
    PROOF.row("fifty routes, native", "create %d resources".formatted(cloud.inventory().size()));
  }
}
