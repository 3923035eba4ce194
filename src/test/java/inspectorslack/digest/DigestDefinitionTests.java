package inspectorslack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.config.Severity;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The digest's definition as a whole; what its expressions yield is tested where they run. */
class DigestDefinitionTests {
  private static final Map<Severity, Integer> ALL_LIMITS =
      Map.of(
          Severity.CRITICAL, 7,
          Severity.HIGH, 30,
          Severity.MEDIUM, 90,
          Severity.LOW, 180,
          Severity.INFORMATIONAL, 365);

  // Step Functions Developer Guide, quotas.
  private static final int MOST_EVENTS = 25_000;

  private static JsonNode definition(Map<Severity, Integer> maxAgeDays, String partition) {
    try {
      return new JsonMapper()
          .readTree(DigestRecording.definition(maxAgeDays, "totals", "topic", partition));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<JsonNode> tasks(JsonNode definition) {
    return definition
        .get("States")
        .valueStream()
        .filter(state -> state.get("Type").asText().equals("Task"));
  }

  @Test
  void everyStateIsReachedAndLeadsToOneThatIsThere() {
    JsonNode definition = definition(ALL_LIMITS, "aws");
    Set<String> named = new HashSet<>(Set.of(definition.get("StartAt").asText()));
    definition.get("States").findValuesAsText("Next").forEach(named::add);
    definition.get("States").findValuesAsText("Default").forEach(named::add);
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            definition.get("States").properties().stream().map(Map.Entry::getKey).toList());
  }

  @Test
  void everyTaskRetriesAndThenFailsTheExecution() {
    JsonNode definition = definition(ALL_LIMITS, "aws");
    assertThat(tasks(definition)).hasSize(6);
    assertThat(tasks(definition))
        .allSatisfy(
            task -> {
              assertThat(task.get("Retry").toString())
                  .isEqualTo(
                      "[{\"IntervalSeconds\":1,\"BackoffRate\":2.0,\"MaxAttempts\":5,\"MaxDelaySeconds\":20,\"JitterStrategy\":\"FULL\",\"ErrorEquals\":[\"States.ALL\"]}]");
              assertThat(task.get("Catch").toString())
                  .isEqualTo(
                      "[{\"Next\":\"Failed\",\"ErrorEquals\":[\"States.ALL\"],\"Assign\":{\"error\":\"{% $states.errorOutput %}\"}}]");
            });
    assertThat(definition.at("/States/Failed/Type").asText()).isEqualTo("Fail");
  }

  @Test
  void totalsAreRememberedAfterTheMessageIsOut() {
    JsonNode states = definition(ALL_LIMITS, "aws").get("States");
    assertThat(states.at("/Recall/Next").asText()).isEqualTo("Publish");
    assertThat(states.at("/Publish/Next").asText()).isEqualTo("Remember");
    assertThat(states.at("/Remember/Next").asText()).isEqualTo("Posted");
    assertThat(states.at("/Posted/Type").asText()).isEqualTo("Succeed");
  }

  @Test
  void theLongestCountIsOverBeforeTheHistoryIsFull() {
    // A page enters and leaves a choice and a task that is scheduled, started and ends; each retry
    // fails, is scheduled and started.
    int page = 2 + 5;
    int retried = page + 3 * 5;
    // Every overdue page needs all its retries, of all severities; ten thousand accounts a type.
    int overdue = Severity.values().length * DigestQueries.MOST_PAGES * retried;
    int types = 3 * 100 * page;
    assertThat(overdue + types).isBetween(20_000, MOST_EVENTS - 500);
  }

  @ParameterizedTest
  @CsvSource({"aws", "aws-cn", "aws-us-gov"})
  void servicesAreThePartitions(String partition) {
    assertThat(tasks(definition(ALL_LIMITS, partition)).map(it -> it.get("Resource").asText()))
        .containsExactlyElementsOf(
            Stream.of(
                    "aws-sdk:inspector2:listFindingAggregations",
                    "aws-sdk:inspector2:listFindingAggregations",
                    "aws-sdk:inspector2:listFindings",
                    "dynamodb:getItem",
                    "sns:publish",
                    "dynamodb:putItem")
                .map(action -> "arn:" + partition + ":states:::" + action)
                .toList());
  }

  @Test
  void withoutLimitsNothingIsListed() {
    assertThat(definition(Map.of(), "aws").at("/States/IsLimitLeft/Choices/0/Condition").asText())
        .isEqualTo("{% $step < 0 %}");
    assertThat(definition(ALL_LIMITS, "aws").at("/States/IsLimitLeft/Choices/0/Condition").asText())
        .isEqualTo("{% $step < 5 %}");
  }

  @Test
  void theDefinitionDoesNotDependOnTheOrderInWhichLimitsAreHeld() {
    assertThat(
            definition(Map.of(Severity.CRITICAL, 7, Severity.HIGH, 30), "aws")
                .at("/States/CountOverdue/Arguments")
                .asText())
        .contains("[{\"severity\":\"CRITICAL\",\"days\":7},{\"severity\":\"HIGH\",\"days\":30}]");
  }
}
