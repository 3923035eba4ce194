package inspectorslack.emulator;

import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleVerdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * An organization's findings in three Regions, two routes and the names of its accounts, as {@code
 * docs/examples/Pulumi.administrator.yaml} has them.
 *
 * <p>Not proven here: that Amazon Q Developer posts from topics of other Regions, and what {@link
 * DeployedCuration} doesn't prove.
 */
class RegionsDeliveryTests extends EmulatorSuite {
  private static final List<String> REGIONS = List.of("eu-west-1", "us-east-1", "ap-northeast-1");

  // The account of the samples, and a member.
  private static final Map<String, String> NAMES =
      Map.of("123456789012", "security", "111122223333", "payments");

  /** A sample as another account and Region would send it. */
  private static ObjectNode sampleOf(String name, String account, String region) {
    ObjectNode event = sample(name).put("region", region);
    ObjectNode finding = detail(event);
    finding.put("awsAccountId", account);
    finding.put(
        "findingArn",
        finding.get("findingArn").asText().replace("eu-west-1", region) + "-" + account);
    ((ObjectNode) finding.at("/resources/0")).put("region", region);
    // Otherwise a storm's limit would hold the second finding of a vulnerability.
    finding.put("title", name + account);
    if (finding.at("/packageVulnerabilityDetails") instanceof ObjectNode vulnerability) {
      vulnerability.put("vulnerabilityId", name + account);
    }
    return event;
  }

  private Emulator in(String region) {
    return region.equals(Emulator.REGION) ? emulator : emulator.in(region);
  }

  private static String topic(String region, String route) {
    return "arn:aws:sns:%s:%s:sec-administrator--%s-findings"
        .formatted(region, Emulator.ACCOUNT, route);
  }

  private static List<String> accountLines(List<JsonNode> messages) {
    return messages.stream()
        .flatMap(message -> message.at("/content/description").asText().lines())
        .filter(line -> line.startsWith("*Account:* "))
        .toList();
  }

  @Test
  void eachSampleArrivesOnceInItsRoutesWithItsAccountAndRegion() throws Exception {
    deploy(
        "administrator",
        Files.readString(Path.of("docs/examples/Pulumi.administrator.yaml"))
            + "  inspector-slack:storm: {messages: 50}\n");
    List<String> samples =
        SampleVerdicts.all().stream()
            .map(SampleVerdicts.Row::sample)
            .filter(name -> name.startsWith("inspector-"))
            .filter(name -> detail(sample(name)).path("status").asText().equals("ACTIVE"))
            .filter(
                name ->
                    List.of("HIGH", "CRITICAL")
                        .contains(detail(sample(name)).path("severity").asText()))
            .toList();
    assertThat(samples).hasSizeGreaterThan(3);

    Map<String, String> listeners = new LinkedHashMap<>();
    for (String region : REGIONS) {
      for (String route : List.of("security", "payments")) {
        listeners.put(region + " " + route, in(region).listen(topic(region, route)));
      }
    }
    for (String region : REGIONS) {
      List<JsonNode> events = new ArrayList<>();
      for (String name : samples) {
        NAMES.keySet().forEach(account -> events.add(sampleOf(name, account, region)));
      }
      in(region).put(events);
      in(region).put(events); // EventBridge may deliver an event twice.
    }

    for (String region : REGIONS) {
      assertThat(accountLines(arrived(listeners, region, "payments")))
          .as(region)
          .hasSize(samples.size())
          .containsOnly("*Account:* payments (111122223333) · " + region);
      assertThat(accountLines(arrived(listeners, region, "security")))
          .as(region)
          .hasSize(2 * samples.size())
          .containsOnly(
              "*Account:* payments (111122223333) · " + region,
              "*Account:* security (123456789012) · " + region);
    }
  }

  private List<JsonNode> arrived(Map<String, String> listeners, String region, String route)
      throws IOException {
    return in(region).arrived(listeners.get(region + " " + route));
  }
}
