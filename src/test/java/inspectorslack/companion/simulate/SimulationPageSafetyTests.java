package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;

/**
 * Hostile and oversized events are harmless, and so are mistakes with the page's name. Not proven
 * here: how a browser treats the page, apart from parsing it.
 */
class SimulationPageSafetyTests extends ParsedPage {
  private static final String EVIL =
      "<script>alert(1)</script><img src=x onerror=alert(1)>\"' onmouseover=alert(1) </style></title><!--"
          + " <https://example.com|click> <!channel> [x](javascript:alert(1))";

  @Test
  void textInAnEventIsNeverMarkup() throws IOException {
    ObjectNode hostile = sample("inspector-ec2-package");
    ObjectNode detail = (ObjectNode) hostile.get("detail");
    detail.put("title", EVIL).put("description", EVIL).put("awsAccountId", EVIL);
    ((ObjectNode) detail.at("/remediation/recommendation"))
        .put("text", EVIL)
        .put("Url", "javascript:alert(1)");
    ((ObjectNode) detail.at("/resources/0")).put("id", EVIL).put("type", EVIL).put("region", EVIL);
    ObjectNode dropped = hostile.deepCopy();
    ((ObjectNode) dropped.get("detail")).put("severity", EVIL);
    Path events = folder.resolve("<img src=x onerror=alert(1)>.json");
    Files.writeString(events, hostile + "\n" + dropped + "\n{\"x\": <script>alert(1)</script>\n");
    for (Document page : List.of(page("dev", events.toString()), curated("", events.toString()))) {
      assertInert(page);
      assertThat(page.expectFirst("article header").text()).isEqualTo(events + ":1");
      assertThat(page.expectFirst("article h3").text()).endsWith("HIGH: " + EVIL);
      assertThat(page.select("article .body").text()).contains(EVIL).doesNotContain("&lt;");
      assertThat(page.select("article .body p, article .body li").eachText())
          .anyMatch(line -> line.contains(EVIL));
      assertThat(rows(page, "#dropped").get(0).get(1)).isEqualTo(EVIL + ": " + EVIL);
      assertThat(rows(page, "#dropped").get(0).get(2))
          .startsWith("severity is " + EVIL + "; the rule takes ");
      assertThat(rows(page, "#invalid").get(0).get(0)).isEqualTo(events + ":3");
    }
  }

  private static void assertInert(Document page) {
    assertThat(page.select("script, img, iframe, object, embed, link, base, form")).isEmpty();
    assertThat(page.select("style")).hasSize(1);
    for (Element element : page.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        assertThat(attribute.getKey()).doesNotStartWith("on").isNotIn("src", "style", "srcdoc");
        if (attribute.getKey().contains("href")) {
          assertThat(element.tagName()).isEqualTo("a");
          assertThat(attribute.getValue())
              .matches(
                  "https://(eu-west-1\\.console\\.aws\\.|www\\.cve\\.org/|cwe\\.mitre\\.org/|nvd\\.nist\\.gov/).*");
        }
      }
    }
    assertThat(page.select(".mention").eachText()).allMatch(it -> !it.equals("@channel"));
  }

  @Test
  void thePageLoadsNothing() throws IOException {
    Document page = page("prod");
    assertInert(page);
    assertThat(page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .isEqualTo(
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
    assertThat(page.expectFirst("style").data()).doesNotContain("url(", "@import");
  }

  @Test
  void atMostAThousandEntriesOfAKindAreShownButAllAreCounted() throws IOException {
    String notify = sample("inspector-ec2-package").toString().replace("\n", "") + "\n";
    String drop = sample("inspector-lambda-package").toString().replace("\n", "") + "\n";
    String input = notify.repeat(1_001) + drop.repeat(1_200) + "[]\n".repeat(1_000);
    Document page = page(Path.of(""), "dev", input, "-");
    assertThat(page.select(".counts li").eachText())
        .containsExactly("1,001 notify", "0 held", "1,200 dropped", "1,000 invalid");
    assertThat(page.select("h2").eachText())
        .containsExactly(
            "The path of a finding", "Messages (1,001)", "Dropped (1,200)", "Invalid (1,000)");
    assertThat(page.select("article")).hasSize(1_000);
    assertThat(page.select("#dropped tbody tr")).hasSize(1_000);
    assertThat(page.select("#invalid tbody tr")).hasSize(1_000);
    assertThat(page.select("section > p.quiet:last-child").eachText())
        .containsExactly(
            "1 more messages are not shown.", "200 more dropped events are not shown.");
  }

  @Test
  void longTextIsCut() throws IOException {
    ObjectNode event = sample("inspector-ec2-package");
    ((ObjectNode) event.get("detail")).put("title", "🚨".repeat(100_000));
    Document page = page(Path.of(""), "dev", event.toString(), "-");
    assertThat(page.expectFirst("article h3").text())
        .isEqualTo("HIGH: " + "🚨".repeat(8_000 - "HIGH: ".length()) + "…");
  }

  @Test
  void aLoneSurrogateDoesNotPreventThePage() throws IOException {
    String event = sample("inspector-ec2-package").toString().replace("openssl", "\\ud83d");
    assertThat(page(Path.of(""), "dev", event, "-").expectFirst("article h3").text())
        .startsWith("HIGH: CVE-2026-00001 - ");
  }

  @Test
  void theOutputIsTheSameWithAndWithoutAPage() throws IOException {
    for (String[] command : new String[][] {{"simulate", "dev"}, {"simulate", "dev", "--json"}}) {
      String[] withPage = Arrays.copyOf(command, command.length + 2);
      withPage[command.length] = "--html";
      withPage[command.length + 1] = file.toString();
      assertThat(Console.run(withPage)).isEqualTo(Console.run(command));
      assertThat(file).exists();
      Files.delete(file);
    }
  }

  @Test
  void aMissingFolderIsReportedBeforeTheSimulation() {
    String gone = folder.resolve("gone").toString();
    Console console = Console.run("simulate", "dev", "--html", gone + "/page.html");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: %s/page.html cannot be written: there is no folder %s\n"
                .formatted(gone, gone));
  }

  @Test
  void anEventFileIsNotOverwrittenIfThePageNameIsForgotten() throws IOException {
    Path events = Files.writeString(folder.resolve("events.json"), "{}");
    Console console = Console.run("simulate", "dev", "--html", events.toString());
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(events).hasContent("{}");
  }

  @Test
  void aSecondRunReplacesTheWholePage() throws IOException {
    page("dev");
    long first = Files.size(file);
    Elements cards = page("dev", SAMPLES + "inspector-ec2-package.json").select("article");
    assertThat(cards).hasSize(1);
    assertThat(Files.size(file)).isLessThan(first);
    assertThat(Files.readString(file)).startsWith("<!doctype html>").endsWith("</html>\n");
  }

  @Test
  void invalidEventsGiveAPageAndExitCodeOne() {
    Console console = Console.withInput("{}", "simulate", "dev", "--html", file.toString(), "-");
    assertThat(console.exitCode()).isEqualTo(1);
    assertThat(file).exists();
  }
}
