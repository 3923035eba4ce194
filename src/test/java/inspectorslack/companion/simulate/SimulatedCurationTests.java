package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.closed;
import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.sample;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  private static FindingSource source(String sample) {
    return sample.startsWith("securityhub") ? FindingSource.SECURITYHUB : FindingSource.INSPECTOR;
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
  void bothSourcesLookTheSame(String name) throws IOException {
    JsonNode direct =
        message(curation(FindingSource.INSPECTOR).run(sample("inspector-" + name))).get("content");
    JsonNode imported =
        message(curation(FindingSource.SECURITYHUB).run(sample("securityhub-" + name)))
            .get("content");
    assertThat(imported.get("title")).isEqualTo(direct.get("title"));
    assertThat(imported.get("description")).isEqualTo(direct.get("description"));
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
