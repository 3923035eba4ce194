package inspectorslack.alerts;

import static inspectorslack.SettingsText.problems;
import static inspectorslack.SettingsText.read;
import static inspectorslack.SettingsText.values;
import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingType;
import inspectorslack.config.MentionKey;
import inspectorslack.config.Route;
import inspectorslack.config.ScanType;
import inspectorslack.config.Severity;
import inspectorslack.config.SlackDestination;
import inspectorslack.config.Storm;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several channels in one stack: what is read. {@code SettingsCasesTests} has what is refused. */
class RoutesReaderTests {
  private static String routes(String routes) {
    return "{slackWorkspaceId: T0EXAMPLE00, delivery: curated, routes: [%s]}".formatted(routes);
  }

  private static String route(String name) {
    return routes("{name: %s, slackChannelId: C0EXAMPLE01}".formatted(name));
  }

  @Test
  void everyPartOfARouteIsRead() {
    // True is no text, as a list that the engine hands over as JSON may hold it.
    String yaml =
        """
        slackWorkspaceId: T0EXAMPLE00
        delivery: curated
        severityThreshold: MEDIUM
        routes:
        - {name: on-call, slackChannelId: C0EXAMPLE01, severityThreshold: CRITICAL, scanTypes: [ECR, LAMBDA_CODE],
           findingTypes: [PACKAGE_VULNERABILITY, CODE_VULNERABILITY], accountIds: ["123456789012"],
           resourceTags: {team: shop}, fixAvailable: true, exploitAvailable: True, minEpss: 0.10,
           knownExploited: true, inUse: true, requireKnown: true, mentions: {CRITICAL: <!here>}}
        - {name: all, slackChannelId: C0EXAMPLE02}
        """;
    assertThat(read(yaml).routes())
        .containsExactly(
            new Route(
                "on-call",
                Severity.CRITICAL,
                FindingFilter.builder()
                    .scanTypes(List.of(ScanType.ECR, ScanType.LAMBDA_CODE))
                    .findingTypes(
                        List.of(FindingType.PACKAGE_VULNERABILITY, FindingType.CODE_VULNERABILITY))
                    .accountIds(List.of("123456789012"))
                    .resourceTags(Map.of("team", "shop"))
                    .fixAvailable(true)
                    .exploitAvailable(true)
                    .minEpss(Optional.of(new BigDecimal("0.1")))
                    .knownExploited(true)
                    .inUse(true)
                    .requireKnown(true)
                    .build(),
                Map.of(MentionKey.CRITICAL, "<!here>"),
                Storm.DEFAULT,
                Optional.of(new SlackDestination("T0EXAMPLE00", "C0EXAMPLE01"))),
            new Route(
                "all",
                Severity.MEDIUM,
                FindingFilter.ALL,
                Map.of(),
                Storm.DEFAULT,
                Optional.of(new SlackDestination("T0EXAMPLE00", "C0EXAMPLE02"))));
  }

  @Test
  void namesOfRoutesLeaveRoomForEverySuffix() {
    // 45 characters for prefix, stack and route: inspector-slack-dev-- has 21.
    assertThat(read(route("r".repeat(24))).routes()).hasSize(1);
    for (int length : List.of(25, 31)) {
      String name = "r".repeat(length);
      assertThat(problems(values(route(name))))
          .containsExactly(
              "routes[0].name: got \"%s\", which makes names that begin with inspector-slack-dev--%s (%d characters); expected at most 45 characters including the prefix and the stack's name; fix: pulumi config set --path 'routes[0].name' NAME (or pulumi config set namePrefix findings)"
                  .formatted(name, name, 21 + length));
    }
  }

  @Test
  void aShorterPrefixIsAFixOnlyIfItIsShortEnough() {
    assertThat(problems(values(route("r".repeat(32)))))
        .singleElement()
        .asString()
        .endsWith("fix: pulumi config set --path 'routes[0].name' NAME");
  }

  @Test
  void fiftyRoutesAreReadInTheirOrder() {
    StringBuilder routes = new StringBuilder();
    for (int i = 10; i < 60; i++) {
      routes.append("{name: route-%d, slackChannelId: C0EXAMPLE%d}, ".formatted(i, i));
    }
    assertThat(read(routes(routes.toString())).routes())
        .extracting(Route::name)
        .isEqualTo(IntStream.range(10, 60).mapToObj("route-%d"::formatted).toList());
  }
}
