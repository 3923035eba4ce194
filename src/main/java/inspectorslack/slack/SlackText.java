package inspectorslack.slack;

/**
 * JSONata functions with which messages are put together for Amazon Q Developer in chat
 * applications, in Slack's markdown.
 *
 * <p>Every text of somebody else's is put on one line, cut, and escaped for Slack, so that nobody's
 * text can mention people or draw links; what is absent leaves no line. Lengths are counted in
 * characters, not in UTF-16 units, so that none is cut in two.
 *
 * @see <a href="https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html">Amazon Q
 *     Developer in chat applications, custom notifications</a>
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Slack, formatting message
 *     text</a>
 */
public final class SlackText {
  /** The longest title that the schema takes, in characters. */
  public static final int LONGEST_TITLE = 250;

  /** The longest of its next steps. */
  public static final int LONGEST_STEP = 350;

  /** The longest field, so that all parts of a description stay below the schema's 8000. */
  private static final int LONGEST_FIELD = 200;

  private SlackText() {}

  /** A block of statements, the last of which yields its value, that may use the functions. */
  public static String withFunctions(String statements) {
    return "(\n"
        + FUNCTIONS.replace("LONGEST_FIELD", String.valueOf(LONGEST_FIELD))
        + statements
        + ")";
  }

  private static final String FUNCTIONS =
      """
        $cut := function($text, $most) {
          $length($text) > $most
            ? $replace($substring($text, 0, $most - 1), /&[a-z]*$/, "") & "…"
            : $text
        };
        $escape := function($text) {
          $replace($replace($replace($text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;")
        };
        $text := function($value, $most) {(
          $line := $type($value) in ["string", "number"] ? $trim($string($value));
          $line != "" ? $cut($escape($line), $most)
        )};
        $field := function($value) { $text($value, LONGEST_FIELD) };
        $labelled := function($label, $parts) {
          $count($parts) > 0 ? "*" & $label & ":* " & $join($parts, " · ")
        };
        $link := function($url, $label) {
          $type($url) = "string" and $contains($url, /^https?:[^\\s<>|]+$/) and $length($escape($url)) < 300
            ? "<" & $escape($url) & "|" & $label & ">"
        };
        $word := function($words, $value) {(
          $known := $type($value) = "string" ? $lookup($words, $value);
          $exists($known) ? $known : $field($value)
        )};
        $withoutArn := function($id) {
          $type($id) = "string"
            ? $replace($id, /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(instance.)?/, "")
        };
      """;
}
