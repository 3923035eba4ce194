package inspectorslack.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import inspectorslack.config.AccountNames;
import inspectorslack.stepfunctions.Jsonata;
import java.util.Optional;

/**
 * JSONata functions that put together messages for Amazon Q Developer in chat applications, in
 * Slack's markdown.
 *
 * <p>They put every value from an event on one line, shorten it and escape it for Slack, so that no
 * such value can mention people or draw links. An absent value leaves no line. They count
 * characters, not UTF-16 units, so they never cut a character in two.
 *
 * @see <a href="https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html">Amazon Q
 *     Developer in chat applications, custom notifications</a>
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Slack, formatting message
 *     text</a>
 */
public final class SlackText {
  private SlackText() {}

  /** Starts a block of JSONata that may use the functions. */
  public static Jsonata functions() {
    return Jsonata.block().include(SlackText.class, "text");
  }

  /**
   * A message with more at the end of its title and its summary.
   *
   * @param message an expression that yields a custom notification
   * @param more what to add, if anything; without it, the expression stays the same
   */
  public static String titled(String message, Optional<String> more) {
    return more.map(
            text ->
                "(%s) ~> |content|{\"title\": title & %s}| ~> |metadata|{\"summary\": summary & %2$s}|"
                    .formatted(message, TextNode.valueOf(text)))
        .orElse(message);
  }

  /** The same, for messages that show accounts with their names. */
  public static Jsonata functions(AccountNames accountNames) {
    if (accountNames.isEmpty()) {
      return functions();
    }
    ObjectNode names = JsonNodeFactory.instance.objectNode();
    accountNames.byId().forEach(names::put);
    return functions().bind("accountNames", names).include(SlackText.class, "accounts");
  }
}
