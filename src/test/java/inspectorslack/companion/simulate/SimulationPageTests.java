package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleVerdicts;
import inspectorslack.companion.FindingEvent;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.simulate.Simulation.Notification;
import inspectorslack.companion.simulate.Simulation.Result;
import inspectorslack.companion.simulate.Simulation.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/**
 * The page of {@code simulate --html}, parsed as a browser would. Not proven here: how it looks.
 */
class SimulationPageTests extends ParsedPage {
  private static List<String> boxes(Element page, String picture) {
    return page.select("svg." + picture + " g").stream()
        .map(box -> String.join(" ", box.select("text").eachText()))
        .toList();
  }

  @Test
  void nativeDeliveryShowsTheMainFieldsAndThatAwsDesignsTheCard() throws IOException {
    Document page = page("dev");
    assertThat(page.title()).isEqualTo("Simulation of stack dev - inspector-slack");
    assertThat(page.expectFirst("#rule").text())
        .isEqualTo("inspector-slack in eu-west-1. The rule takes MEDIUM and above from inspector.");
    assertThat(page.expectFirst("#delivery").text())
        .isEqualTo(
            "Amazon Q Developer renders the card from the unchanged event, and AWS decides how it looks, so only the main fields are shown here. No Slack channel is set: events"
                + " that notify stop at the topic (set slackWorkspaceId and slackChannelId).");
    assertThat(page.select("article header").eachText())
        .containsExactlyElementsOf(
            SampleVerdicts.all().stream()
                .filter(row -> row.arrives("dev"))
                .map(row -> "samples/%s.json:1".formatted(row))
                .toList());
    Element body = page.expectFirst("article:has(header:contains(inspector-ec2-package)) .body");
    assertThat(body.classNames()).containsExactly("body", "high");
    assertThat(body.children().eachText())
        .containsExactly(
            "HIGH: CVE-2026-00001 - openssl",
            "AWS_EC2_INSTANCE i-0example00000web1",
            "account 123456789012, eu-west-1");
  }

  @Test
  void curatedDeliveryShowsTheFormattedMessage() throws IOException {
    Document page = curated("", SAMPLES + "inspector-ec2-package.json");
    assertThat(page.expectFirst("#delivery").text())
        .isEqualTo(
            "These are the messages that Slack receives; Slack may render them slightly differently. Each finding is announced once, by itself or in a summary. All go to Slack channel C0EXAMPLE00.");
    Element body = page.expectFirst("article .body");
    assertThat(body.expectFirst("h3").text()).isEqualTo("🔴 HIGH: CVE-2026-00001 - openssl");
    assertThat(body.select("p").eachText())
        .containsExactly(
            "@here @U0EXAMPLE00",
            "Resource: web-1 · i-0example00000web1 · EC2 instance",
            "Account: 123456789012 · eu-west-1",
            "Package: openssl 3.0.8, fixed in 0:3.0.17-1 (dnf update openssl)",
            "Score: Inspector 8.1 · CVSS 3.1 8.1 (NVD) · EPSS 4.21 %",
            "Fix: available",
            "Exploit: none known",
            "References: www.cve.org",
            "A crafted certificate can make a TLS server that asks for client certificates run code of the attacker's choice.");
    assertThat(body.select(".mention").eachText()).containsExactly("@here", "@U0EXAMPLE00");
    assertThat(body.select("strong").eachText())
        .containsExactly(
            "Resource:", "Account:", "Package:", "Score:", "Fix:", "Exploit:", "References:");
    Element link = body.expectFirst("li a");
    assertThat(link.text()).isEqualTo("Open the finding in the console");
    assertThat(link.attr("href"))
        .isEqualTo(
            "https://eu-west-1.console.aws.amazon.com/inspector/v2/home?region=eu-west-1#/findings/all?searchString=arn%3Aaws%3Ainspector2%3Aeu-west-1%3A123456789012%3Afinding%2F00000000000000000000000000000001");
  }

