package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.stepfunctions.States;
import inspectorslack.stepfunctions.Surroundings;
import java.time.Duration;
import java.util.Optional;

/**
 * The state machine of curated delivery, an Express workflow in JSONata. It remembers each finding
 * with one conditional write, and announces the finding only if the write succeeds.
 *
 * <p>Design decisions:
 *
 * <ul>
 *   <li>Expressions that can fail are in tasks, because a task's failure can be caught. They read
 *       the execution's input, so they do not depend on the previous state.
 *   <li>The machine uses the event's time, so the time of processing does not matter to a replayed
 *       event or to one out of order.
 *   <li>A closed finding stays in the memory without a severity, so that a late copy of an older
 *       event does not announce it again.
 *   <li>An execution may write the same item twice: if AWS's response to the first write is lost,
 *       the retry must not fail on the item that the first write left.
 *   <li>A failed execution may leave its finding in the memory, because the response to a write can
 *       be lost and a delete can fail. The kept event therefore names the execution ({@value
 *       #REPLAY_OF}). A replay first deletes the item of that execution; otherwise it would treat
 *       the finding as announced.
 *   <li>All attempts of the longest path fit into the execution's timeout, so an event reaches the
 *       queue before the execution ends.
 * </ul>
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Step
 *     Functions Developer Guide, JSONata</a>
 */
public final class CurationDefinition {
  /** The field of a kept event that names the execution which failed to announce its finding. */
  public static final String REPLAY_OF = "replay-of";

  static final String REPLAYED = States.EVENT + ".`" + REPLAY_OF + "`";

  // Security Hub accepts ten such calls a second, so in a burst of findings some have to wait.
  private static final int ATTEMPTS_OF_WORKFLOW = 8;

  static final String EXECUTION = "$states.context.Execution.Id";
  static final String SEEN_AT = "$floor($toMillis(" + States.EVENT + ".time) / 1000)";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final FindingSource source;
  private final Route route;
  private final Delivery.Curated delivery;
  private final Surroundings surroundings;
  private final MemoryCalls memory;

  private CurationDefinition(
      FindingSource source, Route route, Delivery.Curated delivery, Surroundings surroundings) {
    this.source = source;
    this.route = route;
    this.delivery = delivery;
    this.surroundings = surroundings;
    this.memory = new MemoryCalls(surroundings.tableName());
  }

  /** The definition of a route's machine as JSON. */
  public static String json(
      FindingSource source, Route route, Delivery.Curated delivery, Surroundings surroundings) {
    return new CurationDefinition(source, route, delivery, surroundings).definition().toString();
  }

  /** Whether a route's state machine drops findings that its rule takes. */
  public static boolean isFiltering(FindingSource source, Route route) {
    return route.filter().needsDetails()
        || CuratedFinding.isTaken(source, route.filter()).isPresent();
  }

  private ObjectNode definition() {
    ObjectNode definition =
        States.express(
            "Announces each finding once or in a summary, and keeps events that it cannot announce.",
            "IsSchedule");
    boolean hasWorkflow = source == FindingSource.SECURITYHUB;
    States states = new States(definition.putObject("States"), surroundings.partition());
    states.choice(
        "IsSchedule", States.EVENT + ".source = 'aws.events'", "BeginSummary", "IsReplay");
    new SummaryStates(route, delivery, surroundings, memory, states).add("KeepEvent");
    StormStates storm =
        new StormStates(
            source, route.storm(), surroundings.accountNames(), memory, states, "Announce");
    states.choice("IsReplay", "$exists(" + REPLAYED + ")", "Reclaim", "IsOpen");
    ObjectNode reclaim = states.task("Reclaim", "dynamodb:deleteItem", delete(REPLAYED), "IsOpen");
    States.retry(reclaim, States.ATTEMPTS);
    States.catching(reclaim, States.REFUSED, "IsOpen");
    replayOf(States.catchingAll(reclaim, "KeepEvent"), REPLAYED);

    boolean filtersByDetails = route.filter().needsDetails();
    new DetailsStates(source, route.filter(), states, "KeepEvent")
        .add(filtersByDetails ? "Remember" : storm.first());
    String open = filtersByDetails ? DetailsStates.FIRST : "Remember";
    String remembered = filtersByDetails ? storm.first() : DetailsStates.FIRST;

    Optional<String> beyondThePattern = CuratedFinding.isTaken(source, route.filter());
    states.choice(
        "IsOpen",
        CuratedFinding.isOpen(source),
        beyondThePattern.isPresent() ? "PassesFilter" : open,
        "Close");
    beyondThePattern.ifPresent(
        condition -> {
          states.choice("PassesFilter", condition, open, "NotTaken");
          states.succeed("NotTaken");
        });

    ObjectNode remember = states.task("Remember", "dynamodb:putItem", remember(), remembered);
    storm.assign(remember);
    States.retry(remember, States.ATTEMPTS);
    States.catching(remember, States.REFUSED, "AlreadyAnnounced");
    replayOf(States.catchingAll(remember, "KeepEvent"), EXECUTION);

    String told = hasWorkflow ? "IsNew" : "Told";
    for (ObjectNode task : storm.add(told)) {
      replayOf(States.catchingAll(task, "Forget"), EXECUTION);
    }
    ObjectNode announce = states.task("Announce", "sns:publish", announce(), told);
    States.retry(announce, States.ATTEMPTS);
    replayOf(States.catchingAll(announce, "Forget"), EXECUTION);

    if (hasWorkflow) {
      // Only for new findings: each change of the workflow status sends the event again.
      states.choice("IsNew", CuratedFinding.IS_NEW, "Notified", "Told");
      ObjectNode notified =
          states.task(
              "Notified", "aws-sdk:securityhub:batchUpdateFindings", notified(), "IsNotified");
      States.retry(notified, ATTEMPTS_OF_WORKFLOW);
      announced(States.catchingAll(notified, "KeepEvent"));
      // The call succeeds even if it changed nothing.
      ObjectNode isNotified =
          states.choice(
              "IsNotified", "$count($states.input.UnprocessedFindings) = 0", "Told", "KeepEvent");
      isNotified
          .putObject("Assign")
          .putObject("error")
          .put("Error", "SecurityHub.UnprocessedFinding")
          .put("Cause", States.jsonata("$string($states.input.UnprocessedFindings)"));
      announced(isNotified);
    }

    // If this fails too, the event is kept with the first error.
    ObjectNode forget =
        states.task("Forget", "dynamodb:deleteItem", delete(EXECUTION), "KeepEvent");
    States.retry(forget, States.ATTEMPTS);
    States.catching(forget, "States.ALL", "KeepEvent");

    ObjectNode close = states.task("Close", "dynamodb:updateItem", close(), "Closed");
    States.retry(close, States.ATTEMPTS);
    States.catching(close, States.REFUSED, "NothingToClose");
    announced(States.catchingAll(close, "KeepEvent"));

    states.keepEvent(
        "KeepEvent",
        surroundings.deadLetterQueueUrl(),
        "$merge([" + States.EVENT + ", $replayOf])");
    for (String end : new String[] {"Told", "AlreadyAnnounced", "Closed", "NothingToClose"}) {
      states.succeed(end);
    }
    return definition;
  }

