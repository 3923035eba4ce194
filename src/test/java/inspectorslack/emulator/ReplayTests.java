package inspectorslack.emulator;

import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.sample;
import static inspectorslack.SampleFindings.withVulnerability;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.TeamStack;
import inspectorslack.engine.EngineStack;
import inspectorslack.engine.Proof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.StartSyncExecutionResponse;

/**
 * What {@code tools/replay} sends from the dead-letter queues of deployed stacks, and what happens
 * to very large events.
 *
 * <p>Not proven here: the CLIs of AWS and Pulumi. Small scripts stand in for them.
 */
class ReplayTests extends EmulatorSuite {
  private static final Proof PROOF =
      new Proof("sizes", "event of", "native", "curated", "curated, while the topic refuses");
  private static final int KB = 1000;
  private static final int KIB_256 = 262_144;

  @TempDir private Path outputs;

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(3);
  }

  private Replay replay(EngineStack stack) throws Exception {
    return new Replay(emulator, outputs, stack.outputs());
  }

  private void send(String url, String... bodies) {
    for (String body : bodies) {
      emulator.sqs.sendMessage(call -> call.queueUrl(url).messageBody(body));
    }
  }

  private static ObjectNode finding(String id, String severity) {
    ObjectNode event = sample("inspector-ec2-package");
    detail(event).put("findingArn", id).put("severity", severity);
    return withVulnerability(event, "CVE-of-" + id);
  }

  /** A finding with an event of a given size. */
  private static ObjectNode finding(String id, int bytes) {
    ObjectNode event = finding(id, "CRITICAL");
    detail(event).put("description", "");
    int rest = bytes - event.toString().getBytes(StandardCharsets.UTF_8).length;
    detail(event).put("description", "x".repeat(rest));
    return event;
  }

  @Test
  void eventsOfEachRouteAreSentAndOtherMessagesAreReportedAndKept() throws Exception {
    EngineStack stack = deploy(TeamStack.NAME, TeamStack.text());
    Replay replay = replay(stack);
    Map<?, ?> routes = (Map<?, ?>) stack.outputs().get("routes");
    String oncall = queue(routes, "oncall");
    send(
        oncall,
        finding("finding-1", "CRITICAL").toString(),
        sample("coverage-unmanaged-instance").toString(),
        "{\"source\":\"aws.scheduler\"}",
        "no JSON \u009b",
        "[]");
    send(queue(routes, "platform"), finding("finding-2", "HIGH").toString());
    String oncallListener = listener("team--oncall");
    String platformListener = listener("team--platform");

    Replay.Result dry = replay.run("--dry-run");
    assertThat(dry.status()).as(dry.output()).isEqualTo(1);
    assertThat(dry.output())
        .contains("to send", "Inspector2 Finding", "Inspector2 Coverage", "it isn't an event")
        .endsWith("3 to send, 3 skipped and still in the queue\n");
    assertThat(emulator.arrived(oncallListener)).isEmpty();

    Replay.Result one = replay.run("--route", "platform");
    assertThat(one.output()).endsWith("1 sent, 0 skipped\n");
    assertThat(one.status()).isZero();
    assertThat(emulator.arrived(platformListener)).hasSize(1);

    Replay.Result all = replay.run();
    assertThat(all.status()).as(all.output()).isEqualTo(1);
    assertThat(all.output())
        .doesNotContain("\u009b")
        .endsWith("2 sent, 3 skipped and still in the queue\n");
    assertThat(emulator.arrived(oncallListener)).hasSize(2);
    assertThat(emulator.arrived(platformListener)).isEmpty();
    assertThat(replay.run().output()).endsWith("0 sent, 3 skipped and still in the queue\n");
  }

  private static String queue(Map<?, ?> routes, String route) {
    return String.valueOf(((Map<?, ?>) routes.get(route)).get("deadLetterQueueUrl"));
  }

  @Test
  void invalidCallsSayWhatIsWrong() throws Exception {
    EngineStack stack = deploy(TeamStack.NAME, TeamStack.text());
    Replay replay = replay(stack);
    assertThat(replay.run("--route", "elsewhere"))
        .isEqualTo(
            new Replay.Result(
                2,
                "tools/replay: the stack has no route elsewhere; it has: oncall, owners,"
                    + " platform\n"));
    assertThat(replay.run("event.json"))
        .isEqualTo(
            new Replay.Result(
                2,
                "tools/replay: --route must say where the files go: oncall, owners, platform\n"));
    Replay.Result missing = replay.run("--route", "oncall", "missing.json");
    assertThat(missing.status()).isEqualTo(1);
    assertThat(missing.output())
        .contains("skipped  missing.json: [Errno 2] No such file or directory")
        .endsWith("0 sent, 1 skipped\n");
    assertThat(new Replay(emulator, outputs, Map.of()).run())
        .isEqualTo(
            new Replay.Result(2, "tools/replay: the stack has no outputs; was it deployed?\n"));
  }

  @Test
  void aLargeEventArrivesOrIsKeptOrTriggersAnAlarm() throws Exception {
    EngineStack plain =
        deploy(
            "plain", "config: {aws:region: eu-west-1, inspector-slack:findingSource: inspector}");
    EngineStack curated =
        deploy(
            "curated",
            """
            config:
              aws:region: eu-west-1
              inspector-slack:findingSource: inspector
              inspector-slack:delivery: curated
            """);
    String plainListener = listener("plain");
    String curatedListener = listener("curated");
    String machine = String.valueOf(curated.outputs().get("stateMachineArn"));

    Replay replay = new Replay(emulator, outputs, curated.outputs());
    for (int bytes : List.of(200 * KB, KIB_256, KB * KB)) {
      boolean fits = bytes <= KIB_256;
      emulator.put(List.of(finding("finding-" + bytes, bytes)));
      assertThat(emulator.arrived(plainListener)).hasSize(fits ? 1 : 0);
      assertThat(emulator.arrived(curatedListener)).hasSize(fits ? 1 : 0);
      int lost = fits ? 0 : 1;
      assertThat(emulator.seen().at("/lost/inspector-slack-plain-findings").asInt())
          .isEqualTo(lost);
      assertThat(emulator.seen().at("/lost/inspector-slack-curated-findings").asInt())
          .isEqualTo(lost);
      String end = fits ? "arrives" : "not kept; alarm `lost-findings`";
      PROOF.row(words(bytes), end, end, fits ? refused(machine, bytes) : end);
      assertThat(replay.run().status()).isZero();
      assertThat(emulator.arrived(curatedListener)).hasSize(bytes < KIB_256 ? 1 : 0);
    }
  }

  /** What happens to an event if SNS refuses to publish its message. */
  private String refused(String machine, int bytes) {
    String event = finding("refused-" + bytes, bytes).toString();
    StartSyncExecutionResponse end =
        emulator.machines.startSyncExecution(
            call ->
                call.stateMachineArn(machine)
                    .name("Announce-refused-always." + bytes)
                    .input(event));
    if (end.error().equals("EventNotKept")) {
      assertThat(end.cause()).contains("User is not authorized", event.substring(0, 29_000));
      return "its first 30,000 characters in the log; alarm `failed-executions`";
    }
    assertThat(end.error()).isEqualTo("SNS.AccessDeniedException");
    return "in the queue; the replay announces it";
  }

  private static String words(int bytes) {
    return bytes == KIB_256 ? "256 KiB" : bytes / KB + " KB";
  }
}
