package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.DELETE;
import static com.pulumi.automation.OperationType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Changes settings of a deployed stack, and checks which resources change with them. */
class ChangeTests extends EngineSuite {
  private static final Map<String, OperationType> RULE_ONLY = Map.of("alerts-rule", UPDATE);

  private final Proof proof = new Proof("changes", "change", "affected resources");
  private EngineStack stack;

  private void change(String what, String config, Map<String, OperationType> expected)
      throws Exception {
    assertMoves(stack, what, config, expected);
    proof.row(
        what,
        String.join(
            ", ",
            new TreeMap<>(expected)
                .entrySet().stream()
                    .map(
                        it ->
                            "%s `%s`"
                                .formatted(
                                    it.getValue().name().toLowerCase(Locale.ROOT), it.getKey()))
                    .toList()));
  }

  @Test
  void aChangedSettingMovesItsOwnResourcesOnly() throws Exception {
    String config = nativeProd();
    stack = stack("prod", config);
    assertThat(stack.up().problems()).isEmpty();

    config = config.replace("severityThreshold: HIGH", "severityThreshold: CRITICAL");
    change("threshold from HIGH to CRITICAL", config, RULE_ONLY);

    config = config.replace("findingSource: securityhub", "findingSource: inspector");
    change("source from securityhub to inspector", config, RULE_ONLY);
    assertThat(cloud.all(CloudType.RULE).get(0).text("eventPattern"))
        .contains("\"aws.inspector2\"", "\"severity\":[\"CRITICAL\"]");

    // The setting is refused for this source, and Security Hub CSPM stays on.
    config =
        config
            .replace("findingSource: inspector", "findingSource: securityhub-v2")
            .replace("enableSecurityHub: true", "enableSecurityHub: false");
    change(
        "source from inspector to securityhub-v2, and `enableSecurityHub` off",
        config,
        Map.of("alerts-rule", UPDATE, "scanning-security-hub", DELETE));
    assertThat(cloud.all(CloudType.RULE).get(0).text("eventPattern"))
        .contains("\"Findings Imported V2\"", "\"severity\":[\"Critical\"]");
    assertThat(cloud.inventory()).contains("SECURITY_HUB of the account");

    cloud.addRole("example-new-role");
    String withRole =
        config.replace("example-batch-role]", "example-batch-role, example-new-role]");
    change("a role added", withRole, Map.of("instances-example-new-role", CREATE));
    change("a role removed", config, Map.of("instances-example-new-role", DELETE));

    config = config.replace("[EC2, ECR, LAMBDA, LAMBDA_CODE]", "[EC2, ECR]");
    change("fewer scan types", config, Map.of("scanning-inspector", UPDATE));

    Map<String, OperationType> withoutSlack = all(DELETE, config, "slack");
    config = config.replaceAll("(?m)^  inspector-slack:slack.*\\n", "");
    change("Slack removed", config, withoutSlack);
    assertThat(cloud.all(CloudType.CHANNEL)).isEmpty();

    Map<String, OperationType> withoutKey = all(DELETE, config, "encryption");
    withoutKey.put("alerts-topic", UPDATE);
    withoutKey.put("alerts-dead-letters", UPDATE);
    config = config.replace("encryptTopic: true", "encryptTopic: false");
    change("encryption off", config, withoutKey);

    config = config.replace("updateSsmAgent: true", "updateSsmAgent: false");
    change("`updateSsmAgent` off", config, Map.of("instances-ssm-agent", DELETE));

    proof.write(9);
  }

  @Test
  void aNewPrefixReplacesTheNamedResourcesAndNeverConfiguresTheChannelTwice() throws Exception {
    stack = stack("prod", nativeProd());
    assertThat(stack.up().problems()).isEmpty();
    stack.configure(nativeProd() + "  inspector-slack:namePrefix: other\n");
    assertThat(stack.up().problems()).isEmpty();
    assertThat(cloud.inventory())
        .hasSameSizeAs(names(nativeProd()))
        .noneMatch(resource -> resource.contains("inspector-slack-prod"));
    assertThat(stack.preview().changes()).isEmpty();
  }

  @Test
  void inspectorAndSecurityHubStayOnAndAnEnabledHubIsReported() throws Exception {
    List<String> switches = List.of("ENABLER of 123456789012", "SECURITY_HUB of the account");
    String both = settings("enableInspector: true", "enableSecurityHub: true");
    stack = stack("test", both);
    assertThat(stack.up().problems()).isEmpty();
    stack.configure(settings("enableInspector: false", "enableSecurityHub: false"));
    assertThat(stack.up().problems()).isEmpty();
    assertThat(stack.state().keySet()).noneMatch(name -> name.startsWith("scanning"));
    assertThat(cloud.inventory()).containsAll(switches);

    // AWS refuses to switch on a hub that is on. The fix is enableSecurityHub: false.
    stack.configure(both);
    assertThat(stack.up().problems())
        .anyMatch(problem -> problem.startsWith("scanning-security-hub: "));
    stack.configure(settings("enableInspector: true", "enableSecurityHub: false"));
    assertThat(stack.up().problems()).isEmpty();
    assertThat(stack.preview().changes()).isEmpty();
  }
}
