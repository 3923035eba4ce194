package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.companion.OutputFile;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.Terminal;
import inspectorslack.config.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A self-contained HTML page without scripts, with messages as Slack shows them. It is a DOM tree
 * until it's written, so text from an event can't become markup.
 */
public final class SlackPage {
  // A message's schema allows no longer text, but an event that is passed on unchanged may have it.
  private static final Pattern TOO_LONG = Pattern.compile("^(.{8000}).+$");

  private final Document document;

  /**
   * A page that is still empty.
   *
   * @param content which of the pages it is, by the name of its content among the resources
   */
  public SlackPage(String content, String headline, StackFile stackFile) {
    this.document = Jsoup.parse(resource("page"));
    // Its own indents would put blanks between texts.
    document.outputSettings().prettyPrint(false);
    document.body().html(resource(content));
    document.title(headline + " - " + stackFile.project());
    expectFirst("h1").text(headline);
  }

  private static String resource(String name) {
    try (InputStream in = SlackPage.class.getResourceAsStream("/pages/" + name + ".html")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The element that a selector names. */
  public Element expectFirst(String selector) {
    return document.expectFirst(selector);
  }

  /** Writes the page, see {@link OutputFile}. */
  public void write(String file) {
    OutputFile.write(file, document.outerHtml());
  }

  /**
   * Adds an empty message and returns its body.
   *
   * @param place what the message is about
   * @param style the class of its severity
   */
  public static Element card(String route, String place, String style, Element list) {
    Element card = list.appendElement("article");
    Element origin = card.appendElement("header");
    if (!route.equals(Route.DEFAULT)) {
      origin.appendElement("span").addClass("route").text(shown(route));
      origin.appendText(" ");
    }
    origin.appendElement("span").text(place);
    Element message = card.appendElement("div").addClass("message");
    message.appendElement("div").addClass("avatar").attr("aria-hidden", "true").text("Q");
    Element column = message.appendElement("div");
    Element sender = column.appendElement("p").addClass("sender");
    sender.appendElement("b").text("Amazon Q");
    sender.appendText(" ");
    sender.appendElement("span").addClass("app").text("APP");
    return column.appendElement("div").addClass("body").addClass(style);
  }

  /** The message that Slack is handed. */
  public static void message(JsonNode message, Element body) {
    JsonNode content = message.path("content");
    SlackMarkdown.append(shown(content.path("title").asText()), body.appendElement("h3"));
    content
        .path("description")
        .asText()
        .lines()
        .forEach(line -> SlackMarkdown.append(shown(line), body.appendElement("p")));
    if (!content.path("nextSteps").isEmpty()) {
      Element steps = body.appendElement("ul");
      content
          .path("nextSteps")
          .forEach(step -> SlackMarkdown.append(shown(step.asText()), steps.appendElement("li")));
    }
  }

  /** Text from an event on one line, of bounded length. */
  public static String shown(String text) {
    return TOO_LONG.matcher(Terminal.clean(text)).replaceFirst("$1…");
  }

  public static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
