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
 * Curated delivery of many events at once, through the rule; see {@link DeployedCuration} for what
 * is not proven.
 *
 * <p>The storm's events all have the time at which they are put: that days between them change
 * nothing, the companion's {@code CuratedSimulationTests} show.
 */
class CurationLoadTests extends DeployedCuration {
  private static final Proof PROOF = new Proof("curation-load", "put", "arrived");

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(3);
  }

  @Test
  void fiftyCopiesAtOnceGiveOneMessage() throws Exception {
    String listener = listening("inspector");
    JsonNode event = finding("finding-1", "HIGH", START);
    IntStream.range(0, 5).parallel().forEach(i -> emulator.put(Collections.nCopies(10, event)));
    assertThat(announced(listener)).containsExactly("finding-1 HIGH");
    PROOF.row("the same event 50 times at once", "1 message");
  }

  @Test
  void aBurstOfAThousandFindingsArrivesWholeAndOnce() throws Exception {
    String listener = listening("inspector");
    List<JsonNode> burst =
        IntStream.range(0, 1000)
            .mapToObj(i -> (JsonNode) finding("finding-" + i, "HIGH", START))
            .toList();
    emulator.put(burst);
    assertThat(announced(listener))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 1000).mapToObj(i -> "finding-" + i + " HIGH").toList());
    PROOF.row("1,000 findings in a burst", "1,000 messages, none twice");
  }

  @Test
  void aStormGivesOneMessageAFinding() throws Exception {
    String listener = listening("inspector");
    List<JsonNode> storm = new ArrayList<>();
    for (int copy = 0; copy < 3; copy++) {
      for (int i = 0; i < 400; i++) {
        storm.add(finding("finding-" + i, "HIGH", START));
      }
    }
    for (int day = 1; day <= 7; day++) {
      for (int i = 0; i < 400; i++) {
        storm.add(finding("finding-" + i, "HIGH", START));
      }
    }
    assertThat(storm).hasSize(4000);
    emulator.put(storm);
    assertThat(announced(listener))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 400).mapToObj(i -> "finding-" + i + " HIGH").toList());
    PROOF.row(
        "a storm: 400 findings, three events each, then each re-scored seven times",
        "400 messages, none twice");
  }
}
