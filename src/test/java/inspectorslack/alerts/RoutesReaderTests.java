package inspectorslack.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inspectorslack.Settings;
import inspectorslack.SettingsReader;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingType;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.Route;
import inspectorslack.config.ScanType;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Severity;
import inspectorslack.config.SlackDestination;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several channels in one stack: what is read, and what is refused where. */
class RoutesReaderTests {
  private static Settings read(Map<String, ?> more, List<Map<String, ?>> routes) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("slackWorkspaceId", "T0EXAMPLE00");
    values.put("delivery", "curated");
    values.put("routes", routes);
    values.putAll(more);
    return SettingsReader.read(SettingSource.of(values), "inspector-slack", "dev");
  }

  private static Map<String, Object> route(String name, String channel, Object... more) {
    Map<String, Object> route = new LinkedHashMap<>();
    route.put("name", name);
    route.put("slackChannelId", channel);
    for (int i = 0; i < more.length; i += 2) {
      route.put((String) more[i], more[i + 1]);
    }
    return route;
  }

  private static String problem(Map<String, ?> more, List<Map<String, ?>> routes) {
    try {
      return "none: " + read(more, routes);
    } catch (InvalidSettings e) {
      assertThat(e.problems()).as(e.getMessage()).hasSize(1);
      return e.problems().get(0).toString();
    }
  }

  @Test
  void everyPartOfARouteIsRead() {
    assertThat(
            read(
                    Map.of("severityThreshold", "MEDIUM"),
                    List.of(
                        route(
                            "on-call",
                            "C0EXAMPLE01",
                            "severityThreshold",
                            "CRITICAL",
                            "scanTypes",
                            List.of("EC2", "LAMBDA_CODE"),
                            "findingTypes",
                            List.of("PACKAGE_VULNERABILITY", "CODE_VULNERABILITY"),
                            "accountIds",
                            List.of("123456789012"),
                            "resourceTags",
                            Map.of("team", "shop"),
                            "fixAvailable",
                            "true",
                            "exploitAvailable",
                            true,
                            "minEpss",
                            "0.10",
                            "requireKnown",
                            "true",
                            "mentions",
                            Map.of("CRITICAL", "<!here>")),
                        route("all", "C0EXAMPLE02")))
                .routes())
        .containsExactly(
            new Route(
                "on-call",
                Severity.CRITICAL,
                FindingFilter.builder()
                    .scanTypes(List.of(ScanType.EC2, ScanType.LAMBDA_CODE))
                    .findingTypes(
                        List.of(FindingType.PACKAGE_VULNERABILITY, FindingType.CODE_VULNERABILITY))
                    .accountIds(List.of("123456789012"))
                    .resourceTags(Map.of("team", "shop"))
                    .fixAvailable(true)
                    .exploitAvailable(true)
                    .minEpss(Optional.of(new BigDecimal("0.1")))
                    .requireKnown(true)
                    .build(),
                Map.of(Severity.CRITICAL, "<!here>"),
                Optional.of(new SlackDestination("T0EXAMPLE00", "C0EXAMPLE01"))),
            new Route(
                "all",
                Severity.MEDIUM,
                FindingFilter.ALL,
                Map.of(),
                Optional.of(new SlackDestination("T0EXAMPLE00", "C0EXAMPLE02"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name              | On Call   | got "On Call"; expected a name of at most 40 lower-case letters, digits and hyphens, a letter first and no hyphen last; fix: pulumi config set --path 'routes[1].name' NAME
          name              | default   | got "default"; expected another name, as default is the route of the flat keys; fix: pulumi config set --path 'routes[1].name' NAME
          name              | first     | got "first" again, as in routes[0]; expected a name of its own; fix: pulumi config set --path 'routes[1].name' NAME
          slackChannelId    | #alerts   | got "#alerts"; expected a Slack channel id such as C0EXAMPLE00; fix: copy it from the end of the channel's details in Slack, then pulumi config set --path 'routes[1].slackChannelId' C...
          slackChannelId    | C0EXAMPLE01 | got "C0EXAMPLE01" again, as in routes[0]; expected a channel of its own, as AWS takes one configuration for a channel, and a finding that both take would be posted twice; fix: make one route of the two, or pulumi config set --path 'routes[1].slackChannelId' C...
          severityThreshold | HIHG      | got "HIHG"; expected one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL; fix: pulumi config set --path 'routes[1].severityThreshold' HIGH
          scanTypes         | EC2       | got "EC2"; expected a list of EC2, ECR, LAMBDA, LAMBDA_CODE; fix: pulumi config rm --path 'routes[1].scanTypes', then pulumi config set --path 'routes[1].scanTypes[0]' EC2
          resourceTags      | team=shop | got "team=shop"; expected a map of a tag's key of at most 128 letters, digits, blanks and _.:/=+@- to a tag's value of at most 256 letters, digits, blanks and _.:/=+@-; fix: pulumi config rm --path 'routes[1].resourceTags', then pulumi config set --path 'routes[1].resourceTags.team' shop
          fixAvailable      | yes       | got "yes"; expected one of true, false; fix: pulumi config set --path 'routes[1].fixAvailable' true
          exploitAvailable  | maybe     | got "maybe"; expected one of true, false; fix: pulumi config set --path 'routes[1].exploitAvailable' false
          minEpss           | 10 %      | got "10 %"; expected a number from 0 to 1 with at most five decimals; fix: pulumi config set --path 'routes[1].minEpss' 0.1
          minEpss           | 1.5       | got "1.5"; expected a number from 0 to 1 with at most five decimals; fix: pulumi config set --path 'routes[1].minEpss' 0.1
          minEpss           | -0.5      | got "-0.5"; expected a number from 0 to 1 with at most five decimals; fix: pulumi config set --path 'routes[1].minEpss' 0.1
          minEpss           | 0.000001  | got "0.000001"; expected a number from 0 to 1 with at most five decimals; fix: pulumi config set --path 'routes[1].minEpss' 0.1
          requireKnown      | 1         | got "1"; expected one of true, false; fix: pulumi config set --path 'routes[1].requireKnown' true
          fixavailable      | true      | got a key that is not known; expected perhaps fixAvailable; fix: pulumi config rm --path 'routes[1].fixavailable', then pulumi config set --path 'routes[1].fixAvailable' ...
          """)
  void aBadValueIsNamedWithItsPlaceInTheRoute(String key, String value, String message) {
    assertThat(
            problem(
                Map.of(),
                List.of(route("first", "C0EXAMPLE01"), route("second", "C0EXAMPLE02", key, value))))
        .isEqualTo("routes[1].%s: %s".formatted(key, message));
  }

  @Test
  void aBadItemOfAListWithinARouteIsNamedByItsPlace() {
    assertThat(
            problem(Map.of(), List.of(route("all", "C0EXAMPLE01", "accountIds", List.of("12345")))))
        .isEqualTo(
            "routes[0].accountIds[0]: got \"12345\"; expected an account id of twelve digits, in quotes; fix: pulumi config set --path 'routes[0].accountIds[0]' 123456789012");
    assertThat(
            problem(
                Map.of(), List.of(route("all", "C0EXAMPLE01", "findingTypes", List.of("NETWORK")))))
        .startsWith("routes[0].findingTypes[0]: got \"NETWORK\"; expected one of PACKAGE_");
    assertThat(
            problem(
                Map.of(),
                List.of(route("all", "C0EXAMPLE01", "mentions", Map.of("HIGH", "@here")))))
        .startsWith(
            "routes[0].mentions.HIGH: got \"@here\"; expected at most ten different ones of <@U...>");
    assertThat(
            problem(
                Map.of(),
                List.of(route("all", "C0EXAMPLE01", "resourceTags", Map.of("a{b}", "shop")))))
        .isEqualTo(
            "routes[0].resourceTags[\"a{b}\"]: got \"a{b}\" as a key; expected a tag's key of at most 128 letters, digits, blanks and _.:/=+@-; fix: pulumi config rm --path 'routes[0].resourceTags[\"a{b}\"]'");
  }

  @Test
  void aTagKeyThatHoldsADotOrAQuoteIsNamedAsPulumiAndAShellReadIt() {
    Map<String, String> dotted = Map.of("a.b", "x*");
    assertThat(problem(Map.of(), List.of(route("all", "C0EXAMPLE01", "resourceTags", dotted))))
        .startsWith("routes[0].resourceTags[\"a.b\"]: got \"x*\"; ")
        .endsWith("fix: pulumi config set --path 'routes[0].resourceTags[\"a.b\"]' shop");
    Map<String, String> quoted = Map.of("it's \"", "shop");
    assertThat(problem(Map.of(), List.of(route("all", "C0EXAMPLE01", "resourceTags", quoted))))
        .endsWith("fix: pulumi config rm --path 'routes[0].resourceTags[\"it'\\''s \\\"\"]'");
  }

  @Test
  void aRouteNeedsANameAndAChannel() {
    assertThatThrownBy(() -> read(Map.of(), List.of(Map.of("severityThreshold", "LOW"))))
        .hasMessage(
            """
            stack 'dev' has 2 invalid settings; nothing was registered:
              routes[0].name: got nothing; expected a name of at most 40 lower-case letters, digits and hyphens, a letter first and no hyphen last; fix: pulumi config set --path 'routes[0].name' NAME
              routes[0].slackChannelId: got nothing; expected a Slack channel id such as C0EXAMPLE00; fix: copy it from the end of the channel's details in Slack, then pulumi config set --path 'routes[0].slackChannelId' C...""");
  }

  @Test
  void whatIsNoListOfMapsIsRefused() {
    assertThat(problem(Map.of("routes", "oncall"), List.of()))
        .isEqualTo(
            "routes: got \"oncall\"; expected a list, each item a map with name, slackChannelId and more; fix: pulumi config set --path 'routes[0].name' NAME");
    assertThat(problem(Map.of("routes", List.of("oncall")), List.of()))
        .isEqualTo(
            "routes[0]: got \"oncall\"; expected a map with name, slackChannelId and more; fix: pulumi config rm --path 'routes[0]', then add it again");
  }

  @Test
  void theFlatKeysOfOneChannelDoNotStandBesideRoutes() {
    assertThat(
            problem(Map.of("slackChannelId", "C0EXAMPLE00"), List.of(route("all", "C0EXAMPLE01"))))
        .isEqualTo(
            "slackChannelId: got a value, but routes is set; expected none, as each route has its own; fix: pulumi config rm slackChannelId, and set it in a route");
    assertThat(
            problem(
                Map.of("mentions", Map.of("CRITICAL", "<!here>")),
                List.of(route("all", "C0EXAMPLE01"))))
        .startsWith("mentions: got a value, but routes is set; ");
    assertThat(
            problem(
                Collections.singletonMap("slackWorkspaceId", null),
                List.of(route("all", "C0EXAMPLE01"))))
        .startsWith("slackWorkspaceId: got nothing, but routes is set; expected a Slack workspace");
  }

  @Test
  void mentionsOfARouteNeedCuratedDeliveryToo() {
    assertThat(
            problem(
                Map.of("delivery", "native"),
                List.of(route("all", "C0EXAMPLE01", "mentions", Map.of("HIGH", "<!here>")))))
        .isEqualTo(
            "routes[0].mentions: got mentions, but delivery is native; expected none, as AWS composes native messages; fix: pulumi config set delivery curated (or pulumi config rm --path 'routes[0].mentions')");
  }

  @ParameterizedTest
  @CsvSource({
    "ECR, NETWORK_REACHABILITY, false",
    "EC2, CODE_VULNERABILITY, false",
    "LAMBDA, CODE_VULNERABILITY, false",
    "LAMBDA_CODE, PACKAGE_VULNERABILITY, false",
    "EC2, NETWORK_REACHABILITY, true",
    "LAMBDA_CODE, CODE_VULNERABILITY, true",
    "LAMBDA, PACKAGE_VULNERABILITY, true"
  })
  void aRouteThatCouldNeverTakeAFindingIsRefused(String scan, String type, boolean isFine) {
    Map<String, Object> route =
        route("all", "C0EXAMPLE01", "scanTypes", List.of(scan), "findingTypes", List.of(type));
    String problem = problem(Map.of(), List.of(route));
    if (isFine) {
      assertThat(problem).startsWith("none: ");
    } else {
      assertThat(problem)
          .isEqualTo(
              "routes[0].findingTypes: got only [%s] with scanTypes [%s], which finds none of them; expected a type that these scans find; fix: pulumi config rm --path 'routes[0].findingTypes'"
                  .formatted(type, scan));
    }
  }

  @Test
  void aRouteThatWantsKnownWhatItsFindingsNeverHaveIsRefused() {
    assertThat(
            problem(
                Map.of(),
                List.of(
                    route(
                        "all",
                        "C0EXAMPLE01",
                        "findingTypes",
                        List.of("NETWORK_REACHABILITY"),
                        "fixAvailable",
                        "true",
                        "requireKnown",
                        "true"))))
        .isEqualTo(
            "routes[0].requireKnown: got true, but of the types [NETWORK_REACHABILITY] no finding has a fix, an exploit or EPSS; expected PACKAGE_VULNERABILITY among findingTypes; fix: pulumi config rm --path 'routes[0].requireKnown'");
  }

  @ParameterizedTest
  @CsvSource({"fixAvailable, true", "exploitAvailable, true", "minEpss, 0.1"})
  void whatOnlyPackagesHaveIsRefusedWhereNothingElseIsTaken(String key, String value) {
    List<String> types = List.of("NETWORK_REACHABILITY", "CODE_VULNERABILITY");
    assertThat(
            problem(
                Map.of(),
                List.of(
                    route(
                        "all",
                        "C0EXAMPLE01",
                        "findingTypes",
                        types,
                        key,
                        value,
                        "requireKnown",
                        "true"))))
        .startsWith("routes[0].requireKnown: got true, but of the types ");
    assertThat(
            problem(
                Map.of(), List.of(route("all", "C0EXAMPLE01", "findingTypes", types, key, value))))
        .startsWith("none: ");
    assertThat(
            problem(
                Map.of(),
                List.of(
                    route(
                        "all",
                        "C0EXAMPLE01",
                        "findingTypes",
                        List.of("PACKAGE_VULNERABILITY", "CODE_VULNERABILITY"),
                        key,
                        value,
                        "requireKnown",
                        "true"))))
        .startsWith("none: ");
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "0.0, true",
    "0.00001, true",
    "0.99999, true",
    "1, true",
    "1.00000, true",
    "-0.00001, false",
    "1.00001, false",
    "0.000001, false",
    "1e-5, true",
    "1e-6, false",
    "1e99999, false",
    "1e-2147483648, false",
    "NaN, false",
    "Infinity, false"
  })
  void minEpssIsFromZeroToOneWithFiveDecimals(String value, boolean isTaken) {
    assertThat(problem(Map.of(), List.of(route("all", "C0EXAMPLE01", "minEpss", value))))
        .startsWith(isTaken ? "none: " : "routes[0].minEpss: got \"" + value + "\"; ");
  }

  @Test
  void namesOfRoutesLeaveRoomForEverySuffix() {
    // 45 characters for prefix, stack and route: inspector-slack-dev-- has 21.
    assertThat(read(Map.of(), List.of(route("r".repeat(24), "C0EXAMPLE01"))).routes()).hasSize(1);
    assertThat(problem(Map.of(), List.of(route("r".repeat(25), "C0EXAMPLE01"))))
        .isEqualTo(
            "routes[0].name: got \"%s\", which makes names that begin with inspector-slack-dev--%s (46 characters); expected at most 45 characters with the prefix and the stack's name; fix: pulumi config set --path 'routes[0].name' NAME"
                .formatted("r".repeat(25), "r".repeat(25)));
    assertThat(problem(Map.of(), List.of(route("r".repeat(26), "C0EXAMPLE01"))))
        .contains("(47 characters)");
  }

  @Test
  void fiftyRoutesAreReadInTheirOrder() {
    List<Map<String, ?>> routes = new ArrayList<>();
    for (int i = 10; i < 60; i++) {
      routes.add(route("route-" + i, "C0EXAMPLE" + i));
    }
    assertThat(read(Map.of(), routes).routes().stream().map(Route::name))
        .containsExactlyElementsOf(routes.stream().map(it -> (String) it.get("name")).toList());
  }
}
