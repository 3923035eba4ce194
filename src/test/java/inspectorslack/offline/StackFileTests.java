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
    assertThat(stack.settings().severityThreshold()).isEqualTo(Severity.LOW);
    assertThat(stack.settings().findingSource()).isEqualTo(FindingSource.INSPECTOR);
    assertThat(stack.settings().encryptTopic()).isTrue();
    assertThat(stack.settings().names().base()).isEqualTo("findings-dev");
    assertThat(stack.region()).isEqualTo("eu-north-1");
  }

  @Test
  void anEmptyStackFileLeavesTheProjectsDefaults() throws IOException {
    write("Pulumi.dev.yaml", "");
    assertThat(read().settings().severityThreshold()).isEqualTo(Severity.CRITICAL);
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
        .hasMessageStartingWith("Pulumi.dev.yaml is no YAML that Pulumi can read: ")
        .hasMessageContaining("line 3, column 1")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aKeyThatIsWrittenTwiceIsRefused() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:namePrefix: a\n  findings:namePrefix: b\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("found duplicate key findings:namePrefix");
  }

  @Test
  void anEncryptedValueIsNamed() throws IOException {
    write("Pulumi.dev.yaml", "config:\n  findings:slackChannelId:\n    secure: v1:abc\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "Pulumi.dev.yaml: findings:slackChannelId is encrypted, and the companion holds no key; no setting of this project is a secret; fix: pulumi config set findings:slackChannelId VALUE --plaintext");
  }
}
