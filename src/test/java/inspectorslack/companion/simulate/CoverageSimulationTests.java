package inspectorslack.companion.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Recorded;
import inspectorslack.SampleVerdicts;
import inspectorslack.SampleVerdicts.Row;
import inspectorslack.companion.StateMachineInterpreter;
import inspectorslack.companion.StateMachineInterpreter.TaskFailure;
import inspectorslack.companion.simulate.SimulatedRoute.Outcome;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.config.AccountNames;
import inspectorslack.coverage.CoverageAlertText;
import inspectorslack.coverage.CoverageDefinition;
import inspectorslack.stepfunctions.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events of coverage against the rule and the expressions that are deployed. The recorded messages
 * were first written from their description.
 *
 * <p>Not proven here: that Inspector names images and functions as the samples do; AWS documents
 * such an event of an EC2 instance alone.
 */
class CoverageSimulationTests {
  private static final JsonMapper JSON = new JsonMapper();

  private final CoverageSimulation simulation =
      new CoverageSimulation("eu-west-1", AccountNames.NONE);

  private static ObjectNode sample(String name) throws IOException {
    try (InputStream in = Samples.open("samples/" + name + ".json")) {
      return (ObjectNode) JSON.readTree(in);
    }
  }

  private static ObjectNode unmanaged() throws IOException {
    return sample("coverage-unmanaged-instance");
  }

  private static ObjectNode withReason(String reason) throws IOException {
    ObjectNode event = unmanaged();
    ((ObjectNode) event.at("/detail/scanStatus")).put("reason", reason);
    return event;
  }

