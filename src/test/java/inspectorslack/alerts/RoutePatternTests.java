package inspectorslack.alerts;

import static inspectorslack.alerts.FilteredFindings.bySource;
import static inspectorslack.alerts.FilteredFindings.event;
import static inspectorslack.alerts.FilteredFindings.finding;
import static inspectorslack.alerts.FilteredFindings.rows;
import static inspectorslack.alerts.FilteredFindings.settings;
import static inspectorslack.alerts.FilteredFindings.with;
import static inspectorslack.alerts.FilteredFindings.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.alerts.FilteredFindings.Case;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Ruler;

/**
 * Holds the patterns of filters against findings of all sources, by EventBridge's own matcher.
 * Every table was written by hand from what the filters promise.
 *
 * <p>Not proven here: that AWS sends events of these shapes; they are its documentation's.
 */
class RoutePatternTests {
  private static final Delivery NATIVE = new Delivery.Native();
  private static final Delivery CURATED = new Delivery.Curated(30);

  /** What is found by which scan, x where the route takes it. */
  private static final String KINDS =
      """
      filter | ec2-package ec2-network ecr-image lambda-package lambda-code
      {} | x x x x x
      {scanTypes: [EC2]} | x x - - -
      {scanTypes: [ECR]} | - - x - -
      {scanTypes: [LAMBDA]} | - - - x -
      {scanTypes: [LAMBDA_CODE]} | - - - - x
      {scanTypes: [LAMBDA, LAMBDA_CODE]} | - - - x x
      {scanTypes: [EC2, LAMBDA]} | x x - x -
      {scanTypes: [ECR, LAMBDA_CODE]} | - - x - x
      {scanTypes: [EC2, ECR, LAMBDA, LAMBDA_CODE]} | x x x x x
      {findingTypes: [PACKAGE_VULNERABILITY]} | x - x x -
      {findingTypes: [NETWORK_REACHABILITY]} | - x - - -
      {findingTypes: [CODE_VULNERABILITY]} | - - - - x
      {findingTypes: [PACKAGE_VULNERABILITY, NETWORK_REACHABILITY]} | x x x x -
      {scanTypes: [EC2], findingTypes: [PACKAGE_VULNERABILITY]} | x - - - -
      {scanTypes: [EC2, LAMBDA], findingTypes: [PACKAGE_VULNERABILITY]} | x - - x -
      {scanTypes: [EC2, LAMBDA], findingTypes: [NETWORK_REACHABILITY]} | - x - - -
      {scanTypes: [EC2, LAMBDA_CODE], findingTypes: [CODE_VULNERABILITY]} | - - - - x
      {scanTypes: [ECR, LAMBDA_CODE], findingTypes: [PACKAGE_VULNERABILITY, CODE_VULNERABILITY]} | - - x - x
      """;

  /** The same of findings that have ended, for curated delivery alone. */
  private static final String ENDS =
      """
      {severityThreshold: CRITICAL} | {} | x
      {fixAvailable: true} | {fix: "NO"} | x
      {fixAvailable: true, requireKnown: true} | {fix: ~} | x
      {exploitAvailable: true} | {exploit: "NO"} | x
      {minEpss: 0.9} | {epss: 0.1} | x
      {resourceTags: {team: shop}} | {team: billing} | x
      {accountIds: ["123456789012"]} | {} | x
      {accountIds: ["123456789012"]} | {account: "210987654321"} | -
      {scanTypes: [EC2]} | {} | x
      {scanTypes: [ECR]} | {} | -
      {scanTypes: [LAMBDA]} | {} | -
      {findingTypes: [PACKAGE_VULNERABILITY]} | {} | x
      {findingTypes: [NETWORK_REACHABILITY]} | {} | -
      """;

  static Stream<Case> kinds() {
    List<List<String>> rows = rows(KINDS);
    String[] kinds = rows.get(0).get(1).split(" ");
    return rows.stream()
        .skip(1)
        .flatMap(
            row ->
                IntStream.range(0, kinds.length)
                    .boxed()
                    .flatMap(i -> bySource(row.get(0), kinds[i], row.get(1).split(" ")[i])));
  }

  static Stream<Case> ends() {
    return rows(ENDS).stream().flatMap(row -> bySource(row.get(0), row.get(1), row.get(2)));
  }

