package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An update is interrupted, or somebody changes AWS by hand. */
class TroubleTests extends EngineSuite {
  private static final Proof PROOF = new Proof("troubles", "fault", "result", "next up");

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(5);
  }

  private void assertConverges(EngineStack stack) throws Exception {
    Outcome up = stack.up();
    assertThat(up.problems()).isEmpty();
    assertThat(cloud.inventory()).hasSameSizeAs(names(nativeProd()));
    assertThat(stack.state()).hasSize(recording(nativeProd()).lines().size());
    assertThat(stack.preview().changes()).isEmpty();
  }

  @Test
  void theNextUpConvergesAfterTheProviderDied() throws Exception {
    EngineStack stack = stack("prod", nativeProd());
    faults.dieAt("create", "alerts-target");
    Outcome up = stack.up();
    assertThat(up.failed()).isTrue();
    assertThat(up.problems()).anyMatch(problem -> problem.startsWith("alerts-target: "));
    PulumiTest.cleanup();

    faults.repair();
    try (StandInProvider restarted = StandInProvider.start(cloud, faults)) {
      assertConverges(EngineStack.open(folder.resolve("prod"), "prod", restarted));
    }
    PROOF.row(
        "the provider dies while it creates the target", "an error that names it", "converges");
  }

  @Test
  void theNextUpCompletesACancelledUpdate() throws Exception {
    EngineStack stack = stack("prod", nativeProd());
    faults.hangAt("create", "alerts-target");
    CompletableFuture<Outcome> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stack.up();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    faults.awaitHanging();
    interruptPulumi();
    Outcome up = running.get(60, TimeUnit.SECONDS);
    assertThat(up.failed()).isTrue();
    // The engine has told the provider to cancel.
    assertThat(up.problems()).contains("alerts-target: cancelled");
    PulumiTest.cleanup();

    faults.repair();
    assertConverges(EngineStack.open(folder.resolve("prod"), "prod", provider));
    PROOF.row(
        "the update is cancelled while it creates the target",
        "an error that names it",
        "converges");
  }

  /** Sends what Ctrl-C sends. */
  private static void interruptPulumi() throws Exception {
    List<ProcessHandle> clis =
        ProcessHandle.current()
            .children()
            .filter(it -> it.info().command().orElse("").endsWith("/pulumi"))
            .toList();
    assertThat(clis).hasSize(1);
    new ProcessBuilder("kill", "-INT", String.valueOf(clis.get(0).pid())).start().waitFor();
  }

  @Test
  void refreshDetectsManualChangesAndUpRevertsThem() throws Exception {
    EngineStack stack = stack("prod", nativeProd());
    assertThat(stack.up().problems()).isEmpty();
    Map<String, Object> deployed = stack.state();

    cloud.drift(CloudType.TOPIC_POLICY, "policy", "{}");
    cloud.drift(CloudType.RULE, "eventPattern", "{\"source\":[\"aws.ec2\"]}");
    Cloud.Resource attachment = cloud.all(CloudType.ATTACHMENT).get(0);
    cloud.delete(CloudType.ATTACHMENT, attachment.id());
    assertThat(stack.refresh().problems()).isEmpty();
    Map<String, Object> seen = stack.state();
    assertThat(seen).hasSize(deployed.size() - 1);
    assertThat(
            seen.entrySet().stream().filter(it -> !it.getValue().equals(deployed.get(it.getKey()))))
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("alerts-topic-policy", "alerts-rule");

    Map<String, Object> expected =
        Map.of(
            "alerts-topic-policy",
            UPDATE,
            "alerts-rule",
            UPDATE,
            "instances-" + attachment.text("role"),
            CREATE);
    assertThat(stack.preview().changes()).isEqualTo(expected);
    Outcome up = stack.up();
    assertThat(up.problems()).isEmpty();
    assertThat(up.changes()).isEqualTo(expected);
    assertThat(stack.state()).isEqualTo(deployed);
    assertThat(cloud.inventory()).hasSameSizeAs(names(nativeProd()));
    PROOF.row(
        "topic policy and pattern changed and an attachment removed by hand",
        "refresh and preview show the three changes",
        "converges, after `pulumi refresh`");
  }

  @Test
  void theNextUpConvergesAfterARefusedUpdate() throws Exception {
    EngineStack stack = stack("prod", nativeProd());
    assertThat(stack.up().problems()).isEmpty();
    stack.configure(nativeProd().replace("severityThreshold: HIGH", "severityThreshold: LOW"));
    faults.refuse("update", "alerts-rule", 1);
    Outcome up = stack.up();
    assertThat(up.failed()).isTrue();
    assertThat(up.problems()).anyMatch(problem -> problem.startsWith("alerts-rule: "));
    assertConverges(stack);
    PROOF.row("the update of the rule is refused once", "an error that names it", "converges");
  }

  @Test
  void aMissingInstanceProfileFailsBeforeAnythingIsRegistered() throws Exception {
    EngineStack stack = stack("test", settings("instanceProfiles: [gone]"));
    Outcome up = stack.up();
    assertThat(up.failed()).isTrue();
    assertThat(up.problems())
        .anyMatch(
            problem ->
                problem.contains("instanceProfiles: \"gone\" could not be looked up: ")
                    && problem.contains("Instance Profile gone cannot be found."));
    assertThat(stack.state()).isEmpty();
    assertThat(cloud.inventory()).isEmpty();
    PROOF.row(
        "an instance profile doesn't exist", "an error that names it, nothing registered", "-");
  }
}
