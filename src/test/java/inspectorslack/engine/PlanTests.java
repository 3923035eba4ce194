package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is approved is what is carried out, as {@code deploy-stack.yml} has it. */
@ExtendWith(NeedsPython.class)
class PlanTests extends EngineSuite {
  private record Answer(int exitCode, String problems) {}

  private Answer sameSteps(String approved, String now) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "python3",
                "tools/deploy/same-steps",
                Files.writeString(folder.resolve("approved.json"), approved).toString(),
                Files.writeString(folder.resolve("now.json"), now).toString())
            .start();
    String problems = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), problems);
  }

  @Test
  void twoPreviewsOfOneStackProposeTheSame() throws Exception {
    EngineStack stack = stack("prod", curatedProd());
    String approved = stack.previewAsJson();
    assertThat(approved).contains("\"op\": \"create\"");
    assertThat(sameSteps(approved, stack.previewAsJson())).isEqualTo(new Answer(0, ""));
    assertThat(stack.up().problems()).isEmpty();
    String deployed = stack.previewAsJson();
    assertThat(sameSteps(deployed, stack.previewAsJson())).isEqualTo(new Answer(0, ""));
    assertThat(sameSteps(approved, deployed).exitCode()).isEqualTo(1);
  }

  @Test
  void whatWasNotApprovedIsNamed() throws Exception {
    EngineStack stack = stack("dev", dev());
    assertThat(stack.up().problems()).isEmpty();
    String approved = stack.previewAsJson();
    stack.configure(
        dev().replace("severityThreshold: MEDIUM", "severityThreshold: LOW")
            + "  inspector-slack:updateSsmAgent: true\n");
    assertThat(sameSteps(approved, stack.previewAsJson()))
        .isEqualTo(
            new Answer(
                1,
                """
                create inspectorslack:components:ManagedInstances$aws:ssm/association:Association::instances-ssm-agent is new
                create inspectorslack:components:ManagedInstances::instances is new
                update inspectorslack:components:FindingAlerts$aws:cloudwatch/eventRule:EventRule::alerts-rule is new
                """));
  }

  // The day that this fails, the workflow can do without same-steps.
  @Test
  void aPlanOfPulumisOwnIsRefusedByTheEngineThatMadeIt() throws Exception {
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
