package inspectorslack.suppressions;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.SettingsText;
import inspectorslack.suppressions.Suppression.Criteria;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTests {
  private static final List<String> NONE = List.of();

  @Test
  void criteriaThatAskForNothingAreEmpty() {
    Optional<Boolean> fix = Optional.empty();
    assertThat(
            new Criteria(
                List.of(),
                List.of(),
                NONE,
                NONE,
                Map.of(),
                NONE,
                NONE,
                NONE,
                fix,
                Optional.empty()))
        .matches(Criteria::isEmpty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "severities: [LOW]",
        "findingTypes: [NETWORK_REACHABILITY]",
        "accountIds: ['123456789012']",
        "resourceIds: [x]",
        "resourceTags: {k: v}",
        "ecrRepositories: [shop]",
        "vulnerabilityIds: [CVE-2026-00001]",
        "packageNames: [x]",
        "fixAvailable: false",
        "maxEpss: 0.9"
      })
  void criteriaThatAskForOneThingAreNot(String criteria) {
    String item =
        "{name: sandbox, reason: nobody lives there, expires: 2026-12-01, criteria: {%s}}";
    assertThat(SettingsText.read("suppressions: [" + item.formatted(criteria) + "]").suppressions())
        .noneMatch(suppression -> suppression.criteria().isEmpty())
        .hasSize(1);
  }
}
