package inspectorslack.companion.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.TeamStack;
import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The summaries that {@code forecast} shows, and its page, parsed as a browser would. Not proven
 * here: how the page looks.
 */
class ForecastPageTests {
  private static final String LIST = "src/test/resources/findings/inspector2-list-findings.json";

  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void aTeamsStack() throws IOException {
    TeamStack.copyTo(folder);
    for (String stack : List.of("Pulumi.dev.yaml", "Pulumi.prod.yaml")) {
      Files.copy(Path.of(stack), folder.resolve(stack));
    }
    file = folder.resolve("page.html");
  }

  /** Findings of one severity, each of another vulnerability, a second apart from a time on. */
  private static String storm(String severity, String hour, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(
            number ->
                """
                {"findingArn":"arn:aws:inspector2:eu-west-1:123456789012:finding/%1$d",
                 "awsAccountId":"123456789012","status":"ACTIVE","severity":"%2$s",
                 "type":"PACKAGE_VULNERABILITY","fixAvailable":"YES","exploitAvailable":"NO",
                 "firstObservedAt":"2026-11-19T%3$s:00:%4$02dZ",
                 "packageVulnerabilityDetails":{"vulnerabilityId":"CVE-2026-%1$05d",
                  "vulnerablePackages":[{"name":"openssl","version":"3"},{"name":"curl"}]},
                 "resources":[{"type":"AWS_EC2_INSTANCE","id":"i-0example00000web1",
                  "region":"eu-west-1"}]}
                """
                    .formatted(number, severity, hour, number - first))
        .collect(Collectors.joining(","));
  }

  private Console forecast(String stack, String list) {
    return Console.run(
        folder, "[" + list + "]", false, "forecast", stack, "-", "--html", file.toString());
  }

  private static List<String> summary(Console console) {
    assertThat(console.exitCode()).as(console.err()).isZero();
    return console
        .out()
        .lines()
        .dropWhile(line -> !line.startsWith("summary "))
        .map(String::strip)
        .toList();
  }

  private Document page() throws IOException {
    return Jsoup.parse(file, StandardCharsets.UTF_8.name());
  }

  @Test
  void theLargestSummaryIsShownWithTheHeldFindings() {
    // Of each storm, five are announced one by one.
    String list = storm("HIGH", "08", 0, 8) + "," + storm("HIGH", "10", 10, 25);
    assertThat(summary(forecast("prod", list)))
        .containsExactly(
            "summary  of 20 held, at 2026-11-19T10:05:00Z; the largest of 2",
            ":bar_chart: 20 more findings: 20 HIGH",
            "*Fix:* available for 20",
            "*Vulnerabilities, worst first:*",
            "• CVE-2026-00015 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00016 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00017 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00018 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00019 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00020 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00021 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00022 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00023 · HIGH · openssl 3 · 1 resource",
            "• CVE-2026-00024 · HIGH · openssl 3 · 1 resource",
            "• and 10 more",
            "*Most affected:*",
            "• i-0example00000web1: 20 findings",
            "- <https://eu-west-1.console.aws.amazon.com/...|Open the findings in the console>");
  }

  @Test
  void theLargestOfAllRoutesIsShownAndThePageHasThatOfEachRoute() throws IOException {
    String list = storm("CRITICAL", "08", 0, 9) + "," + storm("HIGH", "10", 10, 25);
    // oncall holds 4 CRITICAL, platform these and 20 HIGH, owners the same later than platform.
    assertThat(summary(forecast(TeamStack.NAME, list)))
        .startsWith(
            "summary  of 20 held, at 2026-11-19T10:05:00Z; the largest of 5",
            "to platform",
            ":bar_chart: 20 more findings: 20 HIGH");
    assertThat(page().select("#summaries article header").eachText())
        .containsExactly(
            "platform summary of 20 held, at 2026-11-19T10:05:00Z; the largest of 5",
            "owners summary of 20 held, at 2026-11-19T10:05:00Z; the largest of 2 in its route",
            "oncall summary of 4 held, at 2026-11-19T08:05:00Z");
    assertThat(page().select("#summaries h3").last().text())
        .isEqualTo("📊 4 more findings: 4 CRITICAL");
    assertThat(page().select("#summaries .mention").eachText()).containsExactly("@here");
    assertThat(page().select("#digests article header").eachText())
        .containsExactly(
            "platform digest of eu-west-1 at 2026-11-19T10:00:24Z, the newest time in the list");
    assertThat(page().expectFirst("#digests article").text())
        .contains("Severity: 9 critical · 25 high · 0 medium · 0 other")
        .contains("Overdue: 0 critical older than 14 days");
    assertThat(page().select("article").text()).doesNotContain("<!", ":bar_chart:");
  }

  @Test
  void aStackWithNativeDeliveryIsToldWhatTurnsSummariesOn() {
    String out = String.join(" ", summary(forecast("dev", storm("HIGH", "10", 0, 7))));
    assertThat(out)
        .startsWith(
            "summary  of 2 held, at 2026-11-19T10:05:00Z Only curated delivery holds findings for a summary. To turn it on: pulumi config set delivery curated :bar_chart:");
  }

