package inspectorslack.curation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import java.util.Map;

/**
 * The message about one finding: a JSONata expression that composes a custom notification for
 * Amazon Q Developer in chat applications from the event.
 */
final class FindingMessage {
  private FindingMessage() {}

  /**
   * An expression that yields the message as an object.
   *
   * @param mentions whom to mention, by severity
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region the stack's Region, for the link to the console
   */
  static String expression(
      FindingSource source, Map<Severity, String> mentions, String partition, String region) {
    ObjectNode mentionOf = JsonNodeFactory.instance.objectNode();
    mentions.forEach((severity, mention) -> mentionOf.put(severity.name(), mention));
    return SlackText.functions()
        .bind("mentions", mentionOf)
        .bind("console", ConsoleLink.toOneFinding(source, partition, region))
        .bindExpression("finding", CuratedFinding.fields(source))
        .result(FindingMessage.class, "message");
  }
}
