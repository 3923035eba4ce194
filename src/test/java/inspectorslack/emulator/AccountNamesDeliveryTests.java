package inspectorslack.emulator;

import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names of accounts, by another JSONata than the companion's. {@code DigestDeliveryTests} has them
 * in a digest. {@link DeployedCuration} says what isn't proven.
 */
class AccountNamesDeliveryTests extends DeployedCuration {
  private static final String MEMBER = "111122223333";

  private String deployWithNames(String source) throws Exception {
    deploy(
        "test",
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: %s
          inspector-slack:delivery: curated
          inspector-slack:storm: {messages: 1, minutes: 5}
          inspector-slack:coverageAlerts: true
          inspector-slack:accountNames: {"123456789012": security, "%s": "R&D <old>"}
          inspector-slack:organization: {autoEnable: [EC2], members: ["%s"]}
        """
            .formatted(source, MEMBER, MEMBER));
    return listener("test");
  }

  private static ObjectNode of(String account, ObjectNode event) {
    detail(event).put("awsAccountId", account);
    return event;
  }

  private static List<String> lines(JsonNode message, String beginning) {
    return message
        .at("/content/description")
        .asText()
        .lines()
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  @Test
  void aMessageAndASummarySayWhichAccountAFindingIsIn() throws Exception {
    String listener = deployWithNames("inspector");
    putInOrder(
        List.of(
            of(MEMBER, finding("first", "HIGH", START)),
            of(MEMBER, finding("second", "HIGH", START)),
            of("444455556666", finding("third", "HIGH", START)),
            of("123456789012", finding("fourth", "HIGH", START))));
    List<JsonNode> announced = emulator.arrived(listener);
    assertThat(announced).hasSize(1);
    assertThat(lines(announced.get(0), "*Account:* "))
        .containsExactly("*Account:* R&amp;D &lt;old&gt; (111122223333) · eu-west-1");

    Instant due = START.plus(INTERVAL);
    List<JsonNode> summaries = summarized(listener, due).summaries();
    assertThat(summaries).hasSize(1);
    List<String> resources = new ArrayList<>(lines(summaries.get(0), "• web"));
    assertThat(resources)
        .map(line -> line.replaceFirst(".* · ", ""))
        .containsExactlyInAnyOrder(
            "R&amp;D &lt;old&gt; (111122223333): 1 finding",
            "444455556666: 1 finding",
            "security (123456789012): 1 finding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspector", "securityhub", "securityhub-v2"})
  void everySourceHasNames(String source) throws Exception {
    String listener = deployWithNames(source);
    emulator.put(List.of(sample(source + "-ec2-package")));
    assertThat(emulator.arrived(listener))
        .singleElement()
        .satisfies(
            message ->
                assertThat(lines(message, "*Account:* "))
                    .containsExactly("*Account:* security (123456789012) · eu-west-1"));
  }

  @Test
  void aCoverageAlertSaysWhichAccountItIsAbout() throws Exception {
    String listener = deployWithNames("inspector");
    emulator.put(List.of(sample("coverage-unmanaged-instance")));
    assertThat(emulator.arrived(listener))
        .singleElement()
        .satisfies(
            message ->
                assertThat(lines(message, "*Account:* "))
                    .containsExactly("*Account:* security (123456789012) · eu-west-1"));
  }
}
