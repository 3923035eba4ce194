package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.closed;
import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.sample;
import static inspectorslack.SampleFindings.source;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Recorded;
import inspectorslack.SampleFindings;
import inspectorslack.SampleVerdicts;
import inspectorslack.SampleVerdicts.Row;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.simulate.SimulatedRoute.Kept;
import inspectorslack.companion.simulate.SimulatedRoute.Outcome;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.MentionKey;
import inspectorslack.config.Routes;
import inspectorslack.config.Severity;
import inspectorslack.curation.CurationDefinition;
import inspectorslack.stepfunctions.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The state machine's own JSONata and conditions, evaluated on events. The recorded messages of the
 * samples were first written from the description of the message, by a program of its own.
 *
 * <p>Not proven here: that Step Functions and DynamoDB evaluate the same way; the emulator's suite
 * holds another evaluator against this one.
 */
class SimulatedCurationTests {
  private static final JsonMapper JSON = new JsonMapper();

  private static SimulatedCuration curation(FindingSource source) {
    return curation(source, "aws", "eu-west-1");
  }

  private static SimulatedCuration curation(FindingSource source, String partition, String region) {
    return curation(source, partition, region, new InspectorDetails());
  }

  private static SimulatedCuration curation(
      FindingSource source, String partition, String region, InspectorDetails details) {
    return new SimulatedCuration(
        CurationDefinition.json(
            source,
            Routes.of(Severity.HIGH, FindingFilter.ALL, Map.of(MentionKey.CRITICAL, "<!here>")),
            new Delivery.Curated(30),
            Surroundings.builder()
                .tableName("memory")
                .topicArn("topic")
                .deadLetterQueueUrl("queue")
                .partition(partition)
                .region(region)
                .build()),
        details);
  }

  private static ObjectNode finding(int number, String severity, String time) {
    return SampleFindings.finding("finding-" + number, severity, time);
  }

