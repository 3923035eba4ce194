package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.companion.DocumentedFields;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.Progress;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.simulate.EventReader.Malformed;
import inspectorslack.companion.simulate.EventReader.Parsed;
import inspectorslack.companion.simulate.SimulatedRoute.Held;
import inspectorslack.companion.simulate.SimulatedRoute.Kept;
import inspectorslack.companion.simulate.SimulatedRoute.Outcome;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** Runs events through a stack's routes, one at a time, and hands each verdict to a report. */
final class Simulation {
  /** What happens to an event. */
  enum Verdict {
    NOTIFY,
    HOLD,
    DROP,
    INVALID
  }

  /**
   * Why a route posts no message, or why a record is invalid.
   *
   * @param kind the same without what's particular to the event, so that repeats can be counted
   */
  record Reason(String text, String kind) {
    Reason(String text) {
      this(text, text);
    }
  }

  /**
   * The verdict on one record of a file.
   *
   * @param file as the user named it
   * @param record its place in the file, from 1
   * @param reasons why routes do not take it, by route; why it is invalid, if it is
   * @param finding the main fields; all empty if the record is invalid
   * @param notifications what it leads to, one for each route that takes it; empty if none does
   */
  record Result(
      String file,
      int record,
      Verdict verdict,
      Map<String, Reason> reasons,
      FindingEvent finding,
      List<Notification> notifications) {
    /** All reasons in one text, each with its route where routes have names. */
    Optional<String> reason() {
      if (reasons.isEmpty()) {
        return Optional.empty();
      }
      StringJoiner all = new StringJoiner("; ");
      reasons.forEach(
          (route, reason) ->
              all.add(route.equals(Route.DEFAULT) ? reason.text : route + ": " + reason.text));
      return Optional.of(all.toString());
    }
  }

  /**
   * One message to one channel.
   *
   * @param route the name of the route that took the event
   * @param message what Slack receives, if the stack composes it; empty if AWS does
   * @param unknown the unknown detail that made a filter of the route take the event
   */
  record Notification(String route, Optional<JsonNode> message, Optional<String> unknown) {}

  /**
   * One message about several findings that were held.
   *
   * @param time when it is posted
   * @param findings their ARNs
   */
  record Summary(String route, Instant time, List<String> findings, JsonNode message) {}

  /** Where results go. */
  interface Report {
    void add(Result result);

    /** A summary, at its place in time. */
    void add(Summary summary);

    /** All files were read; {@code counts} has every verdict. */
    void finish(Map<Verdict, Integer> counts);

    /** Gives the same to another report. */
    default Report and(Report other) {
      Report first = this;
      return new Report() {
        @Override
        public void add(Result result) {
          first.add(result);
          other.add(result);
        }

        @Override
        public void add(Summary summary) {
          first.add(summary);
          other.add(summary);
        }

        @Override
        public void finish(Map<Verdict, Integer> counts) {
          first.finish(counts);
          other.finish(counts);
        }
      };
    }
  }

  // What only the findings of the three sources have.
  private static final Set<String> FINDING_ONLY =
      Set.of("findingArn", "RecordState", "finding_info");

  private static final String NOT_IMPORTED = "not an event of Security Hub: ";

