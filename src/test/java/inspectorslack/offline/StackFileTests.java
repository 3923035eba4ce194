package inspectorslack.offline;

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
          findings:namePrefix: 0123
          findings:updateSsmAgent: yes
          findings:scanTypes:
            - EC2
            - LAMBDA
        """);
    assertThat(read().config())
        .containsAllEntriesOf(
            Map.of(
                "findings:namePrefix", "0123",
                "findings:updateSsmAgent", "yes",
                "findings:scanTypes", List.of("EC2", "LAMBDA")));
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
            "Pulumi.dev.yaml is no YAML that Pulumi can read: expected ',' or ']', but got <stream end>, in line 3");
  }

  @Test
  void aKeyThatIsWrittenTwiceIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:namePrefix: a\n  findings:namePrefix: b\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml is no YAML that Pulumi can read: found duplicate key findings:namePrefix, in line 3");
  }

  @Test
  void anEncryptedValueIsNamed() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:slackChannelId:\n    secure: v1:abc\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: findings:slackChannelId is encrypted, and the companion holds no key; no setting of this project is a secret; fix: pulumi config set findings:slackChannelId VALUE --plaintext");
  }

  @Test
  void aNamespaceThatIsNotTheProjectsIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  finding:namePrefix: a\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: finding:namePrefix is no setting of the project \"findings\"; write findings:namePrefix");
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
            "Pulumi.dev.yaml: \"confg\" is no part of a stack file; settings stand under \"config:\"");
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
  void theStacksNameMayBeGivenInFull() throws IOException {
    write("Pulumi.dev.yaml", "");
    assertThat(StackFile.read(folder, "acme/findings/dev").stack()).isEqualTo("dev");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0123", "0x1F", "1e3", "1.10", "1_000", "2027-01-31", "12345678901234567"})
  void aValueThatPulumiReadsAsAnotherWithoutQuotesIsRefused(String value) throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:mentions: {HIGH: [a, %s]}\n".formatted(value));
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: findings:mentions.HIGH[1] is %s without quotes, which Pulumi reads as another value; write \"%s\", in line 2"
                .formatted(value, value));
    write(
        "Pulumi.dev.yaml", "config:\n  findings:mentions: {HIGH: [a, \"%s\"]}\n".formatted(value));
    assertThat(read().config()).containsKey("findings:mentions");
  }

  @Test
  void aValueThatIsNothingWithoutQuotesIsRefusedWithinAMap() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:mentions: {HIGH: }\n");
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml: findings:mentions.HIGH is nothing without quotes, which Pulumi reads as another value; write \"\", in line 2");
  }

  @Test
  void valuesThatPulumiReadsAsWrittenNeedNoQuotes() throws IOException {
    write(
        "Pulumi.dev.yaml",
        """
        config:
          findings:namePrefix: 010
          findings:mentions: {HIGH: [123456789012, 0.1, 0, true, <!here>, i-0123], expires: 2027-01-31}
        """);
    assertThat(read().config()).containsEntry("findings:namePrefix", "010");
  }
}