  private static JsonNode message(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Taken.class);
    return ((Taken) outcome).message().orElseThrow();
  }

  static List<String> alerted() {
    return SampleVerdicts.all().stream()
        .filter(row -> row.sample().startsWith("coverage-") && row.arrives("oncall"))
        .map(Row::sample)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("alerted")
  void theMessageOfASampleIsAsRecorded(String name) throws IOException {
    Recorded.assertSame(
        "messages/" + name + ".json",
        message(simulation.run(sample(name))).toPrettyString() + "\n");
  }

  @Test
  void aResourceThatIsScannedAgainIsNotAnAlert() throws IOException {
    assertThat(simulation.run(sample("coverage-scanned-again")))
        .isInstanceOfSatisfying(
            Passed.class,
            silent ->
                assertThat(silent.reason())
                    .startsWith(
                        "scan status is SUCCESSFUL; the rule takes UNMANAGED_EC2_INSTANCE, "));
  }

  @ParameterizedTest
  @EnumSource
  void everyProblemSaysWhatHappenedAndWhatToDo(CoverageAlertText problem) throws IOException {
    JsonNode message = message(simulation.run(withReason(problem.name())));
    assertThat(message.at("/content/description").asText()).startsWith(problem.meaning() + "\n");
    assertThat(message.at("/content/nextSteps/0").asText()).isEqualTo(problem.remedy());
    assertThat(message.at("/content/nextSteps")).hasSize(2);
    assertThat(message.at("/content/title").asText())
        .isEqualTo(
            problem.name().startsWith("DEEP_INSPECTION")
                ? ":no_entry: Not fully scanned: i-0example00000web1"
                : ":no_entry: Not scanned: i-0example00000web1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PENDING_INITIAL_SCAN",
        "PENDING_REVIVAL_SCAN",
        "PENDING_DISABLE",
        "SCAN_IN_PROGRESS",
        "SUCCESSFUL",
        "RESOURCE_TERMINATED",
        "EC2_INSTANCE_STOPPED",
        "RESOURCE_STOPPED",
        "IMAGE_ARCHIVED",
        "SCAN_FREQUENCY_MANUAL",
        "SCAN_FREQUENCY_SCAN_ON_PUSH",
        "INTERNAL_ERROR",
        "DEEP_INSPECTION_NO_INVENTORY",
        "NO_RESOURCES_FOUND"
      })
  void whatNeedsNobodyIsNotAnAlert(String reason) throws IOException {
    assertThat(simulation.run(withReason(reason))).isInstanceOf(Passed.class);
  }

  @Test
  void onlyEventsOfCoverageAreAboutIt() throws IOException {
    assertThat(CoverageSimulation.isAbout(unmanaged())).isTrue();
    assertThat(CoverageSimulation.isAbout(sample("coverage-scanned-again"))).isTrue();
    assertThat(CoverageSimulation.isAbout(sample("inspector-ec2-package"))).isFalse();
    assertThat(simulation.run(sample("inspector-ec2-package")))
        .isEqualTo(
            new Passed("event type is Inspector2 Finding; the rule takes Inspector2 Coverage"));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:lambda:eu-west-1:123456789012:function:checkout:1, function:checkout:1 · Lambda function",
    "arn:aws-cn:ecr:cn-north-1:123456789012:repository/a/sha256:ab, repository/a/sha256:ab · container image",
    "/subscriptions/s/virtualmachines/vm, /subscriptions/s/virtualmachines/vm",
    "<!channel> & co, &lt;!channel&gt; &amp; co"
  })
  void aResourceIsNamedShortlyAndHarmlessly(String id, String line) throws IOException {
    ObjectNode event = unmanaged();
    event.putArray("resources").add(id);
    JsonNode message = message(simulation.run(event));
    assertThat(message.at("/content/description").asText().lines()).contains("*Resource:* " + line);
    assertThat(message.at("/metadata/threadId").asText()).isEqualTo(id);
  }

  @Test
  void anEventThatNamesNoResourceIsAnnouncedAllTheSame() throws IOException {
    ObjectNode event = unmanaged();
    event.putArray("resources");
    event.remove("account");
    ((ObjectNode) event.get("detail")).remove("scanType");
    JsonNode message = message(simulation.run(event));
    assertThat(message.at("/content/title").asText())
        .isEqualTo(":no_entry: Not scanned: a resource that the event does not name");
    assertThat(message.at("/content/description").asText().lines().skip(1))
        .containsExactly(
            "*Resource:* a resource that the event does not name",
            "*Account:* eu-west-1",
            "*Status:* INACTIVE · UNMANAGED_EC2_INSTANCE");
    assertThat(message.at("/metadata").has("threadId")).isFalse();
  }

  @Test
  void everyLimitOfTheSchemaIsKept() throws IOException {
    String longest = "🚨<&日本\n".repeat(4000);
    ObjectNode event = unmanaged();
    event.putArray("resources").add(longest);
    event.put("account", longest).put("region", longest);
    ((ObjectNode) event.get("detail")).put("scanType", longest);
    JsonNode content = message(simulation.run(event)).get("content");
    String title = content.get("title").asText();
    String description = content.get("description").asText();
    assertThat(title.codePointCount(0, title.length())).isBetween(200, 250);
    assertThat(description.codePointCount(0, description.length())).isLessThan(2000);
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, https://eu-west-1.console.aws.amazon.com/inspector/v2/home?region=eu-west-1#/coverage",
    "cn-north-1, https://cn-north-1.console.amazonaws.cn/inspector/v2/home?region=cn-north-1#/coverage",
    "us-gov-west-1, https://console.amazonaws-us-gov.com/inspector/v2/home?region=us-gov-west-1#/coverage"
  })
  void theConsoleIsThePartitions(String region, String address) throws IOException {
    assertThat(
            message(new CoverageSimulation(region, AccountNames.NONE).run(unmanaged()))
                .at("/content/nextSteps/1")
                .asText())
        .isEqualTo("<" + address + "|Open Inspector's coverage in the console>");
  }

  @Test
  void whatCannotBePublishedIsKeptWholeWithItsError() throws IOException {
    List<Map<?, ?>> kept = new ArrayList<>();
    StateMachineInterpreter workflow =
        new StateMachineInterpreter(
            CoverageDefinition.json(
                Surroundings.builder()
                    .topicArn("topic")
                    .deadLetterQueueUrl("queue")
                    .partition("aws")
                    .region("eu-west-1")
                    .build()),
            (action, arguments) -> {
              if (action.equals("sns:publish")) {
                throw new TaskFailure("SNS.Gone", "no topic\n");
              }
              kept.add(arguments);
              return Map.of();
            });
    StateMachineInterpreter.End end = workflow.run("execution", unmanaged());
    assertThat(end).isEqualTo(new StateMachineInterpreter.End("Failed", "SNS.Gone: no topic?"));
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).get("QueueUrl")).isEqualTo("queue");
    assertThat(JSON.readTree(String.valueOf(kept.get(0).get("MessageBody"))))
        .isEqualTo(unmanaged());
    assertThat(kept.get(0).get("MessageAttributes"))
        .isEqualTo(
            Map.of(
                "ERROR_CODE", Map.of("DataType", "String", "StringValue", "SNS.Gone"),
                "ERROR_MESSAGE", Map.of("DataType", "String", "StringValue", "no topic?")));
  }

  @Test
  void aStatusThatNoProblemIsFailsInsteadOfSayingNothing() throws IOException {
    StateMachineInterpreter workflow =
        new StateMachineInterpreter(
            CoverageDefinition.json(
                Surroundings.builder()
                    .topicArn("topic")
                    .deadLetterQueueUrl("queue")
                    .partition("aws")
                    .region("eu-west-1")
                    .build()),
            (action, arguments) -> Map.of());
    assertThat(workflow.run("execution", withReason("SUCCESSFUL")).state()).isEqualTo("Failed");
  }
}