  @Test
  void eventsAreCountedByVerdictAndBySeverity() throws IOException {
    Document page = page(Path.of(""), "dev", "{\"a\":", "-");
    assertThat(page.select(".counts li").eachText())
        .containsExactly("0 notify", "0 held", "0 dropped", "1 invalid");
    assertThat(rows(page, "#severities").get(5))
        .containsExactly("other or none", "0", "0", "0", "1");
    page =
        page(
            "dev",
            SAMPLES + "inspector-ec2-network.json",
            SAMPLES + "inspector-ec2-package.json",
            SAMPLES + "inspector-lambda-code.json",
            SAMPLES + "inspector-lambda-package.json",
            SAMPLES + "securityhub-ec2-package.json",
            SAMPLES + "coverage-expired-image.json");
    assertThat(page.select(".counts li").eachText())
        .containsExactly("3 notify", "0 held", "3 dropped", "0 invalid");
    assertThat(rows(page, "#severities"))
        .containsExactly(
            List.of("CRITICAL", "1", "0", "0", "0"),
            List.of("HIGH", "1", "0", "1", "0"),
            List.of("MEDIUM", "1", "0", "0", "0"),
            List.of("LOW", "0", "0", "1", "0"),
            List.of("INFORMATIONAL", "0", "0", "0", "0"),
            List.of("other or none", "0", "0", "1", "0"));
    assertThat(page.select("h2").eachText())
        .containsExactly("The path of a finding", "Messages (3)", "Dropped (3)");
  }

  @Test
  void everyOtherEventHasAReason() throws IOException {
    ObjectNode again = sample("inspector-ec2-package");
    String input =
        again + "\n" + again + "\n{\"source\":\"x\"}\n" + sample("inspector-lambda-package");
    Document page = curated(input, "-");
    assertThat(page.select("article header").eachText()).containsExactly("-:1");
    assertThat(rows(page, "#dropped"))
        .containsExactly(
            List.of(
                "-:2",
                "HIGH: CVE-2026-00001 - openssl",
                "already announced as HIGH for its event of 2026-11-16T10:00:02Z; announced again if its severity rises, if it comes back after it closed, or from 2026-11-30T10:00:02Z on"),
            List.of(
                "-:4",
                "LOW: CVE-2026-00004 - requests",
                "severity is LOW; the rule takes HIGH and above"));
    assertThat(rows(page, "#invalid"))
        .containsExactly(List.of("-:3", "not an event: it has no string \"detail-type\""));
  }

  @Test
  void aSummaryStandsAmongTheMessagesAndSaysHowManyFindingsItHas() throws IOException {
    Document page = curated(CuratedSimulationTests.storm(), "-");
    assertThat(page.select("article header").eachText())
        .containsExactly("-:1", "-:7", "summary of 10 at 2026-11-16T10:05:00Z");
    assertThat(page.select("article h3").last().text()).isEqualTo("📊 10 more findings: 10 HIGH");
    assertThat(page.select("article .body").last().select(".mention").eachText())
        .containsExactly("@here", "@U0EXAMPLE00");
    assertThat(page.select(".counts li").eachText())
        .containsExactly("2 notify", "10 held", "1 dropped", "0 invalid");
    assertThat(rows(page, "#held"))
        .hasSize(10)
        .contains(
            List.of(
                "-:2",
                "HIGH: CVE-2026-00001 - openssl",
                "in the summary due at 2026-11-16T10:05:00Z"));
    assertThat(page.select("h2").eachText())
        .containsExactly(
            "The path of a finding", "Messages (3)", "Held for a summary (10)", "Dropped (1)");
  }

  @Test
  void thePictureShowsThePathOfTheStack() throws IOException {
    List<String> dev =
        List.of(
            "Inspector EC2, ECR, LAMBDA",
            "EventBridge rule MEDIUM and above",
            "SNS topic",
            "Amazon Q renders the card",
            "Slack no channel set",
            "Dead-letter queue kept for 14 days");
    Document page = page("dev");
    assertThat(boxes(page, "wide")).isEqualTo(dev);
    assertThat(boxes(page, "tall")).isEqualTo(dev);
    assertThat(page.select("svg.wide g.off text.name").eachText())
        .containsExactly("Amazon Q", "Slack");
    assertThat(boxes(page("prod"), "wide"))
        .containsExactly(
            "Inspector EC2, ECR, LAMBDA LAMBDA_CODE",
            "Security Hub CSPM imports findings",
            "EventBridge rule HIGH and above",
            "State machine each finding once",
            "SNS topic encrypted",
            "Amazon Q passes it on",
            "Slack C0EXAMPLE00",
            "Dead-letter queue kept for 14 days",
            "Memory again after 30 days");
    page = curated("", SAMPLES + "inspector-closed.json");
    assertThat(boxes(page, "tall"))
        .containsExactly(
            "Inspector EC2, ECR, LAMBDA LAMBDA_CODE",
            "EventBridge rule HIGH and above",
            "State machine each finding once",
            "SNS topic",
            "Amazon Q passes it on",
            "Slack C0EXAMPLE00",
            "Dead-letter queue kept for 14 days",
            "Memory again after 14 days");
    assertThat(page.select("svg.tall > path.lost")).hasSize(2);
    assertThat(page.select("g.off")).isEmpty();
  }

