package inspectorslack.offline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForecastCommandTests {
  private static final String INSPECTOR =
      "src/test/resources/findings/inspector2-list-findings.json";
  private static final String SECURITY_HUB =
      "src/test/resources/findings/securityhub-get-findings.json";

  @Test
  void inspectorsListIsCountedAtEveryThreshold() {
    Console console = Console.run("forecast", "dev", INSPECTOR);
    assertThat(console.exitCode()).isZero();
    // 10 findings: 7 open and rated, of which 5 are MEDIUM or above.
    assertThat(console.out())
        .isEqualTo(
            """
            5 of the 10 findings in src/test/resources/findings/inspector2-list-findings.json would have notified in stack dev (MEDIUM and above).

            Would have notified, by threshold
              INFORMATIONAL  7  ██████████████████████████████████████████████████
              LOW            6  ███████████████████████████████████████████
            > MEDIUM         5  ████████████████████████████████████  this stack
              HIGH           3  █████████████████████
              CRITICAL       1  ███████

            By severity
              INFORMATIONAL  1  █████████████████████████
              LOW            1  █████████████████████████
              MEDIUM         2  ██████████████████████████████████████████████████
              HIGH           2  ██████████████████████████████████████████████████
              CRITICAL       1  █████████████████████████

            By type
              PACKAGE_VULNERABILITY  5  ██████████████████████████████████████████████████
              NETWORK_REACHABILITY   2  ████████████████████

            By resource
              AWS_EC2_INSTANCE i-0example00000web1                          3  ███████████████████████████████
              AWS_EC2_INSTANCE i-0example000000db1                          2  █████████████████████
              AWS_ECR_CONTAINER_IMAGE repository/shop/checkout/sha256:ab1…  2  █████████████████████

            Would not notify at any threshold, because
              detail.severity is UNTRIAGED  1  ██████████████████████████████████████████████████
              detail.status is CLOSED       1  ██████████████████████████████████████████████████
              detail.status is SUPPRESSED   1  ██████████████████████████████████████████████████
            """);
  }

  @Test
  void securityHubsListIsCountedByItsWorkflowAndProduct() {
    assertThat(Console.run("forecast", "prod", SECURITY_HUB).out())
        .startsWith(
            "2 of the 6 findings in "
                + SECURITY_HUB
                + " would have notified in stack prod (HIGH and above).\n\n")
        .contains("> HIGH           2  ")
        .contains(
            "  detail.findings.ProductName is GuardDuty     1  ",
            "  detail.findings.RecordState is ARCHIVED      1  ",
            "  detail.findings.Workflow.Status is NOTIFIED  1  ");
  }

  @Test
  void aListOfTheOtherSourceIsCountedAndSaidToBeSo() {
    assertThat(Console.run("forecast", "prod", INSPECTOR).out())
        .startsWith(
            """
            3 of the 10 findings in src/test/resources/findings/inspector2-list-findings.json would have notified in stack prod (HIGH and above).
            The list is from inspector, but the stack listens to securityhub: counted as inspector would send them.
            """);
  }

  @Test
  void aListOnItsOwnAndStandardInputWillDo() {
    assertThat(
            Console.withInput(
                    "[{\"findingArn\":\"a\",\"status\":\"ACTIVE\",\"severity\":\"HIGH\"}]",
                    "forecast",
                    "dev",
                    "-")
                .out())
        .startsWith("1 of the 1 findings in - would have notified")
        .contains("(no type)", "(no resource)");
  }

  @Test
  void anEmptyListIsNoMistake() {
    Console console = Console.withInput("{\"findings\": []}", "forecast", "dev", "-");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out())
        .startsWith(
            "0 of the 0 findings in - would have notified in stack dev (MEDIUM and above).");
  }

  @Test
  void whatIsNoListIsNamed() {
    Console console = Console.withInput("{\"Reports\": []}", "forecast", "dev", "-");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: - holds no list of findings; expected what 'aws inspector2 list-findings' or 'aws securityhub get-findings' prints with --output json\n");
  }

  @Test
  void aListThatBreaksOffIsNamed() {
    Console console = Console.withInput("{\"findings\": [{}, 1]}", "forecast", "dev", "-");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .startsWith("inspector-slack: -: no valid JSON: a finding must be a JSON object, in line 1")
        .endsWith("; nothing was counted\n");
  }
}
