package inspectorslack.suppressions;

import static inspectorslack.SettingsText.read;
import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.config.FindingType;
import inspectorslack.config.Severity;
import inspectorslack.suppressions.Suppression.Criteria;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is read of suppressions, and what a suppression says of itself. {@code SettingsCasesTests}
 * has what is refused.
 */
class SuppressionsReaderTests {
  private static List<Suppression> suppressions(String expires, String criteria) {
    return read("suppressions: [{name: sandbox, reason: nobody lives there, expires: '%s', criteria: {%s}}]"
            .formatted(expires, criteria))
        .suppressions();
  }

  @Test
  void everyPartOfASuppressionIsRead() {
    String criteria =
        """
        severities: [LOW, MEDIUM], findingTypes: [PACKAGE_VULNERABILITY], accountIds: ["123456789012"],
        resourceIds: ["arn:aws:ecr:eu-west-1:123456789012:repository/shop/checkout/sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"], resourceTags: {"aws:cloudformation:stack-name": sandbox}, ecrRepositories: [shop/checkout],
        vulnerabilityIds: [CVE-2026-00001], packageNames: [openssl], fixAvailable: false, maxEpss: 0.010
        """;
    assertThat(suppressions("2026-12-31", criteria))
        .containsExactly(
            new Suppression(
                "sandbox",
                "nobody lives there",
                LocalDate.of(2026, 12, 31),
                new Criteria(
                    List.of(Severity.LOW, Severity.MEDIUM),
                    List.of(FindingType.PACKAGE_VULNERABILITY),
                    List.of("123456789012"),
                    List.of(
                        "arn:aws:ecr:eu-west-1:123456789012:repository/shop/checkout/sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
                    Map.of("aws:cloudformation:stack-name", "sandbox"),
                    List.of("shop/checkout"),
                    List.of("CVE-2026-00001"),
                    List.of("openssl"),
                    Optional.of(false),
                    Optional.of(new BigDecimal("0.01")))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-12-31", "2026-12-31T00:00:00Z", "2026-12-31 00:00:00 +0000 UTC"})
  void aDayIsReadAsItIsWrittenAndAsTheEngineMakesOneOfIt(String expires) {
    assertThat(suppressions(expires, "severities: [LOW]"))
        .extracting(Suppression::expires)
        .containsExactly(LocalDate.of(2026, 12, 31));
  }

  @Test
  void whatIsPastExpiresNoLongerSoon() {
    Suppression suppression = suppressions("2026-12-31", "severities: [LOW]").get(0);
    assertThat(suppression.expiresSoon(0, LocalDate.of(2026, 12, 31))).isPresent();
    assertThat(suppression.expiresSoon(0, LocalDate.of(2027, 1, 1))).isEmpty();
  }

  @Test
  void criteriaThatAskForNothingAreEmpty() {
    List<String> no = List.of();
    Criteria nothing =
        new Criteria(
            List.of(), List.of(), no, no, Map.of(), no, no, no, Optional.empty(), Optional.empty());
    assertThat(nothing.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severities: [LOW]",
        "findingTypes: [NETWORK_REACHABILITY]",
        "accountIds: ['123456789012']",
        "resourceIds: [i-0123456789abcdef0]",
        "resourceTags: {k: v}",
        "ecrRepositories: [shop]",
        "vulnerabilityIds: [CVE-2026-00001]",
        "packageNames: [x]",
        "fixAvailable: false",
        "maxEpss: 0.9"
      })
  void criteriaThatAskForOneThingAreNot(String criteria) {
    assertThat(suppressions("2026-12-01", criteria).get(0).criteria().isEmpty()).isFalse();
  }
}
