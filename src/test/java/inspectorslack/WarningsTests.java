package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.config.SettingSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken and said to be perhaps not what was meant. */
class WarningsTests {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 16);

  /** The warnings of a stack that has a channel, and of which nothing else is to be said. */
  private static List<String> warnings(Map<String, ?> more) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("slackWorkspaceId", "T0ACME00000");
    if (!more.containsKey("routes")) {
      values.put("slackChannelId", "C0ACME00000");
    }
    values.putAll(more);
    return SettingsReader.read(SettingSource.of(values), "inspector-slack", "dev", TODAY)
        .warnings(TODAY);
  }

  private static List<String> ofRoute(Map<String, ?> route, Map<String, ?> more) {
    Map<String, Object> all = new LinkedHashMap<>(route);
    all.put("name", "all");
    all.put("slackChannelId", "C0ACME00000");
    Map<String, Object> values = new LinkedHashMap<>(more);
    values.put("routes", List.of(all));
    values.put("delivery", "curated");
    return warnings(values);
  }

  private static List<String> ofSuppression(String expires, Map<String, ?> criteria) {
    return warnings(
        Map.of(
            "suppressions",
            List.of(
                Map.of(
                    "name",
                    "sandbox",
                    "reason",
                    "nobody lives there",
                    "expires",
                    expires,
                    "criteria",
                    criteria))));
  }

  @Test
  void aStackWithAChannelHasNone() {
    assertThat(warnings(Map.of())).isEmpty();
    assertThat(ofRoute(Map.of(), Map.of())).isEmpty();
  }

  @Test
  void aStackWithoutAChannelIsWarnedOf() {
    assertThat(
            SettingsReader.read(SettingSource.of(Map.of()), "inspector-slack", "dev", TODAY)
                .warnings(TODAY))
        .containsExactly(
            "Slack is not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic");
  }

  @Test
  void placeholdersAreWarnedOf() {
    assertThat(warnings(Map.of("slackChannelId", "C0EXAMPLE00")))
        .containsExactly(
            "route default goes to the documentation's placeholder C0EXAMPLE00 in workspace T0ACME00000; set your own ids");
    assertThat(warnings(Map.of("slackWorkspaceId", "T0EXAMPLE00"))).hasSize(1);
    assertThat(warnings(Map.of("slackWorkspaceId", "TXXXXXXXXX"))).hasSize(1);
    assertThat(warnings(Map.of("slackChannelId", "C000000000"))).hasSize(1);
  }

  @Test
  void aMentionBelowTheThresholdIsWarnedOf() {
    Map<String, ?> mentions = Map.of("mentions", Map.of("LOW", "<!here>", "HIGH", "<!here>"));
    assertThat(ofRoute(mentions, Map.of()))
        .containsExactly("route all calls somebody on LOW, which is below its threshold");
  }

  @Test
  void aScanTypeOfARouteThatIsOffIsWarnedOfUnlessInspectorIsSomebodyElses() {
    Map<String, ?> route = Map.of("scanTypes", List.of("EC2", "LAMBDA"));
    assertThat(ofRoute(route, Map.of()))
        .containsExactly("route all takes findings of LAMBDA, which this stack switches off");
    assertThat(ofRoute(route, Map.of("enableInspector", "false"))).isEmpty();
  }

  @Test
  void aRouteOfNetworkFindingsThatAreCriticalIsWarnedOf() {
    List<String> network = List.of("NETWORK_REACHABILITY");
    assertThat(ofRoute(Map.of("findingTypes", network, "severityThreshold", "CRITICAL"), Map.of()))
        .containsExactly("route all takes nothing: no finding of NETWORK_REACHABILITY is CRITICAL");
    assertThat(ofRoute(Map.of("findingTypes", network, "severityThreshold", "HIGH"), Map.of()))
        .isEmpty();
  }

  @Test
  void aRouteOfTypesThatNoScanFindsIsWarnedOf() {
    Map<String, ?> code = Map.of("findingTypes", List.of("CODE_VULNERABILITY"));
    assertThat(ofRoute(code, Map.of()))
        .containsExactly(
            "route all takes nothing: no scan that this stack switches on finds CODE_VULNERABILITY for it");
    assertThat(ofRoute(code, Map.of("enableInspector", "false"))).isEmpty();
    assertThat(ofRoute(code, Map.of("scanTypes", List.of("LAMBDA", "LAMBDA_CODE")))).isEmpty();
    Map<String, ?> network =
        Map.of("findingTypes", List.of("NETWORK_REACHABILITY"), "scanTypes", List.of("EC2", "ECR"));
    assertThat(ofRoute(network, Map.of())).isEmpty();
    assertThat(ofRoute(network, Map.of("scanTypes", List.of("ECR"))))
        .containsExactly(
            "route all takes findings of EC2, which this stack switches off",
            "route all takes nothing: no scan that this stack switches on finds NETWORK_REACHABILITY for it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cron(0 9 ? * MON 2020)",
        "cron(0 9 ? * MON 2019,2020)",
        "cron(0 9 30 FEB ? *)",
        "cron(0 9 31 2,4 ? *)"
      })
  void aDigestThatNeverComesIsWarnedOf(String schedule) {
    assertThat(warnings(Map.of("digest", Map.of("schedule", schedule))))
        .containsExactly("digest.schedule: " + schedule + " never comes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cron(0 9 ? * MON 2020,2099)",
        "cron(0 9 29 FEB ? *)",
        "cron(0 9 30 2,4 ? *)",
        "cron(0 9 31 * ? *)"
      })
  void aDigestThatComesSeldomIsNot(String schedule) {
    assertThat(warnings(Map.of("digest", Map.of("schedule", schedule)))).isEmpty();
  }

  @Test
  void settingsOfInstancesWithoutTheirScanAreWarnedOf() {
    Map<String, ?> instances =
        Map.of(
            "scanTypes", List.of("ECR"), "updateSsmAgent", "true", "instanceRoles", List.of("web"));
    assertThat(warnings(instances))
        .containsExactly(
            "instanceRoles makes no instance scanned, as scanTypes has no EC2",
            "updateSsmAgent makes no instance scanned, as scanTypes has no EC2");
  }

  @ParameterizedTest
  @CsvSource({
    "rate(59 minutes), true",
    "rate(1 minute), true",
    "rate(60 minutes), false",
    "rate(1 hour), false",
    "cron(0 9 ? * MON *), false",
    "cron(0 * ? * MON *), false",
    "cron(* 9 ? * MON *), true",
    "'cron(0,30 9 ? * MON *)', true",
    "cron(0/15 9 ? * MON *), true",
    "cron(0-5 9 ? * MON *), true"
  })
  void aDigestThatIsPostedMoreThanHourlyIsWarnedOf(String schedule, boolean isWarned) {
    assertThat(warnings(Map.of("digest", Map.of("schedule", schedule))))
        .isEqualTo(
            isWarned
                ? List.of("digest.schedule: " + schedule + " posts more than once an hour")
                : List.of());
  }

  @Test
  void aTimeZoneBesideARateIsWarnedOf() {
    assertThat(
            warnings(
                Map.of("digest", Map.of("schedule", "rate(7 days)", "timeZone", "Europe/Berlin"))))
        .containsExactly(
            "digest.timeZone: Europe/Berlin does nothing, as rate(7 days) counts from when it is deployed; a cron has a time zone");
    assertThat(
            warnings(
                Map.of(
                    "digest",
                    Map.of("schedule", "cron(0 9 ? * MON *)", "timeZone", "Europe/Berlin"))))
        .isEmpty();
  }

  @Test
  void renotifyAfterDaysWithoutCuratedDeliveryIsWarnedOf() {
    assertThat(warnings(Map.of("renotifyAfterDays", "7")))
        .containsExactly(
            "renotifyAfterDays: 7 does nothing, as delivery is native; pulumi config set delivery curated");
    // As Pulumi.yaml declares it.
    assertThat(warnings(Map.of("renotifyAfterDays", "30"))).isEmpty();
    assertThat(warnings(Map.of("renotifyAfterDays", "7", "delivery", "curated"))).isEmpty();
  }

  @Test
  void aSuppressionOfMoreThanAYearIsWarnedOf() {
    Map<String, ?> criteria = Map.of("severities", List.of("LOW"));
    assertThat(ofSuppression("2027-11-16", criteria)).isEmpty();
    assertThat(ofSuppression("2027-11-17", criteria))
        .containsExactly(
            "suppressions[0].expires: the suppression \"sandbox\" ends on 2027-11-17, more than a year from now; end it sooner, so that somebody looks again: pulumi config set --path 'suppressions[0].expires' YYYY-MM-DD (or pulumi config rm --path 'suppressions[0]')");
  }

  @Test
  void aSuppressionOfGraveFindingsEverywhereIsWarnedOf() {
    assertThat(ofSuppression("2027-01-01", Map.of("severities", List.of("LOW", "HIGH"))))
        .containsExactly(
            "suppressions[0].criteria: the suppression \"sandbox\" hides findings of severity HIGH or CRITICAL in every resource; name accounts, resources, tags, repositories, vulnerabilities or packages to narrow it");
    assertThat(ofSuppression("2027-01-01", Map.of("severities", List.of("CRITICAL")))).hasSize(1);
    assertThat(ofSuppression("2027-01-01", Map.of("maxEpss", "0.99"))).hasSize(1);
    assertThat(ofSuppression("2027-01-01", Map.of("severities", List.of("MEDIUM")))).isEmpty();
    assertThat(
            ofSuppression(
                "2027-01-01",
                Map.of("severities", List.of("HIGH"), "packageNames", List.of("openssl"))))
        .isEmpty();
  }

  @Test
  void aFilterThatDoesNothingIsWarnedOf() {
    assertThat(ofRoute(Map.of("requireKnown", "true"), Map.of()))
        .containsExactly(
            "requireKnown of route all does nothing without fixAvailable, exploitAvailable or minEpss");
    assertThat(ofRoute(Map.of("requireKnown", "true", "fixAvailable", "true"), Map.of())).isEmpty();
    assertThat(
            ofRoute(
                Map.of("findingTypes", List.of("NETWORK_REACHABILITY"), "fixAvailable", "true"),
                Map.of()))
        .containsExactly(
            "fixAvailable, exploitAvailable and minEpss of route all do nothing: only findings of PACKAGE_VULNERABILITY have them");
  }

  @Test
  void aThresholdThatNoRouteUsesIsWarnedOf() {
    assertThat(ofRoute(Map.of("severityThreshold", "MEDIUM"), Map.of("severityThreshold", "LOW")))
        .containsExactly(
            "severityThreshold: LOW does nothing, as each route has a threshold; pulumi config rm severityThreshold");
    assertThat(ofRoute(Map.of(), Map.of("severityThreshold", "LOW"))).isEmpty();
  }
}
