package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** AWS refuses to create a resource: for good and once, at each resource of a stack. */
class RefusalTests extends EngineSuite {
  static final List<String> IN_PROD =
      List.of(
          "scanning-inspector",
          "scanning-security-hub",
          "instances-example-web-role",
          "instances-example-batch-role",
          "instances-example-bastion-role",
          "instances-ssm-agent",
          "encryption-key",
          "alerts-rule",
          "alerts-topic",
          "alerts-topic-policy",
          "alerts-dead-letters",
          "alerts-dead-letters-policy",
          "alerts-target",
          "alerts-failed-invocations-alarm",
          "alerts-lost-findings-alarm",
          "alerts-dead-letters-alarm",
          "slack-role",
          "slack-C0EXAMPLE00");

  /** What curated delivery adds; it leaves nothing of native delivery out. */
  private static final List<String> OF_CURATION =
      List.of(
          "alerts-curation-memory",
          "alerts-curation-machine-role",
          "alerts-curation-machine-policy",
          "alerts-curation-logs",
          "alerts-curation-machine",
          "alerts-curation-rule-role",
          "alerts-curation-rule-policy",
          "alerts-curation-failed-executions-alarm",
          "alerts-curation-timed-out-alarm");

  static final List<String> RESOURCES =
      Stream.of(IN_PROD, OF_CURATION).flatMap(List::stream).toList();

  private static final int COMPONENTS = 6;
  private static final String THROTTLED = "ThrottlingException: Rate exceeded";
  private static final Set<String> NAMED = new HashSet<>();
  private static final Set<String> CONVERGED = new HashSet<>();
  private static final Set<String> MENDED = new HashSet<>();

  @AfterAll
  static void prove() throws IOException {
    Proof proof = new Proof("refusals", "fault", "tried", "error names the resource", "converged");
    int all = RESOURCES.size();
    if (CONVERGED.size() == all && MENDED.size() == all) {
      proof.row(
          "creation refused for good, at all of one stack, then allowed one by one",
          all,
          NAMED.size(),
          "the stack");
      proof.row("creation refused once, at all of one stack", all, MENDED.size(), "the stack");
    }
    proof.write(2);
  }

  private static boolean isRefusalOf(String problem, String resource) {
    return problem.startsWith(resource + ": ") && problem.contains(THROTTLED);
  }

  /** Everything that exists is in the state, and the other way round. */
  private void assertNothingIsLost(EngineStack stack) throws Exception {
    Map<String, Object> state = stack.state();
    Set<String> declared = new TreeSet<>(state.keySet());
    declared.retainAll(RESOURCES);
    assertThat(cloud.inventory()).hasSize(declared.size());
  }

  private void assertConverged(EngineStack stack) throws Exception {
    assertThat(cloud.inventory()).hasSize(RESOURCES.size());
    assertThat(stack.state()).hasSize(RESOURCES.size() + COMPONENTS);
    assertThat(stack.state().keySet()).containsAll(RESOURCES);
    assertThat(stack.preview().changes()).isEmpty();
  }

  /**
   * All are refused for good. Each is allowed once two updates have failed at it, with the same
   * words, and is there after the next one.
   */
  @Test
  void aLastingRefusalFailsTheSameWayUntilItEnds() throws Exception {
    EngineStack stack = stack("prod", curatedProd());
    RESOURCES.forEach(resource -> faults.refuse("create", resource, Integer.MAX_VALUE));
    Map<String, List<String>> failures = new TreeMap<>();
    Set<String> allowed = new TreeSet<>();
    while (allowed.size() < RESOURCES.size()) {
      Outcome up = stack.up();
      assertThat(up.failed()).isTrue();
      assertNothingIsLost(stack);
      assertThat(stack.state().keySet()).doesNotContainAnyElementsOf(refused(allowed));
      // Nothing that was allowed fails again, and each run fails at what is still refused.
      Map<String, String> now = refusals(up);
      assertThat(now).isNotEmpty();
      assertThat(now.keySet()).noneMatch(allowed::contains);
      now.forEach(
          (resource, problem) -> {
            List<String> problems = failures.computeIfAbsent(resource, it -> new ArrayList<>());
            problems.add(problem);
            if (problems.size() == 2) {
              assertThat(problems.get(1)).isEqualTo(problems.get(0));
              faults.allow("create", resource);
              allowed.add(resource);
            }
          });
    }
    NAMED.addAll(failures.keySet());
    assertThat(stack.up().problems()).isEmpty();
    assertConverged(stack);
    CONVERGED.addAll(allowed);
  }

  private static Set<String> refused(Set<String> allowed) {
    Set<String> refused = new TreeSet<>(RESOURCES);
    refused.removeAll(allowed);
    return refused;
  }

  /** What an update failed at, with what it said of it. */
  private static Map<String, String> refusals(Outcome up) {
    Map<String, String> refusals = new TreeMap<>();
    for (String resource : RESOURCES) {
      up.problems().stream()
          .filter(problem -> isRefusalOf(problem, resource))
          .findFirst()
          .ifPresent(problem -> refusals.put(resource, problem));
    }
    return refusals;
  }

  @Test
  void refusalsThatPassAreMendedByTheNextUp() throws Exception {
    EngineStack stack = stack("prod", curatedProd());
    RESOURCES.forEach(resource -> faults.refuse("create", resource, 1));
    Set<String> named = new TreeSet<>();
    Outcome up = stack.up();
    // Each run gets at least one resource further.
    for (int i = 0; i < RESOURCES.size() && up.failed(); i++) {
      List<String> problems = up.problems();
      List<String> now =
          RESOURCES.stream()
              .filter(resource -> problems.stream().anyMatch(it -> isRefusalOf(it, resource)))
              .toList();
      assertThat(now).isNotEmpty();
      assertThat(named).doesNotContainAnyElementsOf(now);
      named.addAll(now);
      assertNothingIsLost(stack);
      up = stack.up();
    }
    assertThat(up.problems()).isEmpty();
    assertThat(named).containsExactlyInAnyOrderElementsOf(RESOURCES);
    assertConverged(stack);
    MENDED.addAll(named);
  }
}
