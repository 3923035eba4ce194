package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.finding;
import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.Console;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code simulate} for a stack with curated delivery. */
class CuratedSimulationTests {
  private static final String ARN = "arn:aws:inspector2:eu-west-1:123456789012:finding/";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Proof PROOF = new Proof("simulation", "events", "simulate says");

  @TempDir private Path folder;

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(1);
  }

  @BeforeEach
  void makeStack() throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.c.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:delivery: curated
        """);
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void simulateSaysWhatBecomesOfEveryEventOfACuratedStack() throws IOException {
    JsonNode untimed = finding(ARN + "2", "HIGH", "yesterday");
    String events =
        finding(ARN + "1", "HIGH", "2026-11-16T10:00:00Z")
            + "\n"
            + finding(ARN + "1", "HIGH", "2026-11-16T10:00:01Z")
            + "\n"
            + untimed
            + "\n"
            + finding(ARN + "3", "LOW", "2026-11-16T10:00:00Z");
    Console console = Console.run(folder, events, false, "simulate", "c", "--json", "-");
    assertThat(console.exitCode()).isEqualTo(1);
    JsonNode[] lines =
        console.out().lines().map(CuratedSimulationTests::parsed).toArray(JsonNode[]::new);
    assertThat(lines[0].at("/notifications/0/route").asText()).isEqualTo("default");
    assertThat(lines[0].at("/notifications/0/message/content/title").asText())
        .isEqualTo(":red_circle: HIGH: CVE-2026-00001 - openssl");
    assertThat(lines[1].get("verdict").asText()).isEqualTo("drop");
    assertThat(lines[1].get("reason").asText()).startsWith("already announced as HIGH");
    assertThat(lines[2].get("verdict").asText()).isEqualTo("invalid");
    assertThat(lines[2].get("reason").asText())
        .isEqualTo(
            "not an event: \"time\" is yesterday; expected one such as 2026-11-16T10:00:02Z");
    String distant = finding(ARN + "4", "HIGH", "+300000000-01-01T00:00:00Z").toString();
    assertThat(Console.run(folder, distant, false, "simulate", "c", "-").out())
        .contains("\"time\" is +300000000-01-01T00:00:00Z; expected one such as");
    assertThat(lines[3].get("reason").asText())
        .isEqualTo("severity is LOW; the rule takes HIGH and above");
    assertThat(Console.run(folder, events, false, "simulate", "c", "-").out())
        .contains(
            "\n         :red_circle: HIGH: CVE-2026-00001 - openssl\n         *Resource:* web-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "\"\""})
  void anArnThatIsNotATextIsNamed(String arn) {
    String event =
        finding("ARN", "HIGH", "2026-11-16T10:00:00Z").toString().replace("\"ARN\"", arn);
    assertThat(Console.run(folder, event, false, "simulate", "c", "-").out())
        .containsPattern(
            "^invalid  -:1  not an event of a finding: detail.findingArn is (7|null|empty); expected the finding's ARN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-16T23:59:60Z", "2026-11-16T24:00:00Z", "2026-11-16T10:00Z"})
  void aTimeThatTheMachineCannotReadIsNamedAndTheRestIsJudged(String time) {
    String events =
        finding(ARN + "1", "HIGH", time)
            + "\n"
            + finding(ARN + "2", "HIGH", "2026-11-16T10:00:00Z");
    assertThat(Console.run(folder, events, false, "simulate", "c", "-").out())
        .matches(
            "(?s)invalid  -:1\\s+not an event: \"time\" is %s; expected one such as .*"
                .formatted(time))
        .contains("notify   -:2");
  }

  @Test
  void aStateThatIsNotATextIsNamed() {
    String event =
        finding(ARN + "1", "HIGH", "2026-11-16T10:00:00Z")
            .toString()
            .replace("\"ACTIVE\"", "[\"ACTIVE\"]");
    assertThat(Console.run(folder, event, false, "simulate", "c", "-").out())
        .startsWith(
            "invalid  -:1  not an event of a finding: detail.status is a list; expected a string");
  }

  @ParameterizedTest
  @CsvSource({
    "/finding_info, uid, 7, finding_info.uid is 7; expected the finding's ARN",
    "/finding_info, uid, , finding_info.uid is null; expected the finding's ARN",
    "'', status, 1, status is 1; expected a string",
    "'', severity, 4, severity is 4; expected a string",
    "'', activity_name, 3, activity_name is 3; expected a string"
  })
  void aDecisiveFieldOfOcsfThatIsNotATextIsNamed(
      String where, String field, Integer value, String problem) throws IOException {
    Path stack = folder.resolve("Pulumi.c.yaml");
    Files.writeString(stack, Files.readString(stack).replace("inspector\n", "securityhub-v2\n"));
    ObjectNode event = sample("securityhub-v2-ec2-package");
    ((ObjectNode) event.at("/detail/findings/0" + where)).put(field, value);
    assertThat(words(event))
        .startsWith("invalid -:1 not an event of a finding: detail.findings.0." + problem);
    event.withObject("/detail").putArray("findings");
    assertThat(words(event))
        .startsWith(
            "invalid -:1 not an event of Security Hub: detail.findings is an empty list; expected a list with a finding");
  }

  /** What simulate prints of an event, however it's wrapped. */
  private String words(ObjectNode event) {
    return Console.run(folder, event.toString(), false, "simulate", "c", "-")
        .out()
        .replaceAll("\\s+", " ");
  }

  /** Twelve findings of one vulnerability within a minute, one of them CRITICAL; a copy of one. */
  static String storm() {
    StringBuilder events = new StringBuilder();
    for (int number = 1; number <= 12; number++) {
      events
          .append(
              finding(
                  ARN + number,
                  number == 7 ? "CRITICAL" : "HIGH",
                  "2026-11-16T10:00:%02dZ".formatted(number)))
          .append('\n');
    }
    return events.append(finding(ARN + "2", "HIGH", "2026-11-16T10:00:30Z")) + "\n";
  }

  @Test
  void heldEventsShareALineBeforeTheirSummary() {
    String out =
        Console.run(
                folder,
                storm() + finding(ARN + "99", "HIGH", "2026-11-16T10:20:00Z"),
                false,
                "simulate",
                "c",
                "-")
            .out();
    assertThat(out.lines().filter(line -> !line.startsWith("  ")))
        .containsExactly(
            "notify   -:1",
            "notify   -:7",
            "hold     10 events like -:2  in the summary due at 2026-11-16T10:05:00Z",
            "summary  of 10 held, at 2026-11-16T10:05:00Z",
            "notify   -:14",
            "drop     -:13  already held; in the summary due at 2026-11-16T10:05:00Z",
            "",
            "3 notify, 10 held for 1 summary, 1 dropped, 0 invalid. The rule takes HIGH and above from inspector.",
            "No Slack channel is set: events that notify stop at the topic (set slackWorkspaceId and",
            "slackChannelId).");
    assertThat(out)
        .contains(
            """
            summary  of 10 held, at 2026-11-16T10:05:00Z
                     :bar_chart: 10 more findings: 10 HIGH
                     *Fix:* available for 10
            """);
  }

  @Test
  void aStormAndAWeekOfDailyRescoresGiveOneMessageAndOneSummary() {
    StringBuilder events = new StringBuilder();
    for (int day = 16; day <= 23; day++) {
      for (int copy = 0; copy < (day == 16 ? 3 : 1); copy++) {
        for (int number = 0; number < 400; number++) {
          events.append(finding(ARN + number, "HIGH", "2026-11-%dT10:00:00Z".formatted(day)));
          events.append('\n');
        }
      }
    }
    Console console = Console.run(folder, events.toString(), false, "simulate", "c", "--json", "-");
    assertThat(console.exitCode()).isZero();
    Map<String, List<JsonNode>> verdicts =
        console
            .out()
            .lines()
            .map(CuratedSimulationTests::parsed)
            .collect(Collectors.groupingBy(it -> it.get("verdict").asText()));
    assertThat(verdicts.get("notify"))
        .extracting(it -> it.get("findingArn").asText())
        .containsExactly(ARN + "0");
    assertThat(verdicts.get("hold"))
        .extracting(it -> it.get("findingArn").asText())
        .containsExactlyElementsOf(
            IntStream.range(1, 400).mapToObj(number -> ARN + number).toList());
    assertThat(verdicts.get("drop")).hasSize(3_600);
    assertThat(verdicts.get("summary")).hasSize(1);
    JsonNode summary = verdicts.get("summary").get(0);
    assertThat(summary.get("time").asText()).isEqualTo("2026-11-16T10:05:00Z");
    assertThat(summary.get("findings"))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(1, 400).mapToObj(number -> ARN + number).toList());
    PROOF.row(
        "a storm: 400 findings of one vulnerability, three events each, then each re-scored daily for a week",
        "1 of 4,000 notifies, 399 are held for one summary");
  }
}
