package inspectorslack.offline;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.offline.EventReader.Malformed;
import inspectorslack.offline.EventReader.Parsed;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
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
   */
  record Result(
      String file, int record, Verdict verdict, Optional<String> reason, FindingEvent finding) {}

  /** Who is told. */
  interface Report {
    void add(Result result);

    /** All files were read; {@code counts} has every verdict. */
    void finish(Map<Verdict, Integer> counts);
  }

  private static final FindingEvent NO_FINDING =
      new FindingEvent(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final RuleMatcher rule;
  private final Report report;
  private final Progress progress;
  private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

  Simulation(String eventPattern, Report report, Progress progress) {
    this.rule = new RuleMatcher(eventPattern);
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
    Optional<String> flaw = flaw(event);
    if (flaw.isPresent()) {
      return invalid(file, record, flaw.get());
    }
    Optional<String> mismatch = rule.mismatch(event).map(RuleMatcher.Mismatch::toString);
    return new Result(
        file,
        record,
        mismatch.isPresent() ? Verdict.DROP : Verdict.NOTIFY,
        mismatch,
        FindingEvent.of(event));
  }

  private static Result invalid(String file, int record, String problem) {
    return new Result(file, record, Verdict.INVALID, Optional.of(problem), NO_FINDING);
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
