package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inspectorslack.config.FindingSource;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.Routes;
import inspectorslack.config.ScanType;
import inspectorslack.config.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a stack's files. {@code SettingsCasesTests} has most of what is refused. */
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
          severityThreshold: {type: string, default: CRITICAL}
          findingSource: {value: inspector}
          encryptTopic: true
          aws:region: {value: eu-north-1}
        """);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private StackFile read(String text) throws IOException {
    write("Pulumi.dev.yaml", text);
    return read();
  }

  private StackFile read() {
    return StackFile.read(folder, "dev");
  }

  @Test
  void theStackOverridesWhatTheProjectDeclares() throws IOException {
    StackFile stack =
        read("config:\n  findings:severityThreshold: LOW\n  findings:scanTypes: [LAMBDA]\n");
    assertThat(stack.settings().routes().get(0).severityThreshold()).isEqualTo(Severity.LOW);
    assertThat(stack.settings().findingSource()).isEqualTo(FindingSource.INSPECTOR);
    assertThat(stack.settings().encryptTopic()).isTrue();
    assertThat(stack.settings().scanTypes()).containsExactly(ScanType.LAMBDA);
    assertThat(stack.settings().names().base()).isEqualTo("findings-dev");
    assertThat(stack.region()).isEqualTo("eu-north-1");
  }

  @Test
  void anEmptyStackFileLeavesTheProjectsDefaults() throws IOException {
    assertThat(read("").settings().routes()).containsExactly(Routes.of(Severity.CRITICAL));
  }

  @Test
  void scalarsStayTheTextsThatAreWritten() throws IOException {
    assertThat(read("config: {a: \"0123\", b: False, c: yes, d: [EC2, LAMBDA]}").config())
        .containsEntry("findings:a", "0123")
        .containsEntry("findings:b", false)
        .containsEntry("findings:c", "yes")
        .containsEntry("findings:d", List.of("EC2", "LAMBDA"));
  }

  @Test
  void anEmojiAcrossTheEdgeOfTheReadersBufferIsRead() throws IOException {
    String start = "config: {a: b}\n# ";
    assertThat(read(start + "x".repeat(1023 - start.length()) + "🚨").config())
        .containsEntry("findings:a", "b");
  }

  @Test
  void anUnknownStackIsAnsweredWithTheKnownOnes() throws IOException {
    write("Pulumi.prod.yaml", "");
    write("Pulumi.test.yaml", "");
    assertThatThrownBy(this::read)
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "no stack 'dev': Pulumi.dev.yaml does not exist; stacks with a file: prod, test; fix: ./inspector-slack init dev");
  }

  @ParameterizedTest
  @CsvSource({
    "Pulumi.prod.yaml, write prod",
    "PROD, write prod",
    "prdo, 'write prod (or ./inspector-slack init prdo)'",
    "other, './inspector-slack init other'",
    "'other stack', 'a name of at most 100 letters, digits, hyphens, underscores and periods'"
  })
  void theFixForAnUnknownStackIsWhatWasMeant(String name, String fix) throws IOException {
    write("Pulumi.prod.yaml", "");
    assertThatThrownBy(() -> StackFile.read(folder, name))
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "no stack '%1$s': Pulumi.%1$s.yaml does not exist; stacks with a file: prod; fix: %2$s"
                .formatted(name, fix));
  }

  @Test
  void aFileInThePlaceOfTheStackIsNamed() throws IOException {
    Path events = Files.writeString(folder.resolve("events.json"), "{}");
    assertThatThrownBy(() -> StackFile.read(folder, events.toString()))
        .isInstanceOf(WrongUsage.class)
        .hasMessage(events + " is a file; the name of a stack comes before it");
  }

  @Test
  void whatIsNoFileIsNotSaidToBeMissing() throws IOException {
    Files.createDirectory(folder.resolve("Pulumi.dev.yaml"));
    Files.createSymbolicLink(folder.resolve("Pulumi.loop.yaml"), Path.of("Pulumi.loop.yaml"));
    for (String stack : List.of("dev", "loop")) {
      assertThatThrownBy(() -> StackFile.read(folder, stack))
          .isInstanceOf(WrongUsage.class)
          .hasMessage(
              "Pulumi.%s.yaml isn't a readable file; check its type, permissions and link target"
                  .formatted(stack));
    }
    assertThatThrownBy(() -> StackFile.read(folder, "prod"))
        .hasMessageEndingWith("stacks with a file: none; fix: ./inspector-slack init prod");
  }

  @Test
  void aFolderWithoutAProjectIsNamed() {
    Path elsewhere = folder.resolve("elsewhere");
    assertThatThrownBy(() -> StackFile.read(elsewhere, "dev"))
        .isInstanceOf(WrongUsage.class)
        .hasMessage("no Pulumi.yaml in " + elsewhere);
  }

  @Test
  void aFileThatIsNotUtf8SaysWhatItIs() throws IOException {
    Path file = folder.resolve("Pulumi.dev.yaml");
    String text = "config:\n  # caf\u00e9\n";
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    assertThatThrownBy(this::read)
        .hasMessage(
            "Pulumi.dev.yaml isn't YAML that Pulumi can read: line 2 contains a byte that isn't UTF-8; if it's Latin-1 text, convert it (iconv -f LATIN1 -t UTF-8)");
    Files.writeString(file, text, StandardCharsets.UTF_16LE);
    assertThatThrownBy(this::read)
        .hasMessage("Pulumi.dev.yaml is UTF-16 text; convert it first (iconv -f UTF-16 -t UTF-8)");
    Files.write(file, new byte[] {0x1F, (byte) 0x8B, 8, 0});
    assertThatThrownBy(this::read)
        .hasMessage("Pulumi.dev.yaml is compressed with gzip; unpack it first (gunzip -c)");
    Files.writeString(file, "\uFEFF" + text);
    assertThat(read().config()).doesNotContainKey("slackChannelId");
  }

  @Test
  void aKeyOfTheProjectThatLooksLikeTheProvidersIsUnknown() throws IOException {
    assertThatThrownBy(() -> read("config:\n  findings:aws:scanTypes: [EC2]\n").settings())
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("aws:scanTypes: got an unknown key");
  }

  @Test
  void aFileOfAnotherFormIsRefused() throws IOException {
    assertThatThrownBy(() -> read("#".repeat(2 << 20)))
        .hasMessage("Pulumi.dev.yaml is too long for a stack file");
    write("Pulumi.yaml", "runtime: java\n");
    assertThatThrownBy(() -> read("")).hasMessage("Pulumi.yaml has no \"name\"");
  }

  @Test
  void theRegionIsUsEast1IfNobodySetsOneAndIsSaidToBeAssumed() throws IOException {
    write("Pulumi.yaml", "name: findings\n");
    assertThat(read("").region()).isEqualTo("us-east-1");
    assertThat(regions("config: {}\n"))
        .isEqualTo("us-east-1 (for example; the stack doesn't set aws:region)");
    String home = "config:\n  aws:region: eu-west-1\n";
    assertThat(regions(home)).isEqualTo("eu-west-1");
    assertThat(regions(home + "  findings:regions: [us-east-1]\n"))
        .isEqualTo("eu-west-1, us-east-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"simulate", "permissions", "preview"})
  void everyCommandWarnsOfWhatItCannotSee(String command) throws IOException {
    write("Pulumi.dev.yaml", "environment: [findings/dev]\nconfig:\n  aws:region: eu-west-1\n");
    Console console = Console.run(folder, "", false, command, "dev");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out() + console.err())
        .containsOnlyOnce("environment: values from Pulumi ESC");
  }

  private String regions(String file) throws IOException {
    StackFile stack = read(file);
    return stack.regionsInWords(stack.settings());
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
    StringBuilder bomb = new StringBuilder("config: {findings:instanceRoles: [&b0 [a, a]");
    for (int i = 1; i < 30; i++) {
      bomb.append(", &b%d [*b%d, *b%d]".formatted(i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> read(bomb.append("]}").toString()))
        .hasMessage(
            "Pulumi.dev.yaml holds more than 100,000 values, including those that aliases repeat");
  }

  /** What {@code pulumi config get} printed of the same file. */
  @Test
  void anchorsAndMergesAreReadAsPulumiReadsThem() throws IOException {
    assertThat(
            read("""
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
        """)
                .config())
        .containsEntry("findings:namePrefix", "merged")
        .containsEntry("findings:first", Map.of("a", "5", "m", Map.of("q", "1"), "z", List.of("8")))
        .containsEntry(
            "findings:later", Map.of("a", "2", "m", Map.of("q", "1"), "z", List.of("8")));
  }

  @Test
  void anAnchorMayServeManyRoutes() throws IOException {
    assertThat(
            (List<?>)
                read("x-usual: &usual {severityThreshold: HIGH}\nconfig:\n  findings:routes:\n"
                        + "    - {<<: *usual, name: a}\n".repeat(60))
                    .config()
                    .get("findings:routes"))
        .hasSize(60);
  }

  @Test
  void valuesThatPulumiReadsAsWrittenNeedNoQuotes() throws IOException {
    assertThat(
            read("""
        config:
          findings:namePrefix: 10
          findings:mentions: {HIGH: [123456789012, 0.1, 0, true, <!here>, i-0123], expires: 2027-01-31}
        """)
                .config())
        .containsEntry("findings:namePrefix", "10");
  }
}
