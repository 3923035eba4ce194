package inspectorslack.offline;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.offline.EventReader.Malformed;
import inspectorslack.offline.EventReader.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Runs events through a stack's rule, one at a time, and hands each verdict to a report. */
final class Simulation {
  /** What becomes of an event. */
  enum Verdict {
    NOTIFY,
    DROP,
    INVALID
  }

  /**
   * The verdict on one record of a file.
   *
   * @param file as the user named it
   * @param record its place in the file, from 1
   * @param reason why it does not notify; empty if it does
   * @param finding the main fields; all empty if the record is invalid
   * @param notifications what it leads to, one for each route that takes it; empty if none does
   */
  record Result(
      String file,
      int record,
      Verdict verdict,
      Optional<String> reason,
      FindingEvent finding,
      List<Notification> notifications) {}

  /**
   * One message to one channel.
   *
   * @param route the name of the route that took the event
   * @param message what Slack is handed, where the stack composes it; empty where AWS does
   */
  record Notification(String route, Optional<JsonNode> message) {}

  /** Who is told. */
  interface Report {
    void add(Result result);

    /** All files were read; {@code counts} has every verdict. */
    void finish(Map<Verdict, Integer> counts);
  }

  /** The route of a stack that names none. */
  static final String DEFAULT_ROUTE = "default";

  private static final FindingEvent NO_FINDING =
      new FindingEvent(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final RuleMatcher rule;
  private final Optional<Curation> curation;
  private final Report report;
  private final Progress progress;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  /**
   * Runs events through a rule.
   *
   * @param curation the state machine behind it, if delivery is curated
   */
  Simulation(String eventPattern, Optional<Curation> curation, Report report, Progress progress) {
    this.rule = new RuleMatcher(eventPattern);
    this.curation = curation;
    this.report = report;
    this.progress = progress;
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, 0);
    }
  }

  /** Reads one file to its end. */
  void run(String file, InputStream in) throws IOException {
    EventReader.read(
        in,
        record -> {
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
    report.finish(counts);
    return Objects.equals(counts.get(Verdict.INVALID), 0);
  }

  private Result judged(String file, int record, JsonNode event) {
    Optional<String> flaw =
        flaw(event).or(() -> curation.isPresent() ? Curation.flaw(event) : Optional.empty());
    if (flaw.isPresent()) {
      return invalid(file, record, flaw.get());
    }
    FindingEvent finding = FindingEvent.of(event);
    Optional<RuleMatcher.Mismatch> mismatch = rule.mismatch(event);
    if (mismatch.isPresent()) {
      return dropped(file, record, mismatch.get().toString(), finding);
    }
    if (curation.isEmpty()) {
      return notifying(file, record, finding, Optional.empty());
    }
    Curation.Outcome outcome = curation.get().run(event);
    if (outcome instanceof Curation.Announced announced) {
      return notifying(file, record, finding, Optional.of(announced.message()));
    }
    if (outcome instanceof Curation.Silent silent) {
      return dropped(file, record, silent.reason(), finding);
    }
    return invalid(
        file,
        record,
        "no message can be made of it, so it goes to the dead-letter queue: "
            + ((Curation.Kept) outcome).error());
  }

  private static Result notifying(
      String file, int record, FindingEvent finding, Optional<JsonNode> message) {
    return new Result(
        file,
        record,
        Verdict.NOTIFY,
        Optional.empty(),
        finding,
        List.of(new Notification(DEFAULT_ROUTE, message)));
  }

  private static Result dropped(String file, int record, String reason, FindingEvent finding) {
    return new Result(file, record, Verdict.DROP, Optional.of(reason), finding, List.of());
  }

  private static Result invalid(String file, int record, String problem) {
    return new Result(file, record, Verdict.INVALID, Optional.of(problem), NO_FINDING, List.of());
  }

  /** What keeps an object from being an event; EventBridge itself lets none of these in. */
  private static Optional<String> flaw(JsonNode event) {
    if (event.has("findings") || event.has("Findings")) {
      return Optional.of("not an event but a list of findings; give it to 'forecast'");
    }
    for (String field : new String[] {"source", "detail-type"}) {
      if (!event.path(field).isTextual()) {
        return Optional.of("not an event: it has no text \"" + field + "\"");
      }
    }
    if (!event.path("detail").isObject()) {
      return Optional.of("not an event: it has no object \"detail\"");
    }
    return Optional.empty();
  }
}
