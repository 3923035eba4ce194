package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompanionTests {
  @TempDir private Path folder;

  @Test
  void wrongUsageExitsWithTwoAndSaysWhatIsRight() {
    assertThat(Console.run().exitCode()).isEqualTo(2);
    assertThat(Console.run().err()).startsWith("Missing command\nUsage: inspector-slack");
    assertThat(Console.run("preview").err()).startsWith("Missing required parameter: 'STACK'");
    assertThat(Console.run("prewiev", "dev").err())
        .startsWith("Unmatched arguments from index 0: 'prewiev', 'dev'")
        .contains("preview");
    assertThat(Console.run("preview", "dev", "--jsn").exitCode()).isEqualTo(2);
  }

  @Test
  void anArgumentThatWouldDriveTheTerminalIsRefusedAndShownByItsCodes() {
    for (String arg : new String[] {"--a\u001B[2J", "a\u009B", "a\u202E.json", "a\n"}) {
      Console console = Console.run("simulate", "dev", arg);
      assertThat(console.exitCode()).isEqualTo(2);
      assertThat(console.err())
          .isEqualTo(
              "inspector-slack: the argument '%s' contains control characters; leave them out\n"
                  .formatted(
                      arg.replace("\u001B", "\\u001B")
                          .replace("\u009B", "\\u009B")
                          .replace("\u202E", "\\u202E")
                          .replace("\n", "\\u000A")));
    }
  }

  @Test
  void helpIsNotAnError() {
    Console console = Console.run("--help");
    assertThat(console.exitCode()).isZero();
    assertThat(console.out()).contains("preview", "simulate", "forecast");
  }

  @Test
  void aTypoInAStackFileStopsEveryCommandWithAllProblemsNamed() throws IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: inspector-slack\n");
    Files.writeString(
        folder.resolve("Pulumi.dev.yaml"),
        """
        config:
          inspector-slack:severityTreshold: LOW
          inspector-slack:findingSource: inspektor
        """);
    for (String command : new String[] {"preview", "simulate"}) {
      Console console = Console.run(folder, "", false, command, "dev");
      assertThat(console.exitCode()).isEqualTo(2);
      assertThat(console.out()).isEmpty();
      assertThat(console.err())
          .isEqualTo(
              """
              inspector-slack: stack 'dev' has 2 invalid settings; nothing was registered:
                findingSource: got "inspektor"; expected one of securityhub, inspector, securityhub-v2; fix: pulumi config set findingSource inspector
                severityTreshold: got an unknown key; expected a known key, perhaps severityThreshold; fix: pulumi config rm severityTreshold, then pulumi config set severityThreshold ...
              """);
    }
  }

  @Test
  void colourIsOnlyForTerminals() {
    assertThat(Console.run(Path.of(""), "", true, "preview", "dev").out()).contains("\u001b[1mdev");
    assertThat(Console.run("preview", "dev").out()).doesNotContain("\u001b");
  }
}
