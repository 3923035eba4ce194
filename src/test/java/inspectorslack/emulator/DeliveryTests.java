package inspectorslack.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleFindings;
import inspectorslack.SampleVerdicts;
import inspectorslack.SampleVerdicts.Row;
import inspectorslack.engine.EngineStack;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Native delivery. The engine deploys a stack to the AWS emulator, the suite puts events on the bus
 * and reads from the topic what a Slack integration would get.
 *
 * <p>Not proven here, because the emulator doesn't have it: the topic policy and the key policy
 * (see {@code PolicyDocumentsTests}), the dead-letter queue of the rule, and how Amazon Q Developer
 * shows an event.
 */
class DeliveryTests extends EmulatorSuite {
  private static final Proof PROOF = new Proof("delivery", "sent", "arrived");

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(6);
  }

  private static String file(String stack) throws IOException {
    return Files.readString(Path.of("Pulumi." + stack + ".yaml"))
        .replace("delivery: curated", "delivery: native");
  }

  private static JsonNode finding(String id, String severity) {
    return SampleFindings.finding(id, severity, "2026-11-16T10:00:00Z");
  }

  /** An event without its ID and time, which the bus sets. */
  private static JsonNode content(JsonNode event) {
    return event
        .<ObjectNode>deepCopy()
        .retain("source", "detail-type", "account", "region", "resources", "detail");
  }

  private static List<String> ids(List<JsonNode> events) {
    return events.stream().map(event -> event.at("/detail/findingArn").asText()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void theSamplesThatNotifyArriveOnceAndUnchanged(String stack) throws Exception {
    deploy(stack, file(stack));
    String listener = listener(stack);
    List<JsonNode> samples = new ArrayList<>();
    List<JsonNode> expected = new ArrayList<>();
    for (Row row : SampleVerdicts.all()) {
      JsonNode event = SampleFindings.sample(row.sample());
      samples.add(event);
      // Native delivery leaves out findings whose workflow status is NOTIFIED.
      boolean isNew = !event.at("/detail/findings/0/Workflow/Status").asText().equals("NOTIFIED");
      if (row.arrives(stack) && isNew) {
        expected.add(content(event));
      }
    }
    assertThat(expected).isNotEmpty();

    emulator.put(samples);

    List<JsonNode> arrived = emulator.arrived(listener);
    assertThat(arrived.stream().map(DeliveryTests::content))
        .containsExactlyInAnyOrderElementsOf(expected);
    PROOF.row(
        "every sample event, once, to " + stack,
        "%d of %d: those that notify, unchanged".formatted(arrived.size(), samples.size()));
  }

  @Test
  void eachFindingOfABurstArrivesOnce() throws Exception {
    deploy("dev", file("dev"));
    String listener = listener("dev");
    List<JsonNode> burst = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      burst.add(finding("finding-" + i, i % 2 == 0 ? "HIGH" : "CRITICAL"));
    }
    emulator.put(burst);
    List<String> arrived = ids(emulator.arrived(listener));
    assertThat(arrived).containsExactlyInAnyOrderElementsOf(ids(burst));
    PROOF.row("200 findings in a burst", arrived.size() + ", none twice");
  }

  @Test
  void aDisabledRuleDeliversNothing() throws Exception {
    deploy("dev", file("dev"));
    String listener = listener("dev");
    emulator.events.disableRule(call -> call.name("inspector-slack-dev-findings"));
    emulator.put(List.of(finding("while disabled", "CRITICAL")));
    emulator.events.enableRule(call -> call.name("inspector-slack-dev-findings"));
    // When this one arrives, the first would have arrived too.
    emulator.put(List.of(finding("when enabled", "CRITICAL")));
    assertThat(ids(emulator.arrived(listener))).containsExactly("when enabled");
    PROOF.row("a finding while the rule is disabled, one after", "the one after");
  }

  @Test
  void aNewThresholdAppliesAfterTheNextUp() throws Exception {
    EngineStack stack = deploy("dev", file("dev"));
    String listener = listener("dev");
    stack.configure(file("dev").replace("MEDIUM", "CRITICAL"));
    assertThat(stack.up().problems()).isEmpty();
    emulator.put(List.of(finding("high", "HIGH"), finding("critical", "CRITICAL")));
    assertThat(ids(emulator.arrived(listener))).containsExactly("critical");
    PROOF.row("a HIGH and a CRITICAL finding, after the threshold rose to CRITICAL", "CRITICAL");
  }

  @Test
  void destroyLeavesNothingBehind() throws Exception {
    EngineStack stack = deploy("prod", file("prod"));
    assertThat(emulator.sns.listTopics().topics()).hasSize(1);
    assertThat(emulator.sqs.listQueues().queueUrls()).hasSize(1);
    assertThat(emulator.events.listRules(call -> {}).rules()).hasSize(1);
    assertThat(stack.destroy().problems()).isEmpty();
    assertThat(emulator.sns.listTopics().topics()).isEmpty();
    assertThat(emulator.sqs.listQueues().queueUrls()).isEmpty();
    assertThat(emulator.events.listRules(call -> {}).rules()).isEmpty();
    PROOF.row("nothing, after destroy", "nothing; no topic, queue or rule is left");
  }
}