  private static final FindingEvent NO_FINDING =
      new FindingEvent(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final boolean isRegionKnown;
  private final Map<String, SimulatedRegion> regions;
  private final SimulatedRegion home;
  private final Report report;
  private final Progress progress;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  /**
   * Runs events through routes.
   *
   * @param isRegionKnown whether the stack sets its home Region; otherwise it may be that of any
   *     event
   * @param regions what the stack has, by Region, the home Region first
   */
  Simulation(
      boolean isRegionKnown,
      Map<String, SimulatedRegion> regions,
      Report report,
      Progress progress) {
    this.isRegionKnown = isRegionKnown;
    this.regions = regions;
    this.home = regions.values().iterator().next();
    this.report = report;
    this.progress = progress;
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, 0);
    }
  }

  /**
   * Reads one file to its end.
   *
   * @return the kinds of envelopes that held events
   */
  Set<String> run(String file, InputStream in) throws IOException {
    return EventReader.read(
        in,
        record -> {
          if (record instanceof Parsed parsed) {
            summarize(parsed.event());
          }
          Result result =
              record instanceof Parsed parsed
                  ? judged(file, parsed.number(), parsed.event())
                  : invalid(file, record.number(), ((Malformed) record).problem());
          counts.merge(result.verdict, 1, Integer::sum);
          progress.step();
          report.add(result);
        });
  }

  /** Closes the report; false if any record was invalid. */
  boolean finish() {
    progress.clear();
    summarize(Instant.MAX);
    report.finish(counts);
    return Objects.equals(counts.get(Verdict.INVALID), 0);
  }

  /** Posts the summaries that are due before an event. */
  private void summarize(JsonNode event) {
    if (routes().anyMatch(SimulatedRoute::isHolding) && SimulatedCuration.flaw(event).isEmpty()) {
      summarize(Instant.parse(event.path("time").asText()));
    }
  }

  private void summarize(Instant until) {
    List<Summary> summaries = new ArrayList<>();
    routes().forEach(route -> summaries.addAll(route.summaries(until)));
    summaries.sort(Comparator.comparing(Summary::time));
    summaries.forEach(report::add);
  }

  private Stream<SimulatedRoute> routes() {
    return regions.values().stream().flatMap(region -> region.routes().stream());
  }

  private Result judged(String file, int record, JsonNode event) {
    Optional<String> flaw = flaw(event).or(() -> home.routes().get(0).flaw(event));
    if (flaw.isPresent()) {
      return invalid(file, record, flaw.get());
    }
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    Optional<String> elsewhere = elsewhere(event);
    if (elsewhere.isPresent()) {
      home.routes().forEach(route -> outcomes.put(route.name(), new Passed(elsewhere.get())));
      return result(file, record, event, outcomes);
    }
    SimulatedRegion region = regions.getOrDefault(event.path("region").asText(), home);
    region.routes().forEach(route -> outcomes.put(route.name(), route.take(event)));
    if (CoverageSimulation.isAbout(event)) {
      region.coverage().ifPresent(it -> outcomes.put(region.routes().get(0).name(), it.run(event)));
    }
    return result(file, record, event, outcomes);
  }

  /** Why no rule of the stack meets an event; empty if one does. */
  private Optional<String> elsewhere(JsonNode event) {
    String from = event.path("region").asText("");
    // An event stays in its Region.
    if (isRegionKnown && !from.isEmpty() && !regions.containsKey(from)) {
      return Optional.of(
          regions.size() == 1
              ? "region is %s; the stack is in %s"
                  .formatted(Terminal.exact(from), regions.keySet().iterator().next())
              : "region is %s; the stack covers %s"
                  .formatted(Terminal.exact(from), String.join(", ", regions.keySet())));
    }
    String bus = event.path(Envelope.BUS).asText("default");
    return bus.equals("default") || bus.endsWith(":event-bus/default")
        ? Optional.empty()
        : Optional.of("event bus is %s; the rule is on default".formatted(Terminal.exact(bus)));
  }

  private static Result result(
      String file, int record, JsonNode event, Map<String, Outcome> outcomes) {
    List<Notification> notifications = new ArrayList<>();
    Map<String, Reason> reasons = new LinkedHashMap<>();
    boolean isKept = false;
    boolean isHeld = false;
    for (Map.Entry<String, Outcome> ofRoute : outcomes.entrySet()) {
      if (ofRoute.getValue() instanceof Taken taken) {
        notifications.add(new Notification(ofRoute.getKey(), taken.message(), taken.unknown()));
      } else if (ofRoute.getValue() instanceof Passed passed) {
        reasons.put(ofRoute.getKey(), new Reason(passed.reason(), passed.kind()));
      } else if (ofRoute.getValue() instanceof Held held) {
        isHeld = true;
        reasons.put(ofRoute.getKey(), new Reason(held.reason()));
      } else {
        isKept = true;
        reasons.put(
            ofRoute.getKey(),
            new Reason(
                "no message can be composed from it, so it goes to the dead-letter queue: "
                    + ((Kept) ofRoute.getValue()).error()));
      }
    }
    Verdict verdict =
        isKept
            ? Verdict.INVALID
            : !notifications.isEmpty() ? Verdict.NOTIFY : isHeld ? Verdict.HOLD : Verdict.DROP;
    FindingEvent finding = FindingEvent.of(event);
    int findings = event.path("detail").path("findings").size();
    if (findings > 1) {
      add(
          reasons,
          new Reason(
              "it has %d findings (AWS sends one per event): the rule checks all of them, but the message is only about the first"
                  .formatted(findings)));
    }
    if (verdict != Verdict.DROP) {
      flaws(event).forEach(flaw -> add(reasons, new Reason(flaw.text(), flaw.kind())));
    }
    return new Result(file, record, verdict, reasons, finding, notifications);
  }

  /** What the message's finding has that AWS doesn't document so. */
  private static List<DocumentedFields.Flaw> flaws(JsonNode event) {
    return source(event)
        .map(
            source ->
                DocumentedFields.flaws(
                    source,
                    event.at(source == FindingSource.INSPECTOR ? "/detail" : "/detail/findings/0")))
        .orElse(List.of());
  }

  private static Optional<FindingSource> source(JsonNode event) {
    return FindingSource.of(event.path("detail-type").asText());
  }

  /** Adds what applies to the whole event. */
  private static void add(Map<String, Reason> reasons, Reason reason) {
    reasons.merge(
        Route.DEFAULT,
        reason,
        (of, more) -> new Reason(of.text + "; " + more.text, of.kind + "; " + more.kind));
  }

  private static Result invalid(String file, int record, String problem) {
    return new Result(
        file,
        record,
        Verdict.INVALID,
        Map.of(Route.DEFAULT, new Reason(problem)),
        NO_FINDING,
        List.of());
  }

  /** What keeps an object from being an event; EventBridge itself lets none of these in. */
  private static Optional<String> flaw(JsonNode event) {
    if (event.has("findings") || event.has("Findings")) {
      return Optional.of("not an event but a list of findings; use 'forecast'");
    }
    if (!event.has("source") && FINDING_ONLY.stream().anyMatch(event::has)) {
      return Optional.of(
          "not an event but a finding, the part under an event's \"detail\"; use the whole event, or 'forecast' with a list of findings");
    }
    for (String field : new String[] {"source", "detail-type"}) {
      if (!event.path(field).isTextual()) {
        return Optional.of("not an event: it has no string \"" + field + "\"");
      }
    }
    if (!event.path("detail").isObject()) {
      return Optional.of("not an event: it has no object \"detail\"");
    }
    return source(event)
        .filter(source -> source != FindingSource.INSPECTOR)
        .flatMap(source -> flawOfImported(event.at("/detail/findings")));
  }

  private static Optional<String> flawOfImported(JsonNode findings) {
    if (!findings.isArray() || findings.isEmpty()) {
      return Optional.of(
          NOT_IMPORTED
              + FindingEvent.otherThan("a list with a finding", "detail.findings", findings));
    }
    return findings
        .valueStream()
        .flatMap(
            finding ->
                (finding.isObject()
                        ? FindingEvent.flawOfImported(finding)
                        : Optional.of(
                            FindingEvent.otherThan(
                                "a finding", "an item of detail.findings", finding)))
                    .stream())
        .findFirst()
        .map(NOT_IMPORTED::concat);
  }
}
