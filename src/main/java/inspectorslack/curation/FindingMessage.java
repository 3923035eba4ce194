package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.FindingSource;
import inspectorslack.config.MentionKey;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.Jsonata;
import inspectorslack.stepfunctions.Surroundings;
import java.util.Map;

/**
 * Binds the event and what {@link DetailsStates} set to {@code message.jsonata}, which composes the
 * message about one finding: a custom notification for Amazon Q Developer in chat applications.
 */
final class FindingMessage {
  private FindingMessage() {}

  /**
   * An expression that yields the message as an object.
   *
   * @param mentions whom to mention
   * @param surroundings with the stack's Region, for the link to the console; if accounts have
   *     names, {@code $account} is the account of the finding
   */
  static String expression(
      FindingSource source, Map<MentionKey, String> mentions, Surroundings surroundings) {
    ObjectNode mentionOf = JsonNodeFactory.instance.objectNode();
    mentions.forEach((key, mention) -> mentionOf.put(key.name(), mention));
    Jsonata message =
        SlackText.functions()
            .include(FindingMessage.class, "probability")
            .bind("mentions", mentionOf)
            .bind(
                "console",
                ConsoleLink.toOneFinding(source, surroundings.partition(), surroundings.region()))
            .bindExpression("finding", CuratedFinding.fields(source));
    if (!surroundings.accountNames().isEmpty()) {
      message.include(FindingMessage.class, "named-account");
    }
    return message.result(FindingMessage.class, "message");
  }
}
