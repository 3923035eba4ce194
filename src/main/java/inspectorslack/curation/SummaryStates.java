package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.Delivery;
import inspectorslack.config.Route;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.Jsonata;
import inspectorslack.stepfunctions.States;
import inspectorslack.stepfunctions.Surroundings;
import java.time.Duration;

/**
 * The states that post one summary of the findings that wait for it. A rule starts them every
 * minute.
 *
 * <p>Design decisions:
 *
 * <ul>
 *   <li>The marks are removed before the summary is posted, so no finding is in two summaries. A
 *       page of them is one transaction: if its response is lost, one of its items shows whether it
 *       succeeded.
 *   <li>The totals of a page are computed before its marks are removed, while a failure still does
 *       no harm.
 *   <li>If the summary cannot be posted, its totals wait in the memory like a held finding, and the
 *       next run adds them to its own. If they cannot be written either, they go to the dead-letter
 *       queue, and a replay starts with them.
 *   <li>The index may lag behind the table. The transaction's conditions are evaluated on the
 *       table, so they reject an item that another run has taken or whose finding has been
 *       announced.
 * </ul>
 */
final class SummaryStates {
  /** The field of a kept event with the totals of a summary that was not posted. */
  private static final String TOTALS = "totals";

  // The variables of a page stay below the 256 KiB that a state may assign, whatever the texts are.
  private static final int PAGE = 50;

  // After that no further page is begun, so that the execution's five minutes suffice for the rest.
  private static final Duration BEGIN_PAGES_FOR = Duration.ofMinutes(1);

  private static final String EARLIER = States.EVENT + "." + TOTALS;
  private static final String NOW = CurationDefinition.SEEN_AT;
  private static final String EXECUTION = CurationDefinition.EXECUTION;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Route route;
  private final Delivery.Curated delivery;
  private final Surroundings surroundings;
  private final MemoryCalls memory;
  private final States states;

  SummaryStates(
      Route route,
      Delivery.Curated delivery,
      Surroundings surroundings,
      MemoryCalls memory,
      States states) {
    this.route = route;
    this.delivery = delivery;
    this.surroundings = surroundings;
    this.memory = memory;
    this.states = states;
  }

  /**
   * Adds the states; the first is {@code BeginSummary}.
   *
   * @param keepEvent the state that keeps the event, merged with {@code $replayOf}
   */
  void add(String keepEvent) {
    ObjectNode begin = states.pass("BeginSummary", "ListHeld");
    States.assign(
        begin,
        TOTALS,
        "[%s, %s][0]".formatted(EARLIER, Jsonata.read(SummaryStates.class, "no-totals")));
    States.assign(begin, "start", "{}");
    States.assign(begin, "isCut", "false");

    ObjectNode list = states.task("ListHeld", "aws-sdk:dynamodb:query", JSON.nullNode(), "IsDue");
    list.put("Arguments", States.jsonata(held()));
    States.retry(list, States.ATTEMPTS);
    States.assign(list, "page", "[$states.result.Items]");
    States.assign(
        list,
        "next",
        "$exists($states.result.LastEvaluatedKey)"
            + " ? {\"ExclusiveStartKey\": $states.result.LastEvaluatedKey} : {}");
    States.assign(
        list,
        "added",
        SlackText.functions()
            .bindExpression("page", "[$states.result.Items]")
            .result(SummaryStates.class, "add-page"));
    cut(list);

    states.choice("IsDue", "$count($page) > 0", "Take", "Turn");
    ObjectNode take =
        states.task("Take", "aws-sdk:dynamodb:transactWriteItems", JSON.nullNode(), "Taken");
    take.put("Arguments", States.jsonata(take()));
    States.retry(take, States.ATTEMPTS);
    ObjectNode stale = States.catching(take, "DynamoDb.TransactionCanceledException", "Stale");
    States.assign(stale, "error", "$states.errorOutput");
    States.catchingAll(take, "IsTaken");
    // By then, the index has caught up.
    states.waiting("Stale", 2, "IsTimeLeft");
    ObjectNode isTimeLeft = states.choice("IsTimeLeft", isTimeLeft(), "ListHeld", "IsAny");
    States.assign(isTimeLeft, "isCut", "true");

    ObjectNode isTaken = states.task("IsTaken", "dynamodb:getItem", first(), "IsTakenHere");
    States.retry(isTaken, States.ATTEMPTS);
    States.assign(isTaken, "isHere", "$states.result.Item.heldBy.S = " + EXECUTION);
    // It may have been carried out, and a finding twice is better than none.
    States.assign(States.catching(isTaken, "States.ALL", "Taken"), "isCut", "true");
    States.assign(states.choice("IsTakenHere", "$isHere", "Taken", "IsAny"), "isCut", "true");

    ObjectNode taken = states.pass("Taken", "Turn");
    States.assign(taken, TOTALS, "$added");
    ObjectNode turn = states.pass("Turn", "IsPageLeft");
    States.assign(turn, "start", "$next");
    states.choice(
        "IsPageLeft", "$exists($start.ExclusiveStartKey) and " + isTimeLeft(), "ListHeld", "IsAny");

    states.choice("IsAny", "$totals.findings > 0", "Summarize", "IsCut");
    ObjectNode summarize = states.task("Summarize", "sns:publish", summarize(), "IsCut");
    States.retry(summarize, States.ATTEMPTS);
    States.catchingAll(summarize, "KeepTotals");
    ObjectNode keep = states.task("KeepTotals", "dynamodb:putItem", keepTotals(), "Failed");
    States.retry(keep, States.ATTEMPTS);
    States.assign(
        States.catching(keep, "States.ALL", keepEvent),
        "replayOf",
        "{\"" + TOTALS + "\": $totals}");
    states.choice("IsCut", "$isCut", "Failed", "Summarized");
    states.succeed("Summarized");
  }

