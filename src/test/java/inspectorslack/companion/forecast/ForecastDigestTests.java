package inspectorslack.companion.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.Console;
import inspectorslack.config.FindingSource;
import inspectorslack.config.FindingType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The digest that {@code forecast} shows, with counts made by hand. Not proven here: that Inspector
 * counts like this; AWS documents neither which findings its aggregations include nor when they
 * count a fix.
 */
class ForecastDigestTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String WEB = "i-0example00000web1";
  private static final String IMAGE =
      "arn:aws:ecr:eu-west-1:123456789012:repository/shop/checkout/sha256:%s"
          .formatted("ab12".repeat(16));
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:invoice";

  @TempDir private Path folder;

  /**
   * A finding, written in the format of any source.
   *
   * @param fix YES, NO, PARTIAL or empty
   */
  private record Listed(
      int number,
      String severity,
      FindingType type,
      String resource,
      String firstSeen,
      String fix,
      String exploit) {
    private String arn() {
      return "arn:aws:inspector2:eu-west-1:123456789012:finding/%032d".formatted(number);
    }

    ObjectNode in(FindingSource source) {
      return switch (source) {
        case INSPECTOR -> inspector();
        case SECURITYHUB -> asff();
        case SECURITYHUB_V2 -> ocsf();
      };
    }

    private ObjectNode inspector() {
      ObjectNode finding =
          JSON.createObjectNode()
              .put("findingArn", arn())
              .put("awsAccountId", "123456789012")
              .put("status", "ACTIVE")
              .put("severity", severity)
              .put("type", type.name())
              .put("firstObservedAt", firstSeen);
      if (!fix.isEmpty()) {
        finding.put("fixAvailable", fix).put("exploitAvailable", exploit);
      }
      ObjectNode of = finding.putArray("resources").addObject().put("id", resource);
      if (resource.equals(WEB)) {
        of.put("type", "AWS_EC2_INSTANCE").putObject("tags").put("Name", "web-1");
      } else if (resource.equals(IMAGE)) {
        of.put("type", "AWS_ECR_CONTAINER_IMAGE")
            .withArray("/details/awsEcrContainerImage/imageTags")
            .add("v1");
      } else {
        of.put("type", "AWS_LAMBDA_FUNCTION").put("id", resource + ":$LATEST");
      }
      return finding;
    }

    private ObjectNode asff() {
      ObjectNode finding =
          JSON.createObjectNode()
              .put("Id", arn())
              .put("AwsAccountId", "123456789012")
              .put("ProductName", "Inspector")
              .put("RecordState", "ACTIVE")
              .put("FirstObservedAt", firstSeen)
              // When Security Hub imported it.
              .put("CreatedAt", "2026-11-19T00:00:00Z");
      finding.putObject("Workflow").put("Status", number % 2 == 0 ? "NOTIFIED" : "SUPPRESSED");
      finding.putObject("Severity").put("Label", severity);
      finding
          .putArray("Types")
          .add(
              "Software and Configuration Checks/"
                  + switch (type) {
                    case PACKAGE_VULNERABILITY -> "Vulnerabilities/CVE";
                    case NETWORK_REACHABILITY -> "AWS Security Best Practices/Network Reachability";
                    case CODE_VULNERABILITY -> "Vulnerabilities/CWE";
                  });
      if (!fix.isEmpty()) {
        finding
            .putArray("Vulnerabilities")
            .addObject()
            .put("FixAvailable", fix)
            .put("ExploitAvailable", exploit);
      }
      ObjectNode of = finding.putArray("Resources").addObject().put("Id", resource);
      if (resource.equals(WEB)) {
        of.put("Type", "AwsEc2Instance")
            .put("Id", "arn:aws:ec2:eu-west-1:123456789012:instance/" + WEB)
            .putObject("Tags")
            .put("Name", "web-1");
      } else if (resource.equals(IMAGE)) {
        of.put("Type", "AwsEcrContainerImage")
            .withArray("/Details/AwsEcrContainerImage/ImageTags")
            .add("v1");
      } else {
        of.put("Type", "AwsLambdaFunction");
      }
      return finding;
    }

    private ObjectNode ocsf() {
      ObjectNode finding =
          JSON.createObjectNode()
              .put("class_uid", 2002)
              .put("activity_name", "Update")
              .put("status", number % 2 == 0 ? "New" : "In Progress")
              .put("severity", severity.charAt(0) + severity.substring(1).toLowerCase());
      finding.withObject("/metadata/product").put("name", "Inspector");
      finding.withObject("/cloud/account").put("uid", "123456789012");
      finding
          .putObject("finding_info")
          .put("uid", arn())
          .put("first_seen_time_dt", firstSeen)
          .put("created_time_dt", "2026-11-19T00:00:00Z")
          .set("types", asff().get("Types"));
      ObjectNode vulnerability = finding.putArray("vulnerabilities").addObject();
      if (!fix.isEmpty()) {
        vulnerability
            .put("is_fix_available", fix.equals("YES"))
            .put("is_exploit_available", exploit.equals("YES"));
        if (fix.equals("PARTIAL")) {
          vulnerability.put("fix_coverage", "Partial");
        }
      }
      ObjectNode of = finding.putArray("resources").addObject();
      if (resource.equals(WEB)) {
        of.put("type", "AWS::EC2::Instance").put("uid", WEB);
        of.putArray("tags").addObject().put("name", "Name").put("value", "web-1");
      } else if (resource.equals(IMAGE)) {
        of.put("type", "AWS::ECR::ContainerImage").put("uid", IMAGE);
        of.withArray("/data/awsEcrContainerImageDetails/imageTags").add("v1");
      } else {
        of.put("type", "AWS::Lambda::Function").put("uid", "invoice").put("uid_alt", FUNCTION);
      }
      return finding;
    }
  }

  /** Six open findings, the newest of 20 November. */
  private static final List<Listed> SIX =
      List.of(
          listed(1, "CRITICAL", FindingType.PACKAGE_VULNERABILITY, WEB, "11-05T00:00:00Z", "YES"),
          // A second too young to be overdue.
          listed(
              2,
              "CRITICAL",
              FindingType.PACKAGE_VULNERABILITY,
              IMAGE,
              "11-05T00:00:01Z",
              "PARTIAL"),
          listed(3, "HIGH", FindingType.PACKAGE_VULNERABILITY, FUNCTION, "10-21T00:00:00Z", "NO"),
          listed(4, "MEDIUM", FindingType.NETWORK_REACHABILITY, WEB, "11-20T00:00:00Z", ""),
          listed(5, "LOW", FindingType.CODE_VULNERABILITY, FUNCTION, "10-01T00:00:00Z", ""),
          listed(6, "UNTRIAGED", FindingType.PACKAGE_VULNERABILITY, WEB, "11-01T00:00:00Z", "NO"));

  private static Listed listed(
      int number, String severity, FindingType type, String resource, String seen, String fix) {
    return new Listed(
        number, severity, type, resource, "2026-" + seen, fix, number == 1 ? "YES" : "NO");
  }

  private static ArrayNode list(FindingSource source) {
    ArrayNode list = JSON.createArrayNode();
    SIX.forEach(it -> list.add(it.in(source)));
    return list;
  }

  private static String text(ObjectNode... findings) {
    return Arrays.toString(findings);
  }

  /** The lines of the digest, without what's above it. */
  private static List<String> digest(Console console) {
    assertThat(console.exitCode()).as(console.err()).isZero();
    return console
        .out()
        .lines()
        .dropWhile(line -> !line.startsWith("digest "))
        .takeWhile(line -> !line.isEmpty())
        .map(String::strip)
        .toList();
  }

  /** Its lines from the title on. */
  private static List<String> message(Console console) {
    return digest(console).stream().dropWhile(line -> !line.startsWith(":")).toList();
  }

  private Console forecast(String settings, String list) throws IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), Files.readString(Path.of("Pulumi.yaml")));
    Files.writeString(folder.resolve("Pulumi.own.yaml"), "config:\n" + settings);
    return Console.run(folder, list, false, "forecast", "own", "-");
  }

  @ParameterizedTest
  @EnumSource(FindingSource.class)
  void everyNumberIsThatOfTheOpenFindingsInAnyFormat(FindingSource source) {
    ArrayNode list = list(source);
    assertThat(message(Console.withInput(list.toString(), "forecast", "dev", "-")))
        .containsExactly(
            ":bar_chart: Inspector digest: 6 open findings",
            "*Account:* 123456789012 · eu-west-1",
            "*Severity:* 2 critical · 1 high · 1 medium · 2 other",
            "*Type:* 4 package · 1 network · 1 code",
            "*Fix:* available for 2",
            "*Exploit:* known for 1",
            "*Overdue:* 1 critical older than 15 days · 1 high older than 30 days",
            "*Change:* this is the first digest",
            "*Most affected:*",
            "• web-1 · i-0example00000web1 · EC2 instance: 1 critical, 3 open",
            "• shop/checkout:v1 · container image: 1 critical, 1 open",
            "- <https://eu-west-1.console.aws.amazon.com/...|Open the findings in the console>");
  }

  @Test
  void whatIsNotOpenInInspectorIsNotCounted() {
    ObjectNode closed = SIX.get(0).in(FindingSource.INSPECTOR).put("status", "CLOSED");
    ObjectNode suppressed = SIX.get(1).in(FindingSource.INSPECTOR).put("status", "SUPPRESSED");
    ObjectNode archived = SIX.get(2).in(FindingSource.SECURITYHUB).put("RecordState", "ARCHIVED");
    ObjectNode another = SIX.get(3).in(FindingSource.SECURITYHUB).put("ProductName", "GuardDuty");
    ObjectNode ended = SIX.get(4).in(FindingSource.SECURITYHUB_V2).put("activity_name", "Close");
    String list = text(closed, suppressed, archived, another, ended);
    assertThat(message(Console.withInput(list, "forecast", "dev", "-")))
        .startsWith(
            ":white_check_mark: Inspector digest: no open findings",
            "*Account:* 123456789012 · eu-west-1",
            "Inspector has no open findings.");
  }

  @Test
  void whatMayBeOpenInInspectorIsSaid() {
    String list =
        text(
            SIX.get(0).in(FindingSource.SECURITYHUB_V2),
            SIX.get(1).in(FindingSource.SECURITYHUB_V2).put("status", "Suppressed"),
            SIX.get(2).in(FindingSource.SECURITYHUB_V2).put("status", "Resolved"));
    assertThat(String.join(" ", digest(Console.withInput(list, "forecast", "dev", "-"))))
        .contains(
            "Left out: 2 suppressed or resolved in Security Hub. Inspector may still count them.",
            "Inspector digest: 1 open finding");
  }

  @ParameterizedTest
  @CsvSource({
    "FixAvailable, Fix (unknown for 1), *Fix:*, *Exploit:*",
    "ExploitAvailable, Exploit (unknown for 1), *Exploit:*, *Fix:*"
  })
  void aNumberThatSecurityHubsListDoesNotHaveIsLeftOut(
      String field, String said, String missing, String there) {
    ObjectNode vague = SIX.get(0).in(FindingSource.SECURITYHUB);
    ((ObjectNode) vague.at("/Vulnerabilities/0")).remove(field);
    // Network findings have no such fields anywhere.
    String list = text(vague, SIX.get(3).in(FindingSource.SECURITYHUB));
    assertThat(digest(Console.withInput(list, "forecast", "dev", "-")))
        .contains("Left out because the list doesn't say it of every finding: " + said + ".")
        .noneMatch(line -> line.startsWith(missing))
        .anyMatch(line -> line.startsWith(there));
  }

  @Test
  void whatIsOverdueIsLeftOutIfAFindingHasNoDate() {
    ObjectNode undated = SIX.get(0).in(FindingSource.INSPECTOR).put("firstObservedAt", "soon");
    List<String> digest =
        digest(
            Console.withInput(
                text(undated, SIX.get(2).in(FindingSource.INSPECTOR)), "forecast", "dev", "-"));
    assertThat(digest)
        .contains(
            "Left out because the list doesn't say it of every finding: Overdue (unknown for 1).")
        .noneMatch(line -> line.startsWith("*Overdue:*"));
    // Only severities with a limit can be overdue.
    ObjectNode medium = SIX.get(3).in(FindingSource.INSPECTOR).put("firstObservedAt", "soon");
    assertThat(digest(Console.withInput(text(medium), "forecast", "dev", "-")))
        .contains("*Overdue:* 0 critical older than 15 days · 0 high older than 30 days");
  }

  @Test
  void theDigestIsAsOfTheNewestTimeInTheList() {
    ObjectNode updated =
        SIX.get(1).in(FindingSource.INSPECTOR).put("updatedAt", "2026-11-20T00:00:01Z");
    assertThat(digest(Console.withInput(text(updated), "forecast", "dev", "-")))
        .contains(
            "digest   of eu-west-1 at 2026-11-20T00:00:01Z, the newest time in the list",
            "*Overdue:* 1 critical older than 15 days · 0 high older than 30 days");
  }

  @Test
  void withoutADigestInTheStackTheDefaultOneIsShownAndHowToTurnItOn() throws IOException {
    String list = list(FindingSource.INSPECTOR).toString();
    String off = "Stack own has no digest; with the default settings, this is what it would post.";
    assertThat(
            String.join(
                " ",
                digest(
                    forecast(
                        "  aws:region: eu-west-1\n  inspector-slack:findingSource: inspector\n",
                        list))))
        .contains(
            off
                + " To turn it on: pulumi config set --path digest.schedule 'cron(0 9 ? * MON *)' :bar_chart:");
    String on =
        """
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:digest: {schedule: rate(1 day), maxAgeDays: {LOW: 40}}
        """;
    assertThat(digest(forecast(on, list)))
        .contains("*Overdue:* 1 low older than 40 days")
        .doesNotContain("Stack own has no digest");
    assertThat(String.join(" ", digest(forecast(on, list)))).doesNotContain(off);
  }

  @Test
  void eachRegionOfAStackHasItsDigestAndTheMainOneIsShown() throws IOException {
    ArrayNode list = list(FindingSource.INSPECTOR);
    for (int i : new int[] {0, 3}) {
      ObjectNode there = (ObjectNode) list.get(i);
      there.put("findingArn", there.get("findingArn").asText().replace("eu-west-1", "us-east-1"));
    }
    List<String> digest =
        digest(
            forecast(
                "  aws:region: us-east-1\n  inspector-slack:regions: [eu-west-1]\n",
                list.toString()));
    assertThat(digest)
        .startsWith("digest   of eu-west-1 at 2026-11-20T00:00:00Z, the newest time in the list")
        .contains(
            ":bar_chart: Inspector digest: 4 open findings (eu-west-1)",
            "*Severity:* 1 critical · 1 high · 0 medium · 2 other");
    assertThat(String.join(" ", digest))
        .contains("Open findings in the list: 4 in eu-west-1, 2 in us-east-1. :bar_chart:");
    // A Region that the stack has comes before one with more findings.
    assertThat(digest(forecast("  aws:region: us-east-1\n", list.toString())))
        .startsWith("digest   of us-east-1 at 2026-11-20T00:00:00Z, the newest time in the list")
        .contains(":bar_chart: Inspector digest: 2 open findings");
  }

  @Test
  void otherAccountsThanTheOneWithTheMostFindingsAreNamed() throws IOException {
    ArrayNode list = list(FindingSource.INSPECTOR);
    ((ObjectNode) list.get(1)).put("awsAccountId", "111122223333");
    List<String> digest =
        digest(
            forecast(
                "  aws:region: eu-west-1\n  inspector-slack:accountNames: {\"111122223333\": payments}\n",
                list.toString()));
    assertThat(digest)
        .contains(
            "*Account:* 123456789012 · eu-west-1",
            "• web-1 · i-0example00000web1 · EC2 instance: 1 critical, 3 open",
            "• shop/checkout:v1 · container image · payments (111122223333): 1 critical, 1 open");
    assertThat(String.join(" ", digest))
        .contains(
            "The findings are from 2 accounts; the digest is shown as account 123456789012 posts it, which has the most.");
  }

  @Test
  void moreOverdueFindingsThanTheDigestCountsAreAtLeastThat() {
    String list =
        IntStream.range(0, 2_011)
            .mapToObj(
                number ->
                    listed(
                            number,
                            "HIGH",
                            FindingType.PACKAGE_VULNERABILITY,
                            WEB,
                            number == 0 ? "11-20T00:00:00Z" : "10-01T00:00:00Z",
                            "YES")
                        .in(FindingSource.INSPECTOR)
                        .toString())
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(message(Console.withInput(list, "forecast", "dev", "-")))
        .contains(
            "*Severity:* 0 critical · 2011 high · 0 medium · 0 other",
            "*Overdue:* 0 critical older than 15 days · at least 2000 high older than 30 days");
  }

  @Test
  void aFindingOfNoTypeThatInspectorHasIsSaidToBeLeftOut() {
    ObjectNode odd = SIX.get(0).in(FindingSource.INSPECTOR).put("type", "ODD");
    assertThat(
            digest(
                Console.withInput(
                    text(odd, SIX.get(2).in(FindingSource.INSPECTOR)), "forecast", "dev", "-")))
        .contains(
            "Left out: 1 of a type that the digest doesn't count, or of none.",
            ":bar_chart: Inspector digest: 1 open finding");
  }

  @Test
  void hostileTextStaysTextAndSetsNeitherAccountNorRegion() {
    String evil = "<!channel> <https://example.com|click>\\u001b[31m\\n*x*";
    String list =
        text(SIX.get(0).in(FindingSource.SECURITYHUB))
            .replace("web-1", evil)
            .replace("arn:aws:inspector2:eu-west-1:123456789012:finding/", "not an ARN ")
            .replaceFirst("\"AwsAccountId\":\"123456789012\"", "\"AwsAccountId\":\"" + evil + "\"")
            .replaceFirst("\"RecordState\"", "\"Region\":\"example.com/?.\",\"RecordState\"");
    Console console = Console.withInput(list, "forecast", "dev", "-");
    assertThat(digest(console))
        .contains("*Account:* 123456789012 · eu-west-1")
        .anyMatch(line -> line.startsWith("• &lt;!channel&gt; &lt;https"));
    assertThat(console.out()).doesNotContain("\u001b", "<!channel>", "<https://example.com");
  }
}
