package inspectorslack.companion.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inspectorslack.Settings;
import inspectorslack.aws.Place;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.StateMachineInterpreter;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.simulate.SimulatedRoute.Held;
import inspectorslack.companion.simulate.SimulatedRoute.Kept;
import inspectorslack.companion.simulate.SimulatedRoute.Outcome;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.curation.CurationDefinition;
import inspectorslack.stepfunctions.Surroundings;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs a sequence of events through curated delivery's state machine. */
final class SimulatedCuration {
  private static final JsonMapper JSON = new JsonMapper();

  /** The machine compared what EventBridge can't. */
  static final Passed NOT_TAKEN = new Passed("its EPSS or a tag isn't what the route takes");

  private static final String LISTING_UNKNOWN =
      "it's unknown whether it's on CISA's list of known exploited vulnerabilities";
  private static final String USE_UNKNOWN = "it's unknown whether a task or pod uses it";

  private final Memory memory = new Memory();
  private final List<String> taken = new ArrayList<>();
  private final StateMachineInterpreter workflow;
  private final InspectorDetails details;
  private int executions;
  private Instant clock = Instant.EPOCH;
  private @Nullable String message;
  private String finding = "";
  private boolean isListingUnknown;
  private boolean isUseAsked;
  private boolean isUseKnown;

  /**
   * Runs a state machine.
   *
   * @param definition as it is deployed
   * @param details what Inspector answers
   */
  SimulatedCuration(String definition, InspectorDetails details) {
    this.details = details;
    this.workflow = new StateMachineInterpreter(definition, this::call);
  }

  /**
   * The machine of a stack's route; empty if delivery is native. Table, topic and queue are stood
   * in for, so their names do not matter.
   */
  static Optional<SimulatedCuration> of(
      Settings settings, Route route, String region, InspectorDetails details) {
    return settings.delivery() instanceof Delivery.Curated curated
        ? Optional.of(
            new SimulatedCuration(
                CurationDefinition.json(
                    settings.findingSource(), route, curated, surroundings(settings, region)),
                details))
        : Optional.empty();
  }

  /** What a stack's machine works with in a Region. */
  static Surroundings surroundings(Settings settings, String region) {
    return surroundings(region)
        .isOneOfSeveral(settings.regions().count() > 1)
        .accountNames(settings.accountNames())
        .build();
  }

  /** Stand-ins for what a machine works with in a Region. */
  static Surroundings.Builder surroundings(String region) {
    return Surroundings.builder()
        .partition(Place.partition(region))
        .region(region)
        .topicArn("topic")
        .deadLetterQueueUrl("queue")
        .tableName("memory");
  }

  /** Hands an event to the machine that its rule takes, at the event's own time. */
  Outcome run(JsonNode event) {
    return run(event, Instant.parse(event.path("time").asText()));
  }

  /** The same at a later time, as if the event was late. */
  Outcome run(JsonNode event, Instant now) {
    finding = "";
    StateMachineInterpreter.End end = execute(event, now);
    return switch (end.state()) {
      case "Told" ->
          message == null
              ? new Held(held(memory.item(finding).orElseThrow()))
              : new Taken(Optional.of(parsed(message)));
      case "AlreadyAnnounced" -> known(memory.item(finding).orElseThrow());
      case "Closed" -> new Passed("the finding closes; if it comes back, it is announced again");
      case "NothingToClose" -> new Passed("the finding closes; the memory has nothing to close");
      case "NotKnownExploited" ->
          new Passed(
              isListingUnknown
                  ? LISTING_UNKNOWN
                  : "it isn't on CISA's list of known exploited vulnerabilities");
      case "NotInUse" -> new Passed(isUseKnown ? "no task or pod uses its image" : USE_UNKNOWN);
      case "NotTaken" -> NOT_TAKEN;
      default -> new Kept(end.error());
    };
  }

  /** The unknown detail that made a filter take the last event; empty if everything was known. */
  Optional<String> unknown(FindingFilter filter) {
    List<String> unknown = new ArrayList<>();
    if (filter.knownExploited() && isListingUnknown) {
      unknown.add(LISTING_UNKNOWN);
    }
    if (filter.inUse() && isUseAsked && !isUseKnown) {
      unknown.add(USE_UNKNOWN);
    }
    return unknown.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", unknown));
  }

  private Object call(String action, Map<?, ?> arguments) {
    switch (action) {
      case "dynamodb:putItem", "dynamodb:updateItem", "dynamodb:deleteItem", "dynamodb:getItem" -> {
        if (action.equals("dynamodb:putItem") && finding.isEmpty()) {
          finding = Memory.key(arguments);
        }
        return memory.call(action.substring(action.indexOf(':') + 1), arguments);
      }
      case "aws-sdk:dynamodb:query" -> {
        return memory.call("query", arguments);
      }
      case "aws-sdk:dynamodb:transactWriteItems" -> {
        taken.addAll(memory.openOf(arguments));
        return memory.call("transactWriteItems", arguments);
      }
      case "sns:publish" -> message = String.valueOf(arguments.get("Message"));
      case "sqs:sendMessage" -> {} // What is kept is known from the error.
      case "aws-sdk:securityhub:batchUpdateFindings" -> {
        return Map.of("ProcessedFindings", List.of(), "UnprocessedFindings", List.of());
      }
      case "aws-sdk:inspector2:batchGetFindingDetails" -> {
        Object answer = details.call("batchGetFindingDetails", arguments);
        isListingUnknown = JSON.valueToTree(answer).at("/FindingDetails/0").isMissingNode();
        return answer;
      }
      case "aws-sdk:inspector2:listFindings" -> {
        isUseAsked = true;
        Object answer = details.call("listFindings", arguments);
        isUseKnown = JSON.valueToTree(answer).findValue("InUseCount") != null;
        return answer;
      }
      default -> throw new IllegalStateException("no stand-in for " + action);
    }
    return Map.of();
  }

