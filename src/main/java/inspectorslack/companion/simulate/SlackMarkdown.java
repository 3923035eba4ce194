package inspectorslack.companion.simulate;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * Converts one line of Slack's markdown to HTML, limited to what this program's messages contain:
 * styles, links, mentions, emoji, the three escapes. Text becomes text nodes only, and only http
 * and https addresses become links, so a finding can't add its own markup.
 *
 * @see <a href="https://docs.slack.dev/messaging/formatting-message-text">Slack, formatting message
 *     text</a>
 */
final class SlackMarkdown {
  static final Map<String, String> EMOJI =
      Map.of(
          "white_circle", "⚪",
          "large_blue_circle", "🔵",
          "large_orange_circle", "🟠",
          "red_circle", "🔴",
          "rotating_light", "🚨",
          "bar_chart", "📊",
          "white_check_mark", "✅",
          "no_entry", "⛔");

  // <...>, :emoji:, or a style that begins and ends at the edge of a word. What a style holds is
  // bounded, so that a line of nothing but asterisks takes no time either.
  private static final Pattern PART =
      Pattern.compile(
          "<(?<angle>[^<>]+)>|:(?<emoji>[a-z_]+):"
              + "|(?<![\\w*~`])(?<style>[*_~`])(?=\\S)(?<styled>.{1,500}?)(?<=\\S)\\k<style>(?![\\w*~`])",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern MENTION =
      Pattern.compile("!(here|channel|everyone)|([@#])(\\w+)|!subteam\\^(\\w+)");

  private static final Pattern ANGLE = Pattern.compile("<([^<>]+)>");

  private SlackMarkdown() {}

  /** Appends a line to an element. */
  static void append(String line, Element to) {
    Matcher part = PART.matcher(line);
    int end = 0;
    while (part.find()) {
      to.appendText(plain(line.substring(end, part.start())));
      end = part.end();
      if (part.group("angle") != null) {
        appendAngle(part.group("angle"), to);
      } else if (part.group("emoji") != null) {
        to.appendText(EMOJI.getOrDefault(part.group("emoji"), part.group()));
      } else if (part.group("style").equals("`")) {
        to.appendElement("code").text(plain(part.group("styled")));
      } else {
        append(part.group("styled"), to.appendElement(element(part.group("style"))));
      }
    }
    to.appendText(plain(line.substring(end)));
  }

  /** Appends text that isn't markdown apart from mentions. */
  static void appendMentions(String text, Element to) {
    Matcher angle = ANGLE.matcher(text);
    int end = 0;
    while (angle.find()) {
      to.appendText(text.substring(end, angle.start()));
      end = angle.end();
      Matcher mention = MENTION.matcher(angle.group(1));
      if (mention.matches()) {
        append(mention, to);
      } else {
        to.appendText(angle.group());
      }
    }
    to.appendText(text.substring(end));
  }

  private static void append(Matcher mention, Element to) {
    to.appendElement("span").addClass("mention").text(called(mention));
  }

  private static String element(String style) {
    return switch (style) {
      case "*" -> "strong";
      case "_" -> "em";
      default -> "s";
    };
  }

  /** What stands between angle brackets: a mention or an address, perhaps with a label. */
  private static void appendAngle(String inside, Element to) {
    int bar = inside.indexOf('|');
    String target = bar < 0 ? inside : inside.substring(0, bar);
    Matcher mention = MENTION.matcher(target);
    if (mention.matches()) {
      append(mention, to);
      return;
    }
    String label = plain(inside.substring(bar + 1));
    String address = plain(target);
    if (address.matches("https?://\\S+")) {
      to.appendElement("a").attr("href", address).attr("rel", "noreferrer noopener").text(label);
    } else {
      to.appendText(label);
    }
  }

  private static String called(Matcher mention) {
    if (mention.group(1) != null) {
      return "@" + mention.group(1);
    }
    // Slack shows the name of a user or a group; only their ids are known here.
    return mention.group(4) != null ? "@" + mention.group(4) : mention.group(2) + mention.group(3);
  }

  private static String plain(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }
}
