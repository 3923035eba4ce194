package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.AccountNames;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Storm;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.Jsonata;
import inspectorslack.stepfunctions.States;
import java.util.List;

/**
 * The states that decide whether a new finding is announced by itself or held for a summary, as
 * {@link Storm} says.
 *
 * <ul>
 *   <li>{@code Claim}: of one vulnerability and severity, one finding is announced in {@code
 *       minutes}. The claim isn't bound to intervals, so a burst across two of them is one burst.
 *   <li>{@code Count}: counts the findings of one severity in an interval that would be announced.
 *   <li>{@code CountBefore}: if there were too many in the interval before, the storm goes on and
 *       this one starts held.
 * </ul>
 *
 * <p>An event's own time decides, but no event is judged by a time more than an interval ago. So
 * when many old events are replayed or arrive late, they count as one burst.
 */
final class StormStates {
  // Fewer than usual, so that all attempts of the longest path fit into the execution's timeout.
  private static final int ATTEMPTS = 3;

  /** Names the next state for a finding that is announced. */
  private final String announce;

  private final FindingSource source;
  private final Storm storm;
  private final AccountNames accountNames;
  private final MemoryCalls memory;
  private final States states;

  StormStates(
      FindingSource source,
      Storm storm,
      AccountNames accountNames,
      MemoryCalls memory,
      States states,
      String announce) {
    this.source = source;
    this.storm = storm;
    this.accountNames = accountNames;
    this.memory = memory;
    this.states = states;
    this.announce = announce;
  }

  /** The first state. */
  String first() {
    return storm.messages() == 0 ? "Hold" : "Claim";
  }

  /** Sets what the states know of a finding when it's remembered. */
  void assign(ObjectNode remember) {
    long seconds = storm.interval().toSeconds();
    String clock = "$floor($toMillis($states.context.Execution.StartTime) / 1000)";
    String judgedAt = "$max([%s, %s - %d])".formatted(CurationDefinition.SEEN_AT, clock, seconds);
    States.assign(remember, "at", judgedAt);
    States.assign(
        remember, "interval", "($at := %s; $at - $at %% %d)".formatted(judgedAt, seconds));
    States.assign(
        remember,
        "news",
        SlackText.functions()
            .bindExpression("finding", CuratedFinding.fields(source))
            .result(StormStates.class, "news"));
    if (!accountNames.isEmpty()) {
      // Here alone, as the names of many accounts are long.
      States.assign(
          remember,
          "account",
          SlackText.functions(accountNames)
              .bindExpression("id", CuratedFinding.account(source))
              .result(StormStates.class, "account"));
    }
  }

  /**
   * Adds the states.
   *
   * @return the tasks, whose failures the caller catches
   */
  List<ObjectNode> add(String held) {
    ObjectNode hold = states.task("Hold", "dynamodb:updateItem", hold(), held);
    States.retry(hold, States.ATTEMPTS);
    // Meanwhile another execution has replaced the item, because the finding rose or closed.
    States.catching(hold, States.REFUSED, "AlreadyAnnounced");
    if (storm.messages() == 0) {
      return List.of(hold);
    }
    ObjectNode claim = states.task("Claim", "dynamodb:putItem", claim(), "Count");
    States.retry(claim, ATTEMPTS);
    States.catching(claim, States.REFUSED, "Hold");

    ObjectNode count = states.task("Count", "dynamodb:updateItem", count(), "IsRoomLeft");
    States.retry(count, ATTEMPTS);
    States.assign(count, "announced", "$number($states.result.Attributes.announced.N)");
    states.choice("IsRoomLeft", "$announced <= " + storm.messages(), "CountBefore", "Hold");

    ObjectNode before = states.task("CountBefore", "dynamodb:getItem", before(), "IsCalm");
    States.retry(before, ATTEMPTS);
    States.assign(before, "before", "$number([$states.result.Item.announced.N, '0'][0])");
    states.choice("IsCalm", "$before <= " + storm.messages(), announce, "Hold");
    return List.of(claim, count, before, hold);
  }

  private ObjectNode claim() {
    return memory
        .call()
        .item(MemoryCalls.KEY, MemoryCalls.text("'claim#' & " + severity() + " & '#' & $news.id"))
        .item("seenAt", MemoryCalls.number("$at"))
        .item("writtenBy", MemoryCalls.text(CurationDefinition.EXECUTION))
        .item(MemoryCalls.EXPIRES_AT, expiresAt())
        .with(
            "ConditionExpression",
            "attribute_not_exists(finding) OR seenAt <= :before"
                + " OR writtenBy = :writtenBy OR writtenBy = :replayOf")
        .value(":before", MemoryCalls.number("$at - " + storm.interval().toSeconds()))
        .value(":writtenBy", MemoryCalls.text(CurationDefinition.EXECUTION))
        // The replayed execution has the claim, but couldn't announce its finding.
        .value(
            ":replayOf",
            MemoryCalls.text(
                "[%s, %s][0]".formatted(CurationDefinition.REPLAYED, CurationDefinition.EXECUTION)))
        .build();
  }

  /**
   * Adds one to the counter; an attempt whose response was lost counts twice, which is harmless.
   */
  private ObjectNode count() {
    return memory
        .call()
        .key(counter("$interval"))
        .with("UpdateExpression", "ADD announced :one SET expiresAt = :expiresAt")
        .value(":one", MemoryCalls.number("1"))
        .value(":expiresAt", expiresAt())
        .with("ReturnValues", "UPDATED_NEW")
        .build();
  }

  private ObjectNode before() {
    ObjectNode arguments =
        memory.call().key(counter("($interval - " + storm.interval().toSeconds() + ")")).build();
    return arguments.put("ConsistentRead", true);
  }

  private String counter(String interval) {
    return "'count#' & " + severity() + " & '#' & " + interval;
  }

  private ObjectNode expiresAt() {
    return MemoryCalls.number("$interval + " + 4 * storm.interval().toSeconds());
  }

  /** Marks the finding for the summary. Until that is posted the finding doesn't expire. */
  private ObjectNode hold() {
    return memory
        .call()
        .key(CuratedFinding.arn(source))
        .with(
            "UpdateExpression",
            "SET held = :held, heldOrder = :order, dueAt = :dueAt, heldBy = :heldBy, news = :news"
                + " REMOVE expiresAt")
        .with("ConditionExpression", "writtenBy = :heldBy")
        .value(":held", MemoryCalls.text("'" + MemoryCalls.HELD + "'"))
        .value(
            ":order",
            MemoryCalls.text(
                "(%s ? 0 : 1) & (9 - %s) & (1 - $news.exploited) & '#' & $news.id"
                    .formatted(DetailsStates.IS_LISTED, CurationDefinition.rank(source))))
        .value(":dueAt", MemoryCalls.number("$interval + " + storm.interval().toSeconds()))
        .value(":heldBy", MemoryCalls.text(CurationDefinition.EXECUTION))
        .value(
            ":news",
            MemoryCalls.text(
                "$string(%s)"
                    .formatted(
                        (accountNames.isEmpty()
                                ? Jsonata.block().bind("account", "")
                                : Jsonata.block())
                            .bindExpression("isListed", DetailsStates.IS_LISTED)
                            .result(StormStates.class, "held-news"))))
        .build();
  }

  private String severity() {
    return CuratedFinding.severity(source);
  }
}
