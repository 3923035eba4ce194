package inspectorslack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Settings;
import inspectorslack.SettingsReader;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a digest, and what is refused where. */
class DigestReaderTests {
  private static final List<Map<String, String>> ROUTES =
      List.of(
          Map.of("name", "oncall", "slackChannelId", "C0EXAMPLE01"),
          Map.of("name", "platform", "slackChannelId", "C0EXAMPLE02"));

  private static Settings read(Object digest, Object... more) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("digest", digest);
    for (int i = 0; i < more.length; i += 2) {
      values.put((String) more[i], more[i + 1]);
    }
    return SettingsReader.read(SettingSource.of(values), "inspector-slack", "dev");
  }

  private static Settings readWithRoutes(Object digest) {
    return read(digest, "slackWorkspaceId", "T0EXAMPLE00", "routes", ROUTES);
  }

  private static String problem(Object digest) {
    try {
      return "none: " + readWithRoutes(digest);
    } catch (InvalidSettings e) {
      assertThat(e.problems()).as(e.getMessage()).hasSize(1);
      return e.problems().get(0).toString();
    }
  }

  private static Map<String, Object> weekly(String key, Object value) {
    Map<String, Object> digest = new LinkedHashMap<>(Map.of("schedule", "rate(7 days)"));
    digest.put(key, value);
    return digest;
  }

  @Test
  void everyPartOfADigestIsRead() {
    assertThat(
            readWithRoutes(
                    Map.of(
                        "schedule",
                        "cron(0 9 ? * MON *)",
                        "timeZone",
                        "Europe/Berlin",
                        "route",
                        "platform",
                        "maxAgeDays",
                        Map.of("CRITICAL", 1, "HIGH", "30", "LOW", 3650)))
                .digest())
        .contains(
            new Digest(
                "cron(0 9 ? * MON *)",
                "Europe/Berlin",
                "platform",
                Map.of(Severity.CRITICAL, 1, Severity.HIGH, 30, Severity.LOW, 3650)));
  }

  @Test
  void whatIsLeftOutIsUtcTheFirstRouteAndTheAgesOfADirective() {
    Digest expected =
        new Digest(
            "rate(7 days)", "UTC", "oncall", Map.of(Severity.CRITICAL, 15, Severity.HIGH, 30));
    assertThat(readWithRoutes(Map.of("schedule", "rate(7 days)")).digest()).contains(expected);
  }

  @Test
  void aStackOfOneChannelHasTheRouteOfItsFlatKeys() {
    assertThat(read(Map.of("schedule", "rate(7 days)")).digest().map(Digest::route))
        .contains("default");
  }

  @Test
  void anEmptyDigestIsNone() {
    assertThat(readWithRoutes(Map.of()).digest()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timeZone   | Berlin         | got "Berlin"; expected a time zone of the IANA database, such as Europe/Berlin; fix: pulumi config set --path 'digest.timeZone' UTC
          timeZone   | +01:00         | got "+01:00"; expected a time zone of the IANA database, such as Europe/Berlin; fix: pulumi config set --path 'digest.timeZone' UTC
          route      | plattform      | got "plattform"; expected one of the stack's routes: oncall, platform; fix: pulumi config set --path 'digest.route' platform
          route      | default        | got "default"; expected one of the stack's routes: oncall, platform; fix: pulumi config set --path 'digest.route' oncall
          maxAgeDays | 15             | got "15"; expected a map of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL, each with a whole number from 1 to 3650; fix: pulumi config rm --path 'digest.maxAgeDays', then pulumi config set --path 'digest.maxAgeDays.CRITICAL' 15
          shedule    | rate(7 days)   | got a key that is not known; expected perhaps schedule; fix: pulumi config rm --path 'digest.shedule', then pulumi config set --path 'digest.schedule' ...
          """)
  void aBadValueIsNamedWithItsPlace(String key, String value, String message) {
    assertThat(problem(weekly(key, value))).isEqualTo("digest.%s: %s".formatted(key, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 9 ? * MON *          | it is neither cron(six fields) nor rate(value unit)
          cron(0 9 * * MON *)    | exactly one of day-of-month and day-of-week is ?
          cron(0 25 ? * MON *)   | the field hours takes 0-23, not 25
          rate(1 days)           | a rate is rate(1 day), or a greater whole number of minutes, hours or days
          at(2026-11-20T13:00:00) | it is neither cron(six fields) nor rate(value unit)
          """)
  void aScheduleThatEventBridgeRefusesIsNamedWithWhatIsWrong(String schedule, String why) {
    assertThat(problem(Map.of("schedule", schedule)))
        .isEqualTo(
            "digest.schedule: got \"%s\": %s; expected cron(minutes hours day-of-month month day-of-week year) or rate(number unit), as EventBridge Scheduler takes them; fix: pulumi config set --path 'digest.schedule' 'cron(0 9 ? * MON *)'"
                .formatted(schedule, why));
  }

  @Test
  void aDigestNeedsASchedule() {
    assertThat(problem(Map.of("route", "platform")))
        .isEqualTo(
            "digest.schedule: got nothing; expected cron(...) or rate(...); fix: pulumi config set --path 'digest.schedule' 'cron(0 9 ? * MON *)'");
  }

  @Test
  void whatIsNoMapIsRefused() {
    assertThat(problem("weekly"))
        .isEqualTo(
            "digest: got \"weekly\"; expected a map with schedule and more; fix: pulumi config set --path 'digest.schedule' 'cron(0 9 ? * MON *)'");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "3651", "1.5", "soon"})
  void anAgeIsOneDayToTenYears(String days) {
    assertThat(problem(weekly("maxAgeDays", Map.of("HIGH", days))))
        .isEqualTo(
            "digest.maxAgeDays.HIGH: got \"%s\"; expected a whole number from 1 to 3650; fix: pulumi config set --path 'digest.maxAgeDays.HIGH' 15"
                .formatted(days));
  }

  @Test
  void anAgeOfWhatIsNoSeverityIsRefused() {
    assertThat(problem(weekly("maxAgeDays", Map.of("HIHG", 30))))
        .isEqualTo(
            "digest.maxAgeDays.HIHG: got a key that is not known; expected perhaps HIGH; fix: pulumi config rm --path 'digest.maxAgeDays.HIHG', then pulumi config set --path 'digest.maxAgeDays.HIGH' ...");
  }
}
