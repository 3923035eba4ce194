package inspectorslack.slack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.config.FindingSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleLinkTests {
  // By AWS's solution "Automated Security Response", findingUtils.ts; Inspector's by its console.
  @ParameterizedTest
  @CsvSource({
    "INSPECTOR, inspector/v2/home?region=eu-west-1#/findings/all?searchString=",
    "SECURITYHUB, securityhub/home?region=eu-west-1#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253A",
    "SECURITYHUB_V2, securityhub/v2/home?region=eu-west-1#/findings?search=finding_info.uid%3D%255Coperator%255C%253AEQUALS%255C%253A"
  })
  void aFindingIsShownByItsSourcesConsole(FindingSource source, String page) {
    assertThat(ConsoleLink.toOneFinding(source, "aws", "eu-west-1"))
        .isEqualTo("https://eu-west-1.console.aws.amazon.com/" + page);
  }

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
