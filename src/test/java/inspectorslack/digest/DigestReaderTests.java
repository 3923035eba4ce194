package inspectorslack.digest;

import static inspectorslack.SettingsText.read;
import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.SettingsText;
import inspectorslack.config.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read of a digest. {@code SettingsCasesTests} has what is refused. */
class DigestReaderTests {
  private static final Map<String, Object> ROUTES =
      SettingsText.values(
          """
          slackWorkspaceId: T0EXAMPLE00
          routes: [{name: oncall, slackChannelId: C0EXAMPLE01}, {name: platform, slackChannelId: C0EXAMPLE02}]
          """);

  private static Optional<Digest> digest(Map<String, ?> digest) {
    Map<String, Object> values = new LinkedHashMap<>(ROUTES);
    values.put("digest", digest);
    return read(values).digest();
  }

  @Test
  void everyPartOfADigestIsRead() {
    Map<String, Object> digest =
        SettingsText.values(
            "{schedule: 'cron(0 9 ? * MON *)', timeZone: Europe/Berlin, route: platform}");
    // A map that the engine hands over as JSON may hold numbers.
    digest.put("maxAgeDays", Map.of("CRITICAL", 1, "HIGH", "30", "LOW", 3650));
    assertThat(digest(digest))
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
    assertThat(digest(Map.of("schedule", "rate(7 days)"))).contains(expected);
  }

  @Test
  void aStackOfOneChannelHasTheRouteOfItsFlatKeys() {
    assertThat(read("digest: {schedule: rate(7 days)}").digest().map(Digest::route))
        .contains("default");
  }

  @Test
  void anEmptyDigestIsNone() {
    assertThat(digest(Map.of())).isEmpty();
  }
}