  @ParameterizedTest
  @CsvSource({"prod, true", "dev, false"})
  void findingsThatMakeNoStormMakeNoSummary(String stack, boolean isSaid) throws IOException {
    String none =
        "No summary: these findings make no storm, so each would have been announced by itself.";
    String list = storm("HIGH", "10", 0, 5);
    Console console = forecast(stack, list);
    assertThat(summary(console)).isEmpty();
    assertThat(console.out().replaceAll("\\s+", " ").contains(none)).isEqualTo(isSaid);
    assertThat(page().text().contains(none)).isEqualTo(isSaid);
    // Without a date, nobody knows what came together.
    assertThat(
            summary(forecast(stack, storm("HIGH", "10", 0, 9).replace("firstObservedAt", "first"))))
        .isEmpty();
  }

  @Test
  void thePageHasTheCountsOfTheTextInTheSameOrder() throws IOException {
    Console console = Console.run("forecast", "dev", LIST, "--html", file.toString());
    assertThat(console).isEqualTo(Console.run("forecast", "dev", LIST));
    Document page = page();
    assertThat(page.title()).isEqualTo("Forecast for stack dev - inspector-slack");
    assertThat(page.expectFirst("#headline").text())
        .isEqualTo("Of 10 findings in %s, 5 would have notified at MEDIUM and above.", LIST);
    assertThat(page.select("h2").eachText()).containsExactly("Digest", "Counts");
    assertThat(page.select("caption").eachText())
        .containsExactly(
            "Would have notified, by threshold",
            "Messages at MEDIUM and above since the findings were first seen, by delivery",
            "Messages in the week up to 2026-11-19, by route, at least",
            "Open findings by severity",
            "Open findings by type",
            "Open findings by resource",
            "Would not notify at any threshold, because");
    assertThat(page.select("table").first().select("tr").eachText())
        .containsExactly("INFORMATIONAL 7", "LOW 6", "MEDIUM this stack 5", "HIGH 3", "CRITICAL 1");
    assertThat(page.select("table").first().select("rect").eachAttr("width"))
        .containsExactly("100", "86", "71", "43", "14");
    assertThat(page.select("h3").eachText())
        .containsExactly("📊 Inspector digest: 8 open findings");
    assertThat(page.expectFirst("#digests").parent().select("p.quiet").text())
        .startsWith("Stack dev has no digest; ");
  }

  @Test
  void aListWithoutFindingsGivesAPageThatSaysSo() throws IOException {
    assertThat(forecast("dev", "").out()).isEqualTo("No findings in -.\n");
    assertThat(page().body().text()).isEqualTo("Forecast for stack dev No findings in -.");
  }

  @Test
  void noOpenFindingsAreGoodNewsInASymbol() throws IOException {
    forecast("dev", storm("HIGH", "10", 0, 1).replace("ACTIVE", "CLOSED"));
    assertThat(page().select("h3").eachText())
        .containsExactly("✅ Inspector digest: no open findings");
  }

  @Test
  void hostileTextIsNeverMarkup() throws IOException {
    String evil = "<script>alert(1)</script><img src=x onerror=alert(1)> <!channel> </style>";
    String list = storm("HIGH", "10", 0, 9);
    for (String text :
        List.of("i-0example00000web1", "openssl", "\"PACKAGE_VULNERABILITY", "CVE-2026")) {
      list = list.replace(text, (text.startsWith("\"") ? "\"" : "") + evil);
    }
    forecast("prod", list);
    Document page = page();
    assertThat(page.select("script, img, iframe, object, embed, link, base, form")).isEmpty();
    assertThat(page.select("style, .mention")).hasSize(1);
    assertThat(page.getAllElements().stream().flatMap(it -> it.attributes().asList().stream()))
        .allSatisfy(it -> assertThat(it.getKey()).doesNotStartWith("on").isNotIn("src", "style"));
    assertThat(page.select("a").eachAttr("href"))
        .allMatch(it -> it.startsWith("https://eu-west-1.console.aws.amazon.com/"));
    assertThat(page.select("#summaries").text()).contains("<script>alert(1)</script>");
    assertThat(page.select(".bars th").eachText()).contains("AWS_EC2_INSTANCE " + evil);
    assertThat(page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'; style-src 'unsafe-inline'");
  }

  @Test
  void aPageThatCannotBeWrittenIsRefusedBeforeTheListIsRead() throws IOException {
    Path list = Files.writeString(folder.resolve("list.json"), "{}");
    for (String name : List.of("-", list.toString(), folder.resolve("gone/page.html").toString())) {
      Console console = Console.run("forecast", "dev", "no-such-file.json", "--html", name);
      assertThat(console.exitCode()).isEqualTo(2);
      assertThat(console.out()).isEmpty();
    }
    assertThat(Console.withInput("[]", "forecast", "dev", "-", "--html", "-").err())
        .isEqualTo(
            "inspector-slack: a page isn't written to standard output (-); name a file, such as page.html\n");
    assertThat(list).hasContent("{}");
  }

  @Test
  void anExistingPageIsReplaced() throws IOException {
    Files.writeString(file, "before");
    forecast("dev", storm("HIGH", "10", 0, 1));
    assertThat(Files.readString(file)).startsWith("<!doctype html>").endsWith("</html>\n");
    assertThat(page().select("article")).hasSize(1);
    Element avatar = page().expectFirst(".avatar");
    assertThat(avatar.text()).isEqualTo("Q");
  }
}
