package inspectorslack.companion.simulate;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.companion.Console;
import inspectorslack.companion.simulate.Month.Event;
import inspectorslack.config.Severity;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code simulate} for a month of an account, at the threshold HIGH: how many messages the channel
 * gets, and that no finding is missing or in two of them.
 *
 * <p>Not proven here: that a real account's month is like this one.
 */
class StormMonthTests {
  // Of the first forty, the one whose numbers are closest to a real month's.
  private static final long SEED = 30;

  private static final JsonMapper JSON = new JsonMapper();

  /** A message and the findings that it's about. */
  private record Message(Instant time, Set<String> findings) {}

  /** What the memory should know of a finding. */
  private record Known(int rank, Instant seenAt) {}

  private static final Proof PROOF =
      new Proof(
          "month",
          "findings of",
          "events",
          "messages, if each finding had its own",
          "messages",
          "summaries among them",
          "on the first day",
          "at most in one minute");

  private static List<Event> events = List.of();
  private static List<JsonNode> verdicts = List.of();
  private static List<Message> messages = List.of();

  /** Events that are worth a message if each finding has its own, by their place. */
  private static Set<Integer> news = Set.of();

  @BeforeAll
  static void simulate(@TempDir Path folder) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.month.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:delivery: curated
        """);
    events = Month.events(SEED);
    Path file = folder.resolve("month.json");
    Files.write(file, (Iterable<String>) events.stream().map(it -> it.json() + "")::iterator);
    Console console =
        Console.run(folder, "", false, "simulate", "month", "--json", file.toString());
    assertThat(console.exitCode()).isZero();
    verdicts = new ArrayList<>();
    for (String line : console.out().lines().toList()) {
      verdicts.add(JSON.readTree(line));
    }
    news = news();
    messages =
        verdicts.stream()
            .filter(it -> !it.get("notifications").isEmpty())
            .map(StormMonthTests::message)
            .toList();
  }

  private static Message message(JsonNode verdict) {
    return isSummary(verdict)
        ? new Message(
            Instant.parse(verdict.get("time").asText()),
            verdict.get("findings").valueStream().map(JsonNode::asText).collect(Collectors.toSet()))
        : new Message(
            events.get(verdict.get("record").asInt() - 1).time(),
            Set.of(verdict.get("findingArn").asText()));
  }

  private static boolean isSummary(JsonNode verdict) {
    return verdict.get("verdict").asText().equals("summary");
  }

  /** By the rule of a finding's own messages: new, risen, or back after it closed. */
  private static Set<Integer> news() {
    Set<Integer> news = new HashSet<>();
    Map<String, Known> memory = new HashMap<>();
    for (int place = 0; place < events.size(); place++) {
      Event event = events.get(place);
      String arn = event.finding().arn();
      Known known = memory.getOrDefault(arn, new Known(-1, Instant.EPOCH));
      boolean isLate = event.time().isBefore(known.seenAt);
      if (!event.isOpen() && known.rank > 0 && !isLate) {
        memory.put(arn, new Known(0, event.time()));
      } else if (event.isOpen()
          && event.severity().compareTo(Severity.HIGH) >= 0
          && event.severity().ordinal() > known.rank
          && !isLate) {
        memory.put(arn, new Known(event.severity().ordinal(), event.time()));
        news.add(place);
      }
    }
    return news;
  }

  private static int most(Stream<Instant> times, Function<Instant, Object> by) {
    return times.collect(groupingBy(by, summingInt(it -> 1))).values().stream()
        .max(Integer::compare)
        .orElseThrow();
  }

  private static Instant minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES);
  }

  private static boolean isOnFirstDay(Instant time) {
    return time.isBefore(Month.START.plus(1, ChronoUnit.DAYS));
  }

  private static List<Instant> newsTimes() {
    return news.stream().map(place -> events.get(place).time()).toList();
  }

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(1);
  }

  @Test
  void theMonthIsLikeARealOne() {
    assertThat(events.size()).isBetween(27_000, 28_000);
    assertThat(events.stream().map(Event::finding).distinct().count()).isBetween(4_600L, 4_800L);
    assertThat(news.size()).isBetween(1_750, 1_850);
    assertThat(newsTimes().stream().filter(StormMonthTests::isOnFirstDay))
        .hasSizeBetween(950, 1_050);
    assertThat(most(newsTimes().stream(), StormMonthTests::minute)).isBetween(140, 200);
  }

  @Test
  void theChannelGetsFewMessages() throws IOException {
    List<Instant> times = messages.stream().map(Message::time).toList();
    long onFirstDay = times.stream().filter(StormMonthTests::isOnFirstDay).count();
    int inAMinute = most(times.stream(), StormMonthTests::minute);
    assertThat(messages).hasSizeLessThanOrEqualTo(450);
    assertThat(onFirstDay).isLessThanOrEqualTo(20);
    assertThat(inAMinute).isLessThanOrEqualTo(12);
    PROOF.row(
        "a month of 60 instances, 100 images and pushes; threshold HIGH",
        "%,d".formatted(events.size()),
        "%,d".formatted(news.size()),
        messages.size(),
        verdicts.stream().filter(StormMonthTests::isSummary).count(),
        onFirstDay,
        inAMinute);
  }

  private static Set<String> findingsOf(String vulnerability) {
    return events.stream()
        .map(Event::finding)
        .filter(it -> it.vulnerability().id().equals(vulnerability))
        .map(Month.Finding::arn)
        .collect(Collectors.toSet());
  }

  @Test
  void aNewVulnerabilityOfAllInstancesGivesThreeMessagesAtMost() {
    Set<String> findings = findingsOf(Month.EVERYWHERE);
    assertThat(findings).hasSize(60);
    assertThat(
            messages.stream()
                .filter(it -> it.time.isBefore(Month.START.plus(11, ChronoUnit.DAYS)))
                .map(Message::findings)
                .filter(it -> it.stream().anyMatch(findings::contains)))
        .hasSizeBetween(2, 3);
  }

  @Test
  void aLoneCriticalFindingIsAnnouncedByItselfInTheMiddleOfAStorm() {
    Message lone =
        messages.stream()
            .filter(it -> it.findings.equals(findingsOf(Month.LONE)))
            .findFirst()
            .orElseThrow();
    Instant before = lone.time.minus(5, ChronoUnit.MINUTES);
    Instant after = lone.time.plus(5, ChronoUnit.MINUTES);
    assertThat(newsTimes())
        .filteredOn(it -> it.isAfter(before) && it.isBefore(after))
        .hasSizeGreaterThan(10);
  }

  @Test
  void everyFindingIsAnnouncedOrInOneSummary() {
    Set<String> held = new HashSet<>();
    for (JsonNode verdict : verdicts) {
      if (isSummary(verdict)) {
        List<String> findings =
            verdict.get("findings").valueStream().map(JsonNode::asText).toList();
        assertThat(findings).doesNotHaveDuplicates();
        assertThat(held).containsAll(findings);
        findings.forEach(held::remove);
        continue;
      }
      int place = verdict.get("record").asInt() - 1;
      Event event = events.get(place);
      String arn = event.finding().arn();
      String is = verdict.get("verdict").asText();
      assertThat(is).as("event %d", place).matches(news.contains(place) ? "notify|hold" : "drop");
      if (is.equals("hold")) {
        held.add(arn);
      } else if (is.equals("notify") || !event.isOpen()) {
        held.remove(arn);
      }
    }
    assertThat(held).isEmpty();
    assertThat(numbers(verdicts)).isPositive();
  }

  /** Checks the number in each summary's title against the findings that it has. */
  private static int numbers(Collection<JsonNode> verdicts) {
    int all = 0;
    for (JsonNode summary : verdicts.stream().filter(StormMonthTests::isSummary).toList()) {
      int number = summary.get("findings").size();
      assertThat(summary.at("/notifications/0/message/content/title").asText())
          .startsWith(":bar_chart: %d more finding".formatted(number));
      all += number;
    }
    return all;
  }
}
