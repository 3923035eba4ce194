package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.Settings;
import inspectorslack.alerts.EventPattern;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.RuleMatcher;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.config.AccountNames;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs events through one route of a stack: its rule, and the state machine behind it. */
final class SimulatedRoute {
  /** What happens to an event in a route. */
  sealed interface Outcome {}

  /**
   * The channel gets a message.
   *
   * @param message what Slack receives; empty if AWS composes it
   * @param unknown the unknown detail that made a filter of the route take the event
   */
  record Taken(Optional<JsonNode> message, Optional<String> unknown) implements Outcome {
    Taken(Optional<JsonNode> message) {
      this(message, Optional.empty());
    }
  }

  /**
   * The channel gets no message, as intended.
   *
   * @param reason why this event gets none
   * @param kind the same without what's particular to the event, so that repeats can be counted
   */
  record Passed(String reason, String kind) implements Outcome {
    Passed(String reason) {
      this(reason, reason);
    }
  }

  /** The finding waits for a summary. */
  record Held(String reason) implements Outcome {}

  /** The event goes to the dead-letter queue. */
  record Kept(String error) implements Outcome {}

  private final FindingSource source;
  private final Route route;
  private final AccountNames accountNames;
  private final RuleMatcher rule;
  private final Optional<SimulatedCuration> curation;

  private SimulatedRoute(
      FindingSource source,
      Route route,
      AccountNames accountNames,
      RuleMatcher rule,
      Optional<SimulatedCuration> curation) {
    this.source = source;
    this.route = route;
    this.accountNames = accountNames;
    this.rule = rule;
    this.curation = curation;
  }

  /** The routes of a stack in one of its Regions, in its order. */
  static List<SimulatedRoute> of(Settings settings, String region, InspectorDetails details) {
    return settings.routes().stream().map(route -> of(settings, route, region, details)).toList();
  }

  private static SimulatedRoute of(
      Settings settings, Route route, String region, InspectorDetails details) {
    return new SimulatedRoute(
        settings.findingSource(),
        route,
        settings.accountNames(),
        new RuleMatcher(
            EventPattern.json(
                settings.findingSource(),
                route,
                settings.delivery(),
                settings.regions().besides(region))),
        SimulatedCuration.of(settings, route, region, details));
  }

  String name() {
    return route.name();
  }

  /** Why the route cannot judge an event; empty if it can. */
  Optional<String> flaw(JsonNode event) {
    return curation.isPresent() ? SimulatedCuration.flaw(event) : Optional.empty();
  }

  /** Whether a finding waits for a summary. */
  boolean isHolding() {
    return curation.isPresent() && curation.get().isHolding();
  }

  /** The summaries that the route posts until a time, or all that are left. */
  List<Summary> summaries(Instant until) {
    return curation.map(machine -> machine.summaries(name(), until)).orElse(List.of());
  }

  Outcome take(JsonNode event) {
    Optional<RuleMatcher.Mismatch> mismatch = rule.mismatch(event);
    if (mismatch.isPresent()) {
      return new Passed(mismatch.get().inWords(accountNames));
    }
    if (curation.isEmpty()) {
      return new Taken(Optional.empty());
    }
    Outcome outcome = curation.get().run(event);
    if (outcome == SimulatedCuration.NOT_TAKEN) {
      return FilterMismatch.of(source, route.filter(), event)
          .map(it -> new Passed(it.inWords(accountNames)))
          .orElse(SimulatedCuration.NOT_TAKEN);
    }
    return outcome instanceof Taken taken
        ? new Taken(taken.message(), curation.get().unknown(route.filter()))
        : outcome;
  }
}
