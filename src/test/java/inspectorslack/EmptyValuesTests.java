package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.alerts.RoutesReader;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.SettingSource;
import inspectorslack.digest.DigestReader;
import inspectorslack.suppressions.SuppressionsReader;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that is there and says nothing is a wrong one, whatever the key. */
class EmptyValuesTests {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 16);
  private static final String ZERO_WIDTH_SPACE = "\u200B";

  private static Settings read(Map<String, ?> values) {
    return SettingsReader.read(SettingSource.of(values), "inspector-slack", "dev", TODAY);
  }

  private static List<String> problems(Map<String, ?> values) {
    try {
      return List.of("none: " + read(values));
    } catch (InvalidSettings e) {
      return e.problems().stream().map(Object::toString).toList();
    }
  }

  private static Map<String, Object> with(Map<String, ?> values, String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(values);
    changed.put(key, value);
    return changed;
  }

  /** The keys of all maps, by the path of the map, with a stack around a map that is tried. */
  private static Map<String, Object> stackWith(String path, Map<String, Object> tried) {
    Map<String, Object> route = Map.of("name", "all", "slackChannelId", "C0EXAMPLE01");
    Map<String, Object> stack = new LinkedHashMap<>();
    stack.put("slackWorkspaceId", "T0EXAMPLE01");
    stack.put("delivery", "curated");
    stack.put("routes", List.of(path.equals("routes[0].") ? merged(route, tried) : route));
    Map<String, Object> digest = Map.of("schedule", "rate(7 days)");
    stack.put("digest", path.equals("digest.") ? merged(digest, tried) : digest);
    Map<String, Object> suppression =
        Map.of(
            "name",
            "sandbox",
            "reason",
            "nobody lives there",
            "expires",
            "2026-12-31",
            "criteria",
            path.endsWith("criteria.")
                ? merged(Map.of("vulnerabilityIds", List.of("CVE-2026-00001")), tried)
                : Map.of("vulnerabilityIds", List.of("CVE-2026-00001")));
    stack.put(
        "suppressions",
        List.of(path.equals("suppressions[0].") ? merged(suppression, tried) : suppression));
    return stack;
  }

  private static Map<String, Object> merged(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> merged = new LinkedHashMap<>(one);
    merged.putAll(other);
    return merged;
  }

  static Stream<Arguments> nested() {
    return Map.of(
            "routes[0].", RoutesReader.KEYS,
            "digest.", DigestReader.KEYS,
            "suppressions[0].", SuppressionsReader.KEYS,
            "suppressions[0].criteria.", SuppressionsReader.CRITERIA)
        .entrySet()
        .stream()
        .flatMap(keys -> keys.getValue().stream().map(key -> Arguments.of(keys.getKey(), key)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", ZERO_WIDTH_SPACE})
  void noSettingTakesAnEmptyText(String empty) {
    String shown = empty.equals(ZERO_WIDTH_SPACE) ? "\\u200B" : empty;
    assertThat(SettingsReader.KEYS)
        .allSatisfy(
            key ->
                assertThat(problems(Map.of(key, empty)))
                    .anySatisfy(
                        problem ->
                            assertThat(problem)
                                .startsWith(
                                    key + ": got \"" + shown + "\" (an empty value); expected ")));
  }

  @ParameterizedTest
  @MethodSource("nested")
  void noKeyFurtherInTakesAnEmptyTextOrNothing(String path, String key) {
    assertThat(problems(stackWith(path, Map.of()))).first().asString().startsWith("none: ");
    for (Object empty : Arrays.asList("", " ", ZERO_WIDTH_SPACE, null)) {
      assertThat(problems(stackWith(path, with(Map.of(), key, empty))))
          .singleElement()
          .asString()
          .startsWith(path + key + ": got \"")
          .contains("\" (an empty value); expected ");
    }
  }

  @ParameterizedTest
  @MethodSource("nested")
  void noKeyFurtherInTakesAnEmptyListOrMap(String path, String key) {
    for (Object empty : List.of(List.of(), Map.of())) {
      assertThat(problems(stackWith(path, with(Map.of(), key, empty))))
          .singleElement()
          .asString()
          .startsWith(path + key + ": got ");
    }
  }

  @Test
  void anEmptyListSaysWhatToDo() {
    assertThat(problems(stackWith("routes[0].", Map.of("accountIds", List.of()))))
        .containsExactly(
            "routes[0].accountIds: got an empty list; expected a list, each item an account id of twelve digits, in quotes; fix: pulumi config set --path 'routes[0].accountIds[0]' 123456789012 (or pulumi config rm --path 'routes[0].accountIds')");
    assertThat(problems(stackWith("digest.", Map.of("maxAgeDays", Map.of()))))
        .containsExactly(
            "digest.maxAgeDays: got an empty map; expected a map of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL, each with a whole number from 1 to 3650; fix: pulumi config set --path 'digest.maxAgeDays.CRITICAL' 15 (or pulumi config rm --path 'digest.maxAgeDays')");
  }

  @Test
  void anEmptyItemOfAListIsNamedByItsPlace() {
    List<String> lists = List.of("scanTypes", "instanceRoles", "instanceProfiles");
    for (Object empty : Arrays.asList("", " ", null)) {
      assertThat(lists)
          .allSatisfy(
              key ->
                  assertThat(problems(Map.of(key, Collections.singletonList(empty))))
                      .singleElement()
                      .asString()
                      .startsWith(key + "[0]: got \"")
                      .contains("\" (an empty value); expected "));
    }
    assertThat(problems(stackWith("routes[0].", Map.of("resourceTags", Map.of("team", "")))))
        .singleElement()
        .asString()
        .startsWith(
            "routes[0].resourceTags.team: got \"\" (an empty value); expected a tag's value");
  }

  @Test
  void anEmptyListOrMapAtTheTopIsPulumiYamlsWayToSayNone() {
    assertThat(
            read(
                Map.of(
                    "mentions", Map.of(),
                    "routes", List.of(),
                    "digest", Map.of(),
                    "suppressions", List.of(),
                    "instanceRoles", List.of(),
                    "instanceProfiles", List.of())))
        .isEqualTo(read(Map.of()));
  }

  @Test
  void anEmptyMapIsNoListAndTheOtherWayRound() {
    for (String key : List.of("routes", "suppressions", "scanTypes", "instanceRoles")) {
      assertThat(problems(Map.of(key, Map.of())))
          .anySatisfy(problem -> assertThat(problem).startsWith(key + ": got {}; expected a list"));
    }
    for (String key : List.of("mentions", "digest")) {
      assertThat(problems(Map.of(key, List.of())))
          .singleElement()
          .asString()
          .startsWith(key + ": got []; expected a map");
    }
  }

  /** Pulumi's --path replaces a text right below a key, and nothing else, by a list or a map. */
  @Test
  void whatCannotHoldAPathIsTakenAwayFirst() {
    assertThat(problems(Map.of("scanTypes", Map.of("a", "b"))))
        .singleElement()
        .asString()
        .endsWith(
            "; fix: pulumi config rm scanTypes, then pulumi config set --path 'scanTypes[0]' EC2");
    assertThat(problems(Map.of("scanTypes", "EC2")))
        .singleElement()
        .asString()
        .endsWith("; fix: pulumi config set --path 'scanTypes[0]' EC2");
  }

  @Test
  void aKeyThatIsHardlyToBeSeenIsShownInQuotes() {
    assertThat(problems(Map.of("encryptTopic ", "true")))
        .containsExactly(
            "\"encryptTopic \": got a key that is not known; expected perhaps encryptTopic; fix: pulumi config rm 'encryptTopic ', then pulumi config set encryptTopic ...");
    assertThat(problems(Map.of("", "true")))
        .singleElement()
        .asString()
        .startsWith("\"\" (an empty value): got a key that is not known; ")
        .endsWith("; fix: pulumi config rm ''");
  }

  @Test
  void digitsOfOtherScriptsAreNoNumber() {
    assertThat(problems(Map.of("renotifyAfterDays", "\u0663")))
        .singleElement()
        .asString()
        .startsWith("renotifyAfterDays: got \"\u0663\"; ");
    assertThat(problems(stackWith("routes[0].", Map.of("minEpss", "0.\u0663")))).hasSize(1);
  }

  @Test
  void anItemThatIsNoTextIsRefused() {
    assertThat(
            problems(
                stackWith(
                    "suppressions[0].criteria.",
                    Map.of("packageNames", List.of(Map.of("name", "openssl"))))))
        .containsExactly(
            "suppressions[0].criteria.packageNames[0]: got {name=openssl}; expected a text of at most 1024 characters without *, ? and blanks around it, as no wildcard is documented; fix: pulumi config set --path 'suppressions[0].criteria.packageNames[0]' VALUE");
  }

  @Test
  void anInvisibleCharacterIsShownByItsCode() {
    assertThat(problems(Map.of("severityThreshold", "HIGH\u200B")))
        .containsExactly(
            "severityThreshold: got \"HIGH\\u200B\"; expected one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL; fix: pulumi config set severityThreshold HIGH");
    assertThat(problems(Map.of("encryptTopic", "true\u00A0")))
        .first()
        .asString()
        .startsWith("encryptTopic: got \"true\\u00A0\"; ");
    assertThat(problems(Map.of("encrypt\u2060Topic", "true")))
        .first()
        .asString()
        .startsWith(
            "encrypt\\u2060Topic: got a key that is not known; expected perhaps encryptTopic");
    assertThat(problems(Map.of("scanTypes", Map.of("a\u202E", "b\n"))))
        .first()
        .asString()
        .startsWith("scanTypes: got {a\\u202E=b\\u000A}; ");
  }

  @Test
  void theFixOfAnItemIsNotRefusedNext() {
    assertThat(problems(Map.of("scanTypes", List.of("EC2", "CODE_REPOSITORY"))))
        .containsExactly(
            "scanTypes[1]: got \"CODE_REPOSITORY\"; expected one of EC2, ECR, LAMBDA, LAMBDA_CODE; fix: pulumi config rm --path 'scanTypes[1]'");
    assertThat(problems(Map.of("scanTypes", List.of("EC2", "ec2"))))
        .singleElement()
        .asString()
        .endsWith("; fix: pulumi config rm --path 'scanTypes[1]'");
  }

  @Test
  void itemsAfterOneThatIsNoMapKeepTheirPlace() {
    Map<String, Object> route = Map.of("name", "all", "slackChannelId", "C0EXAMPLE01");
    assertThat(
            problems(
                Map.of(
                    "slackWorkspaceId",
                    "T0EXAMPLE01",
                    "routes",
                    List.of("all", with(route, "mentions", Map.of("HIGH", "<!here>")), route))))
        .extracting(problem -> problem.substring(0, problem.indexOf(';')))
        .containsExactly(
            "routes[0]: got \"all\"",
            "routes[2].name: got \"all\" again, as in routes[1]",
            "routes[2].slackChannelId: got \"C0EXAMPLE01\" again, as in routes[1]",
            "routes[1].mentions: got mentions, but delivery is native");
    Map<String, Object> old =
        Map.of(
            "name",
            "sandbox",
            "reason",
            "nobody lives there",
            "expires",
            "2026-01-01",
            "criteria",
            Map.of("vulnerabilityIds", List.of("CVE-2026-00001")));
    assertThat(problems(Map.of("suppressions", List.of("x", old))))
        .extracting(problem -> problem.substring(0, problem.indexOf(';')))
        .containsExactly(
            "suppressions[0]: got \"x\"", "suppressions[1].expires: got 2026-01-01, which is past");
  }
}
