package inspectorslack.companion.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleFindings;
import inspectorslack.SampleVerdicts;
import inspectorslack.SampleVerdicts.Row;
import inspectorslack.TeamStack;
import inspectorslack.aws.Place;
import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code simulate} command, on the samples and on input that isn't an event. */
class SimulateCommandTests {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  private static List<JsonNode> json(String out) {
    return out.lines()
        .map(
            line -> {
              try {
                return JSON.readTree(line);
              } catch (JsonProcessingException e) {
                throw new AssertionError(line, e);
              }
            })
        .toList();
  }

  static List<Row> samples() {
    return SampleVerdicts.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aSampleIsJudgedAsExpected(Row sample) throws IOException {
    JsonNode event = JSON.readTree(Samples.open("samples/" + sample + ".json"));
    for (String stack : List.of("dev", "prod")) {
      Console console =
          Console.run(
              "simulate", stack, "--json", "src/main/resources/samples/" + sample + ".json");
      assertThat(console.exitCode()).isZero();
      JsonNode verdict = json(console.out()).get(0);
      assertThat(verdict.get("verdict").asText())
          .isEqualTo(sample.arrives(stack) ? "notify" : "drop");
      assertThat(verdict.get("reason").asText())
          .isEqualTo(sample.arrives(stack) ? "null" : sample.reason(stack));
      // An event of coverage is about no finding and has neither.
      assertThat(verdict.get("findingArn").asText(""))
          .isEqualTo(first(event, "/findingArn", "/findings/0/Id", "/findings/0/finding_info/uid"));
      assertThat(verdict.get("severity").asText(""))
          .isEqualTo(
              first(event, "/severity", "/findings/0/Severity/Label", "/findings/0/severity")
                  .toUpperCase(Locale.ROOT));
    }
  }

  /** The first of some fields of an event that it has. */
  private static String first(JsonNode event, String... fields) {
    return Arrays.stream(fields)
        .map(event.get("detail")::at)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .orElse("");
  }

  private static List<String> notifying(String stack) {
    return samples().stream().filter(row -> row.arrives(stack)).map(Row::sample).toList();
  }

  @Test
  void withoutAFileTheSamplesAreJudged() throws IOException {
    List<JsonNode> lines = json(Console.run("simulate", "dev", "--json").out());
    assertThat(lines.stream().map(line -> line.get("file").asText()))
        .containsExactlyElementsOf(Samples.names());
    assertThat(
            lines.stream()
                .filter(line -> line.get("verdict").asText().equals("notify"))
                .map(line -> line.get("file").asText().replaceAll("samples/|\\.json", "")))
        .containsExactlyElementsOf(notifying("dev"));
  }

  @Test
  void aNotificationNamesItsRouteAndLeavesTheMessageToAws() {
    assertThat(
            Console.run(
                    "simulate",
                    "dev",
                    "--json",
                    "src/main/resources/samples/inspector-ec2-package.json")
                .out())
        .isEqualTo(
            """
            {"file":"src/main/resources/samples/inspector-ec2-package.json","record":1,"verdict":"notify","reason":null,"severity":"HIGH","findingArn":"arn:aws:inspector2:eu-west-1:123456789012:finding/00000000000000000000000000000001","notifications":[{"route":"default"}]}
            """);
  }

  @Test
  void aMalformedEventIsNamedTheRestRunsAndTheExitCodeIsOne() throws IOException {
    String events =
        """
        {"source":"aws.inspector2","detail-type":"Inspector2 Finding","detail":{"status":"ACTIVE","severity":"HIGH"}}
        {"source":"aws.inspector2"
        {"source":"aws.inspector2","detail-type":"Inspector2 Finding","detail":{"status":"ACTIVE","severity":"LOW"}}
        """;
    Console console = Console.withInput(events, "simulate", "dev", "-");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(console.out())
        .isEqualTo(
            """
            notify   -:1
                     HIGH
            invalid  -:2  not valid JSON: it ends too early, at line 2, column 27
            drop     -:3  severity is LOW; the rule takes MEDIUM and above

            1 notifies, 1 dropped, 1 invalid. The rule takes MEDIUM and above from inspector.
            No Slack channel is set: events that notify stop at the topic (set slackWorkspaceId and
            slackChannelId).
            """);
  }

  @Test
  void aMalformedEventIsInvalidInJsonToo() {
    Console console = Console.withInput("{\"a\":", "simulate", "dev", "--json", "-");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(json(console.out()))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.get("file").asText()).isEqualTo("-");
              assertThat(line.get("record").asInt()).isEqualTo(1);
              assertThat(line.get("verdict").asText()).isEqualTo("invalid");
              assertThat(line.get("severity").isNull()).isTrue();
              assertThat(line.get("notifications")).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"detail-type\":\"x\",\"detail\":{}}|not an event: it has no string \"source\"",
        "{\"source\":\"x\",\"detail\":{}}|not an event: it has no string \"detail-type\"",
        "{\"source\":\"x\",\"detail-type\":\"y\",\"detail\":\"z\"}|not an event: it has no object \"detail\"",
        "{\"findingArn\":\"a\"}|not an event but a finding, the part under an event's \"detail\"; use the whole event, or 'forecast' with a list of findings",
        "{\"findings\":[]}|not an event but a list of findings; use 'forecast'",
        "{\"source\":\"x\",\"detail-type\":\"Security Hub Findings - Imported\",\"detail\":{}}|not an event of Security Hub: detail.findings is absent; expected a list with a finding",
        "{\"source\":\"x\",\"detail-type\":\"Security Hub Findings - Imported\",\"detail\":{\"findings\":[]}}|not an event of Security Hub: detail.findings is an empty list; expected a list with a finding",
        "{\"source\":\"x\",\"detail-type\":\"Security Hub Findings - Imported\",\"detail\":{\"findings\":\"x\"}}|not an event of Security Hub: detail.findings is \"x\"; expected a list with a finding",
        "{\"source\":\"x\",\"detail-type\":\"Security Hub Findings - Imported\",\"detail\":{\"findings\":[7]}}|not an event of Security Hub: an item of detail.findings is 7; expected a finding"
      })
  void anObjectThatEventBridgeWouldNotTakeIsInvalid(String inputAndReason) {
    String[] parts = inputAndReason.split("\\|");
    Console console = Console.withInput(parts[0], "simulate", "dev", "--json", "-");
    assertThat(json(console.out()).get(0).get("reason").asText()).isEqualTo(parts[1]);
    assertThat(console.exitCode()).isEqualTo(1);
  }

  @Test
  void anEntryForAnotherBusIsDropped() {
    String entry =
        "{\"Source\":\"aws.inspector2\",\"DetailType\":\"Inspector2 Finding\",\"EventBusName\":\"%s\","
            + "\"Detail\":\"{\\\"status\\\":\\\"ACTIVE\\\",\\\"severity\\\":\\\"HIGH\\\"}\"}";
    assertThat(Console.withInput(entry.formatted("other"), "simulate", "dev", "-").out())
        .startsWith("drop     -:1  event bus is other; the rule is on default");
    assertThat(Console.withInput(entry.formatted("default"), "simulate", "dev", "-").out())
        .startsWith("notify");
  }

  @Test
  void aNumberThatLooksLikeTheTextIsNamedAsOne() {
    assertThat(
            Console.withInput(
                    "{\"source\":\"aws.inspector2\",\"detail-type\":\"Inspector2 Finding\",\"detail\":{\"status\":7}}",
                    "simulate",
                    "dev",
                    "-")
                .out())
        .startsWith("drop     -:1  status is the number 7; the rule takes ACTIVE");
  }

  @Test
  void anEmptyNameOfAStackIsNamed() {
    assertThat(Console.run("simulate", "").err())
        .isEqualTo("inspector-slack: the stack's name is empty; stacks with a file: dev, prod\n");
  }

  @Test
  void aCardShowsTheMainFieldsOnLinesOfItsOwn() {
    assertThat(
            Console.run("simulate", "dev", "src/main/resources/samples/inspector-hostile-text.json")
                .out())
        .isEqualTo(
            """
            notify   src/main/resources/samples/inspector-hostile-text.json:1
                     HIGH  CVE-2026-00008 - "git", <git-core> & 日本語パッケージ
                     AWS_EC2_INSTANCE i-0example00000web1, account 123456789012, eu-west-1

            1 notifies, 0 dropped, 0 invalid. The rule takes MEDIUM and above from inspector.
            No Slack channel is set: events that notify stop at the topic (set slackWorkspaceId and
            slackChannelId).
            """);
  }

  @Test
  void eventsThatAreDroppedForOneReasonAreCounted() {
    String low = SampleFindings.finding("arn:1", "LOW", "2026-11-16T10:00:00Z").toString();
    String high = SampleFindings.finding("arn:2", "HIGH", "2026-11-16T10:00:00Z").toString();
    assertThat(
            Console.withInput(String.join("\n", low, low, low, high, low), "simulate", "dev", "-")
                .out()
                .lines()
                .filter(line -> line.startsWith("drop")))
        .containsExactly(
            "drop     4 events like -:1  severity is LOW; the rule takes MEDIUM and above");
  }

  @Test
  void findingsThatWereAnnouncedBeforeAreCountedWhateverTheirTimes() throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.c.yaml"),
        "config:\n  aws:region: eu-west-1\n  inspector-slack:findingSource: inspector\n"
            + "  inspector-slack:delivery: curated\n");
    StringBuilder events = new StringBuilder();
    for (int hour = 10; hour <= 12; hour++) {
      for (String arn : List.of("arn:1", "arn:2")) {
        events
            .append(SampleFindings.finding(arn, "HIGH", "2026-11-16T%d:00:00Z".formatted(hour)))
            .append('\n');
      }
    }
    events.append(SampleFindings.finding("arn:1", "HIGH", "2027-01-01T10:00:00Z")).append('\n');
    events.append(SampleFindings.finding("arn:1", "HIGH", "2027-01-01T11:00:00Z")).append('\n');
    assertThat(
            Console.run(folder, events.toString(), false, "simulate", "c", "-")
                .out()
                .lines()
                .filter(line -> line.startsWith("drop")))
        .containsExactly("drop     5 events like -:3  already announced");
  }

  @Test
  void whomOneRouteMentionsIsSaidBesideItsName() throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.two.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:delivery: curated
          inspector-slack:slackWorkspaceId: T0EXAMPLE00
          inspector-slack:routes:
            - name: a
              slackChannelId: C0EXAMPLE01
              mentions: {CRITICAL: "<!here>", KNOWN_EXPLOITED: "<@U0EXAMPLE00>"}
            - name: b
              slackChannelId: C0EXAMPLE02
        """);
    assertThat(Console.wide(120, folder, "simulate", "two").out())
        .contains(
            "\n         to a (with <!here> <@U0EXAMPLE00>), b\n"
                + "         :rotating_light: CRITICAL, known exploited: CVE-2026-00003 - log4j-core\n"
                + "         *Known exploited:*")
        .containsOnlyOnce("CRITICAL, known exploited: CVE-2026-00003");
  }

  @ParameterizedTest
  @ValueSource(strings = {"60 <...|", "100 <https://eu-west-1.console.aws.amazon.com/...|"})
  void aLinkThatIsLongerThanALineIsShortened(String widthAndLink) throws IOException {
    String[] parts = widthAndLink.split(" ");
    TeamStack.copyTo(folder);
    assertThat(
            Console.wide(
                    Integer.parseInt(parts[0]),
                    folder,
                    "simulate",
                    TeamStack.NAME,
                    "src/main/resources/samples/inspector-ec2-package.json")
                .out())
        .contains("\n         - " + parts[1] + "Open the finding in the console>\n");
  }

  @Test
  void severalFilesAndStandardInputAreReadInTheirOrder() {
    List<JsonNode> lines =
        json(
            Console.withInput(
                    "[{\"source\":\"a\",\"detail-type\":\"b\",\"detail\":{}},{}]",
                    "simulate",
                    "dev",
                    "--json",
                    "src/main/resources/samples/inspector-closed.json",
                    "-")
                .out());
    assertThat(lines.stream().map(line -> line.get("file").asText() + ":" + line.get("record")))
        .containsExactly("src/main/resources/samples/inspector-closed.json:1", "-:1", "-:2");
  }

  @Test
  void theChannelIsOnlySpokenOfWhereSomethingNotifies() {
    assertThat(
            Console.run("simulate", "prod", "src/main/resources/samples/securityhub-archived.json")
                .out())
        .endsWith(
            "\n0 notify, 1 dropped, 0 invalid. The rule takes HIGH and above from securityhub.\n");
  }

  @Test
  void standardInputIsReadOnce() {
    Console console = Console.run("simulate", "dev", "-", "-");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo("inspector-slack: standard input (-) can only be read once\n");
  }

  @Test
  void aFileThatIsNotThereStopsTheRunBeforeItBegins() {
    Console console =
        Console.run(
            "simulate", "dev", "src/main/resources/samples/inspector-closed.json", "gone.json");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err()).isEqualTo("inspector-slack: gone.json does not exist\n");
    assertThat(Console.run("simulate", "dev", "src/main").err())
        .isEqualTo("inspector-slack: src/main is a folder; name a file in it\n");
  }

  @ParameterizedTest
  @CsvSource({
    "securityhub-ec2-package, Severity",
    "securityhub-ec2-package, Workflow",
    "securityhub-v2-ec2-package, finding_info",
    "securityhub-v2-ec2-package, metadata"
  })
  void aTextWhereSecurityHubHasAnObjectIsNamed(String sample, String field) throws IOException {
    ObjectNode event = SampleFindings.sample(sample);
    ((ObjectNode) event.at("/detail/findings/0")).put(field, "HIGH");
    assertThat(Console.withInput(event.toString(), "simulate", "prod", "-").out())
        .startsWith(
            "invalid  -:1  not an event of Security Hub: %s is \"HIGH\"; expected an object\n"
                .formatted(field));
  }

  @Test
  void jsonEscapesWhatWouldDriveTheTerminal() throws IOException {
    String event =
        Files.readString(Path.of("src/main/resources/samples/inspector-ec2-package.json"))
            .replace("\"severity\": \"HIGH\"", "\"severity\": \"\u202E\u009B\u007F日\"");
    assertThat(Console.withInput(event, "simulate", "dev", "--json", "-").out())
        .contains("\"severity\":\"\\u202e\\u009b\\u007f日\"");
  }

  @Test
  void anEventOfAnotherRegionMeetsNoRuleOfTheStack() throws IOException {
    String event =
        Files.readString(Path.of("src/main/resources/samples/inspector-ec2-package.json"))
            .replace("\"region\": \"eu-west-1\"", "\"region\": \"us-east-1\"");
    assertThat(Console.withInput(event, "simulate", "dev", "-").out())
        .startsWith("drop     -:1  region is us-east-1; the stack is in eu-west-1\n");
    assertThat(
            Console.withInput(event.replace("us-east-1", "eu-west-1\u200B"), "simulate", "dev", "-")
                .out())
        .startsWith("drop     -:1  region is \"eu-west-1\\u200B\"; the stack is in eu-west-1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-gov-west-1", "ap-southeast-2"})
  void withoutAFileTheSamplesAreAboutTheStacksRegion(String region) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.dev.yaml"),
        Files.readString(Path.of("Pulumi.dev.yaml")).replace("eu-west-1", region));
    List<JsonNode> lines = json(Console.run(folder, "", false, "simulate", "dev", "--json").out());
    assertThat(
            lines.stream()
                .filter(line -> line.get("verdict").asText().equals("notify"))
                .map(line -> line.get("file").asText().replaceAll("samples/|\\.json", "")))
        .containsExactlyElementsOf(notifying("dev"));
    String arns = "arn:%s:inspector2:%s:".formatted(Place.partition(region), region);
    assertThat(lines.stream().map(line -> line.get("findingArn").asText(arns)))
        .allMatch(arn -> arn.startsWith(arns));
  }

  @Test
  void itSaysThatItUnwrappedEvents() {
    Console console =
        Console.withInput(
            "{\"Messages\":[{\"Body\":\"{\\\"source\\\":\\\"a\\\",\\\"detail-type\\\":\\\"b\\\",\\\"detail\\\":{}}\"}]}",
            "simulate",
            "dev",
            "--json",
            "-");
    assertThat(json(console.out()))
        .singleElement()
        .satisfies(line -> assertThat(line.get("verdict").asText()).isEqualTo("drop"));
    assertThat(console.err()).isEqualTo("note: the events in - were unwrapped (SQS message)\n");
    assertThat(console.exitCode()).isZero();
  }

  @Test
  void anEventWithSeveralFindingsIsPointedOut() throws IOException {
    ObjectNode event = SampleFindings.sample("securityhub-ec2-package");
    ArrayNode findings = (ArrayNode) event.at("/detail/findings");
    ObjectNode low = findings.get(0).deepCopy();
    ((ObjectNode) low.get("Severity")).put("Label", "LOW");
    findings.insert(0, low);
    JsonNode line =
        json(Console.withInput("" + event, "simulate", "prod", "--json", "-").out()).get(0);
    assertThat(line.get("verdict").asText()).isEqualTo("notify");
    assertThat(line.get("reason").asText())
        .isEqualTo(
            "it has 2 findings (AWS sends one per event): the rule checks all of them, but the message is only about the first");
  }

  @ParameterizedTest
  @CsvSource({
    "dev, inspector-ec2-package, /detail, findingArn",
    "prod, securityhub-ec2-package, /detail/findings/0, Id"
  })
  void whatAwsDoesNotDocumentSoIsPointedOut(
      String stack, String sample, String parent, String field) throws IOException {
    ObjectNode event = SampleFindings.sample(sample);
    ((ObjectNode) event.at(parent)).put(field, "abc").put("description", 7).put("Description", 7);
    JsonNode line =
        json(Console.withInput("" + event, "simulate", stack, "--json", "-").out()).get(0);
    assertThat(line.get("verdict").asText()).isEqualTo("notify");
    assertThat(line.get("reason").asText())
        .isEqualToIgnoringCase(
            field
                + " is \"abc\"; expected an Inspector finding's ARN (arn:aws:inspector2:REGION:ACCOUNT:finding/ID); description is 7; expected a string");
  }
}
