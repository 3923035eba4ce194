package inspectorslack.slack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleLinkTests {
  @ParameterizedTest
  @CsvSource({
    "aws, eu-west-1, https://eu-west-1.console.aws.amazon.com/inspector/v2/home?region=eu-west-1#/findings",
    "aws-cn, cn-north-1, https://cn-north-1.console.amazonaws.cn/inspector/v2/home?region=cn-north-1#/findings",
    "aws-us-gov, us-gov-west-1, https://console.amazonaws-us-gov.com/inspector/v2/home?region=us-gov-west-1#/findings"
  })
  void findingsAreShownByThePartitionsOwnConsole(String partition, String region, String url) {
    assertThat(ConsoleLink.findings(partition, region)).isEqualTo(url);
  }
}
