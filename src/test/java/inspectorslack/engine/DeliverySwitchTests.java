package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.DELETE;
import static com.pulumi.automation.OperationType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import com.pulumi.test.PulumiTest;
import inspectorslack.engine.Cloud.Mirror;
import inspectorslack.engine.Cloud.Thing;
import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stack changes from native to curated delivery and back, and every step of it is watched.
 *
 * <p>Not proven: how long AWS takes until a new role works.
 */
@ExtendWith(NeedsPulumi.class)
class DeliverySwitchTests {
  private static final Proof PROOF =
      new Proof("switches", "switch", "moments without delivery", "left over");
  private static final String NATIVE = EngineSuite.settings("encryptTopic: true");
  private static final String CURATED =
      EngineSuite.settings("encryptTopic: true", "delivery: curated");

  @TempDir private Path folder;

  private final Map<String, Thing> things = new LinkedHashMap<>();
  private final List<String> gaps = new ArrayList<>();
  private final Faults faults = new Faults();
  private final Cloud cloud = new Cloud("123456789012", "eu-west-1", new Watcher());
  private StandInProvider provider;
  private EngineStack stack;
  private boolean isWatching;

  /** Looks at the account after each change of it. */
  private final class Watcher implements Mirror {
    @Override
    public void put(Thing thing) {
      things.put(thing.type() + " " + thing.id(), thing);
      look("after " + thing.id());
    }

    @Override
    public void remove(Thing thing) {
      things.remove(thing.type() + " " + thing.id());
      look("without " + thing.id());
    }
  }

  private void look(String when) {
    if (isWatching && !isDelivering()) {
      gaps.add(when);
    }
  }

  private List<Thing> all(CloudType type) {
    return things.values().stream().filter(it -> it.type() == type).toList();
  }

  private Optional<Thing> find(CloudType type, String key, String value) {
    return all(type).stream().filter(it -> it.text(key).equals(value)).findFirst();
  }

  /** One rule with one target, and all there that the target needs. */
  private boolean isDelivering() {
    if (all(CloudType.RULE).size() != 1 || all(CloudType.TARGET).size() != 1) {
      return false;
    }
    Thing target = all(CloudType.TARGET).get(0);
    String arn = target.text("arn");
    if (find(CloudType.TOPIC, "arn", arn).isPresent()) {
      return AwsDocuments.sourceArns(
              find(CloudType.TOPIC_POLICY, "arn", arn).map(it -> it.text("policy")).orElse(""))
          .contains(all(CloudType.RULE).get(0).text("arn"));
    }
    Optional<Thing> machine = find(CloudType.STATE_MACHINE, "arn", arn);
    return machine.isPresent()
        && may(target.text("roleArn"), "states:StartExecution", arn)
        && may(
            machine.get().text("roleArn"), "sns:Publish", all(CloudType.TOPIC).get(0).text("arn"))
        && all(CloudType.TABLE).stream()
            .anyMatch(it -> machine.get().text("definition").contains(it.text("name")));
  }

  private boolean may(String roleArn, String action, String resource) {
    return find(CloudType.ROLE, "arn", roleArn)
        .flatMap(role -> find(CloudType.ROLE_POLICY, "role", role.text("name")))
        .filter(it -> AwsDocuments.allows(it.text("policy"), action, resource))
        .isPresent();
  }

  @BeforeEach
  void start() throws Exception {
    provider = StandInProvider.start(cloud, faults);
  }

  @AfterEach
  void stop() {
    provider.close();
    PulumiTest.cleanup();
  }

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(2);
  }

  private void deployed(String config) throws Exception {
    stack = EngineStack.create(folder, "test", config, provider);
    assertThat(stack.up().problems()).isEmpty();
    assertThat(isDelivering()).isTrue();
    isWatching = true;
  }

  private Outcome switched(String config) throws Exception {
    stack.configure(config);
    return stack.up();
  }

  @Test
  void thereAndBackDeliveryNeverStopsAndNothingIsLeftOver() throws Exception {
    deployed(NATIVE);
    List<String> before = cloud.inventory();
    Map<String, OperationType> moved = Parts.all(CREATE, Parts.CURATION);
    moved.put("alerts-rule", UPDATE);
    moved.put("alerts-target", UPDATE);
    Outcome there = switched(CURATED);
    assertThat(there.problems()).isEmpty();
    assertThat(new TreeMap<>(there.changes())).isEqualTo(moved);
    assertThat(stack.preview().changes()).isEmpty();
    assertThat(gaps).isEmpty();
    assertThat(cloud.inventory()).hasSize(before.size() + 9);
    PROOF.row("native to curated", "none", "nothing");

    Outcome back = switched(NATIVE);
    assertThat(back.problems()).isEmpty();
    moved.replaceAll((name, operation) -> operation == CREATE ? DELETE : operation);
    assertThat(new TreeMap<>(back.changes())).isEqualTo(moved);
    assertThat(stack.preview().changes()).isEmpty();
    assertThat(gaps).isEmpty();
    assertThat(cloud.inventory()).isEqualTo(before);
    PROOF.row("curated to native", "none", "nothing");
  }

  @Test
  void aSwitchThatBreaksOffGoesOnDeliveringAndIsMendedByTheNextUp() throws Exception {
    deployed(NATIVE);
    faults.refuse("create", "alerts-curation-machine", 1);
    assertThat(switched(CURATED).failed()).isTrue();
    assertThat(all(CloudType.TARGET).get(0).text("arn")).contains(":sns:");
    faults.refuse("update", "alerts-target", 1);
    assertThat(stack.up().failed()).isTrue();
    assertThat(stack.up().problems()).isEmpty();
    assertThat(all(CloudType.TARGET).get(0).text("arn")).contains(":states:");
    assertThat(stack.preview().changes()).isEmpty();
    assertThat(gaps).isEmpty();
  }

  @Test
  void anotherMentionOrAnotherNumberOfDaysMovesTheMachineAlone() throws Exception {
    deployed(CURATED);
    assertThat(switched(CURATED + "  inspector-slack:mentions: {CRITICAL: <!here>}\n").changes())
        .isEqualTo(Map.of("alerts-curation-machine", UPDATE));
    assertThat(switched(CURATED + "  inspector-slack:renotifyAfterDays: 7\n").changes())
        .isEqualTo(Map.of("alerts-curation-machine", UPDATE));
    assertThat(gaps).isEmpty();
  }
}
