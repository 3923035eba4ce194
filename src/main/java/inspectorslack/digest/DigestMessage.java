package inspectorslack.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import inspectorslack.config.FindingType;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import java.util.Locale;

/**
 * The digest's message, as JSONata that composes it from what {@link DigestDefinition} has counted:
 * a custom notification for Amazon Q Developer in chat applications, in Slack's markdown.
 *
 * <p>It reads these variables: {@code $open}, the counts; {@code $types}, those by type; {@code
 * $overdue}; {@code $resources}, the most affected first; {@code $last}, the item that the digest
 * before has written, without attributes if there was none. All lines together stay below the
 * schema's 8000 characters, whatever the names of resources are.
 */
final class DigestMessage {
  private DigestMessage() {}

  /**
   * An expression that yields the message as an object.
   *
   * @param accountId of the stack, whose own resources are listed without it
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region of the stack, whose console is linked to
   */
  static String expression(String accountId, String partition, String region) {
    ArrayNode typeNames = JsonNodeFactory.instance.arrayNode();
    for (FindingType type : FindingType.values()) {
      typeNames.add(word(type));
    }
    return SlackText.functions()
        .bind("typeNames", typeNames)
        .bind("accountId", accountId)
        .bind("region", region)
        .bind("console", ConsoleLink.findings(partition, region))
        .result(DigestMessage.class, "message");
  }

  // PACKAGE_VULNERABILITY is "package".
  private static String word(FindingType type) {
    return type.name().replaceFirst("_.*", "").toLowerCase(Locale.ROOT);
  }
}
