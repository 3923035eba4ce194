package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** AWS refuses to create the resources of a stack, either once or until further notice. */
class RefusalTests extends EngineSuite {
  private static final Proof PROOF =
      new Proof("refusals", "fault", "resources", "errors that name the resource", "next up");
  private static final String THROTTLED = "ThrottlingException: Rate exceeded";

  private List<String> resources = List.of();
  private EngineStack stack;

  @BeforeEach
  void createStack() throws Exception {
    resources = names(curatedProd());
    stack = stack("prod", curatedProd());
  }

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(2);
  }

  /** Returns the refusals that an update reported, by resource. */
  private Map<String, String> refusals(Outcome up) {
    Map<String, String> refusals = new TreeMap<>();
    for (String resource : resources) {
      up.problems().stream()
          .filter(problem -> problem.startsWith(resource + ": ") && problem.contains(THROTTLED))
          .findFirst()
          .ifPresent(problem -> refusals.put(resource, problem));
    }
    return refusals;
  }

  /** Asserts that the account has exactly the resources in the state. */
  private void assertNothingIsLost() {
    Set<String> inState = new TreeSet<>(stack.state().keySet());
    inState.retainAll(resources);
    assertThat(cloud.inventory()).hasSameSizeAs(inState);
  }

  private void assertConverged() throws Exception {
    assertThat(cloud.inventory()).hasSameSizeAs(resources);
    assertThat(stack.state()).hasSize(resources.size() + components(curatedProd()));
    assertThat(stack.state().keySet()).containsAll(resources);
    assertThat(stack.preview().changes()).isEmpty();
  }

  /** Each creation is refused until two updates have failed at it. */
  @Test
  void aLastingRefusalFailsTheSameWayUntilItEnds() throws Exception {
    resources.forEach(resource -> faults.refuse("create", resource, Integer.MAX_VALUE));
    Map<String, List<String>> failures = new TreeMap<>();
    Set<String> refused = new TreeSet<>(resources);
    while (!refused.isEmpty()) {
      Outcome up = stack.up();
      assertThat(up.failed()).isTrue();
      assertNothingIsLost();
      assertThat(stack.state().keySet()).doesNotContainAnyElementsOf(refused);
      Map<String, String> now = refusals(up);
      assertThat(now).isNotEmpty();
      assertThat(refused).containsAll(now.keySet());
      now.forEach(
          (resource, problem) -> {
            List<String> problems = failures.computeIfAbsent(resource, it -> new ArrayList<>());
            problems.add(problem);
            if (problems.size() == 2) {
              assertThat(problems.get(1)).isEqualTo(problems.get(0));
              faults.allow("create", resource);
              refused.remove(resource);
            }
          });
    }
    assertThat(stack.up().problems()).isEmpty();
    assertConverged();
    PROOF.row(
        "each creation refused until two updates have failed",
        resources.size(),
        failures.size(),
        "converges");
  }

  @Test
  void theNextUpRepeatsACreationThatWasRefusedOnce() throws Exception {
    resources.forEach(resource -> faults.refuse("create", resource, 1));
    Set<String> named = new TreeSet<>();
    Outcome up = stack.up();
    // Each update gets past at least one resource.
    for (int i = 0; i < resources.size() && up.failed(); i++) {
      Set<String> now = refusals(up).keySet();
      assertThat(now).isNotEmpty();
      assertThat(named).doesNotContainAnyElementsOf(now);
      named.addAll(now);
      assertNothingIsLost();
      up = stack.up();
    }
    assertThat(up.problems()).isEmpty();
    assertThat(named).containsExactlyInAnyOrderElementsOf(resources);
    assertConverged();
    PROOF.row("each creation refused once", resources.size(), named.size(), "converges");
  }
}