  private static JsonNode message(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Taken.class);
    return ((Taken) outcome).message().orElseThrow();
  }

  private static boolean isOpenFinding(JsonNode event) {
    JsonNode detail = event.get("detail");
    JsonNode imported = detail.at("/findings/0");
    if (imported.has("finding_info")) {
      return imported.path("status").asText().equals("New")
          && !imported.path("activity_name").asText().equals("Close");
    }
    return imported.isMissingNode()
        ? detail.path("status").asText().equals("ACTIVE")
            && !detail.path("severity").asText().equals("UNTRIAGED")
        : imported.path("RecordState").asText().equals("ACTIVE")
            && imported.at("/Workflow/Status").asText().equals("NEW");
  }

  @Test
  void anEventWhoseFindingHasAnEmptyNameIsKept() {
    Outcome outcome =
        curation(FindingSource.INSPECTOR)
            .run(SampleFindings.finding("", "HIGH", "2026-11-16T10:00:02Z"));
    assertThat(outcome)
        .isEqualTo(new Kept("DynamoDB.ValidationException: the key is an empty text"));
  }

  static List<String> openSamples() {
    return SampleVerdicts.all().stream()
        .map(Row::sample)
        .filter(name -> isOpenFinding(sample(name)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("openSamples")
  void theMessageOfASampleIsAsRecorded(String name) throws IOException {
    Recorded.assertSame(
        "messages/" + name + ".json",
        message(
                    curation(source(name), "aws", "eu-west-1", SampleFindings.details())
                        .run(sample(name)))
                .toPrettyString()
            + "\n");
  }

  /** Which finding it is, how severe, and whether it's open. */
  private static final Map<FindingSource, String> DECISIVE =
      Map.of(
          FindingSource.INSPECTOR, "/findingArn|/status|/severity",
          FindingSource.SECURITYHUB,
              "/Id|/ProductArn|/RecordState|/Workflow(/Status)?|/Severity(/Label)?",
          FindingSource.SECURITYHUB_V2, "/finding_info(/uid)?|/status|/activity_name|/severity");

  private static void addFields(String path, JsonNode node, List<String> fields) {
    if (!path.isEmpty()) {
      fields.add(path);
    }
    node.propertyStream()
        .forEach(
            it -> addFields(path + "/" + it.getKey().replace("/", "~1"), it.getValue(), fields));
    for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
      addFields(path + "/" + i, node.get(i), fields);
    }
  }

  /** Another value in the place of a field. */
  private static void replace(JsonNode finding, String field, String value) {
    int last = field.lastIndexOf('/');
    JsonNode parent = finding.at(field.substring(0, last));
    String name = field.substring(last + 1).replace("~1", "/");
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(name), SimulatedCuration.parsed(value.isEmpty() ? "null" : value));
    } else if (value.isEmpty()) {
      ((ObjectNode) parent).remove(name);
    } else {
      ((ObjectNode) parent).set(name, SimulatedCuration.parsed(value));
    }
  }

  /** The fields of each kind of finding that kinds before it don't have. */
  static Stream<Arguments> fieldsOfKinds() {
    return Arrays.stream(FindingSource.values())
        .flatMap(
            source -> {
              Set<String> seen = new HashSet<>();
              return Stream.of("ec2-package", "ec2-network", "ecr-image", "lambda-code")
                  .map(
                      kind -> {
                        List<String> fields = new ArrayList<>();
                        addFields("", sample(source + "-" + kind).at(where(source)), fields);
                        fields.removeIf(field -> !seen.add(field));
                        return Arguments.of(source, kind, fields);
                      });
            });
  }

  private static String where(FindingSource source) {
    return source == FindingSource.INSPECTOR ? "/detail" : "/detail/findings/0";
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("fieldsOfKinds")
  void noFieldOfAnotherTypeCostsAFinding(FindingSource source, String kind, List<String> fields) {
    SimulatedCuration curation = curation(source);
    assertThat(fields).isNotEmpty();
    String where = where(source);
    String sample =
        sample(source + "-" + kind)
            .toString()
            .replaceAll("\"arn:[^\"]*:finding/0*[0-9]\"", "\"ARN\"");
    int number = 0;
    for (String field : fields) {
      for (String value : List.of("", "null", "7", "\"\"", "\"x\"", "[null, 7]", "{\"x\": 7}")) {
        // Each a finding of its own, in an interval of its own.
        String arn = "finding-" + ++number;
        ObjectNode event =
            ((ObjectNode) SimulatedCuration.parsed(sample.replace("\"ARN\"", "\"" + arn + "\"")))
                .put("time", Instant.EPOCH.plus(Duration.ofHours(number)).toString());
        replace(event.at(where), field, value);
        if (field.matches(DECISIVE.get(source))) {
          // Its rule lets no other type in.
          if (SimulatedCuration.flaw(event).isEmpty()) {
            assertThat(curation.run(event)).as("%s: %s", field, value).isNotNull();
          }
        } else {
          Outcome outcome = curation.run(event);
          assertThat(outcome).as("%s: %s", field, value).isInstanceOf(Taken.class);
          JsonNode message = message(outcome);
          assertThat(message.at("/metadata/threadId").asText()).isEqualTo(arn);
          assertThat(message.at("/content/title").isTextual()).isTrue();
          assertThat(message.at("/content/description").isTextual()).isTrue();
          assertThat(message.at("/content/nextSteps").isArray()).isTrue();
        }
      }
    }
  }

  @Test
  void aRegionWithoutAnAccountIsNotCalledAnAccount() {
    ObjectNode event = finding(1, "HIGH", "2026-11-16T10:00:00Z");
    SampleFindings.detail(event).remove("awsAccountId");
    assertThat(
            message(curation(FindingSource.INSPECTOR).run(event))
                .at("/content/description")
                .asText())
        .contains("\n*Region:* eu-west-1\n")
        .doesNotContain("Account");
  }

  @ParameterizedTest
  @CsvSource({
    "ec2-package",
    "ec2-network",
    "ecr-image",
    "lambda-code",
    "lambda-package",
    "hostile-text",
    "missing-fields"
  })
  void allSourcesLookTheSame(String name) throws IOException {
    JsonNode direct = message(curation(FindingSource.INSPECTOR).run(sample("inspector-" + name)));
    JsonNode imported =
        message(curation(FindingSource.SECURITYHUB).run(sample("securityhub-" + name)));
    JsonNode importedV2 =
        message(curation(FindingSource.SECURITYHUB_V2).run(sample("securityhub-v2-" + name)));
    for (JsonNode other : List.of(imported, importedV2)) {
      assertThat(other.at("/content/title")).isEqualTo(direct.at("/content/title"));
      assertThat(other.at("/metadata/threadId")).isEqualTo(direct.at("/metadata/threadId"));
      assertThat(other.at("/metadata/summary")).isEqualTo(direct.at("/metadata/summary"));
    }
    String description = direct.at("/content/description").asText();
    assertThat(imported.at("/content/description").asText()).isEqualTo(description);
    assertThat(importedV2.at("/content/description").asText())
        .isEqualTo(
            // What OCSF lacks: Inspector's score, a function's version, and where a network is
            // open.
            description
                .replaceFirst("Inspector [0-9.]+ · ", "")
                .replace(":$LATEST", "")
                .replaceFirst("\n\\*Open:\\* .*\n\\*Path:\\* .*", ""));
  }

  @Test
  void aFindingIsAnnouncedOnceAndAgainWhenItsSeverityRises() throws IOException {
    SimulatedCuration curation = curation(FindingSource.INSPECTOR);
    assertThat(curation.run(finding(1, "HIGH", "2026-11-16T10:00:00Z"))).isInstanceOf(Taken.class);
    assertThat(curation.run(finding(1, "HIGH", "2026-11-16T10:00:00Z")))
        .isEqualTo(
            new Passed(
                "already announced as HIGH for its event of 2026-11-16T10:00:00Z; announced again if its severity rises, if it comes back after it closed, or from 2026-12-16T10:00:00Z on",
                "already announced"));
    assertThat(curation.run(finding(1, "MEDIUM", "2026-11-17T10:00:00Z")))
        .isInstanceOf(Passed.class);
    assertThat(curation.run(finding(2, "HIGH", "2026-11-17T10:00:00Z"))).isInstanceOf(Taken.class);
    assertThat(curation.run(finding(1, "CRITICAL", "2026-11-18T10:00:00Z")))
        .isInstanceOf(Taken.class);
    assertThat(curation.run(finding(1, "HIGH", "2026-11-19T10:00:00Z"))).isInstanceOf(Passed.class);
    assertThat(curation.run(finding(1, "CRITICAL", "2026-11-20T10:00:00Z")))
        .isInstanceOf(Passed.class);
  }

  @Test
  void aFindingThatComesBackIsNewsButALateCopyOfItIsNot() throws IOException {
    SimulatedCuration curation = curation(FindingSource.INSPECTOR);
    assertThat(curation.run(finding(1, "HIGH", "2026-11-16T10:00:00Z"))).isInstanceOf(Taken.class);
    assertThat(curation.run(closed(finding(1, "HIGH", "2026-11-17T10:00:00Z"))))
        .isEqualTo(new Passed("the finding closes; if it comes back, it is announced again"));
    assertThat(curation.run(closed(finding(1, "HIGH", "2026-11-17T10:00:00Z"))))
        .isEqualTo(new Passed("the finding closes; the memory has nothing to close"));
    assertThat(curation.run(finding(1, "HIGH", "2026-11-16T10:00:00Z")))
        .isEqualTo(
            new Passed(
                "from before its finding closed at 2026-11-17T10:00:00Z",
                "from before its finding closed"));
    assertThat(curation.run(finding(1, "HIGH", "2026-11-18T10:00:00Z"))).isInstanceOf(Taken.class);
  }

  @Test
  void anEndThatIsOlderThanTheAnnouncementForgetsNothing() throws IOException {
    SimulatedCuration curation = curation(FindingSource.INSPECTOR);
    assertThat(curation.run(finding(1, "HIGH", "2026-11-18T10:00:00Z"))).isInstanceOf(Taken.class);
    assertThat(curation.run(closed(finding(1, "HIGH", "2026-11-17T10:00:00Z"))))
        .isEqualTo(new Passed("the finding closes; the memory has nothing to close"));
    assertThat(curation.run(finding(1, "HIGH", "2026-11-19T10:00:00Z"))).isInstanceOf(Passed.class);
  }

  @Test
  void aFindingIsAnnouncedAgainAfterItsDays() throws IOException {
    SimulatedCuration curation = curation(FindingSource.INSPECTOR);
    assertThat(curation.run(finding(1, "HIGH", "2026-11-16T10:00:00Z"))).isInstanceOf(Taken.class);
    assertThat(curation.run(finding(1, "HIGH", "2026-12-16T09:59:59Z"))).isInstanceOf(Passed.class);
    assertThat(curation.run(finding(1, "HIGH", "2026-12-16T10:00:00Z"))).isInstanceOf(Taken.class);
    assertThat(curation.run(finding(1, "HIGH", "2026-12-17T10:00:00Z"))).isInstanceOf(Passed.class);
  }

  @Test
  void aFindingThatSomebodyResolvedInSecurityHubIsNewsWhenItIsBack() throws IOException {
    SimulatedCuration curation = curation(FindingSource.SECURITYHUB);
    ObjectNode resolved = sample("securityhub-ec2-package").put("time", "2026-11-17T10:00:00Z");
    ((ObjectNode) resolved.at("/detail/findings/0/Workflow")).put("Status", "RESOLVED");
    assertThat(curation.run(sample("securityhub-ec2-package"))).isInstanceOf(Taken.class);
    assertThat(curation.run(resolved)).isInstanceOf(Passed.class);
    assertThat(curation.run(sample("securityhub-ec2-package").put("time", "2026-11-18T10:00:00Z")))
        .isInstanceOf(Taken.class);
  }

  /** The finding of the sample, in the state of a day. */
  private static ObjectNode ocsf(int day, String status, String activity, String severity) {
    ObjectNode event =
        sample("securityhub-v2-ec2-package").put("time", "2026-11-%dT10:00:00Z".formatted(day));
    ((ObjectNode) event.at("/detail/findings/0"))
        .put("status", status)
        .put("activity_name", activity)
        .put("severity", severity);
    return event;
  }

  @ParameterizedTest
  @CsvSource({"Resolved, Update", "New, Close", "Resolved, Close", "Suppressed, Close"})
  void aFindingThatEndedInTheNewSecurityHubIsNewsWhenItIsBack(String status, String activity) {
    SimulatedCuration curation = curation(FindingSource.SECURITYHUB_V2);
    assertThat(curation.run(ocsf(16, "New", "Create", "High"))).isInstanceOf(Taken.class);
    assertThat(curation.run(ocsf(17, status, activity, "High")))
        .isEqualTo(new Passed("the finding closes; if it comes back, it is announced again"));
    assertThat(curation.run(ocsf(16, "New", "Create", "High"))).isInstanceOf(Passed.class);
    assertThat(curation.run(ocsf(18, "New", "Update", "High"))).isInstanceOf(Taken.class);
  }

  @Test
  void inTheNewSecurityHubAFindingInProgressIsStillTheSameUnlessItRises() {
    SimulatedCuration curation = curation(FindingSource.SECURITYHUB_V2);
    assertThat(curation.run(ocsf(16, "New", "Create", "High"))).isInstanceOf(Taken.class);
    assertThat(curation.run(ocsf(17, "In Progress", "Update", "High"))).isInstanceOf(Passed.class);
    assertThat(curation.run(ocsf(18, "In Progress", "Update", "Critical")))
        .isInstanceOf(Taken.class);
    assertThat(curation.run(ocsf(19, "New", "Update", "High"))).isInstanceOf(Passed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "true,  Complete, available",
    "true,  Partial,  for some packages",
    "false, Partial,  for some packages",
    "false, None,     none yet",
    "true,  ,         available",
    "false, ,         none yet"
  })
  void theFixOfOcsfIsInTheSameWords(boolean isAvailable, String coverage, String words) {
    ObjectNode event = sample("securityhub-v2-ec2-package");
    ObjectNode vulnerability = (ObjectNode) event.at("/detail/findings/0/vulnerabilities/0");
    vulnerability.put("is_fix_available", isAvailable).put("fix_coverage", coverage);
    assertThat(
            message(curation(FindingSource.SECURITYHUB_V2).run(event))
                .at("/content/description")
                .asText())
        .contains("\n*Fix:* " + words + "\n");
  }

  /**
   * While a stack's source changes, its rule may already be the new one and its machine the old.
   */
  @Test
  void anEventOfAnotherSourceIsKept() {
    for (FindingSource source : FindingSource.values()) {
      for (FindingSource other : FindingSource.values()) {
        ObjectNode event =
            SampleFindings.finding(other, "finding-1", "HIGH", "2026-11-16T10:00:00Z");
        assertThat(curation(source).run(event))
            .as("%s by the machine of %s", other, source)
            .isInstanceOf(source == other ? Taken.class : Kept.class);
      }
    }
  }

  @Test
  void anEventThatIsNotAFindingIsKept() throws IOException {
    ObjectNode event = sample("inspector-ec2-package");
    detail(event).remove("findingArn");
    assertThat(curation(FindingSource.INSPECTOR).run(event))
        .isInstanceOfSatisfying(
            Kept.class, kept -> assertThat(kept.error()).startsWith("Task.QueryEvaluationError: "));
  }

  @Test
  void everyLimitOfTheSchemaIsKeptAndNoCharacterIsCutInTwo() throws IOException {
    ObjectNode event = sample("inspector-ec2-package");
    ObjectNode detail = detail(event);
    String longest = "🚨<&日本\n".repeat(4000);
    detail.put("severity", "CRITICAL").put("title", longest).put("description", longest);
    detail
        .put("awsAccountId", longest)
        .put("fixAvailable", longest)
        .put("exploitAvailable", longest);
    ((ObjectNode) detail.at("/remediation/recommendation"))
        .put("text", longest)
        .put("url", longest);
    ObjectNode resource = (ObjectNode) detail.at("/resources/0");
    resource.put("id", longest).put("type", longest).put("region", longest);
    ((ObjectNode) resource.get("tags")).put("Name", longest);
    ArrayNode packages = (ArrayNode) detail.at("/packageVulnerabilityDetails/vulnerablePackages");
    for (int i = 0; i < 20; i++) {
      packages
          .addObject()
          .put("name", longest)
          .put("version", longest)
          .put("fixedInVersion", longest)
          .put("remediation", longest);
    }
    ((ObjectNode) detail.at("/packageVulnerabilityDetails/cvss/0")).put("version", longest);
    // What no finding has at once, so the whole must be cut too.
    detail.putObject("networkReachabilityDetails").put("protocol", longest);
    detail.putObject("codeVulnerabilityDetails").putObject("filePath").put("filePath", longest);
    JsonNode content = message(curation(FindingSource.INSPECTOR).run(event)).get("content");
    String title = content.get("title").asText();
    String description = content.get("description").asText();
    assertThat(title.codePointCount(0, title.length())).isLessThanOrEqualTo(250);
    assertThat(title).endsWith("…");
    assertThat(description.codePointCount(0, description.length())).isLessThanOrEqualTo(8000);
    assertThat(description).contains("*Package:* and 16 more\n").endsWith("…");
    assertThat(content.get("nextSteps"))
        .allSatisfy(
            step ->
                assertThat(step.asText().codePointCount(0, step.asText().length()))
                    .isLessThanOrEqualTo(350));
    for (String text : new String[] {title, description, content.at("/nextSteps/0").asText()}) {
      // Neither half a surrogate pair nor half an entity.
      assertThat(text.codePoints().noneMatch(it -> it >= 0xD800 && it <= 0xDFFF)).isTrue();
      assertThat(
              text.replaceAll("&(amp|lt|gt);|<https://www[.]cve[.]org/[^>]*>", "")
                  .replace("<!here>", ""))
          .doesNotContain("&", "<");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'[{version: 3.1, baseScore: 7, source: A}, {version: \"4.0\", baseScore: 8}]', CVSS 4.0 8",
    "'[{version: \"4.0\", baseScore: 8}, {version: \"3.1\", baseScore: 7}]', CVSS 4.0 8",
    "'[{version: \"3.1\", baseScore: 7, source: A}, {version: \"3.1\", baseScore: 9}]', CVSS 3.1 7 (A)",
    "'[{version: \"4.0\"}, {baseScore: 5}, {version: \"2.0\", baseScore: 7}]', CVSS 2.0 7",
    "'[{version: {}, baseScore: 5}, text, null]', CVSS 5",
    "'{version: \"3.0\", baseScore: 6}', CVSS 3.0 6"
  })
  void theScoreOfTheNewestCvssIsShown(String cvss, String shown) throws IOException {
    ObjectNode event = sample("inspector-ec2-package");
    ObjectNode vulnerability = (ObjectNode) detail(event).get("packageVulnerabilityDetails");
    vulnerability.set("cvss", JSON.valueToTree(new Yaml().load(cvss)));
    assertThat(
            message(curation(FindingSource.INSPECTOR).run(event))
                .at("/content/description")
                .asText())
        .contains(" · " + shown + " · EPSS");
  }

  @ParameterizedTest
  @CsvSource({"0, ' · EPSS 0 %'", "1, ' · EPSS 100 %'", "-5, ''", "1.1, ''", "97, ''"})
  void onlyAProbabilityIsShownAsEpss(double epss, String shown) throws IOException {
    ObjectNode event = sample("inspector-ec2-package");
    ((ObjectNode) detail(event).get("epss")).put("score", epss);
    assertThat(
            message(curation(FindingSource.INSPECTOR).run(event))
                .at("/content/description")
                .asText())
        .contains("CVSS 3.1 8.1 (NVD)" + shown + "\n");
  }

  @Test
  void aPackageWithoutACommandAndAnImageWithoutATagHaveNone() throws IOException {
    ObjectNode event = sample("inspector-ecr-image");
    ((ObjectNode) detail(event).at("/resources/0/details/awsEcrContainerImage"))
        .putArray("imageTags")
        .addNull()
        .add(7);
    ((ObjectNode) detail(event).at("/packageVulnerabilityDetails/vulnerablePackages/0"))
        .put("remediation", "N/A");
    assertThat(
            message(curation(FindingSource.INSPECTOR).run(event))
                .at("/content/description")
                .asText())
        .contains("ab12 · container image\n", "fixed in 2.17.1\n");
  }

  @Test
  void fieldsOfAnotherTypeOrEmptyLeaveNoLine() throws IOException {
    ObjectNode event = sample("inspector-ec2-package");
    ObjectNode detail = detail(event);
    detail.put("description", " \n ").putNull("epss").put("inspectorScore", "").put("title", "");
    detail.putObject("fixAvailable");
    detail.putArray("exploitAvailable");
    detail.putNull("packageVulnerabilityDetails");
    detail.putArray("resources");
    JsonNode content = message(curation(FindingSource.INSPECTOR).run(event)).get("content");
    assertThat(content.get("title").asText())
        .isEqualTo(":red_circle: HIGH: Finding without a title");
    assertThat(content.get("description").asText()).isEqualTo("*Account:* 123456789012");
  }

  @ParameterizedTest
  @CsvSource({
    "aws-cn, cn-north-1, https://cn-north-1.console.amazonaws.cn/inspector/v2/home?region=cn-north-1#/findings/all?",
    "aws-us-gov, us-gov-west-1, https://console.amazonaws-us-gov.com/inspector/v2/home?region=us-gov-west-1#/findings/all?"
  })
  void theConsoleIsThePartitions(String partition, String region, String address)
      throws IOException {
    JsonNode message =
        message(
            curation(FindingSource.INSPECTOR, partition, region)
                .run(sample("inspector-ec2-package")));
    assertThat(message.at("/content/nextSteps/0").asText()).startsWith("<" + address);
  }

  @Test
  void theRemediationsAddressIsALinkIfItIsOne() throws IOException {
    for (String url :
        new String[] {"https://example.com/a?b=1&c=2", "javascript:alert(1)", "https://a|b>"}) {
      ObjectNode event = sample("inspector-ec2-package");
      ((ObjectNode) detail(event).at("/remediation/recommendation")).put("Url", url);
      JsonNode steps =
          message(curation(FindingSource.INSPECTOR).run(event)).at("/content/nextSteps");
      if (url.startsWith("https://example")) {
        assertThat(steps.get(0).asText())
            .isEqualTo("<https://example.com/a?b=1&amp;c=2|How to fix it>");
      } else {
        assertThat(steps).hasSize(1);
      }
    }
  }
}
