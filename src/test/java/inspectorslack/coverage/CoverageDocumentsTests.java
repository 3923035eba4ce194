package inspectorslack.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.stepfunctions.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents of coverage alerts as wholes; their expressions are tested where they are run. */
class CoverageDocumentsTests {
  private static final JsonMapper JSON = new JsonMapper();

  private static JsonNode definition(String partition) throws JsonProcessingException {
    return JSON.readTree(
        CoverageDefinition.json(
            Surroundings.builder()
                .topicArn("topic")
                .deadLetterQueueUrl("queue")
                .partition(partition)
                .region("eu-west-1")
                .build()));
  }

  @Test
  void thePatternTakesProblemsFromInspectorAndFitsIntoARule() throws JsonProcessingException {
    assertThat(CoveragePattern.json()).hasSizeLessThan(2048);
    JsonNode pattern = JSON.readTree(CoveragePattern.json());
    assertThat(pattern.get("source")).hasToString("[\"aws.inspector2\"]");
    assertThat(pattern.get("detail-type")).hasToString("[\"Inspector2 Coverage\"]");
    assertThat(pattern.at("/detail/scanStatus/reason")).hasSize(CoverageAlertText.values().length);
    assertThat(pattern.get("detail")).hasSize(1);
  }

  /** {@code tools/models/check} holds the list to Inspector's current service model. */
  @Test
  void everyReasonThatInspectorKnowsIsAnnouncedOrNeedsNobody() throws IOException {
    List<String> decided =
        Stream.concat(
                Arrays.stream(CoverageAlertText.values()).map(Enum::name),
                CoverageAlertText.NEEDS_NOBODY.keySet().stream())
            .toList();
    assertThat(decided)
        .containsExactlyInAnyOrderElementsOf(
            Files.readAllLines(Path.of("tools/models/scan-status-reasons.txt")));
  }

  @ParameterizedTest
  @EnumSource
  void aProblemIsSaidInOneSentenceEachThatSlackTakes(CoverageAlertText problem) {
    assertThat(problem.meaning()).matches("[A-Z][^.]*\\.").hasSizeLessThan(200);
    assertThat(problem.remedy().replaceAll("https://\\S+", "LINK"))
        .matches("[A-Z][^.]*(\\.|: LINK)");
    assertThat(problem.remedy()).hasSizeLessThanOrEqualTo(350);
    // What Slack or the state machine would take for something else.
    assertThat(problem.meaning() + problem.remedy()).doesNotContain("<", ">", "&", "%", "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws", "aws-cn", "aws-us-gov"})
  void theMachineAnnouncesOrKeepsTheEvent(String partition) throws JsonProcessingException {
    JsonNode states = definition(partition).get("States");
    assertThat(states.properties().stream().map(Map.Entry::getKey))
        .containsExactly("Announce", "KeepEvent", "SendToQueue", "Failed", "NotKept", "Announced");
    assertThat(states.at("/Announce/Resource").asText())
        .isEqualTo("arn:" + partition + ":states:::sns:publish");
    assertThat(states.at("/Announce/Arguments/TopicArn").asText()).isEqualTo("topic");
    assertThat(states.at("/Announce/Next").asText()).isEqualTo("Announced");
    assertThat(states.at("/Announce/Catch/0/Next").asText()).isEqualTo("KeepEvent");
    assertThat(states.at("/SendToQueue/Resource").asText())
        .isEqualTo("arn:" + partition + ":states:::sqs:sendMessage");
    assertThat(states.at("/SendToQueue/Arguments/QueueUrl").asText()).isEqualTo("queue");
    assertThat(states.at("/SendToQueue/Next").asText()).isEqualTo("Failed");
    for (String task : new String[] {"Announce", "SendToQueue"}) {
      assertThat(states.at("/" + task + "/Retry/1/MaxAttempts").asInt()).isEqualTo(3);
      assertThat(states.at("/" + task + "/Retry/1/BackoffRate").asInt()).isEqualTo(2);
    }
  }
}
