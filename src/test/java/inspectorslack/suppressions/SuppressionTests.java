package inspectorslack.suppressions;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.config.FindingType;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.Severity;
import inspectorslack.suppressions.Suppression.Criteria;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTests {
  private static final Criteria NOTHING =
      new Criteria(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  private final Suppression suppression =
      new Suppression("sandbox", "nobody lives there", LocalDate.of(2026, 12, 1), NOTHING);

  @ParameterizedTest
  @ValueSource(strings = {"2020-01-01", "2026-11-01", "2026-11-16"})
  void untilFifteenDaysBeforeThereIsNothingToSay(LocalDate today) {
    assertThat(suppression.expiresSoon(0, today)).isEmpty();
    assertThat(suppression.expired(0, today)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-17, in 14 days",
    "2026-11-29, in 2 days",
    "2026-11-30, tomorrow",
    "2026-12-01, today"
  })
  void fromFourteenDaysBeforeToTheLastDayItWarns(LocalDate today, String when) {
    assertThat(suppression.expiresSoon(2, today))
        .contains(
            "suppressions[2].expires: the suppression \"sandbox\" expires "
                + when
                + "; after 2026-12-01 nothing can be deployed until it is renewed or removed: pulumi"
                + " config set --path 'suppressions[2].expires' YYYY-MM-DD (or pulumi config rm"
                + " --path 'suppressions[2]')");
    assertThat(suppression.expired(2, today)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-12-02", "2030-01-01"})
  void onceItIsPastItIsRefusedWithWhatToDo(LocalDate today) {
    assertThat(suppression.expired(0, today).map(InvalidSettings.Problem::toString))
        .contains(
            "suppressions[0].expires: got 2026-12-01, which is past; expected the suppression"
                + " \"sandbox\" renewed or removed; fix: pulumi config set --path"
                + " 'suppressions[0].expires' YYYY-MM-DD (or pulumi config rm --path"
                + " 'suppressions[0]')");
    assertThat(suppression.expiresSoon(0, today)).isEmpty();
  }

  @Test
  void criteriaAreEmptyOnlyIfNothingIsAskedFor() {
    assertThat(NOTHING.isEmpty()).isTrue();
    List<String> one = List.of("x");
    List<String> no = List.of();
    Optional<Boolean> fix = Optional.empty();
    Optional<BigDecimal> epss = Optional.empty();
    List<Severity> any = List.of();
    List<FindingType> types = List.of();
    assertThat(
            List.of(
                new Criteria(List.of(Severity.LOW), types, no, no, Map.of(), no, no, no, fix, epss),
                new Criteria(
                    any,
                    List.of(FindingType.NETWORK_REACHABILITY),
                    no,
                    no,
                    Map.of(),
                    no,
                    no,
                    no,
                    fix,
                    epss),
                new Criteria(any, types, one, no, Map.of(), no, no, no, fix, epss),
                new Criteria(any, types, no, one, Map.of(), no, no, no, fix, epss),
                new Criteria(any, types, no, no, Map.of("k", "v"), no, no, no, fix, epss),
                new Criteria(any, types, no, no, Map.of(), one, no, no, fix, epss),
                new Criteria(any, types, no, no, Map.of(), no, one, no, fix, epss),
                new Criteria(any, types, no, no, Map.of(), no, no, one, fix, epss),
                new Criteria(any, types, no, no, Map.of(), no, no, no, Optional.of(false), epss),
                new Criteria(
                    any, types, no, no, Map.of(), no, no, no, fix, Optional.of(BigDecimal.ONE))))
        .noneMatch(Criteria::isEmpty);
  }
}
