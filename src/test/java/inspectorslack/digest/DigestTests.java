package inspectorslack.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.StateMachineInterpreter;
import inspectorslack.companion.StateMachineInterpreter.End;
import inspectorslack.companion.StateMachineInterpreter.Services;
import inspectorslack.companion.StateMachineInterpreter.TaskFailure;
import inspectorslack.config.Severity;
import inspectorslack.digest.DigestRecording.Call;
import inspectorslack.digest.DigestRecording.Run;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The digest's own JSONata over recorded answers: every call must be the next recorded one, to the
 * last argument, and nothing recorded may be left.
 *
 * <p>Not proven here: that Inspector answers so, and that aggregations count active findings only;
 * that Step Functions evaluates the same way (the emulator's suite holds another evaluator against
 * this one) and spells the API's names so (its documentation says: in PascalCase).
 */
class DigestTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant START = Instant.parse("2026-11-16T08:00:00Z");

  private final Queue<Call> recorded = new ArrayDeque<>();
  private final List<JsonNode> published = new ArrayList<>();
  private final List<String> called = new ArrayList<>();
  private Optional<JsonNode> item = Optional.empty();
  private Optional<String> failing = Optional.empty();

  static List<String> recordings() throws IOException {
    return DigestRecording.names();
  }

  private Object call(String action, Map<?, ?> arguments) {
    called.add(action);
    if (failing.equals(Optional.of(action))) {
      throw new TaskFailure("Some.ThrottlingException", "Rate exceeded");
    }
    JsonNode given = JSON.valueToTree(arguments);
    return switch (action) {
      case "dynamodb:getItem" -> {
        assertThat(given.toString())
            .isEqualTo(
                """
                {"TableName":"totals","Key":{"digest":{"S":"latest"}},"ConsistentRead":true}""");
        yield item.map(it -> plain(JSON.createObjectNode().set("Item", it))).orElse(Map.of());
      }
      case "dynamodb:putItem" -> {
        assertThat(given.get("TableName").asText()).isEqualTo("totals");
        item = Optional.of(given.get("Item"));
        yield Map.of();
      }
      case "sns:publish" -> {
        assertThat(given.get("TopicArn").asText()).isEqualTo("topic");
        published.add(parsed(given.get("Message").asText()));
        yield Map.of("MessageId", "1");
      }
      default -> {
        Call next = recorded.remove();
        assertThat(action).isEqualTo(next.action());
        assertThat(given).isEqualTo(next.arguments());
        yield plain(next.answer());
      }
    };
  }

  private static Object plain(JsonNode node) {
    return JSON.convertValue(node, Object.class);
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static End run(String definition, Instant start, Services services) {
    return new StateMachineInterpreter(definition, services)
        .run("execution", start, JSON.createObjectNode());
  }

  private End run(String definition, Run run) {
    recorded.clear();
    recorded.addAll(run.calls());
    return run(definition, run.start(), this::call);
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyDigestOfARecordingIsPublishedAndRemembered(String name) throws IOException {
    DigestRecording recording = DigestRecording.of(name);
    List<JsonNode> expected = new ArrayList<>();
    String definition = recording.definition("totals", "topic");
    for (Run run : recording.runs()) {
      assertThat(run(definition, run)).isEqualTo(new End("Posted", ""));
      assertThat(recorded).isEmpty();
      expected.add(run.message());
      assertThat(published).isEqualTo(expected);
      // The same moment; AWS writes it with milliseconds, Java without them if they are zero.
      ObjectNode remembered = item.orElseThrow().deepCopy();
      assertThat(Instant.parse(remembered.at("/takenAt/S").asText())).isEqualTo(run.start());
      remembered.set("takenAt", run.item().get("takenAt"));
      assertThat(remembered).isEqualTo(run.item());
    }
  }

  @Test
  void aDigestOfOneOfSeveralRegionsNamesItInTitleAndSummary() throws IOException {
    DigestRecording recording = DigestRecording.of("one-finding");
    Run run = recording.runs().get(0);
    run(recording.definitionOfOneOfSeveral("totals", "topic"), run);
    for (String text : List.of("/content/title", "/metadata/summary")) {
      assertThat(published.get(0).at(text).asText())
          .isEqualTo(run.message().at(text).asText() + " (eu-west-1)");
    }
  }

  @Test
  void aDigestOfOneOfSeveralRegionsIsSilentWhereThereIsNothingToSay() throws IOException {
    DigestRecording recording = DigestRecording.of("empty-account");
    Run run = recording.runs().get(0);
    String definition = recording.definitionOfOneOfSeveral("totals", "topic");
    assertThat(run(definition, run)).isEqualTo(new End("Posted", ""));
    assertThat(published).isEmpty();
    assertThat(item).isPresent();

    // The last finding is gone since, which is news.
    ObjectNode was = item.orElseThrow().deepCopy();
    was.set("all", JSON.createObjectNode().put("N", "1"));
    item = Optional.of(was);
    run(definition, run);
    assertThat(published).hasSize(1);
    assertThat(item.orElseThrow().at("/all/N").asText()).isEqualTo("0");
    run(definition, run);
    assertThat(published).hasSize(1);
  }

  @Test
  void allRecordingsAreThere() throws IOException {
    assertThat(recordings())
        .containsExactly(
            "change",
            "empty-account",
            "hostile-names",
            "named-accounts",
            "one-finding",
            "overdue",
            "three-pages",
            "top-five",
            "two-accounts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-sdk:inspector2:listFindingAggregations",
        "aws-sdk:inspector2:listFindings",
        "dynamodb:getItem",
        "sns:publish",
        "dynamodb:putItem"
      })
  void whateverFailsEndsTheExecutionAsFailedAndNothingAfterItIsCalled(String action)
      throws IOException {
    DigestRecording recording = DigestRecording.of("overdue");
    failing = Optional.of(action);
    assertThat(run(recording.definition("totals", "topic"), recording.runs().get(0)))
        .isEqualTo(new End("Failed", "Some.ThrottlingException: Rate exceeded"));
    assertThat(called.get(called.size() - 1)).isEqualTo(action);
    assertThat(Collections.frequency(called, action)).isEqualTo(1);
    // What was not published is not compared with the next time.
    assertThat(item).isEmpty();
    assertThat(published).hasSize(action.equals("dynamodb:putItem") ? 1 : 0);
  }

  @Test
  void everyVariableHasAFirstValueBeforeItIsRead() throws IOException {
    DigestRecording recording = DigestRecording.of("overdue");
    String definition = recording.definition("totals", "topic");
    JsonNode first = JSON.readTree(definition).at("/States/Begin/Assign");
    assertThat(first).isNotEmpty();
    for (Map.Entry<String, JsonNode> variable : first.properties()) {
      ObjectNode without = (ObjectNode) JSON.readTree(definition);
      ((ObjectNode) without.at("/States/Begin/Assign")).remove(variable.getKey());
      assertThatThrownBy(
              () -> {
                End end = run(without.toString(), recording.runs().get(0));
                throw new TaskFailure("", end.error());
              })
          .hasMessageContaining("no state before has assigned $" + variable.getKey());
    }
  }

  /** Answers as if nothing were there, but for lists of overdue findings without an end. */
  private Object endless(String action, Map<?, ?> arguments) {
    called.add(action);
    if (action.equals("sns:publish")) {
      published.add(parsed(String.valueOf(arguments.get("Message"))));
    }
    return switch (action) {
      case "aws-sdk:inspector2:listFindings" ->
          Map.of(
              "Findings",
              Collections.nCopies(10, Map.of("Severity", "HIGH")),
              "NextToken",
              "token-" + called.size());
      case "aws-sdk:inspector2:listFindingAggregations" ->
          Map.of(
              "Responses",
              List.of(
                  Map.of("FindingTypeAggregation", Map.of("SeverityCounts", Map.of("All", 9000)))));
      default -> Map.of();
    };
  }

  @Test
  void aSeverityThatIsOverdueBeyondCountingIsSaidToBeAtLeastWhatWasCounted() {
    String definition =
        DigestRecording.definition(
            Map.of(Severity.CRITICAL, 7, Severity.HIGH, 30), "totals", "topic", "aws");
    assertThat(run(definition, START, this::endless)).isEqualTo(new End("Posted", ""));
    assertThat(Collections.frequency(called, "aws-sdk:inspector2:listFindings")).isEqualTo(400);
    assertThat(published.get(0).at("/content/description").asText())
        .contains(
            "\n*Overdue:* at least 2000 critical older than 7 days · at least 2000 high older than 30 days\n");
  }

  @Test
  void everyLimitOfTheSchemaIsKept() {
    String longest = "🚨<&日本\n".repeat(4000);
    Map<String, Object> instance =
        Map.of(
            "InstanceId",
            longest,
            "AccountId",
            longest,
            "InstanceTags",
            Map.of("Name", longest),
            "SeverityCounts",
            Map.of("All", 2_000_000_000, "Critical", 2_000_000_000, "High", 2_000_000_000));
    Map<Severity, Integer> limits =
        Arrays.stream(Severity.values()).collect(Collectors.toMap(it -> it, it -> 365));
    Services services =
        (action, arguments) ->
            "AWS_EC2_INSTANCE".equals(arguments.get("AggregationType"))
                ? Map.of(
                    "Responses",
                    Collections.nCopies(25, Map.of("Ec2InstanceAggregation", instance)))
                : endless(action, arguments);
    assertThat(run(DigestRecording.definition(limits, "totals", "topic", "aws"), START, services))
        .isEqualTo(new End("Posted", ""));
    JsonNode content = published.get(0).get("content");
    String description = content.get("description").asText();
    assertThat(description.lines().filter(line -> line.startsWith("• "))).hasSize(5);
    assertThat(description.codePointCount(0, description.length())).isBetween(3000, 8000);
    assertThat(content.get("title").asText().length()).isLessThanOrEqualTo(250);
    assertThat(content.at("/nextSteps/0").asText().length()).isLessThanOrEqualTo(350);
    assertThat(description.codePoints().noneMatch(it -> it >= 0xD800 && it <= 0xDFFF)).isTrue();
    assertThat(description.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&", "<");
  }
}
