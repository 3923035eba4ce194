package inspectorslack.curation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.config.AccountNames;
import inspectorslack.config.AccountNamesReader;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Routes;
import inspectorslack.config.Severity;
import inspectorslack.stepfunctions.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The definition as a whole; what its expressions yield is tested where they are evaluated. */
class CurationDefinitionTests {
  /** Of a definition. Step Functions Developer Guide, quotas: 1 MB. */
  private static final int LONGEST = 1 << 20;

  private static JsonNode definition(FindingSource source, String partition) {
    return definition(source, partition, FindingFilter.ALL);
  }

  private static JsonNode definition(FindingSource source, String partition, FindingFilter filter) {
    try {
      return new JsonMapper().readTree(json(source, partition, AccountNames.NONE, filter));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static String json(FindingSource source, String partition, AccountNames accountNames) {
    return json(source, partition, accountNames, FindingFilter.ALL);
  }

  private static String json(
      FindingSource source, String partition, AccountNames accountNames, FindingFilter filter) {
    return CurationDefinition.json(
        source,
        Routes.of(Severity.HIGH, filter, Map.of()),
        new Delivery.Curated(30),
        Surroundings.builder()
            .tableName("memory")
            .topicArn("topic")
            .deadLetterQueueUrl("queue")
            .partition(partition)
            .region("eu-west-1")
            .accountNames(accountNames)
            .build());
  }

  private static Stream<JsonNode> tasks(JsonNode definition) {
    return definition
        .get("States")
        .valueStream()
        .filter(state -> state.get("Type").asText().equals("Task"));
  }

  /** The machines of every source, without and with filters by what has to be asked for. */
  private static Stream<Arguments> machines() {
    return Arrays.stream(FindingSource.values())
        .flatMap(
            source ->
                Stream.of(false, true)
                    .flatMap(
                        isRequired ->
                            Stream.of(
                                    FindingFilter.builder(),
                                    FindingFilter.builder().knownExploited(true),
                                    FindingFilter.builder().inUse(true),
                                    FindingFilter.builder().knownExploited(true).inUse(true))
                                .map(it -> it.requireKnown(isRequired).build()))
                    .map(filter -> Arguments.of(source, filter)));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void everyStateIsReachedAndLeadsToOneThatIsThere(FindingSource source, FindingFilter filter) {
    JsonNode definition = definition(source, "aws", filter);
    Set<String> named = new HashSet<>(Set.of(definition.get("StartAt").asText()));
    definition.get("States").findValuesAsText("Next").forEach(named::add);
    definition.get("States").findValuesAsText("Default").forEach(named::add);
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            definition.get("States").properties().stream().map(Map.Entry::getKey).toList());
  }

  @Test
  void onlyFindingsOfSecurityHubGetAWorkflow() {
    for (FindingSource source : List.of(FindingSource.INSPECTOR, FindingSource.SECURITYHUB_V2)) {
      assertThat(definition(source, "aws").toString()).doesNotContain("Notified", "securityhub:");
    }
    assertThat(
            definition(FindingSource.SECURITYHUB, "aws").at("/States/Notified/Arguments/Workflow"))
        .hasToString("{\"Status\":\"NOTIFIED\"}");
  }

  @ParameterizedTest
  @EnumSource
  void everyTaskRetriesAndGivesNoEventUp(FindingSource source) {
    assertThat(tasks(definition(source, "aws")).filter(task -> !isQuestion(task)))
        .allSatisfy(
            task -> {
              JsonNode catchers = task.get("Catch");
              assertThat(catchers.get(catchers.size() - 1).at("/ErrorEquals/0").asText())
                  .isEqualTo("States.ALL");
              assertThat(task.at("/Retry/0").toString())
                  .isEqualTo(
                      "{\"MaxAttempts\":0,\"ErrorEquals\":[\"DynamoDB.ConditionalCheckFailedException\"]}");
              assertThat(task.at("/Retry/1/ErrorEquals/0").asText()).isEqualTo("States.ALL");
              assertThat(task.at("/Retry/1/MaxAttempts").asInt()).isGreaterThanOrEqualTo(2);
            });
  }

  private static boolean isQuestion(JsonNode task) {
    return task.get("Resource").asText().contains(":inspector2:");
  }

  @ParameterizedTest
  @EnumSource
  void anUnansweredQuestionIsAskedAgainAndThenLeadsWhereAnAnswerLeads(FindingSource source) {
    assertThat(tasks(definition(source, "aws")).filter(task -> isQuestion(task)))
        .hasSize(2)
        .allSatisfy(task -> assertThat(task.at("/Retry/0/MaxAttempts").asInt()).isPositive())
        .allSatisfy(
            task ->
                assertThat(task.get("Catch"))
                    .extracting(
                        it -> it.at("/ErrorEquals/0").asText() + " " + it.get("Next").asText())
                    .containsExactly(
                        "States.DataLimitExceeded " + task.get("Next").asText(),
                        "States.ALL " + task.get("Next").asText()));
  }

  @ParameterizedTest
  @EnumSource
  void aQuestionThatAFilterHasToHaveAnsweredKeepsTheEvent(FindingSource source) {
    FindingFilter.Builder required = FindingFilter.builder().requireKnown(true);
    JsonNode exploited = definition(source, "aws", required.knownExploited(true).build());
    assertThat(failures(exploited, "AskDetails")).containsOnly("KeepEvent");
    assertThat(failures(exploited, "AskUse")).containsOnly("IsKnownExploited");
    JsonNode used = definition(source, "aws", required.knownExploited(false).inUse(true).build());
    assertThat(failures(used, "AskDetails")).containsOnly("IsImage");
    assertThat(failures(used, "AskUse")).containsOnly("KeepEvent");
  }

  /** Where a task leads if it fails. */
  private static List<String> failures(JsonNode definition, String task) {
    return definition
        .at("/States/" + task + "/Catch")
        .valueStream()
        .map(it -> it.get("Next").asText())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void onlyNewsIsAskedAboutUnlessARouteFiltersByTheAnswer(FindingSource source) {
    FindingFilter filter = FindingFilter.builder().inUse(true).build();
    assertThat(before("IsVulnerability", definition(source, "aws"))).containsExactly("Remember");
    assertThat(before("IsVulnerability", definition(source, "aws", filter)))
        .containsExactly("IsOpen");
    assertThat(before("Remember", definition(source, "aws", filter))).containsExactly("IsInUse");
  }

  /** The states that lead to a state. */
  private static List<String> before(String name, JsonNode definition) {
    return definition.get("States").properties().stream()
        .filter(state -> next(state.getValue()).contains(name))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** All attempts of a task time out, and all waits between them are the longest. */
  private static int longestSeconds(JsonNode task) {
    JsonNode retry = task.get("Retry").get(task.get("Retry").size() - 1);
    int seconds = task.get("TimeoutSeconds").asInt();
    double wait = retry.get("IntervalSeconds").asDouble();
    for (int i = 0; i < retry.get("MaxAttempts").asInt(); i++) {
      seconds +=
          task.get("TimeoutSeconds").asInt()
              + (int) Math.min(wait, retry.get("MaxDelaySeconds").asDouble());
      wait *= retry.get("BackoffRate").asDouble();
    }
    return seconds;
  }

  /** The states to which a state can lead. */
  private static Set<String> next(JsonNode state) {
    Set<String> next = new HashSet<>(state.findValuesAsText("Next"));
    next.addAll(state.findValuesAsText("Default"));
    return next;
  }

  /** The longest way from a state to an end; a loop is left at its first repeat. */
  private static int longestSeconds(JsonNode states, String name, Set<String> before) {
    if (before.contains(name)) {
      return 0;
    }
    Set<String> way = new HashSet<>(before);
    way.add(name);
    JsonNode state = states.get(name);
    int rest = next(state).stream().mapToInt(it -> longestSeconds(states, it, way)).max().orElse(0);
    return rest + (state.get("Type").asText().equals("Task") ? longestSeconds(state) : 0);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void theLongestPathIsOverBeforeTheExecutionIsCutOff(FindingSource source, FindingFilter filter) {
    JsonNode definition = definition(source, "aws", filter);
    // Express workflows: at most five minutes.
    assertThat(definition.get("TimeoutSeconds").asInt()).isEqualTo(300);
    JsonNode states = definition.get("States");
    assertThat(longestSeconds(states, "IsReplay", Set.of())).isBetween(100, 299);
    // Another page is begun in the first minute only.
    assertThat(60 + longestSeconds(states, "BeginSummary", Set.of())).isBetween(100, 299);
  }

  @Test
  void servicesAreThePartitions() {
    for (String partition : List.of("aws", "aws-cn", "aws-us-gov")) {
      assertThat(
              tasks(definition(FindingSource.SECURITYHUB, partition))
                  .map(task -> task.get("Resource").asText()))
          .allSatisfy(
              resource -> assertThat(resource).startsWith("arn:" + partition + ":states:::"));
    }
  }

  @Test
  void whatOneExecutionRememberedNoOtherForgets() {
    assertThat(
            definition(FindingSource.INSPECTOR, "aws")
                .at("/States/Forget/Arguments/ConditionExpression")
                .asText())
        .isEqualTo("writtenBy = :writtenBy");
  }

  @ParameterizedTest
  @EnumSource
  void aMachineHoldsTheNamesOfAccountsOnce(FindingSource source) {
    assertThat(json(source, "aws", new AccountNames(Map.of("111122223333", "payments"))))
        .containsOnlyOnce("payments")
        .containsOnlyOnce("111122223333");
  }

  @ParameterizedTest
  @EnumSource
  void asManyNamesAsMayBeSetFitIntoAMachine(FindingSource source) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < AccountNamesReader.MOST; i++) {
      // Four bytes each, the most that a character has.
      names.put("%012d".formatted(i), "🚀".repeat(50));
    }
    assertThat(json(source, "aws", new AccountNames(names)).getBytes(StandardCharsets.UTF_8).length)
        .isBetween(LONGEST / 4, LONGEST);
  }
}