  /** Posts what is already taken, and fails: the next run finds the rest. */
  private static void cut(ObjectNode task) {
    States.assign(States.catchingAll(task, "IsAny"), "isCut", "true");
  }

  private static String isTimeLeft() {
    return "$toMillis($states.context.State.EnteredTime) - $toMillis($states.context.Execution.StartTime) < "
        + BEGIN_PAGES_FOR.toMillis();
  }

  private String held() {
    ObjectNode fixed =
        JSON.objectNode()
            .put("TableName", surroundings.tableName())
            .put("IndexName", MemoryCalls.HELD)
            .put("KeyConditionExpression", "held = :held")
            .put("FilterExpression", "dueAt <= :now")
            .put("Limit", PAGE);
    return "$merge([%s, {\"ExpressionAttributeValues\": {\":held\": {\"S\": \"%s\"}, \":now\": {\"N\": $string(%s)}}}, $start])"
        .formatted(fixed, MemoryCalls.HELD, NOW);
  }

  /**
   * Removes the marks of a page, all or none. The token is the same for all attempts: if the
   * response to one was lost, the next succeeds even if a finding of the page has risen since.
   */
  private String take() {
    String update =
        "{\"Update\": {"
            + "\"TableName\": %s, \"Key\": {\"finding\": $item.finding},"
            + " \"UpdateExpression\": \"SET heldBy = :taker, writtenBy = :taker, expiresAt = :expiresAt REMOVE held, heldOrder, dueAt, news, totals\","
            + " \"ConditionExpression\": \"heldBy = :heldBy OR heldBy = :taker\","
            + " \"ExpressionAttributeValues\": {\":heldBy\": $item.heldBy, \":taker\": {\"S\": %s}, \":expiresAt\": {\"N\": $string(%s + %d)}}}}";
    return ("{\"ClientRequestToken\": $substring(%s, -20) & $toMillis($states.context.State.EnteredTime),"
            + " \"TransactItems\": [$map($page, function($item) { %s })]}")
        .formatted(
            EXECUTION,
            update.formatted(
                JSON.textNode(surroundings.tableName()),
                EXECUTION,
                NOW,
                Duration.ofDays(delivery.renotifyAfterDays()).toSeconds()));
  }

  private ObjectNode first() {
    return memory.call().key("$page[0].finding.S").build().put("ConsistentRead", true);
  }

  private String message() {
    ObjectNode mentions = JSON.objectNode();
    route.mentions().forEach((key, who) -> mentions.put(key.name(), who));
    return SlackText.functions()
        .bind("mentions", mentions)
        .bind("console", ConsoleLink.findings(surroundings.partition(), surroundings.region()))
        .result(SummaryStates.class, "summary");
  }

  private ObjectNode summarize() {
    return JSON.objectNode()
        .put("TopicArn", surroundings.topicArn())
        .put(
            "Message",
            States.jsonata(
                "$string(" + SlackText.titled(message(), surroundings.regionInTitles()) + ")"));
  }

  /** Lets the next run add the totals to its own. */
  private ObjectNode keepTotals() {
    return memory
        .call()
        .item(MemoryCalls.KEY, MemoryCalls.text("'summary#' & " + EXECUTION))
        .item(MemoryCalls.HELD, MemoryCalls.text("'" + MemoryCalls.HELD + "'"))
        .item(MemoryCalls.ORDER, MemoryCalls.text("'0'"))
        .item("dueAt", MemoryCalls.number(NOW))
        .item("heldBy", MemoryCalls.text(EXECUTION))
        .item(TOTALS, MemoryCalls.text("$string($totals)"))
        .build();
  }
}