  private StateMachineInterpreter.End execute(JsonNode event, Instant now) {
    message = null;
    isListingUnknown = false;
    isUseAsked = false;
    isUseKnown = false;
    clock = now.isAfter(clock) ? now : clock;
    return workflow.run("execution-" + ++executions, now, event);
  }

  /** Whether a finding waits for a summary. */
  boolean isHolding() {
    return memory.firstDue().isPresent();
  }

  /** Runs the machine for each minute until a time in which something is due. */
  List<Summary> summaries(String route, Instant until) {
    List<Summary> summaries = new ArrayList<>();
    for (OptionalLong due = memory.firstDue(); due.isPresent(); due = memory.firstDue()) {
      // The first run of the schedule that finds it; what a late event left is found after that.
      long seconds = Math.max(due.getAsLong(), clock.getEpochSecond());
      Instant time = Instant.ofEpochSecond((seconds + 59) / 60 * 60);
      if (time.isAfter(until)) {
        break;
      }
      taken.clear();
      StateMachineInterpreter.End end =
          execute(
              JSON.createObjectNode().put("source", "aws.events").put("time", time.toString()),
              time);
      if (!end.state().equals("Summarized")) {
        throw new IllegalStateException(end.error());
      }
      if (message != null) {
        summaries.add(new Summary(route, time, List.copyOf(taken), parsed(message)));
      }
    }
    return summaries;
  }

  private static String held(Map<String, Object> item) {
    return "in the summary due at " + Instant.ofEpochSecond(number(item, "dueAt"));
  }

  private static Passed known(Map<String, Object> item) {
    Instant seenAt = Instant.ofEpochSecond(number(item, "seenAt"));
    int rank = (int) number(item, "severityRank");
    if (item.containsKey("dueAt") && rank > 0) {
      return new Passed("already held; " + held(item), "already held for a summary");
    }
    return rank == 0
        ? new Passed(
            "from before its finding closed at " + seenAt, "from before its finding closed")
        : new Passed(
            "already announced as %s for its event of %s; announced again if its severity rises, if it comes back after it closed, or from %s on"
                .formatted(
                    Severity.INFORMATIONAL.andAbove().get(rank - 1),
                    seenAt,
                    Instant.ofEpochSecond(number(item, "expiresAt"))),
            "already announced");
  }

  private static long number(Map<String, Object> item, String attribute) {
    return (long) Objects.requireNonNull(item.get(attribute));
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What keeps an event from being judged by its time and its finding's ARN, if anything. */
  static Optional<String> flaw(JsonNode event) {
    return flawOfTime(event).or(() -> flawOfTexts(event));
  }

  private static Optional<String> flawOfTime(JsonNode event) {
    String time = event.path("time").asText();
    try {
      // Java knows more forms than JSONata: years of more digits, leap seconds, 24:00.
      if (time.matches("\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d.*")) {
        Instant.parse(time);
        return Optional.empty();
      }
    } catch (DateTimeParseException e) {
      // Said below.
    }
    return Optional.of(
        time.isEmpty()
            ? "not an event: it has no \"time\" such as 2026-11-16T10:00:02Z"
            : "not an event: \"time\" is %s; expected one such as 2026-11-16T10:00:02Z"
                .formatted(Terminal.exact(time)));
  }

  /** Of the finding's ARN and state, which the machine's expressions take for texts. */
  private static Optional<String> flawOfTexts(JsonNode event) {
    Optional<FindingSource> source = FindingSource.of(event.path("detail-type").asText());
    if (source.isEmpty()) {
      return Optional.empty();
    }
    List<String> fields =
        switch (source.get()) {
          case SECURITYHUB ->
              List.of(
                  "/detail/findings/0/Id",
                  "/detail/findings/0/RecordState",
                  "/detail/findings/0/Workflow/Status",
                  "/detail/findings/0/Severity/Label");
          case SECURITYHUB_V2 ->
              List.of(
                  "/detail/findings/0/finding_info/uid",
                  "/detail/findings/0/status",
                  "/detail/findings/0/activity_name",
                  "/detail/findings/0/severity");
          case INSPECTOR -> List.of("/detail/findingArn", "/detail/status", "/detail/severity");
        };
    for (String field : fields) {
      JsonNode value = event.at(field);
      boolean isArn = field.equals(fields.get(0));
      boolean isText = value.isTextual() && !value.asText().isEmpty();
      if (!isText && (isArn || !value.isMissingNode())) {
        return Optional.of(
            "not an event of a finding: "
                + FindingEvent.otherThan(
                    isArn ? "the finding's ARN" : "a string",
                    field.substring(1).replace('/', '.'),
                    value));
      }
    }
    return Optional.empty();
  }
}
