package inspectorslack.digest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import inspectorslack.config.FindingType;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import inspectorslack.stepfunctions.Jsonata;
import inspectorslack.stepfunctions.Surroundings;
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
   * @param surroundings with the stack's account, which the message leaves out for the stack's own
   *     resources, with its Region, and with names of accounts
   */
  static String expression(Surroundings surroundings) {
    ArrayNode typeNames = JsonNodeFactory.instance.arrayNode();
    for (FindingType type : FindingType.values()) {
      typeNames.add(word(type));
    }
    Jsonata message =
        SlackText.functions(surroundings.accountNames())
            .bind("typeNames", typeNames)
            .bind("accountId", surroundings.accountId())
            .bind("region", surroundings.region())
            .bind("console", ConsoleLink.findings(surroundings.partition(), surroundings.region()));
    if (!surroundings.accountNames().isEmpty()) {
      message.include(DigestMessage.class, "own-account");
    }
    return message.result(DigestMessage.class, "message");
  }

  // PACKAGE_VULNERABILITY is "package".
  private static String word(FindingType type) {
    return type.name().replaceFirst("_.*", "").toLowerCase(Locale.ROOT);
  }
}
