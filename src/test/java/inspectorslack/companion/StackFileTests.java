package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inspectorslack.config.FindingSource;
import inspectorslack.config.ScanType;
import inspectorslack.config.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackFileTests {
  @TempDir private Path folder;

  @BeforeEach
  void aProjectWithDefaults() throws IOException {
    write(
        "Pulumi.yaml",
        """
        name: findings
        runtime: java
        config:
          severityThreshold:
            type: string
            default: CRITICAL
          findingSource:
            value: inspector
          encryptTopic: true
          aws:region:
            value: eu-north-1
        """);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private StackFile read() {
    return StackFile.read(folder, "dev");
  }

  @Test
  void theStackOverridesWhatTheProjectDeclares() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:severityThreshold: LOW\n");
    StackFile stack = read();
    assertThat(stack.settings().routes().get(0).severityThreshold()).isEqualTo(Severity.LOW);
    assertThat(stack.settings().findingSource()).isEqualTo(FindingSource.INSPECTOR);
    assertThat(stack.settings().encryptTopic()).isTrue();
    assertThat(stack.settings().names().base()).isEqualTo("findings-dev");
    assertThat(stack.region()).isEqualTo("eu-north-1");
  }

  @Test
  void anEmptyStackFileLeavesTheProjectsDefaults() throws IOException {
    write("Pulumi.dev.yaml", "");
    assertThat(read().settings().routes().get(0).severityThreshold()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void theRegionIsUsEast1IfNobodySetsOne() throws IOException {
    write("Pulumi.yaml", "name: findings\n");
    write("Pulumi.dev.yaml", "config: {}\n");
    assertThat(read().region()).isEqualTo("us-east-1");
  }

  @Test
  void scalarsStayTheTextsThatAreWritten() throws IOException {
    write(
        "Pulumi.dev.yaml",
        """
        config:
          findings:namePrefix: "0123"
          findings:encryptTopic: False
          findings:updateSsmAgent: yes
          findings:scanTypes:
            - EC2
            - LAMBDA
        """);
    assertThat(read().config())
        .containsAllEntriesOf(
            Map.of(
                "findings:namePrefix",
                "0123",
                "findings:encryptTopic",
                false,
                "findings:updateSsmAgent",
                "yes",
                "findings:scanTypes",
                List.of("EC2", "LAMBDA")));
  }

  @Test
  void listsAreRead() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:scanTypes: [LAMBDA]\n");
    assertThat(read().settings().scanTypes()).containsExactly(ScanType.LAMBDA);
  }

  @Test
  void anUnknownStackIsAnsweredWithTheKnownOnes() throws IOException {
    write("Pulumi.prod.yaml", "");
    write("Pulumi.test.yaml", "");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "no stack 'dev': Pulumi.dev.yaml does not exist; stacks with a file: prod, test; fix: pulumi stack init dev");
  }

  @Test
  void aFolderWithoutAProjectIsNamed() {
    Path elsewhere = folder.resolve("elsewhere");
    assertThatThrownBy(() -> StackFile.read(elsewhere, "dev"))
        .isInstanceOf(WrongUsage.class)
        .hasMessage("no Pulumi.yaml in " + elsewhere);
  }

  @Test
  void brokenYamlIsNamedInOneLine() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:scanTypes: [EC2\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml isn't YAML that Pulumi can read: expected ',' or ']', but got <stream end>, in line 3");
  }

  @Test
  void aKeyThatIsWrittenTwiceIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:namePrefix: a\n  findings:namePrefix: b\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml isn't YAML that Pulumi can read: found duplicate key findings:namePrefix, in line 3");
  }

  @Test
  void anEncryptedValueIsNamed() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:slackChannelId:\n    secure: v1:abc\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: findings:slackChannelId is encrypted, and the companion holds no key; no setting of this project is a secret, so write the value itself there, in line 3");
  }

  @Test
  void anEncryptedItemIsNamedByItsPlace() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:instanceRoles:\n    - secure: v1:abc\n");
    assertThatThrownBy(this::read).hasMessageContaining("findings:instanceRoles[0] is encrypted, ");
  }

  @Test
  void aTagIsNamed() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:namePrefix: !!binary aGVsbG8=\n");
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml: findings:namePrefix has the tag tag:yaml.org,2002:binary, which no setting takes; leave it out, in line 2");
  }

  @Test
  void aNamespaceThatIsNotTheProjectsIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  finding:namePrefix: a\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: finding:namePrefix isn't a setting of the project \"findings\"; write findings:namePrefix");
  }

  @Test
  void settingsThatAreNestedUnderTheProjectAreRefused() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:\n    namePrefix: a\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: settings are not nested under \"findings:\"; write each as findings:KEY");
  }

  @Test
  void aFileOfAnotherFormIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "- a\n");
    assertThatThrownBy(this::read).hasMessage("Pulumi.dev.yaml must hold keys with values");
    write("Pulumi.dev.yaml", "config: abc\n");
    assertThatThrownBy(this::read)
        .hasMessage("Pulumi.dev.yaml: \"config\" must hold keys with values, not abc");
    write("Pulumi.dev.yaml", "confg:\n  findings:namePrefix: a\n");
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml: \"confg\" isn't part of a stack file; settings stand under \"config:\"");
    write("Pulumi.dev.yaml", "#".repeat(2 << 20));
    assertThatThrownBy(this::read).hasMessage("Pulumi.dev.yaml is longer than any stack file");
    Files.write(folder.resolve("Pulumi.dev.yaml"), new byte[] {'#', (byte) 0xE9, '\n'});
    assertThatThrownBy(this::read).hasMessage("Pulumi.dev.yaml is not UTF-8 text");
    write("Pulumi.dev.yaml", "");
    write("Pulumi.yaml", "runtime: java\n");
    assertThatThrownBy(this::read).hasMessage("Pulumi.yaml has no \"name\"");
  }

  @Test
  void aRegionThatCannotBeOneIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  aws:region: eu-west-1a\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: aws:region is \"eu-west-1a\"; expected a Region such as eu-west-1; fix: pulumi config set aws:region eu-west-1");
  }

  @Test
  void aRegionThatNobodySetsIsSaidToBeAssumed() throws IOException {
    write("Pulumi.yaml", "name: findings\n");
    write("Pulumi.dev.yaml", "");
    assertThat(read().regionInWords())
        .isEqualTo("us-east-1 (for one: the stack sets no aws:region)");
    write("Pulumi.dev.yaml", "config:\n  aws:region: eu-west-1\n");
    assertThat(read().regionInWords()).isEqualTo("eu-west-1");
  }

  @Test
  void whatTheProviderDoesNotKnowAndTheCompanionCannotSeeIsWarnedOf() throws IOException {
    write(
        "Pulumi.dev.yaml",
        """
        environment:
          - findings/dev
        config:
          aws:region: eu-wset-1
          aws:regoin: eu-west-1
          aws:profile: ""
          awsx:anything: 1
        """);
    StackFile stack = read();
    assertThat(stack.warnings(stack.settings()).subList(0, 4))
        .containsExactly(
            "environment: what Pulumi ESC brings is not in the stack's file, so nothing here takes it into account",
            "aws:regoin isn't a setting of the AWS provider; perhaps aws:region",
            "aws:profile is empty, which the AWS provider takes for not set",
            "aws:region: eu-wset-1 isn't a Region that the AWS provider knows; perhaps eu-west-1");
    write("Pulumi.dev.yaml", "config:\n  aws:region: eu-west-1\n  aws:colour: red\n");
    stack = read();
    assertThat(stack.warnings(stack.settings()))
        .containsExactly(
            "aws:colour isn't a setting of the AWS provider",
            "Slack is not connected: set slackWorkspaceId and slackChannelId; until then findings stop at the topic");
  }

  @Test
  void whatTheProviderCannotReadIsWarnedOf() throws IOException {
    write(
        "Pulumi.dev.yaml",
        """
        config:
          aws:region: eu-west-1
          aws:defaultTags: x
          aws:ignoreTags:
            keys: team
            keyPrefix: [a]
          aws:maxRetries: many
          aws:skipRegionValidation: maybe
          aws:allowedAccountIds: ["123456789012", [a]]
          aws:assumeRole:
            roleArn: arn:aws:iam::123456789012:role/deploy
          aws:endpoints: '[{"s3": "x"}]'
        """);
    assertThat(read().warnings())
        .containsExactlyInAnyOrder(
            "aws:defaultTags must be a map of tags, or the AWS provider can't read it",
            "aws:ignoreTags.keys must be a list, or the AWS provider can't read it",
            "aws:ignoreTags.keyPrefix isn't a setting of the AWS provider; perhaps keyPrefixes",
            "aws:maxRetries must be a whole number, or the AWS provider can't read it",
            "aws:skipRegionValidation must be true or false, or the AWS provider can't read it",
            "aws:allowedAccountIds[1] must be a text, or the AWS provider can't read it");
    write(
        "Pulumi.dev.yaml",
        "config:\n  aws:region: eu-west-1\n  aws:defaultTags: {tags: {team: shop, a: [b]}}\n");
    assertThat(read().warnings())
        .containsExactly(
            "aws:defaultTags.tags.a must be a text, or the AWS provider can't read it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulate", "permissions", "preview"})
  void everyCommandWarnsOfWhatItCannotSee(String command) throws IOException {
    write("Pulumi.dev.yaml", "environment: [findings/dev]\nconfig:\n  aws:region: eu-west-1\n");
    Console console = Console.run(folder, "", false, command, "dev");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out() + console.err())
        .containsOnlyOnce("arning: environment: what Pulumi ESC brings");
  }

  @Test
  void anEnvironmentThatIsNoListIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "environment: findings/dev\n");
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml: \"environment\" must be a list of environments, such as [findings/dev]");
  }

  @Test
  void everyValueThatLacksQuotesIsNamed() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  a: [0123]\n  b: 1e3\n");
    assertThatThrownBy(this::read).hasMessageContainingAll("a[0] is 0123", "b is 1e3");
  }

  @Test
  void theStacksNameMayBeGivenInFull() throws IOException {
    write("Pulumi.dev.yaml", "");
    assertThat(StackFile.read(folder, "acme/findings/dev").stack()).isEqualTo("dev");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme/other/dev", "../dev", "./findings/dev", "a/b/findings/dev", "/dev"})
  void aStackOfAnotherProjectIsRefused(String name) throws IOException {
    write("Pulumi.dev.yaml", "");
    assertThatThrownBy(() -> StackFile.read(folder, name))
        .hasMessage(
            name
                + " isn't a stack of the project findings; write dev, or ORGANIZATION/findings/dev");
  }

  @Test
  void aliasesThatRepeatOneAnotherAreRefusedAtOnce() throws IOException {
    StringBuilder bomb =
        new StringBuilder("config:\n  findings:instanceRoles:\n    - &b0 [a, a]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("    - &b%d [*b%d, *b%d]\n".formatted(i, i - 1, i - 1));
    }
    write("Pulumi.dev.yaml", bomb.toString());
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml holds more than 100,000 values with those that aliases repeat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0123", "0x1F", "1e3", "1.10", "1_000", "2027-01-31", "12345678901234567"})
  void aValueThatPulumiReadsAsAnotherWithoutQuotesIsRefused(String value) throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:mentions: {HIGH: [a, %s]}\n".formatted(value));
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: findings:mentions.HIGH[1] is %s without quotes, which Pulumi reads as another value; put it in quotes if it's a text, and write a number in plain digits, in line 2"
                .formatted(value));
    write("Pulumi.dev.yaml", "config:\n  findings:namePrefix: %s\n".formatted(value));
    assertThatThrownBy(this::read)
        .hasMessageStartingWith("Pulumi.dev.yaml: findings:namePrefix is " + value + " without");
    write(
        "Pulumi.dev.yaml", "config:\n  findings:mentions: {HIGH: [a, \"%s\"]}\n".formatted(value));
    assertThat(read().config()).containsKey("findings:mentions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null", "NULL"})
  void nothingIsAnEmptyValueAsForPulumi(String nothing) throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:encryptTopic: %s\n".formatted(nothing));
    assertThatThrownBy(() -> read().settings())
        .hasMessageContaining(
            "encryptTopic: got \"\" (an empty value); expected one of true, false");
    write("Pulumi.dev.yaml", "config:\n  findings:instanceRoles:\n    - %s\n".formatted(nothing));
    assertThatThrownBy(() -> read().settings())
        .hasMessageContaining(
            "instanceRoles[0]: got \"\" (an empty value); expected a role's name");
  }

  /** What {@code pulumi config get} printed of the same file. */
  @Test
  void anchorsAndMergesAreReadAsPulumiReadsThem() throws IOException {
    write(
        "Pulumi.dev.yaml",
        """
        x-common: &common {a: 1, m: {q: 1}}
        config:
          <<: {findings:namePrefix: merged}
          findings:x: &other {a: 9, z: &z [8]}
          findings:first:
            a: 5
            <<: [*common, *other]
          findings:later:
            <<: *common
            a: 2
            z: *z
        """);
    assertThat(read().config())
        .containsEntry("findings:namePrefix", "merged")
        .containsEntry("findings:first", Map.of("a", "5", "m", Map.of("q", "1"), "z", List.of("8")))
        .containsEntry(
            "findings:later", Map.of("a", "2", "m", Map.of("q", "1"), "z", List.of("8")));
  }

  @Test
  void anAnchorMayServeManyRoutes() throws IOException {
    write(
        "Pulumi.dev.yaml",
        "x-usual: &usual {severityThreshold: HIGH}\nconfig:\n  findings:routes:\n"
            + "    - {<<: *usual, name: a}\n".repeat(60));
    assertThat((List<?>) read().config().get("findings:routes")).hasSize(60);
  }

  @Test
  void aSettingThatIsSetTwiceIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  namePrefix: a\n  findings:namePrefix: b\n");
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml: findings:namePrefix is set twice, with and without \"findings:\"; delete one");
  }

  @Test
  void anAnchorThatHoldsItselfIsRefusedAsByPulumi() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:routes: &all [{name: *all}]\n");
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml: findings:routes[0].name holds itself by its anchor, which Pulumi can't read; write it out, in line 2");
    write("Pulumi.dev.yaml", "config:\n  findings:routes: &all [{expires: *all}]\n");
    assertThatThrownBy(this::read).hasMessageContaining("routes[0].expires holds itself");
    write("Pulumi.dev.yaml", "<<: &all {config: {findings:routes: *all}}\n");
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml: \"<<\" stands above \"config:\"; merge within it, where settings are");
    write("Pulumi.dev.yaml", "config:\n  findings:digest: {<<: 4}\n");
    assertThatThrownBy(this::read)
        .hasMessageStartingWith("Pulumi.dev.yaml isn't YAML that Pulumi can read: ");
  }

  @Test
  void keysThatAreNothingAreNamed() throws IOException {
    write("Pulumi.dev.yaml", "~: 1\n");
    assertThatThrownBy(this::read)
        .hasMessageStartingWith("Pulumi.dev.yaml: \"null\" isn't part of a stack file");
    write("Pulumi.dev.yaml", "config:\n  ~: 1\n");
    assertThatThrownBy(() -> read().settings()).hasMessageContaining("null: got a key that is not");
  }

  @Test
  void valuesThatPulumiReadsAsWrittenNeedNoQuotes() throws IOException {
    write(
        "Pulumi.dev.yaml",
        """
        config:
          findings:namePrefix: 10
          findings:mentions: {HIGH: [123456789012, 0.1, 0, true, <!here>, i-0123], expires: 2027-01-31}
        """);
    assertThat(read().config()).containsEntry("findings:namePrefix", "10");
  }
}
