package inspectorslack.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Curated delivery of many events at once, through the rule. {@link DeployedCuration} says what
 * isn't proven.
 *
 * <p>All events of the storm have the same time. The companion's {@code CuratedSimulationTests}
 * show that days between them change nothing.
 */
class CurationLoadTests extends DeployedCuration {
  private static final Proof PROOF = new Proof("curation-load", "put", "arrived");

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(3);
  }

  private static List<JsonNode> findings(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> (JsonNode) finding("finding-" + i, "HIGH", START))
        .toList();
  }

  private static List<String> announcements(int count) {
    return IntStream.range(0, count).mapToObj(i -> "finding-" + i + " HIGH").toList();
  }

  @Test
  void fiftyCopiesAtOnceGiveOneMessage() throws Exception {
    String listener = deployAndListen("inspector");
    JsonNode event = finding("finding-1", "HIGH", START);
    IntStream.range(0, 5).parallel().forEach(i -> emulator.put(Collections.nCopies(10, event)));
    assertThat(announced(listener)).containsExactly("finding-1 HIGH");
    PROOF.row("the same event 50 times at once", "1 message");
  }

  @Test
  void eachFindingOfABurstArrivesOnce() throws Exception {
    String listener = deployAndListen("inspector");
    emulator.put(findings(1000));
    assertThat(announced(listener)).containsExactlyInAnyOrderElementsOf(announcements(1000));
    PROOF.row("1,000 findings in a burst", "1,000 messages, none twice");
  }

  @Test
  void aStormGivesOneMessagePerFinding() throws Exception {
    String listener = deployAndListen("inspector");
    List<JsonNode> storm = new ArrayList<>();
    for (int events = 0; events < 3 + 7; events++) {
      storm.addAll(findings(400));
    }
    emulator.put(storm);
    assertThat(announced(listener)).containsExactlyInAnyOrderElementsOf(announcements(400));
    PROOF.row(
        "a storm: 400 findings, three events each, then each re-scored seven times",
        "400 messages, none twice");
  }
}