  /** The severity as a number, 1 for the lowest. */
  static String rank(FindingSource source) {
    ObjectNode ranks = JSON.objectNode();
    int rank = 0;
    for (Severity severity : Severity.values()) {
      ranks.put(severity.name(), ++rank);
    }
    return "$lookup(%s, %s)".formatted(ranks, CuratedFinding.severity(source));
  }

  /**
   * Takes the finding into the memory unless it is there with the same severity or a higher one.
   */
  private ObjectNode remember() {
    return memory
        .call()
        .item(MemoryCalls.KEY, MemoryCalls.text(CuratedFinding.arn(source)))
        .item("severityRank", MemoryCalls.number(rank(source)))
        .item("seenAt", MemoryCalls.number(SEEN_AT))
        .item(MemoryCalls.EXPIRES_AT, expiresAt())
        .item("writtenBy", MemoryCalls.text(EXECUTION))
        .with(
            "ConditionExpression",
            "attribute_not_exists(finding) OR expiresAt <= :seenAt"
                + " OR (severityRank < :severityRank AND seenAt <= :seenAt)"
                + " OR writtenBy = :writtenBy")
        .value(":severityRank", MemoryCalls.number(rank(source)))
        .value(":seenAt", MemoryCalls.number(SEEN_AT))
        .value(":writtenBy", MemoryCalls.text(EXECUTION))
        .build();
  }

  /**
   * Leaves the finding in the memory without a severity, so that it is announced if it reopens. If
   * it waits for a summary, it stays marked, and is counted there as closed.
   */
  private ObjectNode close() {
    return memory
        .call()
        .key(CuratedFinding.arn(source))
        .with(
            "UpdateExpression",
            "SET severityRank = :closed, seenAt = :seenAt, expiresAt = :expiresAt,"
                + " writtenBy = :writtenBy")
        .with(
            "ConditionExpression",
            "(severityRank > :closed AND seenAt <= :seenAt) OR writtenBy = :writtenBy")
        .value(":closed", MemoryCalls.number("0"))
        .value(":seenAt", MemoryCalls.number(SEEN_AT))
        .value(":expiresAt", expiresAt())
        .value(":writtenBy", MemoryCalls.text(EXECUTION))
        .build();
  }

  private ObjectNode expiresAt() {
    return MemoryCalls.number(
        SEEN_AT + " + " + Duration.ofDays(delivery.renotifyAfterDays()).toSeconds());
  }

  /** Records the execution whose item a replay of the kept event has to delete first. */
  private static void replayOf(ObjectNode catcher, String execution) {
    States.assign(catcher, "replayOf", "{\"" + REPLAY_OF + "\": " + execution + "}");
  }

  /** Records that a replay of the kept event has no item to delete. */
  private static void announced(ObjectNode state) {
    States.assign(state, "replayOf", "{}");
  }

  /** Deletes the item that an execution wrote, unless another execution has replaced it. */
  private ObjectNode delete(String execution) {
    return memory
        .call()
        .key(CuratedFinding.arn(source))
        .with("ConditionExpression", "writtenBy = :writtenBy")
        .value(":writtenBy", MemoryCalls.text(execution))
        .build();
  }

  private ObjectNode announce() {
    return JSON.objectNode()
        .put("TopicArn", surroundings.topicArn())
        .put(
            "Message",
            States.jsonata(
                "$string("
                    + FindingMessage.expression(source, route.mentions(), surroundings)
                    + ")"));
  }

  private ObjectNode notified() {
    ObjectNode arguments = JSON.objectNode();
    arguments
        .putArray("FindingIdentifiers")
        .addObject()
        .put("Id", States.jsonata(CuratedFinding.arn(source)))
        .put("ProductArn", States.jsonata(CuratedFinding.in(source) + ".ProductArn"));
    arguments.putObject("Workflow").put("Status", "NOTIFIED");
    return arguments;
  }
}
