package inspectorslack.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import inspectorslack.config.FindingType;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import java.util.Locale;

/**
 * The digest's message: a JSONata expression that composes a custom notification for Amazon Q
 * Developer in chat applications from the variables of {@link DigestDefinition}. The text stays
 * below the schema's 8000 characters, however long the names of resources are.
 */
final class DigestMessage {
  private DigestMessage() {}

  /**
   * An expression that yields the message as an object.
   *
   * @param accountId the stack's account; the message leaves it out for the stack's own resources
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region the stack's Region, for the link to the console
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