  static Stream<Case> everyFilter() {
    return Stream.of(kinds(), FilteredFindings.values(), ends()).flatMap(it -> it);
  }

  private static String pattern(Case it, Delivery delivery) {
    Route route = settings(it.source(), yaml(it.filter())).routes().get(0);
    return EventPattern.json(it.source(), route, delivery);
  }

  private static boolean matches(ObjectNode event, String pattern) throws Exception {
    return Ruler.matchesRule(event.toString(), pattern);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aKindOfFindingIsTakenAsTheTableSays(Case it) throws Exception {
    ObjectNode event = event(it.source(), it.what());
    assertThat(matches(event, pattern(it, NATIVE))).isEqualTo(it.isTaken());
    assertThat(matches(event, pattern(it, CURATED))).isEqualTo(it.isTaken());
  }

  @ParameterizedTest
  @MethodSource("inspectorslack.alerts.FilteredFindings#values")
  void aFindingsValuesAreTakenAsTheTableSays(Case it) throws Exception {
    ObjectNode event = with(it.source(), it.what());
    // What EventBridge can't compare is left to the state machine; see RouteCurationTests.
    boolean isLeft =
        it.source() == FindingSource.SECURITYHUB_V2
            && it.filter().matches(".*(resourceTags|minEpss).*");
    for (Delivery delivery : List.of(NATIVE, CURATED)) {
      boolean matches = matches(event, pattern(it, delivery));
      assertThat(matches || isLeft).isEqualTo(it.isTaken() || isLeft);
      assertThat(matches || !it.isTaken()).isTrue();
    }
  }

  static Stream<Arguments> unknownValues() {
    Map<FindingField, String> filters =
        Map.of(
            FindingField.FIX_AVAILABLE, "fixAvailable: true",
            FindingField.EXPLOIT_AVAILABLE, "exploitAvailable: true",
            FindingField.EPSS, "minEpss: 0.5");
    return Arrays.stream(FindingSource.values())
        .flatMap(
            source ->
                filters.keySet().stream()
                    .flatMap(
                        field ->
                            // OCSF has true and false for yes and no.
                            (field == FindingField.EPSS || source == FindingSource.SECURITYHUB_V2
                                    ? Stream.of("null")
                                    : Stream.of("null", "\"\"", "\"MAYBE\"", "\"no\"", "5", "true"))
                                .map(
                                    value -> arguments(source, field, filters.get(field), value))));
  }

  @ParameterizedTest
  @MethodSource("unknownValues")
  void aValueThatAwsDoesNotDocumentCountsAsUnknown(
      FindingSource source, FindingField field, String filter, String value) throws Exception {
    ObjectNode event = with(source, "{}");
    if (source == FindingSource.SECURITYHUB_V2) {
      ((ObjectNode) event.at("/detail/findings/0/vulnerabilities/0")).remove("fix_coverage");
    }
    List<String> path = field.path(source);
    JsonNode parent = finding(source, event);
    for (String step : path.subList(0, path.size() - 1)) {
      parent = parent.path(step);
      parent = parent.isArray() ? parent.path(0) : parent;
    }
    ((ObjectNode) parent).set(path.get(path.size() - 1), new JsonMapper().readTree(value));
    for (Delivery delivery : List.of(NATIVE, CURATED)) {
      for (boolean isRequired : List.of(false, true)) {
        Case it =
            new Case(source, "{%s, requireKnown: %s}".formatted(filter, isRequired), "", true);
        assertThat(matches(event, pattern(it, delivery))).isEqualTo(!isRequired);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ends")
  void curatedDeliverySeesEveryEndOfWhatItMayHaveAnnounced(Case it) throws Exception {
    List<ObjectNode> ended = new ArrayList<>();
    for (String end :
        switch (it.source()) {
          case INSPECTOR -> List.of("CLOSED");
          case SECURITYHUB -> List.of("ARCHIVED", "RESOLVED");
          case SECURITYHUB_V2 -> List.of("Close", "Resolved");
        }) {
      ObjectNode event = with(it.source(), it.what());
      ObjectNode finding = finding(it.source(), event);
      switch (end) {
        case "CLOSED" -> finding.put("status", end);
        case "ARCHIVED" -> finding.put("RecordState", end);
        case "Close" -> finding.put("activity_name", end);
        case "Resolved" -> finding.put("status", end);
        default -> ((ObjectNode) finding.get("Workflow")).put("Status", end);
      }
      ended.add(event);
    }
    for (ObjectNode event : ended) {
      assertThat(matches(event, pattern(it, CURATED))).isEqualTo(it.isTaken());
      assertThat(matches(event, pattern(it, NATIVE))).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("everyFilter")
  void everyPatternIsOneThatEventBridgeTakes(Case it) {
    assertThat(JsonRuleCompiler.check(pattern(it, NATIVE))).isNull();
    assertThat(JsonRuleCompiler.check(pattern(it, CURATED))).isNull();
  }

  @Test
  void anEpssThatIsTextIsLeftToTheStateMachine() throws Exception {
    for (String filter : List.of("{minEpss: 0.1}", "{minEpss: 0.1, requireKnown: true}")) {
      for (String epss : List.of("{epss: \"0.9\"}", "{epss: \"0.05\"}", "{epss: unknown}")) {
        Case it = new Case(FindingSource.SECURITYHUB, filter, epss, true);
        assertThat(matches(with(it.source(), epss), pattern(it, CURATED))).isTrue();
        assertThat(matches(with(it.source(), epss), pattern(it, NATIVE))).isTrue();
      }
    }
  }

  /** A filter whose pattern has a number of characters. */
  private static Map<String, Object> ofLength(FindingSource source, int length) {
    List<String> accounts = new ArrayList<>();
    // The curated pattern of Security Hub CSPM is longer.
    for (int i = 0; i < (source == FindingSource.INSPECTOR ? 110 : 100); i++) {
      accounts.add("1%011d".formatted(i));
    }
    Map<String, Object> filter = new LinkedHashMap<>();
    filter.put("accountIds", accounts);
    filter.put("resourceTags", Map.of("team", "s"));
    Route route = settings(source, filter).routes().get(0);
    int missing = length - EventPattern.json(source, route, CURATED).length();
    filter.put("resourceTags", Map.of("team", "s".repeat(1 + missing)));
    return filter;
  }

  // No other part of its pattern is of any length.
  @Test
  void aPatternForOcsfIsRefusedIfItHasAnAccountTooMany() {
    Map<String, Object> filter = new LinkedHashMap<>();
    List<String> accounts = new ArrayList<>();
    int length = 0;
    while (length + 15 <= 2048) {
      accounts.add("1%011d".formatted(accounts.size()));
      filter.put("accountIds", List.copyOf(accounts));
      Settings settings = settings(FindingSource.SECURITYHUB_V2, filter);
      length =
          EventPattern.json(FindingSource.SECURITYHUB_V2, settings.routes().get(0), CURATED)
              .length();
    }
    accounts.add("200000000000");
    filter.put("accountIds", accounts);
    assertThatThrownBy(() -> settings(FindingSource.SECURITYHUB_V2, filter))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("an event pattern of " + (length + 15) + " characters");
  }

  @ParameterizedTest
  @EnumSource(names = "SECURITYHUB_V2", mode = EnumSource.Mode.EXCLUDE)
  void aPatternOf2048CharactersIsTakenAndALongerOneRefused(FindingSource source) {
    Settings longest = settings(source, ofLength(source, 2048));
    assertThat(EventPattern.json(source, longest.routes().get(0), CURATED)).hasSize(2048);
    assertThatThrownBy(() -> settings(source, ofLength(source, 2049)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage(
            """
            stack 'dev' has 1 invalid setting; nothing was registered:
              routes[0]: got filters that result in an event pattern of 2049 characters; expected at most 2048, EventBridge's limit; fix: remove accounts or tags from the route, or split them across two routes""");
  }

  @Test
  void thePatternOfEveryRegionHasToFit() {
    FindingSource source = FindingSource.SECURITYHUB;
    String regions = "{aws:region: ap-northeast-1, regions: [us-east-1, eu-west-1]}";
    Settings some = settings(source, ofLength(source, 1950), regions);
    int more =
        EventPattern.json(source, some.routes().get(0), CURATED, some.regions().others()).length()
            - 1950;
    // The patterns of the others name the home Region, which is five characters longer than they.
    assertThat(settings(source, ofLength(source, 2043 - more), regions).routes()).hasSize(1);
    assertThatThrownBy(() -> settings(source, ofLength(source, 2044 - more), regions))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("an event pattern of 2049 characters");
  }
}
