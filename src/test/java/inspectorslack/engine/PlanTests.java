package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code deploy-stack.yml} deploys what was approved, and nothing else. */
@ExtendWith(NeedsPython.class)
class PlanTests extends EngineSuite {
  private record Result(int exitCode, String problems) {}

  private Result sameSteps(String approved, String now) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "python3",
                "tools/deploy/same-steps",
                Files.writeString(folder.resolve("approved.json"), approved).toString(),
                Files.writeString(folder.resolve("now.json"), now).toString())
            .start();
    String problems = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), problems);
  }

  /** Each JVM iterates over a {@code Set.of} in an order of its own. */
  @Test
  void previewsOfAStackInTwoJvmsProposeTheSame() throws Exception {
    EngineStack stack = stack("prod", curatedProd());
    String approved = stack.previewAsJsonInProcess();
    assertThat(approved).contains("\"op\": \"create\"");
    assertThat(sameSteps(approved, stack.previewAsJson())).isEqualTo(new Result(0, ""));
    assertThat(stack.up().problems()).isEmpty();
    String deployed = stack.previewAsJsonInProcess();
    assertThat(sameSteps(deployed, stack.previewAsJson())).isEqualTo(new Result(0, ""));
    assertThat(sameSteps(approved, deployed).exitCode()).isEqualTo(1);
  }

  @Test
  void changesThatWereNotApprovedAreListed() throws Exception {
    EngineStack stack = stack("dev", dev());
    assertThat(stack.up().problems()).isEmpty();
    String approved = stack.previewAsJson();
    stack.configure(
        dev().replace("severityThreshold: MEDIUM", "severityThreshold: LOW")
            + "  inspector-slack:updateSsmAgent: true\n");
    assertThat(sameSteps(approved, stack.previewAsJson()))
        .isEqualTo(
            new Result(
                1,
                """
                create inspectorslack:components:ManagedInstances$aws:ssm/association:Association::instances-ssm-agent is new
                create inspectorslack:components:ManagedInstances::instances is new
                update inspectorslack:components:FindingAlerts$aws:cloudwatch/eventRule:EventRule::alerts-rule is new
                """));
  }

  // Once this fails, the workflow no longer needs same-steps.
  @Test
  void theEngineRefusesItsOwnPlan() throws Exception {
    Path plan = folder.resolve("plan.json");
    EngineStack stack = stack("dev", dev());
    assertThat(stack.plan(plan).problems()).isEmpty();
    Outcome up = stack.up(plan);
    assertThat(up.failed()).isTrue();
    assertThat(up.problems())
        .anySatisfy(
            problem -> assertThat(problem).contains("violates plan: dependencies changed: added"));
  }
}
