package inspectorslack.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
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

  @Test
  void aRoleOfAnotherRegionEndsInTheRegion() {
    assertThat(names.ofRole("curation")).isEqualTo("findings-dev-curation");
    assertThat(names.in("us-east-1").ofRole("curation"))
        .isEqualTo("findings-dev-curation-us-east-1");
    assertThat(names.in("us-east-1").of("findings")).isEqualTo(names.of("findings"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> names.ofRole("suffix-that-is-l"))
        .withMessage("no room was checked for the role suffix-that-is-l");
  }

  @Test
  void theLongestRegionDecidesHowMuchRoomThereIs() {
    assertThat(PhysicalNames.longestBase(List.of())).isEqualTo(45);
    // 64 characters, less "-digest-schedule" and the Region with its hyphen.
    assertThat(PhysicalNames.longestBase(List.of("us-east-1"))).isEqualTo(38);
    assertThat(PhysicalNames.longestBase(List.of("us-east-1", "ap-southeast-2"))).isEqualTo(33);
  }

  @Test
  void aFilterMayHaveALongerName() {
    PhysicalNames longest = new PhysicalNames("p".repeat(40), "prod");
    assertThat(longest.base()).hasSize(45);
    assertThat(longest.ofFilter("s".repeat(82))).hasSize(128);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> longest.ofFilter("s".repeat(83)))
        .withMessage("no room was checked for the filter " + "s".repeat(83));
  }

  @Test
  void aChannelsConfigurationIsNamedByItsId() {
    PhysicalNames longest = new PhysicalNames("p".repeat(40), "prod");
    assertThat(names.ofChannel("C0EXAMPLE00")).isEqualTo("findings-dev-C0EXAMPLE00");
    assertThat(longest.ofChannel("C".repeat(82))).hasSize(128);
    assertThat(Form.CHANNEL_ID.matches("C".repeat(82))).isTrue();
    assertThat(Form.CHANNEL_ID.matches("C".repeat(83))).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> longest.ofChannel("C".repeat(83)))
        .withMessage("no room was checked for the channel " + "C".repeat(83));
  }
}
