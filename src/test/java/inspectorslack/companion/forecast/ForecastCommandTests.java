package inspectorslack.companion.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class ForecastCommandTests {
  private static final String INSPECTOR =
      "src/test/resources/findings/inspector2-list-findings.json";
  private static final String SECURITY_HUB_V2 =
      "src/test/resources/findings/securityhub-get-findings-v2.json";
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
            Of 10 findings in src/test/resources/findings/inspector2-list-findings.json, 5 would have notified
            at MEDIUM and above.

            Would have notified, by threshold
              INFORMATIONAL  7  ██████████████████████████████████████████████████
              LOW            6  ███████████████████████████████████████████
            > MEDIUM         5  ████████████████████████████████████  this stack
              HIGH           3  █████████████████████
              CRITICAL       1  ███████

            Messages at MEDIUM and above since the findings were first seen, by delivery
            > native, at least            7  ██████████████████████████████████████████████████  this stack
              curated, without summaries  5  ████████████████████████████████████
              curated                     5  ████████████████████████████████████

            Messages in the week up to 2026-11-19, by route, at least
              default  7  ██████████████████████████████████████████████████

            Open findings by severity
              INFORMATIONAL  1  █████████████████████████
              LOW            1  █████████████████████████
              MEDIUM         2  ██████████████████████████████████████████████████
              HIGH           2  ██████████████████████████████████████████████████
              CRITICAL       1  █████████████████████████

            Open findings by type
              PACKAGE_VULNERABILITY  5  ██████████████████████████████████████████████████
              NETWORK_REACHABILITY   2  ████████████████████

            Open findings by resource
              AWS_EC2_INSTANCE i-0example00000web1                          3  █████████████████████████████████
              AWS_EC2_INSTANCE i-0example000000db1                          2  ██████████████████████
              AWS_ECR_CONTAINER_IMAGE repository/shop/checkout/sha256:ab1…  2  ██████████████████████

            Would not notify at any threshold, because
              severity is UNTRIAGED  1  ██████████████████████████████████████████████████
              status is CLOSED       1  ██████████████████████████████████████████████████
              status is SUPPRESSED   1  ██████████████████████████████████████████████████

            digest   of eu-west-1 at 2026-11-19T10:00:00Z, the newest time in the list
                     Stack dev has no digest; with the default settings, this is what it would post. To turn it
                       on: pulumi config set --path digest.schedule 'cron(0 9 ? * MON *)'
                     :bar_chart: Inspector digest: 8 open findings
                     *Account:* 123456789012 · eu-west-1
                     *Severity:* 1 critical · 2 high · 2 medium · 3 other
                     *Type:* 6 package · 2 network · 0 code
                     *Fix:* available for 0
                     *Exploit:* known for 0
                     *Overdue:* 0 critical older than 15 days · 0 high older than 30 days
                     *Change:* this is the first digest
                     *Most affected:*
                     • i-0example00000web1 · EC2 instance: 1 critical, 1 high, 3 open
                     - <https://eu-west-1.console.aws.amazon.com/...|Open the findings in the console>
            """);
  }

  /** Findings of one severity, seen a second apart. */
  private static String storm(int findings, String vulnerability) {
    return IntStream.range(0, findings)
        .mapToObj(
            number ->
                """
                {"findingArn":"arn:%1$d","status":"ACTIVE","severity":"HIGH",
                 "firstObservedAt":"2026-11-19T10:00:%1$02d.5+01:00",
                 "packageVulnerabilityDetails":{"vulnerabilityId":"%2$s"}}
                """
                    .formatted(number, vulnerability.formatted(number)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @CsvSource({
    "5,  CVE-%d, 5",
    // Five one by one, and the summary.
    "6,  CVE-%d, 6",
    "60, CVE-%d, 6",
    "60, CVE-1,  2"
  })
  void aStormOfFindingsIsCountedWithItsSummaries(int findings, String vulnerability, int messages) {
    assertThat(Console.withInput(storm(findings, vulnerability), "forecast", "prod", "-").out())
        .containsPattern("  native, at least +" + findings + "  ")
        .containsPattern("  curated, without summaries +" + findings + "  ")
        .containsPattern("> curated +" + messages + "  .*this stack\n")
        .containsPattern("week up to 2026-11-19, by route\n  default  " + messages + "  ");
  }

  @Test
  void securityHubsListIsCountedByItsWorkflowAndProduct() {
    assertThat(Console.run("forecast", "prod", SECURITY_HUB).out())
        .startsWith(
            "Of 6 findings in " + SECURITY_HUB + ", 2 would have notified at\nHIGH and above.\n\n")
        .contains("> HIGH           2  ")
        .contains(
            "  product is GuardDuty         1  ",
            "  status is ARCHIVED           1  ",
            "  workflow status is NOTIFIED  1  ");
  }

  @Test
  void theNewSecurityHubsListIsCountedByItsStatusActivityAndProduct(@TempDir Path folder)
      throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.v2.yaml"),
        "config: {aws:region: eu-west-1, inspector-slack:findingSource: securityhub-v2}\n");
    String list = Files.readString(Path.of(SECURITY_HUB_V2));
    assertThat(Console.run(folder, list, false, "forecast", "v2", "-").out())
        .startsWith("Of 7 findings in -, 2 would have notified at HIGH and above.\n\n")
        .contains("  MEDIUM         3  ", "> HIGH           2  ", "  CRITICAL       1  ")
        .contains("Messages in the week up to 2026-11-17, ")
        // One was updated on a later day.
        .contains("> native, at least            3  ", "  curated                     2  ")
        .contains("Software and Configuration Checks/Vulnerabilities/CVE  3  ")
        .contains("AWS::EC2::Instance i-0example00000web1  3  ")
        .contains(
            "\n  activity is Close",
            "\n  product is Security Hub",
            "\n  status is Resolved",
            "\n  status is Suppressed");
    assertThat(Console.run("forecast", "prod", SECURITY_HUB_V2).out().replaceAll("\\s+", " "))
        .contains(
            "7 from securityhub-v2, but stack prod listens to securityhub: counted as if it listened to securityhub-v2.");
  }

  @ParameterizedTest
  @CsvSource({
    "resourceTags: {team: nobody}, '', 0",
    "'minEpss: 1, requireKnown: true', '', 0",
    "'knownExploited: true', '', 3",
    "'knownExploited: true, requireKnown: true', '', 0",
    "'knownExploited: true, requireKnown: true', '{findingArn: ARN3, cisaData: {dateAdded: 1763078400}}', 1",
    "'knownExploited: true', '{findingArn: ARN3, riskScore: 9}', 2"
  })
  void whatTheStateMachineOfARouteDropsIsNotCounted(
      String filter, String details, int taken, @TempDir Path folder) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.v2.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: securityhub-v2
          inspector-slack:delivery: curated
          inspector-slack:slackWorkspaceId: T0ACME00000
          inspector-slack:routes:
            - {name: all, slackChannelId: C0ACME00000, severityThreshold: LOW}
            - {name: shop, slackChannelId: C0ACME00001, severityThreshold: LOW, %s}
        """
            .formatted(filter));
    List<String> command = new ArrayList<>(List.of("forecast", "v2", "-"));
    if (!details.isEmpty()) {
      Path file = folder.resolve("details.json");
      Object one =
          new Yaml()
              .load(
                  details.replace(
                      "ARN3",
                      "\"arn:aws:inspector2:eu-west-1:123456789012:finding/00000000000000000000000000000003\""));
      Files.writeString(
          file, new JsonMapper().writeValueAsString(Map.of("findingDetails", List.of(one))));
      command.addAll(List.of("--details", file.toString()));
    }
    String list = Files.readString(Path.of(SECURITY_HUB_V2));
    assertThat(Console.run(folder, list, false, command.toArray(String[]::new)).out())
        .contains("\n  shop  %d  ".formatted(taken));
  }

  @Test
  void aListOfTheOtherSourceIsCountedAndSaidToBeSo() {
    assertThat(Console.run("forecast", "prod", INSPECTOR).out())
        .startsWith(
            """
            Of 10 findings in src/test/resources/findings/inspector2-list-findings.json, 3 would have notified
            at HIGH and above.
            10 from inspector, but stack prod listens to securityhub: counted as if it listened to inspector.
            """);
  }

  @Test
  void eachSourceOfAMixedListIsCountedAndNamed() {
    String list =
        """
        [{"status":"ACTIVE","severity":"HIGH"},
         {"Severity":{"Label":"HIGH"},"RecordState":"ACTIVE"},
         {"Severity":{"Label":"HIGH"},"RecordState":"ACTIVE"}]
        """;
    assertThat(Console.withInput(list, "forecast", "dev", "-").out())
        .contains("2 from securityhub, but stack dev listens to inspector")
        .doesNotContain("from inspector,");
  }

  @Test
  void inspectorsFindingsOfAnotherRegionAreCountedAndNamed() {
    String list =
        """
        [{"findingArn":"arn:aws:inspector2:us-east-1:123456789012:finding/1","status":"ACTIVE","severity":"HIGH"},
         {"findingArn":"arn:aws:inspector2:us-east-1:123456789012:finding/2","status":"ACTIVE","severity":"HIGH"},
         {"findingArn":"arn:aws:inspector2:eu-west-1:123456789012:finding/3","status":"ACTIVE","severity":"HIGH"}]
        """;
    assertThat(Console.withInput(list, "forecast", "dev", "-").out())
        .startsWith(
            """
            Of 3 findings in -, 3 would have notified at MEDIUM and above.
            2 from us-east-1, but stack dev is in eu-west-1: counted as if it were in us-east-1.
            No finding that would notify has a usable date, so no week is counted.

            """);
  }

  @Test
  void eachRegionOfAStackHasItsOwnLimitForStorms(@TempDir Path folder) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    String prod = Files.readString(Path.of("Pulumi.prod.yaml"));
    Files.writeString(folder.resolve("Pulumi.one.yaml"), prod);
    Files.writeString(
        folder.resolve("Pulumi.two.yaml"), prod + "  inspector-slack:regions: [us-east-1]\n");
    String here = storm(5, "CVE-%d").replace("arn:", "arn:aws:inspector2:eu-west-1:1:finding/");
    String list = (here + here.replace("eu-west-1", "us-east-1")).replace("][", ",");
    assertThat(Console.run(folder, list, false, "forecast", "one", "-").out())
        .containsPattern("> curated +6  ")
        .contains("from us-east-1, but stack one is in eu-west-1");
    assertThat(Console.run(folder, list, false, "forecast", "two", "-").out())
        .containsPattern("> curated +10  ")
        .doesNotContain("us-east-1,");
    assertThat(
            Console.run(
                    folder, list.replace("us-east-1", "sa-east-1"), false, "forecast", "two", "-")
                .out())
        .contains("5 from sa-east-1, which stack two doesn't cover: counted as if it did.");
  }

  @Test
  void securityHubsFindingsOfALinkedRegionAreTheStacks() {
    String list =
        """
        [{"Id":"arn:aws:inspector2:us-east-1:123456789012:finding/1","Severity":{"Label":"HIGH"},"RecordState":"ACTIVE"}]
        """;
    assertThat(Console.withInput(list, "forecast", "prod", "-").out())
        .startsWith("Of 1 finding in -, ")
        .doesNotContain("us-east-1");
  }

  @Test
  void aFindingThatIsListedAgainIsCountedOnce() {
    String list =
        """
        [{"findingArn":"arn:1","status":"ACTIVE","severity":"HIGH"},
         {"findingArn":"arn:2","status":"ACTIVE","severity":"HIGH"},
         {"findingArn":"arn:1","status":"ACTIVE","severity":"HIGH"}]
        """;
    assertThat(Console.withInput(list, "forecast", "dev", "-").out())
        .startsWith("Of 2 findings in -, 2 would have notified")
        .contains("1 more with the ARN of an earlier finding", "> native, at least            2  ");
  }

  @Test
  void findingsWithoutAReadableDateAreSaidToBeInNoWeek() {
    String list =
        """
        [{"status":"ACTIVE","severity":"HIGH","firstObservedAt":"2026-11-19T00:00:00Z"},
         {"status":"ACTIVE","severity":"HIGH","firstObservedAt":0},
         {"status":"ACTIVE","severity":"HIGH","firstObservedAt":"19.11.2026"}]
        """;
    assertThat(Console.withInput(list, "forecast", "dev", "-").out())
        .contains(
            "2 of those that would notify without a possible date: counted in no week.",
            "default  1  ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"severity\":\"HIGH\", \"status\":\"ACTIVE\", \"packageVulnerabilityDetails\": {\"vulnerablePackages\":",
        "\"severity\":\"High\", \"status\":\"New\", \"class_uid\": 2002, \"activity_name\": \"Create\", \"metadata\": {\"product\": {\"name\": \"Inspector\"}}, \"vulnerabilities\": [{\"affected_packages\":"
      })
  void packagesThatAreNoListAreCountedAsTheyAre(String finding) {
    String list =
        "[{%s {\"a\": 1, \"b\": 2}}%s}]".formatted(finding, finding.contains("[{") ? "]" : "");
    assertThat(Console.withInput(list, "forecast", "dev", "-").out())
        .startsWith("Of 1 finding in -, 1 would have notified at MEDIUM and above.");
  }

  @Test
  void detailsThatNativeDeliveryNeverAsksForAreSaidToDoNothing(@TempDir Path folder)
      throws IOException {
    Path details = Files.writeString(folder.resolve("details.json"), "{\"findingDetails\": []}");
    for (List<String> command :
        List.of(List.of("forecast", "dev", INSPECTOR), List.of("simulate", "dev"))) {
      List<String> words = new ArrayList<>(command);
      words.addAll(List.of("--details", details.toString()));
      assertThat(Console.run(words.toArray(String[]::new)).err())
          .contains(
              "note: --details has no effect because delivery is native; only curated delivery asks Inspector for details\n");
    }
  }

  @Test
  void aListOnItsOwnAndStandardInputWillDo() {
    assertThat(
            Console.withInput(
                    "[{\"status\":\"ACTIVE\",\"severity\":\"HIGH\"}]", "forecast", "dev", "-")
                .out())
        .startsWith("Of 1 finding in -, 1 would have notified at MEDIUM and above.")
        .contains("(no type)", "(no resource)");
    assertThat(
            Console.withInput(
                    "[{\"status\":\"ACTIVE\",\"severity\":\"HIGH\",\"type\":\"\"}]",
                    "forecast",
                    "dev",
                    "-")
                .out())
        .contains("(no type)");
  }

  @Test
  void anEmptyListIsNotAMistake() {
    Console console = Console.withInput("{\"findings\": []}", "forecast", "dev", "-");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out()).isEqualTo("No findings in -.\n");
  }

  @Test
  void whatIsNotAListIsNamed() {
    Console console = Console.withInput("{\"Reports\": []}", "forecast", "dev", "-");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: -: it has no list of findings; expected the output of 'aws inspector2 list-findings', 'aws securityhub get-findings' or 'aws securityhub get-findings-v2' with --output json; nothing was counted\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'severity': null, 'status': 'ACTIVE' | severity is null; expected a string",
        "'severity': 5, 'status': 'ACTIVE' | severity is 5; expected a string",
        "'severity': 'HIGH', 'status': [] | status is an empty list; expected a string",
        "'severity': 'HIGH', 'status': 'ACTIVE', 'findingArn': 7 | findingArn is 7; expected the finding's ARN",
        "'Severity': 'HIGH', 'RecordState': 'ACTIVE' | Severity is 'HIGH'; expected an object",
        "'Severity': {}, 'RecordState': null | RecordState is null; expected a string",
        "'Severity': {}, 'RecordState': 'ACTIVE', 'Workflow': 'NEW' | Workflow is 'NEW'; expected an object",
        "'Severity': {}, 'RecordState': 'ACTIVE', 'Id': {} | Id is an object; expected the finding's ARN",
        "'severity': 'High', 'status': 'New', 'finding_info': 'x' | finding_info is 'x'; expected an object",
        "'severity': 'High', 'status': 'New', 'class_uid': 2002, 'metadata': 'x' | metadata is 'x'; expected an object",
        "'severity': 'High', 'status': 'New', 'finding_info': [] | finding_info is an empty list; expected an object",
        "'severity': 'High', 'status': 'New', 'finding_info': {'uid': ''} | finding_info.uid is empty; expected the finding's ARN"
      })
  void aFieldOfAFindingThatIsWrongIsNamed(String fields, String problem) {
    String list = "[{%s}]".formatted(fields.replace('\'', '"'));
    assertThat(Console.withInput(list, "forecast", "dev", "-").err())
        .isEqualTo(
            "inspector-slack: -: finding 1: %s; nothing was counted\n"
                .formatted(problem.replace('\'', '"').replace("finding\"s", "finding's")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "findings:\n- severity: HIGH\n",
        "--------\n| ListFindings |\n",
        "FINDINGS\t123456789012\tHIGH\n"
      })
  void otherOutputOfTheAwsCliGetsTheOptionThatIsMissing(String text) {
    for (String command : List.of("forecast", "simulate")) {
      Console console = Console.withInput(text, command, "dev", "-");
      assertThat((console.out() + console.err()).replaceAll("\\s+", " "))
          .containsPattern(
              "not valid JSON: .*, at line 1, column \\d; if it's output of the AWS CLI, add --output json to the command");
    }
    assertThat(Console.withInput("{\"findings\": []} x", "forecast", "dev", "-").err())
        .contains("not valid JSON")
        .doesNotContain("--output json");
  }

  @Test
  void theLastPageInAnArrayMayHaveMoreBehindIt() {
    String page = "{\"findings\": [{\"status\":\"ACTIVE\",\"severity\":\"HIGH\"}]%s}";
    String more = page.formatted(",\"nextToken\":\"more\"");
    assertThat(Console.withInput("[" + more + "," + more + "]", "forecast", "dev", "-").err())
        .startsWith("warning: - is only one page of findings");
    assertThat(
            Console.withInput("[" + more + "," + page.formatted("") + "]", "forecast", "dev", "-")
                .err())
        .isEmpty();
  }

  @Test
  void aDateInTheFutureMovesNoWeek() {
    String list =
        """
        [{"status":"ACTIVE","severity":"HIGH","firstObservedAt":"2026-11-19T00:00:00Z"},
         {"status":"ACTIVE","severity":"HIGH","firstObservedAt":"2999-01-01T00:00:00Z"}]
        """;
    assertThat(Console.withInput(list, "forecast", "dev", "-").out())
        .contains(
            "Messages in the week up to 2026-11-19",
            "1 of those that would notify without a possible date");
  }

  @Test
  void pagesInAnArrayAreOneList() {
    String page = "{\"findings\": [{\"status\":\"ACTIVE\",\"severity\":\"HIGH\"}]}";
    assertThat(Console.withInput("[" + page + "," + page + "]", "forecast", "dev", "-").out())
        .startsWith("Of 2 findings in -");
  }

  @Test
  void pagesOneBehindTheOtherAreOneList() {
    String page =
        "{\"findings\": [{\"status\":\"ACTIVE\",\"severity\":\"HIGH\"}], \"nextToken\": %s}\n";
    Console console =
        Console.withInput(
            page.formatted("\"more\"") + page.formatted("null"), "forecast", "dev", "-");
    assertThat(console.out()).startsWith("Of 2 findings in -, 2 would have notified");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void aPageThatIsNotTheLastIsReported() {
    Console console =
        Console.withInput("{\"Findings\": [], \"NextToken\": \"more\"}", "forecast", "dev", "-");
    assertThat(console.exitCode()).isZero();
    assertThat(console.err())
        .isEqualTo(
            "warning: - is only one page of findings (it has a next token), so the counts are incomplete\n");
  }

  @Test
  void eventsAreNoFindings() {
    String event =
        "{\"source\":\"aws.inspector2\",\"detail-type\":\"Inspector2 Finding\",\"detail\":{}}";
    for (String input : List.of(event, "[" + event + "]")) {
      Console console = Console.withInput(input, "forecast", "dev", "-");
      assertThat(console.exitCode()).isEqualTo(1);
      assertThat(console.err())
          .isEqualTo(
              "inspector-slack: -: it contains events, not findings; use 'simulate'; nothing was counted\n");
    }
  }

  @Test
  void whatIsNotAFindingIsNamed() {
    assertThat(Console.withInput("{\"findings\": [{\"a\":1}]}", "forecast", "dev", "-").err())
        .isEqualTo(
            "inspector-slack: -: finding 1 is neither Inspector's (\"severity\" and \"status\") nor Security Hub's (\"Severity\" and \"RecordState\"); nothing was counted\n");
    assertThat(Console.withInput("{\"findings\": [1]}", "forecast", "dev", "-").err())
        .isEqualTo("inspector-slack: -: finding 1 isn't a JSON object; nothing was counted\n");
  }

  @Test
  void aFindingWithoutAnArnIsCountedByItself() {
    String finding = "{\"status\":\"ACTIVE\",\"severity\":\"HIGH\"}";
    assertThat(Console.withInput("[" + finding + "," + finding + "]", "forecast", "dev", "-").out())
        .startsWith("Of 2 findings in -, 2 would have notified")
        .contains("\n2 without an ARN: each is counted.\n");
  }

  @Test
  void aFindingThatDoesNotSayWhenItWasFirstSeenCountsOnceAndInNoWeek() {
    String list =
        """
        [{"status": "ACTIVE", "severity": "HIGH", "updatedAt": "2026-11-16T10:00:00Z"},
         {"status": "ACTIVE", "severity": "HIGH", "updatedAt": "2026-11-16T10:00:00Z",
          "firstObservedAt": "16.11.2026"}]
        """;
    String out = Console.withInput(list, "forecast", "dev", "-").out();
    assertThat(out).containsPattern("native, at least +2 ").doesNotContain("Messages in the week");
  }

  @Test
  void whereNothingWouldNotifyNoDateIsMissed() {
    String closed =
        "[{\"status\": \"CLOSED\", \"severity\": \"HIGH\", \"firstObservedAt\": \"2026-11-16T10:00:00Z\"}]";
    assertThat(Console.withInput(closed, "forecast", "dev", "-").out())
        .startsWith("Of 1 finding in -, 0 would have notified")
        .doesNotContain("date");
  }

  @Test
  void whatAwsDoesNotDocumentSoIsCountedForOpenFindings() {
    String list =
        """
        [{"status": "ACTIVE", "severity": "HIGH", "findingArn": "abc", "awsAccountId": 123456789012},
         {"status": "ACTIVE", "severity": "LOW", "findingArn": "abcd", "fixAvailable": "MAYBE"},
         {"status": "CLOSED", "severity": "LOW", "findingArn": "abcde"},
         {"status": "ACTIVE", "severity": "HIGH", "resources": [{"region": 7, "id": "i-1"}],
          "findingArn": "arn:aws-us-gov:inspector2:us-gov-west-1:123456789012:finding/0"}]
        """;
    assertThat(Console.withInput(list, "forecast", "dev", "-").out())
        .contains(
            """

            1 whose awsAccountId isn't an account id of 12 digits, as a string.
            2 whose findingArn isn't an Inspector finding's ARN (arn:aws:inspector2:REGION:ACCOUNT:finding/ID).
            1 whose fixAvailable isn't YES, NO or PARTIAL.
            1 whose resources[].region isn't a string.
            """);
  }

  @Test
  void onlyTheMostAffectedResourcesAreListed() {
    StringBuilder list = new StringBuilder("[");
    for (int i = 0; i < 12; i++) {
      list.append(i == 0 ? "" : ",")
          .append(
              "{\"status\":\"ACTIVE\",\"severity\":\"HIGH\",\"resources\":[{\"id\":\"i-%02d\"}]}"
                  .formatted(i));
    }
    String out = Console.withInput(list.append("]").toString(), "forecast", "dev", "-").out();
    assertThat(out)
        .contains("Open findings of the 10 most affected of 12 resources\n", "  i-09  1")
        .doesNotContain("i-10");
  }

  @Test
  void aListThatIsNotJsonIsNamed() {
    Console console = Console.withInput("{\"findings\": [nope]}", "forecast", "dev", "-");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: -: not valid JSON: Unrecognized token 'nope', at line 1, column 15; nothing was counted\n");
  }

  @Test
  void whatIsTooDeepBesideTheFindingsIsNamedWithItsPlace() throws IOException {
    String page = "{\"findings\": [],\n\"a\": " + "[".repeat(2000);
    String problem =
        "inspector-slack: -: not valid JSON: nested more than 1000 levels deep, at line 2, column 1006";
    assertThat(Console.withInput(page, "forecast", "dev", "-").err())
        .isEqualTo(problem + "; nothing was counted\n");
    assertThat(Console.withInput(page, "simulate", "prod", "--details", "-").err())
        .isEqualTo(problem + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7 {\"findings\": []}",
        "{\"findings\": []} {\"Reports\": []}",
        "{\"findings\": [], \"findings\": []}",
        "[{\"status\": \"ACTIVE\", \"severity\": \"HIGH\", \"inspectorScore\": 1e99999}]",
        "PK",
        "[{\"status\": \"ACTIVE\", \"severity\": \"HIGH\", \"title\": \"\u0007\"}]"
      })
  void badInputEndsForecastAndSimulateAlike(String input) {
    assertThat(Console.withInput(input, "simulate", "dev", "-").exitCode()).isEqualTo(1);
    Console console = Console.withInput(input, "forecast", "dev", "-");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .startsWith("inspector-slack: -: ")
        .endsWith("; nothing was counted\n")
        .doesNotContain("Feature", "Source:");
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    Console console = Console.withInput("\uFEFF{\"findings\": []}", "forecast", "dev", "-");
    assertThat(console.out()).isEqualTo("No findings in -.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "\"some day\"",
        "9e18",
        "\"2026-02-30T00:00:00Z\"",
        "\"2026-11-16T24:00:00Z\"",
        "\"2026-11-16T10:00:00\""
      })
  void withoutADateNoWeekIsCounted(String time) {
    Console console =
        Console.withInput(
            "[{\"status\":\"ACTIVE\",\"severity\":\"HIGH\",\"firstObservedAt\":%s}]"
                .formatted(time),
            "forecast",
            "dev",
            "-");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out())
        .contains("No finding that would notify has a usable date, so no week is counted.\n")
        .doesNotContain("1970", "Messages of the week");
  }
}
