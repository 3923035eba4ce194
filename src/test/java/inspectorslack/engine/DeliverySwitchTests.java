package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.DELETE;
import static com.pulumi.automation.OperationType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import inspectorslack.engine.Cloud.Mirror;
import inspectorslack.engine.Cloud.Resource;
import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Switches a stack from native to curated delivery and back, and checks after each call to AWS that
 * the stack can deliver.
 *
 * <p>Not proven: how long AWS takes until a new role works.
 */
class DeliverySwitchTests extends EngineSuite {
  private static final Proof PROOF =
      new Proof("switches", "switch", "gaps in delivery", "left over");
  private static final String NATIVE = settings("encryptTopic: true");
  private static final String CURATED = settings("encryptTopic: true", "delivery: curated");

  private final List<String> gaps = new ArrayList<>();
  private EngineStack stack;

  /** Notes each change of the account that stops delivery. */
  private final class Watcher implements Mirror {
    @Override
    public void put(Resource resource) {
      check("after " + resource.id());
    }

    @Override
    public void remove(Resource resource) {
      check("without " + resource.id());
    }

    private void check(String when) {
      if (!isDelivering()) {
        gaps.add(when);
      }
    }
  }

  /** Whether the findings' rule has one target, and the target everything that it needs. */
  private boolean isDelivering() {
    if (targets().count() != 1) {
      return false;
    }
    String target = target().text("arn");
    if (cloud.hasArn(CloudType.TOPIC, target)) {
      return cloud.all(CloudType.TOPIC_POLICY).stream()
          .filter(it -> it.text("arn").equals(target))
          .flatMap(it -> AwsDocuments.sourceArns(it.text("policy")).stream())
          .anyMatch(rule -> cloud.hasArn(CloudType.RULE, rule));
    }
    Optional<Resource> machine =
        cloud.find(it -> it.type() == CloudType.STATE_MACHINE && it.text("arn").equals(target));
    return machine.isPresent()
        && roleMay(target(), "states:StartExecution", target)
        && roleMay(machine.get(), "sns:Publish", cloud.all(CloudType.TOPIC).get(0).text("arn"))
        && cloud.all(CloudType.TABLE).stream()
            .anyMatch(it -> machine.get().text("definition").contains(it.text("name")));
  }

  private Resource target() {
    return targets().findFirst().orElseThrow();
  }

  /** The targets of the findings' rule. */
  private Stream<Resource> targets() {
    return cloud.all(CloudType.TARGET).stream()
        .filter(
            target ->
                cloud
                    .find(it -> it.type() == CloudType.RULE && it.id().equals(target.text("rule")))
                    .filter(rule -> rule.properties().containsKey("eventPattern"))
                    .isPresent());
  }

  private boolean roleMay(Resource withRole, String action, String resource) {
    return CloudType.roleMay(cloud, withRole.text("roleArn"), action, resource);
  }

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(8);
  }

  private void deploy(String config) throws Exception {
    stack = stack("test", config);
    assertThat(stack.up().problems()).isEmpty();
    assertThat(isDelivering()).isTrue();
    cloud.mirrorTo(new Watcher());
  }

  private Outcome update(String config) throws Exception {
    stack.configure(config);
    return stack.up();
  }

  @Test
  void switchingThereAndBackNeverStopsDeliveryAndLeavesNothingOver() throws Exception {
    deploy(NATIVE);
    List<String> before = cloud.inventory();
    Map<String, OperationType> expected = all(CREATE, CURATED, "alerts-curation");
    expected.put("alerts-rule", UPDATE);
    expected.put("alerts-target", UPDATE);
    expected.put("alerts-dead-letters-policy", UPDATE);
    Outcome there = update(CURATED);
    assertThat(there.problems()).isEmpty();
    assertThat(new TreeMap<>(there.changes())).isEqualTo(expected);
    assertThat(stack.preview().changes()).isEmpty();
    assertThat(gaps).isEmpty();
    assertThat(cloud.inventory()).hasSize(before.size() + 11);
    PROOF.row("native to curated", "none", "nothing");

    Outcome back = update(NATIVE);
    assertThat(back.problems()).isEmpty();
    expected.replaceAll((name, operation) -> operation == CREATE ? DELETE : operation);
    assertThat(new TreeMap<>(back.changes())).isEqualTo(expected);
    assertThat(stack.preview().changes()).isEmpty();
    assertThat(gaps).isEmpty();
    assertThat(cloud.inventory()).isEqualTo(before);
    PROOF.row("curated to native", "none", "nothing");
  }

  @Test
  void aSwitchThatFailsHalfwayKeepsDeliveringAndTheNextUpCompletesIt() throws Exception {
    deploy(NATIVE);
    faults.refuse("create", "alerts-curation-machine", 1);
    assertThat(update(CURATED).failed()).isTrue();
    assertThat(target().text("arn")).contains(":sns:");
    faults.refuse("update", "alerts-target", 1);
    assertThat(stack.up().failed()).isTrue();
    assertThat(stack.up().problems()).isEmpty();
    assertThat(target().text("arn")).contains(":states:");
    assertThat(stack.preview().changes()).isEmpty();
    assertThat(gaps).isEmpty();
  }

  /** A way from each source to each other one. */
  private static final List<String> SOURCES =
      List.of(
          "inspector",
          "securityhub",
          "securityhub-v2",
          "inspector",
          "securityhub-v2",
          "securityhub",
          "inspector");

  @Test
  void changingTheSourceNeverStopsDeliveryAndKeepsTheMemory() throws Exception {
    deploy(CURATED + "  inspector-slack:findingSource: inspector\n");
    List<String> before = cloud.inventory();
    for (int i = 1; i < SOURCES.size(); i++) {
      String from = SOURCES.get(i - 1);
      String to = SOURCES.get(i);
      Outcome changed = update(CURATED + "  inspector-slack:findingSource: " + to + "\n");
      assertThat(changed.problems()).isEmpty();
      Map<String, OperationType> expected = new TreeMap<>();
      expected.put("alerts-rule", UPDATE);
      expected.put("alerts-curation-machine", UPDATE);
      // Only there the machine sets the workflow of findings.
      if (from.equals("securityhub") || to.equals("securityhub")) {
        expected.put("alerts-curation-machine-policy", UPDATE);
      }
      assertThat(new TreeMap<>(changed.changes())).isEqualTo(expected);
      assertThat(stack.preview().changes()).isEmpty();
      assertThat(cloud.inventory()).isEqualTo(before);
      assertThat(gaps).isEmpty();
      PROOF.row("source from %s to %s, curated".formatted(from, to), "none", "nothing");
    }
  }

  @Test
  void mentionsAndRenotifyAfterDaysUpdateTheStateMachineOnly() throws Exception {
    deploy(CURATED);
    assertThat(update(CURATED + "  inspector-slack:mentions: {CRITICAL: <!here>}\n").changes())
        .isEqualTo(Map.of("alerts-curation-machine", UPDATE));
    assertThat(update(CURATED + "  inspector-slack:renotifyAfterDays: 7\n").changes())
        .isEqualTo(Map.of("alerts-curation-machine", UPDATE));
    assertThat(gaps).isEmpty();
  }
}
