package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.closed;
import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.simulate.SimulatedRoute.Held;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.config.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which findings are announced by themselves, which are held, and which summary has them, by the
 * state machine's own expressions and conditions.
 *
 * <p>Not proven here: that Step Functions and DynamoDB evaluate the same way, and what happens when
 * a task fails; the emulator's suites show both.
 */
class StormSimulationTests extends StormTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "1, 60", "5, 1", "5, 5", "5, 60", "50, 1", "50, 5", "50, 60"})
  void anIntervalTakesItsMessagesUpToItsLastSecond(int messages, int minutes) {
    SimulatedCuration curation = curation(messages, minutes);
    Instant end = START.plus(Duration.ofMinutes(minutes));
    for (int number = 1; number <= messages; number++) {
      assertAnnounced(curation.run(finding(number, "HIGH", START)));
    }
    assertHeld(curation.run(finding(99, "HIGH", end.minusSeconds(1))), end);
    assertThat(curation.summaries(Route.DEFAULT, end.minusSeconds(1))).isEmpty();
    assertThat(summary(curation, end).time()).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 60", "5, 5", "50, 60"})
  void theNextIntervalBeginsAtItsFirstSecond(int messages, int minutes) {
    SimulatedCuration curation = curation(messages, minutes);
    Instant next = START.plus(Duration.ofMinutes(minutes));
    for (int number = 1; number <= messages; number++) {
      assertAnnounced(curation.run(finding(number, "HIGH", next.minusSeconds(1))));
      assertAnnounced(curation.run(finding(100 + number, "HIGH", next)));
    }
    Instant end = next.plus(Duration.ofMinutes(minutes));
    assertHeld(curation.run(finding(99, "HIGH", next)), end);
  }

  @ParameterizedTest
  @CsvSource({"1", "5", "60"})
  void withoutMessagesEveryFindingIsHeld(int minutes) {
    SimulatedCuration curation = curation(0, minutes);
    Instant end = START.plus(Duration.ofMinutes(minutes));
    assertHeld(curation.run(finding(1, "HIGH", START)), end);
    assertHeld(curation.run(finding(2, "CRITICAL", end.minusSeconds(1))), end);
    assertThat(summary(curation, end).findings()).containsExactly("finding-2", "finding-1");
  }

  @Test
  void aFloodOfOneSeverityHoldsBackNoOther() {
    SimulatedCuration curation = curation(5, 5);
    for (int number = 1; number <= 100; number++) {
      curation.run(finding(number, "HIGH", START.plusSeconds(number)));
    }
    for (int number = 101; number <= 105; number++) {
      assertAnnounced(curation.run(finding(number, "CRITICAL", START.plusSeconds(200))));
    }
    assertHeld(
        curation.run(finding(106, "CRITICAL", START.plusSeconds(200))), START.plusSeconds(300));
    assertThat(summary(curation, START.plusSeconds(300)).findings()).hasSize(96);
  }

  @ParameterizedTest
  @CsvSource({"1", "5", "60"})
  void aVulnerabilityIsAnnouncedOnceInItsMinutesWhateverTheInterval(int minutes) {
    SimulatedCuration curation = curation(5, minutes);
    Duration interval = Duration.ofMinutes(minutes);
    Instant first = START.plusSeconds(45);
    Instant second = START.plus(interval).plusSeconds(44);
    assertAnnounced(curation.run(finding("a", "CVE-1", "HIGH", first)));
    assertHeld(
        curation.run(finding("b", "CVE-1", "HIGH", second)), START.plus(interval).plus(interval));
    // It's the announcement that counts, not the finding held since.
    assertAnnounced(curation.run(finding("c", "CVE-1", "HIGH", second.plusSeconds(1))));
    assertAnnounced(curation.run(finding("d", "CVE-1", "CRITICAL", second.plusSeconds(1))));
    assertAnnounced(curation.run(finding("e", "CVE-2", "HIGH", second.plusSeconds(1))));
  }

  @Test
  void furtherResourcesOfAVulnerabilityTakeNoRoomOfOthers() {
    SimulatedCuration curation = curation(5, 5);
    for (int resource = 1; resource <= 60; resource++) {
      curation.run(finding("one-" + resource, "CVE-1", "HIGH", START));
    }
    for (int number = 2; number <= 5; number++) {
      assertAnnounced(curation.run(finding(number, "HIGH", START)));
    }
    assertThat(curation.run(finding(6, "HIGH", START))).isInstanceOf(Held.class);
  }

  @Test
  void anIntervalAfterAFullOneStartsHeldAndOneAfterACalmOneDoesNot() {
    SimulatedCuration curation = curation(5, 5);
    Instant second = START.plusSeconds(300);
    Instant third = START.plusSeconds(600);
    for (int number = 1; number <= 6; number++) {
      curation.run(finding(number, "HIGH", START));
    }
    assertHeld(curation.run(finding(11, "HIGH", second)), third);
    assertAnnounced(curation.run(finding(12, "CRITICAL", second)));
    assertAnnounced(curation.run(finding(21, "HIGH", third)));
  }

  @Test
  void aStormLastsUntilAnIntervalThatWouldNotBeFull() {
    SimulatedCuration curation = curation(5, 5);
    for (int interval = 0; interval < 4; interval++) {
      for (int number = 1; number <= 6; number++) {
        Instant time = START.plusSeconds(300L * interval + number);
        var outcome = curation.run(finding(10 * interval + number, "HIGH", time));
        if (interval == 0 && number <= 5) {
          assertAnnounced(outcome);
        } else {
          assertHeld(outcome, START.plusSeconds(300L * (interval + 1)));
        }
      }
    }
    assertThat(curation.run(finding(41, "HIGH", START.plusSeconds(1_200))))
        .isInstanceOf(Held.class);
    assertAnnounced(curation.run(finding(51, "HIGH", START.plusSeconds(1_500))));
  }

  @Test
  void aTrickleIsAnnouncedOneByOne() {
    SimulatedCuration curation = curation(5, 5);
    for (int number = 1; number <= 100; number++) {
      assertAnnounced(curation.run(finding(number, "HIGH", START.plusSeconds(60L * number))));
    }
    assertThat(curation.isHolding()).isFalse();
  }

  /** One step of a finding's life. */
  private static void step(SimulatedCuration curation, char step, Instant time) {
    switch (step) {
      case 'H' -> curation.run(finding(1, "HIGH", time));
      case 'C' -> curation.run(finding(1, "CRITICAL", time));
      default -> curation.run(closed(finding(1, "HIGH", time)));
    }
  }

  // Each finding is held. H: an event at HIGH, C: at CRITICAL, x: the finding closes, and the
  // schedule between words. Then what each summary says of it and of another finding at HIGH.
  @ParameterizedTest
  @CsvSource({
    "H,      2 HIGH",
    "HH,     2 HIGH",
    "C,      1 CRITICAL 1 HIGH",
    "HC,     1 CRITICAL 1 HIGH",
    "CH,     1 CRITICAL 1 HIGH",
    "HCH,    1 CRITICAL 1 HIGH",
    "x,      1 HIGH",
    "Hx,     1 HIGH; closed 1",
    "HCx,    1 HIGH; closed 1",
    "Hxx,    1 HIGH; closed 1",
    "HxH,    2 HIGH",
    "HxC,    1 CRITICAL 1 HIGH",
    "CxH,    2 HIGH",
    "HxHx,   1 HIGH; closed 1",
    "HxHC,   1 CRITICAL 1 HIGH",
    "H H,    2 HIGH / 1 HIGH",
    "H C,    2 HIGH / 1 CRITICAL 1 HIGH",
    "C H,    1 CRITICAL 1 HIGH / 1 HIGH",
    "H x,    2 HIGH / 1 HIGH",
    "Hx x,   1 HIGH; closed 1 / 1 HIGH",
    "Hx H,   1 HIGH; closed 1 / 2 HIGH",
    "Hx C,   1 HIGH; closed 1 / 1 CRITICAL 1 HIGH",
    "H xH,   2 HIGH / 2 HIGH",
    "H xC,   2 HIGH / 1 CRITICAL 1 HIGH",
    "H xHx,  2 HIGH / 1 HIGH; closed 1",
    "H C C,  2 HIGH / 1 CRITICAL 1 HIGH / 1 HIGH"
  })
  void aHeldFindingIsInOneSummaryAtItsHighestSeverityUnlessItCloses(String life, String says) {
    SimulatedCuration curation = curation(0, 1);
    List<String> summaries = new ArrayList<>();
    Instant time = START;
    for (String steps : life.split(" ", -1)) {
      curation.run(finding(100 + summaries.size(), "HIGH", time));
      for (char step : steps.toCharArray()) {
        time = time.plusSeconds(1);
        step(curation, step, time);
      }
      time = time.plusSeconds(60);
      Summary summary = summary(curation, time);
      summaries.add(
          title(summary.message())
                  .replaceFirst("^:bar_chart: \\d+ more findings?: ", "")
                  .replace(",", "")
              + lines(summary.message()).stream()
                  .filter(line -> line.startsWith("*Closed meanwhile:*"))
                  .map(line -> line.replace("*Closed meanwhile:*", "; closed"))
                  .findFirst()
                  .orElse(""));
      assertThat(summary.findings())
          .hasSize(numbers(title(summary.message())))
          .doesNotHaveDuplicates();
    }
    assertThat(String.join(" / ", summaries)).isEqualTo(says);
  }

  private static int numbers(String title) {
    return Integer.parseInt(title.replaceFirst("^:bar_chart: (\\d+) more.*", "$1"));
  }

  @Test
  void aHeldFindingThatRisesIsAnnouncedIfItsNewSeverityHasRoom() {
    SimulatedCuration curation = curation(1, 5);
    for (int number = 1; number <= 3; number++) {
      curation.run(finding(number, "HIGH", START));
    }
    assertAnnounced(curation.run(finding(2, "CRITICAL", START.plusSeconds(1))));
    Summary summary = summary(curation, START.plusSeconds(300));
    assertThat(summary.findings()).containsExactly("finding-3");
    assertThat(title(summary.message())).isEqualTo(":bar_chart: 1 more finding: 1 HIGH");
  }

  @Test
  void whenAllHeldFindingsCloseThereIsNoSummary() {
    SimulatedCuration curation = curation(0, 5);
    for (int number = 1; number <= 3; number++) {
      curation.run(finding(number, "HIGH", START));
      curation.run(closed(finding(number, "HIGH", START.plusSeconds(1))));
    }
    assertThat(curation.summaries(Route.DEFAULT, Instant.MAX)).isEmpty();
    assertThat(curation.isHolding()).isFalse();
    assertThat(curation.run(finding(1, "HIGH", START.plusSeconds(600)))).isInstanceOf(Held.class);
  }

  @Test
  void aCopyOfAHeldFindingsEventIsDroppedAndSaysWhereTheFindingIs() {
    SimulatedCuration curation = curation(0, 5);
    curation.run(finding(1, "HIGH", START));
    assertThat(curation.run(finding(1, "HIGH", START.plusSeconds(60))))
        .isEqualTo(
            new Passed(
                "already held; in the summary due at 2026-11-16T10:05:00Z",
                "already held for a summary"));
  }

  @Test
  void anEventOlderThanTheOneThatWasHeldChangesNothing() {
    SimulatedCuration curation = curation(0, 5);
    curation.run(finding(1, "HIGH", START.plusSeconds(60)));
    assertThat(curation.run(finding(1, "CRITICAL", START.plusSeconds(30))))
        .isInstanceOf(Passed.class);
    assertThat(curation.run(closed(finding(1, "HIGH", START.plusSeconds(30)))))
        .isInstanceOf(Passed.class);
    assertThat(title(summary(curation, START.plusSeconds(300)).message()))
        .isEqualTo(":bar_chart: 1 more finding: 1 HIGH");
  }

  @Test
  void aReplayOfOldEventsIsOneBurstWhateverTheirTimes() {
    SimulatedCuration curation = curation(5, 5);
    Instant now = START.plus(Duration.ofDays(1));
    for (int number = 1; number <= 12; number++) {
      var outcome = curation.run(finding(number, "HIGH", START.plusSeconds(1_000L * number)), now);
      if (number <= 5) {
        assertAnnounced(outcome);
      } else {
        assertHeld(outcome, now);
      }
    }
    assertThat(summary(curation, now).findings()).hasSize(7);
  }

  @Test
  void anEventThatIsSecondsLateIsJudgedInItsOwnInterval() {
    SimulatedCuration curation = curation(1, 5);
    Instant end = START.plusSeconds(300);
    assertAnnounced(curation.run(finding(1, "HIGH", end.minusSeconds(10))));
    assertAnnounced(curation.run(finding(2, "HIGH", end.plusSeconds(10))));
    assertHeld(curation.run(finding(3, "HIGH", end.minusSeconds(5)), end.plusSeconds(20)), end);
    // The run for that interval is over.
    assertThat(summary(curation, end.plusSeconds(60)).time()).isEqualTo(end.plusSeconds(60));
  }

  @Test
  void findingsWithoutAVulnerabilityHaveTheirTitleInCommon() {
    SimulatedCuration curation = curation(5, 5);
    ObjectNode event = sample("inspector-ec2-network").put("time", START.toString());
    for (int instance = 1; instance <= 3; instance++) {
      ((ObjectNode) event.get("detail")).put("findingArn", "finding-" + instance);
      var outcome = curation.run(on("i-" + instance, event));
      if (instance == 1) {
        assertAnnounced(outcome);
      } else {
        assertHeld(outcome, START.plusSeconds(300));
      }
    }
    assertThat(lines(summary(curation, START.plusSeconds(300)).message()))
        .contains("• Port 22 is reachable from an Internet Gateway - TCP · MEDIUM · 2 resources");
  }
}
