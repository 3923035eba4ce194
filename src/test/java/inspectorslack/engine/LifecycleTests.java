package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.TeamStack;
import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Previews, deploys, refreshes and destroys stacks with every option. */
class LifecycleTests extends EngineSuite {
  private static final Proof PROOF =
      new Proof(
          "lifecycle",
          "stack",
          "preview and up create",
          "preview after up",
          "refresh",
          "left after destroy");

  private record Variant(String name, String config) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Variant> variants() throws IOException {
    return Stream.of(
        new Variant("Pulumi.dev.yaml", dev()),
        new Variant("Pulumi.prod.yaml", curatedProd()),
        new Variant("three routes, digest, coverage alerts, a suppression", TeamStack.text()),
        new Variant("defaults", settings()),
        new Variant("`enableInspector: false`", settings("enableInspector: false")),
        new Variant("`enableSecurityHub: true`", settings("enableSecurityHub: true")),
        new Variant(
            "a role named directly and by its instance profile",
            settings(
                "instanceRoles: [role-of-example-bastion-profile]",
                "instanceProfiles: [example-bastion-profile]")),
        new Variant(
            "a delegated administrator with a member",
            settings("organization: {autoEnable: [EC2, ECR], members: [\"111122223333\"]}")),
        new Variant(
            "a management account",
            settings(
                "enableInspector: false",
                "organization: {delegatedAdministrator: \"210987654321\"}")),
        new Variant("`updateSsmAgent: true`", settings("updateSsmAgent: true")),
        new Variant(
            "`delivery: curated`", settings("findingSource: inspector", "delivery: curated")),
        new Variant(
            "`findingSource: securityhub-v2`, curated",
            settings("findingSource: securityhub-v2", "delivery: curated")),
        new Variant("Pulumi.prod.yaml with `delivery: native`", nativeProd()),
        new Variant("`encryptTopic: true`", settings("encryptTopic: true")),
        new Variant(
            "Slack", settings("slackWorkspaceId: T0EXAMPLE00", "slackChannelId: C0EXAMPLE00")),
        new Variant(
            "`regions: [us-east-1]`, `encryptTopic: true`",
            settings("regions: [us-east-1]", "encryptTopic: true")),
        new Variant("the longest `namePrefix`", settings("namePrefix: " + "p".repeat(40))));
  }

  @AfterAll
  static void prove() throws IOException {
    PROOF.write((int) variants().count());
  }

  @ParameterizedTest
  @MethodSource("variants")
  void aStackIsPreviewedDeployedRefreshedAndDestroyed(Variant variant) throws Exception {
    EngineStack stack = stack("test", variant.config);

    Outcome preview = stack.preview();
    assertThat(preview.problems()).isEmpty();
    assertThat(preview.changes().values()).containsOnly(CREATE);
    assertThat(cloud.inventory()).isEmpty();

    Outcome up = stack.up();
    assertThat(up.problems()).isEmpty();
    assertThat(up.changes()).isEqualTo(preview.changes());
    int resources = preview.changes().size() - components(variant.config);
    assertThat(cloud.inventory()).hasSize(resources);
    boolean hasSlack = variant.config.contains("slackChannelId");
    Map<?, ?> outputs = stack.outputs();
    assertThat(outputs.get("readme")).isEqualTo(Files.readString(Path.of("Pulumi.README.md")));
    if (outputs.get("routes") instanceof Map<?, ?> routes) {
      assertThat(routes.keySet()).hasSize(3);
      outputs = (Map<?, ?>) routes.get("oncall");
    }
    assertThat(outputs.containsKey("channelConfigurationArn")).isEqualTo(hasSlack);
    assertThat(outputs.get("topicArn").toString()).startsWith("arn:aws:sns:eu-west-1:");
    assertThat(up.warnings())
        .isNotEmpty()
        .allMatch(
            warning ->
                hasSlack
                    ? warning.contains("the documentation's placeholder ")
                        || warning.contains(" expires on 2099-12-31, more than a year from now")
                    : warning.equals(
                        ": Slack is not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic"));

    assertThat(stack.preview().changes()).isEmpty();
    Map<String, Object> before = stack.state();
    Outcome refresh = stack.refresh();
    assertThat(refresh.problems()).isEmpty();
    assertThat(stack.state()).isEqualTo(before);

    Outcome destroy = stack.destroy();
    assertThat(destroy.problems()).isEmpty();
    assertThat(destroy.changes().values()).containsOnly(DELETE);
    assertThat(stack.state()).isEmpty();
    List<String> left = new ArrayList<>();
    if (!variant.config.contains("enableInspector: false")) {
      left.add("ENABLER of 123456789012");
    }
    if (variant.config.contains("regions: ")) {
      left.add("ENABLER of 123456789012 in us-east-1");
    }
    if (variant.config.contains("enableSecurityHub: true")) {
      left.add("SECURITY_HUB of the account");
    }
    if (variant.config.contains("members:")) {
      left.addAll(
          List.of("ENABLER of 111122223333", "MEMBER 111122223333", "ORGANIZATION of the account"));
    }
    if (variant.config.contains("delegatedAdministrator:")) {
      left.add("DELEGATED_ADMINISTRATOR 210987654321");
    }
    assertThat(cloud.inventory()).containsExactlyInAnyOrderElementsOf(left);

    PROOF.row(
        variant,
        resources + " resources",
        "no change",
        "clean",
        left.isEmpty()
            ? "nothing"
            : String.join(", ", left)
                .replace("ENABLER of 123456789012", "Inspector")
                .replace("ENABLER of 111122223333", "the member's Inspector")
                .replace("MEMBER 111122223333", "its association")
                .replace("ORGANIZATION of the account", "what's scanned in accounts that join")
                .replace("DELEGATED_ADMINISTRATOR 210987654321", "the delegated administrator")
                .replace("SECURITY_HUB of the account", "Security Hub"));
  }
}
