package inspectorslack.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeverityTests {
  @Test
  void severitiesRiseAsInspectorRatesThem() {
    assertThat(Severity.INFORMATIONAL.andAbove().stream().map(Enum::name))
        .containsExactly("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
  }

  @Test
  void aThresholdTakesItselfAndWhatIsAbove() {
    assertThat(Severity.HIGH.andAbove()).isEqualTo(List.of(Severity.HIGH, Severity.CRITICAL));
    assertThat(Severity.CRITICAL.andAbove()).isEqualTo(List.of(Severity.CRITICAL));
  }
}
