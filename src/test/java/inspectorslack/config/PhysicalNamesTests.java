package inspectorslack.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PhysicalNamesTests {
  private final PhysicalNames names = new PhysicalNames("findings", "dev");

  @Test
  void aNameIsPrefixStackAndSuffix() {
    assertThat(names.of("dead-letters")).isEqualTo("findings-dev-dead-letters");
  }

  @Test
  void aSuffixThatNoLengthWasCheckedForIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> names.of("a-suffix-that-is-long"))
        .withMessage("no room was checked for the suffix a-suffix-that-is-long");
  }
}
