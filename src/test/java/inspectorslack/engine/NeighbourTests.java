package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.engine.EngineStack.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two stacks in one account and Region. */
class NeighbourTests extends EngineSuite {
  @Test
  void twoStacksShareNothingAndInspectorAndSecurityHubOutliveBoth() throws Exception {
    Proof proof = new Proof("neighbours", "step", "result");
    // Only one stack may switch on Inspector for the account.
    EngineStack dev = stack("dev", dev() + "  inspector-slack:enableInspector: false\n");
    EngineStack prod = stack("prod", nativeProd());
    assertThat(dev.up().problems()).isEmpty();
    assertThat(prod.up().problems()).isEmpty();
    int ofProd = names(nativeProd()).size();
    int all = names(dev()).size() - 1 + ofProd;
    assertThat(cloud.inventory()).hasSize(all);
    proof.row("1. `up` of dev and of prod", all + " resources, all names different");

    assertThat(dev.preview().changes()).isEmpty();
    assertThat(prod.preview().changes()).isEmpty();
    proof.row("2. preview of both", "no change");

    assertThat(dev.destroy().problems()).isEmpty();
    assertThat(cloud.inventory()).hasSize(ofProd).noneMatch(resource -> resource.contains("-dev"));
    assertThat(prod.preview().changes()).isEmpty();
    proof.row("3. `destroy` of dev", "prod is unchanged");

    assertThat(prod.destroy().problems()).isEmpty();
    assertThat(cloud.inventory())
        .isEqualTo(List.of("ENABLER of 123456789012", "SECURITY_HUB of the account"));
    proof.row("4. `destroy` of prod", "Inspector and Security Hub are on");
    proof.write(4);
  }

  @Test
  void aSecondStackCannotUseTheSameChannel() throws Exception {
    String slack =
        "  inspector-slack:slackWorkspaceId: T0EXAMPLE00\n  inspector-slack:slackChannelId: C0EXAMPLE00\n";
    assertThat(stack("dev", dev() + slack).up().problems()).isEmpty();
    Outcome second = stack("test", dev() + slack).up();
    assertThat(second.failed()).isTrue();
    assertThat(second.problems())
        .anyMatch(
            problem ->
                problem.startsWith("slack-C0EXAMPLE00: ")
                    && problem.contains(
                        "channel with ID C0EXAMPLE00 in Slack team T0EXAMPLE00 has already been configured"));
  }
}