  @Test
  void aCardNamesItsRouteExceptTheDefault() throws IOException {
    ObjectNode message = new JsonMapper().createObjectNode();
    message.putObject("content").put("title", "t").put("description", "d");
    Result result =
        new Result(
            "f",
            1,
            Verdict.NOTIFY,
            Map.of(),
            FindingEvent.of(new JsonMapper().createObjectNode()),
            List.of(
                new Notification("default", Optional.of(message), Optional.empty()),
                new Notification("on-call", Optional.of(message), Optional.empty()),
                new Notification("team", Optional.empty(), Optional.empty())));
    StackFile stack = StackFile.read(folder, "curated");
    SimulationPage report = new SimulationPage(file.toString(), stack, stack.settings());
    report.add(result);
    report.finish(Map.of(Verdict.NOTIFY, 1));
    Document page = Jsoup.parse(file, StandardCharsets.UTF_8.name());
    assertThat(page.select("article header").eachText())
        .containsExactly("f:1", "on-call f:1", "team f:1");
    assertThat(page.select("article .body").eachText()).containsExactly("t d", "t d", "(no title)");
    assertThat(page.select("h2").eachText()).contains("Messages (3)");
    assertThat(page.select(".counts li").eachText()).contains("1 notify");
  }

  private void routes(String... routes) throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.routes.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:delivery: curated
          inspector-slack:slackWorkspaceId: T0EXAMPLE00
          inspector-slack:routes:
            - %s
        """
            .formatted(String.join("\n    - ", routes)));
  }

  @Test
  void eachRouteHasItsPictureAndRoutesThatTakeTheSameShareOne() throws IOException {
    routes(
        "{name: oncall, slackChannelId: C0EXAMPLE01, severityThreshold: CRITICAL, mentions: {CRITICAL: <!subteam^S0EXAMPLE00>}}",
        "{name: platform, slackChannelId: C0EXAMPLE02, fixAvailable: true}",
        "{name: owners, slackChannelId: C0EXAMPLE03, fixAvailable: true, mentions: {HIGH: <!here> <@U0EXAMPLE00>}}");
    Document page = page(folder, "routes", "");
    assertThat(page.select("figure")).hasSize(2);
    assertThat(boxes(page.select("figure").get(0), "wide"))
        .containsExactly(
            "Inspector EC2, ECR",
            "EventBridge rule CRITICAL",
            "State machine each finding once",
            "SNS topic",
            "Amazon Q passes it on",
            "Slack C0EXAMPLE01",
            "Dead-letter queue kept for 14 days",
            "Memory again after 30 days");
    assertThat(boxes(page.select("figure").get(1), "tall"))
        .contains("EventBridge rules HIGH and above with filters", "Slack 2 channels");
    assertThat(page.select("figcaption p").eachText())
        .containsExactly(
            "oncall takes CRITICAL; mentions @S0EXAMPLE00",
            "platform takes HIGH and above; fix available or unknown; to C0EXAMPLE02",
            "owners takes HIGH and above; fix available or unknown; HIGH mentions @here @U0EXAMPLE00; to C0EXAMPLE03");
    assertThat(page.expectFirst("#rule").text())
        .isEqualTo("inspector-slack in eu-west-1. Routes: 3.");
    // A sample's own text has <!channel>.
    assertThat(page.text())
        .doesNotContain("<!here", "<!subteam", "<@")
        .doesNotContainPattern(":[a-z_]+: ");
  }

  @Test
  void theArrowsOfEachPictureAreItsOwn() throws IOException {
    routes(
        "{name: oncall, slackChannelId: C0EXAMPLE01, severityThreshold: CRITICAL}",
        "{name: platform, slackChannelId: C0EXAMPLE02}");
    Document page = page(folder, "routes", "");
    assertThat(page.select("marker").eachAttr("id")).hasSize(8).doesNotHaveDuplicates();
    for (Element picture : page.select("svg")) {
      List<String> own = picture.select("marker").eachAttr("id");
      assertThat(picture.select("path[marker-end]").eachAttr("marker-end"))
          .isNotEmpty()
          .allMatch(it -> own.contains(it.replaceAll("url\\(#(.*)\\)", "$1")));
    }
  }
}
