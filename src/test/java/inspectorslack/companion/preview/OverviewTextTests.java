package inspectorslack.companion.preview;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.TeamStack;
import inspectorslack.companion.Console;
import inspectorslack.companion.Recording;
import inspectorslack.companion.StackFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code preview} says of a stack on one screen. */
class OverviewTextTests {
  @TempDir private Path project;

  @BeforeEach
  void aProject() throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), project.resolve("Pulumi.yaml"));
  }

  private void stack(String... settings) throws IOException {
    Files.writeString(
        project.resolve("Pulumi.s.yaml"),
        "config:\n  aws:region: eu-west-1\n"
            + String.join(
                "", List.of(settings).stream().map("  inspector-slack:%s\n"::formatted).toList()));
  }

  /** The lines of a section, without its label. */
  private List<String> section(String label) {
    String out = Console.wide(120, project, "preview", "s").out();
    return List.of(out.split("\n\n")).stream()
        .filter(it -> it.startsWith(label + " "))
        .flatMap(String::lines)
        .map(it -> it.substring("On destroy ".length()).strip())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100})
  void prodIsOneScreen(int width) {
    Console console = Console.wide(width, Path.of(""), "preview", "prod");
    assertThat(console.out().lines()).hasSizeLessThanOrEqualTo(40);
    assertThat(console.err()).isEmpty();
  }

  @Test
  void itSaysWhatIsScanned() throws IOException {
    stack(
        "scanTypes: [EC2, LAMBDA, LAMBDA_CODE]",
        "enableSecurityHub: true",
        "instanceRoles: [a, b]");
    assertThat(section("Scans"))
        .containsExactly(
            "EC2, Lambda and Lambda code",
            "turns on Security Hub CSPM, without its standards",
            "attaches AmazonSSMManagedInstanceCore to 2 roles");
    stack("enableInspector: false");
    assertThat(section("Scans"))
        .containsExactly("what Inspector scans already: this stack doesn't turn it on or off");
  }

  @Test
  void itSaysWhatNotifiesWhere() throws IOException {
    stack(
        "delivery: curated",
        "renotifyAfterDays: 14",
        "storm: {messages: 1, minutes: 1}",
        "slackWorkspaceId: T0123456789",
        "slackChannelId: C0123456789");
    assertThat(section("Notifies"))
        .containsExactly(
            "HIGH and above from Security Hub CSPM, to Slack channel C0123456789",
            "each finding once, and again if it gets worse, comes back, or is still open after 14 days",
            "up to 1 message per severity in a minute, then a summary");
    stack("findingSource: inspector", "severityThreshold: CRITICAL");
    assertThat(section("Notifies"))
        .containsExactly(
            "CRITICAL from Inspector, to the topic only", "every event, as AWS's standard card");
  }

  @Test
  void routesThatTakeTheSameAreOneLine() throws IOException {
    stack(
        "delivery: curated",
        "slackWorkspaceId: T0123456789",
        "routes: [{name: a, slackChannelId: C0123456781}, {name: b, slackChannelId: C0123456782},"
            + " {name: c, slackChannelId: C0123456783, fixAvailable: true}]");
    assertThat(section("Notifies"))
        .startsWith(
            "findings from Security Hub CSPM, to 3 Slack channels",
            "2 alike  HIGH and above: a C0123456781 and b C0123456782",
            "c        C0123456783  HIGH and above; fix available or unknown");
    assertThat(section("Resources"))
        .contains(
            "alerts    per route: topic, queue, rule, 3 alarms, 3 more",
            "slack     per route: channel configuration, role");
  }

  @Test
  void onlyARouteWithAStormOfItsOwnSaysIt() throws IOException {
    stack(
        "delivery: curated",
        "slackWorkspaceId: T0123456789",
        "routes: [{name: a, slackChannelId: C0123456781},"
            + " {name: b, slackChannelId: C0123456782, storm: {messages: 0, minutes: 30}}]");
    assertThat(section("Notifies"))
        .contains(
            "a  C0123456781  HIGH and above; up to 5 messages per severity in 5 minutes, then a summary",
            "b  C0123456782  HIGH and above; only in summaries, 30 minutes after the first finding")
        .hasSize(4);
  }

  @Test
  void whatRegionsShareIsSaidOnce() throws IOException {
    stack("regions: [us-east-1, ap-northeast-1]", "instanceRoles: [a]", "updateSsmAgent: true");
    assertThat(section("Resources"))
        .containsExactly(
            "in each of 3 Regions:",
            "scanning   Inspector switch",
            "instances  SSM association",
            "alerts     topic, queue, rule, 3 alarms, 3 more",
            "in each other Region:",
            "providers  AWS provider",
            "once:",
            "instances  attached policy");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dev", "prod", "everything", "administrator", "management", TeamStack.NAME})
  void everyResourceIsCountedOnce(String name) throws IOException {
    for (String folder : List.of("", "docs/examples", "src/test/resources/stacks")) {
      Path file = Path.of(folder, "Pulumi." + name + ".yaml");
      if (Files.exists(file)) {
        Files.copy(file, project.resolve(file.getFileName()));
      }
    }
    StackFile file = StackFile.read(project, name);
    Recording recording = Recording.of(file);
    int counted =
        Feature.of(file.settings(), recording).stream()
            .mapToInt(
                it ->
                    it.regions().size()
                        * Math.max(1, it.routes().size())
                        * it.counts().values().stream().mapToInt(count -> count).sum())
            .sum();
    assertThat(counted)
        .isEqualTo(
            recording.resources().stream().filter(it -> !PreviewText.isComponent(it)).count());
  }

  @Test
  void itSaysWhatADestroyLeaves() throws IOException {
    stack("enableSecurityHub: true", "delivery: curated");
    assertThat(section("On destroy"))
        .containsExactly(
            "leaves Inspector and Security Hub CSPM on",
            "deletes the rest, including the memory of findings");
    stack("enableInspector: false");
    assertThat(section("On destroy")).containsExactly("deletes everything");
    stack("organization: {members: [\"111122223333\"]}");
    assertThat(section("On destroy"))
        .containsExactly(
            "leaves Inspector on",
            "doesn't change Inspector in other accounts",
            "deletes the rest");
  }

  @Test
  void itSaysWhatIsMissing() throws IOException {
    stack();
    assertThat(section("Missing"))
        .containsExactly(
            "slackWorkspaceId and slackChannelId: without them, findings stop at the topic");
    stack("slackWorkspaceId: T0123456789", "slackChannelId: C0EXAMPLE00");
    assertThat(section("Missing"))
        .containsExactly(
            "your Slack ids: T0123456789 and C0EXAMPLE00 are the documentation's placeholders");
    stack("slackWorkspaceId: T0123456789", "slackChannelId: C0123456789");
    assertThat(section("Missing")).isEmpty();
  }

  @Test
  void otherWarningsAreShownToo() throws IOException {
    stack(
        "scanTypes: [ECR]",
        "updateSsmAgent: true",
        "slackWorkspaceId: T0123456789",
        "slackChannelId: C0123456789");
    assertThat(section("Warnings"))
        .containsExactly(
            "updateSsmAgent doesn't get any instance scanned, because scanTypes doesn't include EC2");
  }

  // By hand: 43,200 starts in 30 days. 0.0432 for requests, 0.0450 for a second of 64 MB each,
  // 0.0027 for half a read unit each, 0.0259 for the table's key every five minutes: 0.1168.
  @Test
  void itSaysWhatAMonthCosts() throws IOException {
    stack("delivery: curated", "encryptTopic: true", "regions: [us-east-1]");
    assertThat(section("Costs"))
        .containsExactly(
            "3.24  USD a month before usage",
            "1.00  10 CloudWatch alarms at 0.10 each",
            "2.00  2 KMS keys at 1.00 each",
            "0.24  2 state machines run every minute at 0.12 each",
            "list prices in us-east-1, November 2026; Inspector charges for usage");
  }

  @Test
  void itSaysWhatToRunNext() throws IOException {
    stack();
    assertThat(section("Next"))
        .containsExactly(
            "./inspector-slack simulate s           # what it posts",
            "./inspector-slack preview s --details  # all inputs",
            "pulumi up --stack s                    # deploys it");
  }
}
