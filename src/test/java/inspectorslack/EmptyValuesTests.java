package inspectorslack;

import static inspectorslack.SettingsText.problems;
import static inspectorslack.SettingsText.read;
import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.alerts.RoutesReader;
import inspectorslack.digest.DigestReader;
import inspectorslack.scanning.OrganizationReader;
import inspectorslack.suppressions.SuppressionsReader;
import java.util.Arrays;
import java.util.Collections;
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
  private static final String ZERO_WIDTH_SPACE = "\u200B";

  /** A stack that is fine, but for a value in the map at the path. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> stackWith(String path, String key, Object value) {
    Map<String, Object> stack =
        SettingsText.values(
            """
            slackWorkspaceId: T0EXAMPLE01
            delivery: curated
            routes: [{name: all, slackChannelId: C0EXAMPLE01}]
            digest: {schedule: rate(7 days)}
            organization: {}
            suppressions:
            - {name: sandbox, reason: nobody lives there, expires: "2026-12-31", criteria: {vulnerabilityIds: [CVE-2026-00001]}}
            """);
    Object place = stack;
    for (String step : path.split("[\\[\\].]+")) {
      place = place instanceof List<?> list ? list.get(0) : ((Map<?, ?>) place).get(step);
    }
    ((Map<String, Object>) place).put(key, value);
    return stack;
  }

  static Stream<Arguments> nested() {
    return Map.of(
            "routes[0].", RoutesReader.KEYS,
            "digest.", DigestReader.KEYS,
            "organization.", OrganizationReader.KEYS,
            "suppressions[0].", SuppressionsReader.KEYS,
            "suppressions[0].criteria.", SuppressionsReader.CRITERIA)
        .entrySet()
        .stream()
        .flatMap(keys -> keys.getValue().stream().map(key -> Arguments.of(keys.getKey(), key)));
  }

  private static void assertIsCalledEmpty(String place, Map<String, ?> values) {
    assertThat(problems(values))
        .singleElement()
        .asString()
        .startsWith(place + ": got \"")
        .contains("\" (an empty value); expected ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", ZERO_WIDTH_SPACE})
  void noSettingTakesAnEmptyText(String empty) {
    String shown = empty.replace(ZERO_WIDTH_SPACE, "\\u200B");
    for (String key : SettingsReader.KEYS) {
      String start = key + ": got \"" + shown + "\" (an empty value); expected ";
      assertThat(problems(Map.of(key, empty))).anyMatch(problem -> problem.startsWith(start));
    }
  }

  @ParameterizedTest
  @MethodSource("nested")
  void noKeyFurtherInTakesAnEmptyTextOrNothing(String path, String key) {
    for (Object empty : Arrays.asList("", " ", ZERO_WIDTH_SPACE, null)) {
      assertIsCalledEmpty(path + key, stackWith(path, key, empty));
    }
  }

  @ParameterizedTest
  @MethodSource("nested")
  void noKeyFurtherInTakesAnEmptyListOrMap(String path, String key) {
    for (Object empty : List.of(List.of(), Map.of())) {
      assertThat(problems(stackWith(path, key, empty)))
          .singleElement()
          .asString()
          .startsWith(path + key + ": got ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"scanTypes", "instanceRoles", "instanceProfiles"})
  void anEmptyItemOfAListIsNamedByItsPlace(String key) {
    for (Object empty : Arrays.asList("", " ", null)) {
      assertIsCalledEmpty(key + "[0]", Map.of(key, Collections.singletonList(empty)));
    }
  }

  @Test
  void anEmptyListOrMapAtTheTopIsPulumiYamlsWayToSayNone() {
    String empty =
        "{accountNames: {}, mentions: {}, routes: [], digest: {}, organization: {}, suppressions: [], instanceRoles: [], instanceProfiles: []}";
    assertThat(read(empty)).isEqualTo(read(Map.of()));
  }
}
