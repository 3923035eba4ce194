package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.companion.RuleMatcher;
import inspectorslack.companion.StateMachineInterpreter;
import inspectorslack.companion.simulate.SimulatedRoute.Kept;
import inspectorslack.companion.simulate.SimulatedRoute.Outcome;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.config.AccountNames;
import inspectorslack.coverage.CoverageDefinition;
import inspectorslack.coverage.CoveragePattern;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs events through coverage alerts: their rule, with EventBridge's own matcher, and their state
 * machine's expressions. Coverage alerts have no memory, so events don't affect each other.
 */
final class CoverageSimulation {
  private final RuleMatcher rule = new RuleMatcher(CoveragePattern.json());
  private final StateMachineInterpreter workflow;
  private @Nullable String message;

  /** The alerts of a stack in a Region; topic and queue are stood in for. */
  CoverageSimulation(String region, AccountNames accountNames) {
    this.workflow =
        new StateMachineInterpreter(
            CoverageDefinition.json(
                SimulatedCuration.surroundings(region).accountNames(accountNames).build()),
            this::call);
  }

  /** Whether an event is about coverage at all, whatever its status. */
  static boolean isAbout(JsonNode event) {
    return event.path("detail-type").asText().equals("Inspector2 Coverage");
  }

  /** The message about an event, or why there is none. */
  Outcome run(JsonNode event) {
    Optional<RuleMatcher.Mismatch> mismatch = rule.mismatch(event);
    if (mismatch.isPresent()) {
      return new Passed(mismatch.get().toString());
    }
    message = null;
    StateMachineInterpreter.End end = workflow.run("execution", event);
    return end.state().equals(CoverageDefinition.ANNOUNCED)
        ? new Taken(Optional.of(SimulatedCuration.parsed(String.valueOf(message))))
        : new Kept(end.error());
  }

  private Object call(String action, Map<?, ?> arguments) {
    switch (action) {
      case "sns:publish" -> message = String.valueOf(arguments.get("Message"));
      case "sqs:sendMessage" -> {} // What is kept is known from the error.
      default -> throw new IllegalStateException("no stand-in for " + action);
    }
    return Map.of();
  }
}
