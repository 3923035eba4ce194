package inspectorslack.companion.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleFindings;
import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of several Regions, each judged by its own Region's rules and memory. */
class RegionsSimulationTests {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;

  @BeforeEach
  void aStackOfThreeRegions() throws IOException {
    stack("securityhub", "storm: {messages: 1, minutes: 5}");
  }

  private void stack(String source, String more) throws IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: inspector-slack\n");
    Files.writeString(
        folder.resolve("Pulumi.three.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:regions: [us-east-1, ap-northeast-1]
          inspector-slack:findingSource: %s
          inspector-slack:delivery: curated
          inspector-slack:slackWorkspaceId: T0ACME00000
          inspector-slack:slackChannelId: C0ACME00000
          inspector-slack:coverageAlerts: true
          inspector-slack:%s
        """
            .formatted(source, more));
  }

  /** A finding of a Region in Security Hub, in an event of the same Region. */
  private static ObjectNode imported(String region, String name) {
    return imported(region, region, name);
  }

  private static ObjectNode imported(String eventRegion, String region, String name) {
    ObjectNode event = SampleFindings.sample("securityhub-ec2-package");
    event.put("region", eventRegion);
    ObjectNode finding = (ObjectNode) event.at("/detail/findings/0");
    finding.put("Region", region).put("Id", "arn:aws:inspector2:" + region + ":1:finding/" + name);
    ((ObjectNode) finding.at("/Resources/0")).put("Region", region);
    ((ObjectNode) finding.at("/Vulnerabilities/0")).put("Id", "CVE-" + name);
    return event;
  }

  private List<JsonNode> simulated(ObjectNode... events) throws JsonProcessingException {
    StringBuilder input = new StringBuilder();
    for (ObjectNode event : events) {
      input.append(event).append('\n');
    }
    Console console =
        Console.run(folder, input.toString(), false, "simulate", "three", "--json", "-");
    List<JsonNode> lines = new ArrayList<>();
    for (String line : console.out().lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static List<String> verdicts(List<JsonNode> lines) {
    return lines.stream().map(line -> line.get("verdict").asText()).toList();
  }

  private static JsonNode content(JsonNode line) {
    return line.at("/notifications/0/message/content");
  }

  @Test
  void aFindingIsAnnouncedByItsRegionsPath() throws JsonProcessingException {
    List<JsonNode> lines =
        simulated(
            imported("us-east-1", "a"), imported("eu-west-1", "b"), imported("us-east-1", "a"));
    assertThat(verdicts(lines)).containsExactly("notify", "notify", "drop");
    assertThat(content(lines.get(0)).get("description").asText()).contains(" · us-east-1\n");
    assertThat(content(lines.get(0)).get("nextSteps").toString())
        .contains("https://us-east-1.console.aws.amazon.com/");
    assertThat(content(lines.get(1)).get("nextSteps").toString())
        .contains("https://eu-west-1.console.aws.amazon.com/");
  }

  @Test
  void aStormInOneRegionHoldsNoFindingOfAnother() throws JsonProcessingException {
    List<JsonNode> lines =
        simulated(
            imported("us-east-1", "a"),
            imported("us-east-1", "b"),
            imported("ap-northeast-1", "c"));
    assertThat(verdicts(lines)).containsExactly("notify", "hold", "notify", "summary");
    assertThat(content(lines.get(3)).get("title").asText())
        .isEqualTo(":bar_chart: 1 more finding: 1 HIGH (us-east-1)");
    assertThat(lines.get(3).at("/notifications/0/message/metadata/summary").asText())
        .isEqualTo("1 more finding: 1 HIGH (us-east-1)");
  }

  @Test
  void aFindingThatAnAggregationRegionGetsTooIsAnnouncedOnce() throws JsonProcessingException {
    List<JsonNode> lines =
        simulated(imported("eu-west-1", "us-east-1", "a"), imported("us-east-1", "a"));
    assertThat(verdicts(lines)).containsExactly("drop", "notify");
    assertThat(lines.get(0).get("reason").asText())
        .isEqualTo("it's about us-east-1, whose own rule takes it");
  }

  @Test
  void theSameIsTrueOfTheNewSecurityHub() throws IOException {
    stack("securityhub-v2", "severityThreshold: HIGH");
    List<ObjectNode> events = new ArrayList<>();
    for (String region : List.of("us-east-1", "sa-east-1")) {
      ObjectNode event = SampleFindings.sample("securityhub-v2-ec2-package");
      ((ObjectNode) event.at("/detail/findings/0/cloud")).put("region", region);
      events.add(event);
    }
    List<JsonNode> lines = simulated(events.toArray(ObjectNode[]::new));
    assertThat(verdicts(lines)).containsExactly("drop", "notify");
    assertThat(lines.get(0).get("reason").asText())
        .isEqualTo("it's about us-east-1, whose own rule takes it");
  }

  @Test
  void theAggregationRegionAnnouncesFindingsOfRegionsThatHaveNoPath()
      throws JsonProcessingException {
    List<JsonNode> lines = simulated(imported("eu-west-1", "sa-east-1", "a"));
    assertThat(verdicts(lines)).containsExactly("notify");
    assertThat(content(lines.get(0)).get("description").asText()).contains(" · sa-east-1\n");
  }

  @Test
  void anEventOfARegionThatIsNotCoveredIsDropped() throws JsonProcessingException {
    List<JsonNode> lines = simulated(imported("sa-east-1", "a"));
    assertThat(verdicts(lines)).containsExactly("drop");
    assertThat(lines.get(0).get("reason").asText())
        .isEqualTo("region is sa-east-1; the stack covers eu-west-1, us-east-1, ap-northeast-1");
  }

  @Test
  void coverageIsAlertedOfInEveryRegion() throws IOException {
    stack("inspector", "severityThreshold: HIGH");
    List<JsonNode> lines = new ArrayList<>();
    for (String region : List.of("eu-west-1", "ap-northeast-1")) {
      ObjectNode event = SampleFindings.sample("coverage-unmanaged-instance");
      lines.addAll(simulated(event.put("region", region)));
    }
    assertThat(verdicts(lines)).containsExactly("notify", "notify");
    assertThat(content(lines.get(1)).toString())
        .contains("https://ap-northeast-1.console.aws.amazon.com/");
  }
}
