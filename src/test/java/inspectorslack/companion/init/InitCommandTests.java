package inspectorslack.companion.init;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.companion.Console;
import inspectorslack.companion.StackFile;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code init} by options and by questions. {@code NewStackFileTests} has what's in the files.
 *
 * <p>Not proven here: folders without permission, as root ignores them.
 */
class InitCommandTests {
  @TempDir private Path folder;

  @BeforeEach
  void aProject() throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.createDirectories(folder.resolve("docs/examples"));
    Files.copy(Path.of(Catalogue.EXAMPLES), folder.resolve(Catalogue.EXAMPLES));
  }

  private Console init(String... words) {
    return Console.run(
        folder,
        "",
        false,
        Stream.concat(Stream.of("init"), Stream.of(words)).toArray(String[]::new));
  }

  private Console typing(String input, String... words) {
    return Console.typing(
        folder, input, Stream.concat(Stream.of("init"), Stream.of(words)).toArray(String[]::new));
  }

  private Path file() {
    return folder.resolve("Pulumi.payments.yaml");
  }

  private StackFile stack() {
    return StackFile.read(folder, "payments");
  }

  @Test
  void optionsAreTheStacksSettings() {
    Console console =
        init(
            "payments",
            "--region=us-east-1",
            "--regions=eu-west-1,ap-northeast-1",
            "--finding-source=securityhub",
            "--severity-threshold=CRITICAL",
            "--delivery=curated",
            "--slack-workspace-id=T0EXAMPLE00",
            "--slack-channel-id=C0EXAMPLE00",
            "--instance-roles=web,true",
            "--name-prefix=sec");
    assertThat(console)
        .isEqualTo(
            new Console(
                0,
                """
                Wrote Pulumi.payments.yaml. It has every setting; those that you didn't choose are comments.

                See what it deploys, and which sample findings it posts:
                  ./inspector-slack preview payments
                  ./inspector-slack simulate payments
                """,
                "warning: route default posts to the documentation's placeholder C0EXAMPLE00 in workspace T0EXAMPLE00; set your own ids\n"));
    assertThat(stack().config())
        .containsEntry("aws:region", "us-east-1")
        .containsEntry("inspector-slack:regions", List.of("eu-west-1", "ap-northeast-1"))
        .containsEntry("inspector-slack:instanceRoles", List.of("web", "true"))
        .containsEntry("inspector-slack:slackWorkspaceId", "T0EXAMPLE00")
        .containsEntry("inspector-slack:slackChannelId", "C0EXAMPLE00")
        .containsEntry("inspector-slack:namePrefix", "sec");
    assertThat(stack().settings().findingSource()).isEqualTo(FindingSource.SECURITYHUB);
    assertThat(stack().settings().routes().get(0).severityThreshold()).isEqualTo(Severity.CRITICAL);
    assertThat(stack().settings().delivery().toString()).contains("30");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutATerminalOrWithYesNothingIsAsked(boolean isTerminal) throws IOException {
    Console console = isTerminal ? typing("eu-north-1\n", "payments", "--yes") : init("payments");
    assertThat(console.exitCode()).isZero();
    assertThat(console.err())
        .isEqualTo(
            "warning: Slack is not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic\n");
    assertThat(Files.readString(file()))
        .contains("\n  aws:region: eu-west-1\n", "\n  inspector-slack:findingSource: inspector\n");
  }

  @Test
  void aRegionThatNothingProposesIsRequired() throws IOException {
    Path project = folder.resolve("Pulumi.yaml");
    // As 'pulumi new' leaves it.
    Files.writeString(
        project, Files.readString(project).replaceFirst("(?s)\ntemplate:.*?\n(?=# )", "\n"));
    Console console = init("payments");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            """
            inspector-slack: Pulumi.payments.yaml wasn't written:
              --region: got nothing; expected a Region such as eu-west-1; fix: --region REGION
            """);
    assertThat(typing("\neu-north-1\n\n\n\n\n\n\n", "payments").err())
        .contains(
            "aws:region [none]: got nothing; expected a Region such as eu-west-1; fix: write REGION\n");
    assertThat(stack().region()).isEqualTo("eu-north-1");
  }

  @Test
  void everyWrongOptionIsNamedAtOnceWithTheOptionThatFixesIt() {
    Console console =
        init(
            "payments",
            "--region=eu-wst-1",
            "--regions=us-east-1,us-est-2",
            "--finding-source=inspektor",
            "--severity-threshold=",
            "--slack-workspace-id=T0EXAMPLE00",
            "--instance-roles=web,arn:aws:iam::123456789012:instance-profile/bastion");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .isEqualTo(
            """
            inspector-slack: Pulumi.payments.yaml wasn't written:
              --finding-source: got "inspektor"; expected one of securityhub, inspector, securityhub-v2; fix: --finding-source inspector
              --severity-threshold: got "" (an empty value); expected one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL; fix: --severity-threshold HIGH
              --slack-channel-id: got nothing, but slackWorkspaceId is set; expected both or neither; fix: --slack-channel-id C... (or leave out --slack-workspace-id)
              --regions: got "us-est-2"; expected a Region that the AWS provider knows; fix: --regions us-east-2
              --instance-roles: got an instance profile, "arn:aws:iam::123456789012:instance-profile/bastion"; expected none in this list; fix: leave that out, and add bastion to instanceProfiles
              --region: got "eu-wst-1"; expected a Region that the AWS provider knows; fix: --region eu-west-1
            """);
    assertThat(file()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "a-stack-with-a-name-for-which-there-is-no-room, choose another name",
    "a-stack-with-a-name-of-some-length, --name-prefix findings"
  })
  void aStackThatCannotHaveThisNameIsRefusedBeforeAnythingIsAsked(String name, String fix) {
    Console console = typing("", name);
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .startsWith(
            "inspector-slack: Pulumi." + name + ".yaml wasn't written:\n  --name-prefix: got ")
        .endsWith("; fix: " + fix + "\n");
  }

  @Test
  void aNameThatPulumiRefusesIsRefused() {
    Console console = typing("", "two words");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: 'two words' can't be a stack's name; expected a name of at most 100 letters, digits, hyphens, underscores and periods\n");
  }

  @Test
  void aFileIsNeverOverwritten() throws IOException {
    Files.createSymbolicLink(file(), Path.of("elsewhere"));
    Console console = typing("", "payments");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .isEqualTo(
            "inspector-slack: Pulumi.payments.yaml exists, and init never overwrites; edit it, or choose another name\n");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
    assertThat(init("../payments").err()).contains("isn't a stack of the project inspector-slack");
  }

  @Test
  void aWrongAnswerIsAskedForAgain() {
    Console console =
        typing(
            String.join(
                "\n",
                "", // The home Region that's offered.
                "eu-west-1 us-east-1",
                "us-east-1",
                "security",
                "securityhub",
                "CRITICAL",
                "curated",
                "t0example00",
                "T0EXAMPLE00",
                "",
                "C0EXAMPLE00",
                "web, batch",
                ""),
            "payments");
    assertThat(console.exitCode()).isZero();
    assertThat(console.err())
        .startsWith(
            """
            A few questions for Pulumi.payments.yaml. Press Enter to accept the value in brackets, or Ctrl-D to
            stop without writing the file.

            The home Region, where the stack is deployed.
            aws:region [eu-west-1]:\s
            """)
        .contains(
            "regions [none]: got \"eu-west-1\", the home Region, which aws:region sets; expected only other Regions; fix: leave\nthat out\nregions [none]: \n",
            "findingSource [inspector]: got \"security\"; expected one of securityhub, inspector, securityhub-v2; fix: write securityhub\n",
            "slackWorkspaceId [none]: got \"t0example00\"; expected a Slack workspace id such as T0EXAMPLE00; fix: copy it from the\nworkspace's URL in a browser, then write T0EXAMPLE00\n",
            "slackChannelId [none]: got nothing, but slackWorkspaceId is set; expected both or neither; fix: write C... (or leave out\nslackWorkspaceId)\n");
    assertThat(stack().config())
        .containsEntry("inspector-slack:regions", List.of("us-east-1"))
        .containsEntry("inspector-slack:findingSource", "securityhub")
        .containsEntry("inspector-slack:severityThreshold", "CRITICAL")
        .containsEntry("inspector-slack:delivery", "curated")
        .containsEntry("inspector-slack:slackWorkspaceId", "T0EXAMPLE00")
        .containsEntry("inspector-slack:slackChannelId", "C0EXAMPLE00")
        .containsEntry("inspector-slack:instanceRoles", List.of("web", "batch"));
  }

  @Test
  void whatAnOptionSaysIsNotAskedFor() {
    Console console =
        typing("eu-north-1\n\n\n\n\n\n", "payments", "--delivery=curated", "--name-prefix=sec");
    assertThat(console.exitCode()).isZero();
    assertThat(console.err())
        .contains("aws:region [", "severityThreshold [")
        // Without a workspace, there's no channel to ask for.
        .doesNotContain("delivery [", "namePrefix [", "slackChannelId [");
    assertThat(stack().config())
        .containsEntry("aws:region", "eu-north-1")
        .containsEntry("inspector-slack:delivery", "curated");
  }

  @ParameterizedTest
  @ValueSource(strings = {",,", "us-east-1,", ",us-east-1", " "})
  void anEmptyItemOfAListIsRefused(String regions) {
    Console console = init("payments", "--region=eu-west-1", "--regions=" + regions);
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err())
        .contains(
            "  --regions: got \"\" (an empty value); expected a Region such as eu-west-1; fix: --regions REGION\n");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFileThatCannotBeWrittenToItsEndIsNotLeftBehind() throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 4; exec \"$@\"", // 2 KB: as a full disk.
                "sh",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:-UsePerfData",
                "-Dinspector-slack.project=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                "inspectorslack.companion.Companion",
                "init",
                "payments")
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readString(err))
        .startsWith("inspector-slack: Pulumi.payments.yaml cannot be written: ");
    assertThat(file()).doesNotExist();
  }

  @Test
  void theEndOfTheInputWritesNothingAndSaysSo() {
    Console console = typing("eu-west-1\n\ninspector\n", "payments");
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.out()).isEmpty();
    assertThat(console.err())
        .endsWith(
            "severityThreshold [HIGH]: \ninspector-slack: the input ended at severityThreshold, so Pulumi.payments.yaml wasn't written\n");
    assertThat(file()).doesNotExist();
  }
}
