package inspectorslack.companion.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Slack's description of its markdown says of a line. Not proven: how Slack itself sets it.
 */
class SlackMarkdownTests {
  /** A key of an object in JSONata is in quotes, too, but isn't between two colons. */
  private static final Pattern EMOJI = Pattern.compile("\":([a-z_]+):(?: |\")");

  private static String html(String line) {
    Element element = new Element("p");
    SlackMarkdown.append(line, element);
    return element.html();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '^',
      value = {
        "*Fix:* available # <strong>Fix:</strong> available",
        "_a_ ~b~ `c` # <em>a</em> <s>b</s> <code>c</code>",
        "*a _b_ c* # <strong>a <em>b</em> c</strong>",
        "`*a*` # <code>*a*</code>",
        "lib_ssl_dev 2*3*4 # lib_ssl_dev 2*3*4",
        "* a * # * a *",
        "a*b* c # a*b* c"
      })
  void stylesBeginAndEndAtTheEdgeOfAWord(String line, String html) {
    assertThat(html(line)).isEqualTo(html);
  }

  @ParameterizedTest
  @CsvSource({
    ":white_circle:, ⚪",
    ":large_blue_circle:, 🔵",
    ":large_orange_circle:, 🟠",
    ":red_circle: HIGH, 🔴 HIGH",
    ":rotating_light:, 🚨",
    ":of_nobody:, :of_nobody:",
    "0:2.39.5-1:x, 0:2.39.5-1:x"
  })
  void theEmojiOfSeveritiesAreShown(String line, String html) {
    assertThat(html(line)).isEqualTo(html);
  }

  @ParameterizedTest
  @CsvSource({
    "<!here>, @here",
    "<!channel>, @channel",
    "<!everyone>, @everyone",
    "<@U0EXAMPLE00>, @U0EXAMPLE00",
    "<!subteam^S0EXAMPLE00>, @S0EXAMPLE00",
    "<#C0EXAMPLE00>, #C0EXAMPLE00"
  })
  void aMentionIsMarked(String line, String text) {
    assertThat(html(line)).isEqualTo("<span class=\"mention\">" + text + "</span>");
  }

  @Test
  void aLinkHasItsLabelOrItsAddress() {
    assertThat(html("<https://example.com/?a=1&amp;b=2|How *to* mend it>"))
        .isEqualTo(
            "<a href=\"https://example.com/?a=1&amp;b=2\" rel=\"noreferrer noopener\">How *to* mend it</a>");
    assertThat(html("<http://example.com>"))
        .isEqualTo(
            "<a href=\"http://example.com\" rel=\"noreferrer noopener\">http://example.com</a>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.com"})
  void onlyTheWebIsLinkedTo(String address) {
    assertThat(html("<" + address + "|a label>")).isEqualTo("a label");
  }

  @Test
  void anEscapeIsTakenBackOnce() {
    assertThat(html("&lt;b&gt; &amp;lt; &lt;!here&gt; &quot;"))
        .isEqualTo("&lt;b&gt; &amp;lt; &lt;!here&gt; &amp;quot;");
  }

  @Test
  void whatIsNotMarkdownStaysText() {
    assertThat(html("a < b <> <script>alert(1)</script>"))
        .isEqualTo("a &lt; b &lt;&gt; scriptalert(1)/script");
  }

  @Test
  void aLineOfMarksTakesNoTime() {
    Assertions.assertTimeout(
        Duration.ofSeconds(30),
        () -> {
          for (String mark : new String[] {"*a ", "*_", "`a ", "<a", ":a"}) {
            assertThat(html(mark.repeat(8_000 / mark.length()))).isNotEmpty();
          }
        });
  }

  @Test
  void everyEmojiOfTheProgramsMessagesIsShown() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/inspectorslack"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        EMOJI
            .matcher(Files.readString(file))
            .results()
            .map(it -> it.group(1))
            // Of an ARN.
            .filter(it -> !it.equals("ecr") && !it.equals("lambda"))
            .forEach(used::add);
      }
    }
    assertThat(used).contains("bar_chart", "white_check_mark", "no_entry", "red_circle");
    assertThat(SlackMarkdown.EMOJI.keySet()).containsAll(used);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "CRITICAL mentions <!subteam^S0EXAMPLE00> # CRITICAL mentions @S0EXAMPLE00 # @S0EXAMPLE00",
        "mentions <!here> <@U0EXAMPLE00> # mentions @here @U0EXAMPLE00 # @here,@U0EXAMPLE00",
        "tag a is *b* <https://x|y> or <b> # tag a is *b* <https://x|y> or <b> # ''"
      })
  void textsOtherThanMarkdownHaveMentionsOnly(String text, String shown, String mentions) {
    Element element = new Element("p");
    SlackMarkdown.appendMentions(text, element);
    assertThat(element.text()).isEqualTo(shown);
    assertThat(String.join(",", element.select(".mention").eachText())).isEqualTo(mentions);
    assertThat(element.children()).hasSameSizeAs(element.select(".mention"));
  }
}
