package inspectorslack.emulator;

import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.withVulnerability;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Curated delivery of many events at once, through the rule. {@link DeployedCuration} says what
 * isn't proven. Each finding is announced by itself or in exactly one summary.
 *
 * <p>All events of the storm have the same time. The companion's {@code CuratedSimulationTests}
 * show that days between them change nothing.
 */
class CurationLoadTests extends DeployedCuration {
  private static final Proof PROOF = new Proof("curation-load", "sent", "arrived");
  private static final List<String> SEVERITIES = List.of("MEDIUM", "HIGH", "CRITICAL");

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(6);
  }

  private static List<JsonNode> findings(String name, int number, String severity, Instant time) {
    return IntStream.range(0, number)
        .mapToObj(i -> (JsonNode) finding(name + "-" + i, severity, time))
        .toList();
  }

  /** How many findings of each severity were announced, none of them twice. */
  private static String bySeverity(List<String> announced) {
    assertThat(announced).doesNotHaveDuplicates();
    return SEVERITIES.stream()
        .map(
            severity ->
                announced.stream().filter(it -> it.endsWith(" " + severity)).count()
                    + " "
                    + severity)
        .collect(Collectors.joining(", "));
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
  void aBurstOfAThousandFindingsIsFifteenMessagesAndASummary() throws Exception {
    String listener = deployAndListen("inspector");
    emulator.put(
        IntStream.range(0, 1000)
            .mapToObj(i -> (JsonNode) finding("finding-" + i, SEVERITIES.get(i % 3), START))
            .toList());
    Heard heard = summarized(listener, START.plus(INTERVAL));
    assertThat(bySeverity(heard.announced())).isEqualTo("5 MEDIUM, 5 HIGH, 5 CRITICAL");
    assertThat(heard.summarized()).isEqualTo(985);
    assertThat(heard.summaries()).hasSize(1);
    PROOF.row(
        "1,000 findings in a burst, each of its own vulnerability, of three severities",
        "15 messages, 5 of each severity, and 1 summary of 985");
  }

  @Test
  void aStormAboutOneImageIsFiveMessagesAndASummary() throws Exception {
    String listener = deployAndListen("inspector");
    List<JsonNode> image = findings("finding", 200, "HIGH", START);
    emulator.put(Collections.nCopies(3, image).stream().flatMap(List::stream).toList());
    Heard heard = summarized(listener, START.plus(INTERVAL));
    assertThat(bySeverity(heard.announced())).isEqualTo("0 MEDIUM, 5 HIGH, 0 CRITICAL");
    assertThat(heard.summarized()).isEqualTo(195);
    assertThat(heard.summaries()).hasSize(1);
    emulator.put(image);
    assertThat(summarized(listener, START.plus(INTERVAL.multipliedBy(3))))
        .isEqualTo(new Heard(List.of(), List.of()));
    PROOF.row(
        "200 findings of one image, three events each, and another each after the summary",
        "5 messages and 1 summary of 195");
  }

  @Test
  void aVulnerabilityOnSixtyInstancesIsAMessageAndASummary() throws Exception {
    String listener = deployAndListen("inspector");
    List<JsonNode> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ObjectNode event = finding("finding-" + i, "CRITICAL", START);
      ((ObjectNode) detail(event).at("/resources/0")).put("id", "i-" + i);
      events.add(withVulnerability(event, "CVE-2026-1"));
    }
    emulator.put(events);
    Heard heard = summarized(listener, START.plus(INTERVAL));
    assertThat(heard.announced()).hasSize(1);
    assertThat(heard.summaries()).hasSize(1);
    assertThat(heard.summarized()).isEqualTo(59);
    assertThat(heard.resources("CVE-2026-1")).isEqualTo(59);
    PROOF.row("a vulnerability on 60 instances", "1 message and 1 summary, of 59 resources");
  }

  @Test
  void aStormThatGoesOnStaysHeldUntilAnIntervalIsCalm() throws Exception {
    String listener = deployAndListen("inspector");
    List<String> seen = new ArrayList<>();
    int number = 20;
    for (int interval = 0; interval < 4; interval++) {
      Instant begin = START.plus(INTERVAL.multipliedBy(interval));
      emulator.put(findings("interval-" + interval, number, "HIGH", begin));
      Heard heard = summarized(listener, begin.plus(INTERVAL));
      bySeverity(heard.announced());
      assertThat(heard.announced().size() + heard.summarized()).isEqualTo(number);
      seen.add("%d and %d".formatted(heard.announced().size(), heard.summarized()));
      number = interval < 1 ? 20 : 1;
    }
    assertThat(seen).containsExactly("5 and 15", "0 and 20", "0 and 1", "1 and 0");
    PROOF.row(
        "20 findings in each of two intervals, 1 in each of the next two",
        "by themselves and in summaries: " + String.join(", ", seen));
  }

  @Test
  void aPageOfTheLongestTextsFitsIntoTheMachine() throws Exception {
    String listener = deployAndListen("inspector");
    // A quotation mark takes four bytes in a variable, since it's escaped twice.
    String text = "漏\"".repeat(200);
    List<JsonNode> events = new ArrayList<>();
    for (int i = 0; i < 105; i++) {
      ObjectNode event = finding("x".repeat(100) + i, "HIGH", START);
      detail(event).remove("packageVulnerabilityDetails");
      detail(event).put("title", i + text);
      ObjectNode resource = (ObjectNode) detail(event).at("/resources/0");
      resource.put("id", i + text).putObject("tags").put("Name", i + text);
      events.add(event);
    }
    emulator.put(events);
    Heard heard = summarized(listener, START.plus(INTERVAL));
    assertThat(heard.announced()).hasSize(5);
    assertThat(heard.summaries()).hasSize(1);
    assertThat(heard.summarized()).isEqualTo(100);
    PROOF.row(
        "105 findings with long texts of characters that take three bytes and more",
        "5 messages and 1 summary of 100");
  }
}
