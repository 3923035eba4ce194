package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What bash offers after the printed script, in a project whose stacks were added after it.
 *
 * <p>Not proven here: zsh, which reads the same script through its bashcompinit.
 */
class CompletionCommandTests {
  @TempDir private Path folder;

  private Path project;

  @BeforeEach
  void aProjectWithStacks() throws IOException {
    project = Files.createDirectory(folder.resolve("it's a project"));
    Files.writeString(
        folder.resolve("completion"), Console.run(project, "", false, "completion").out());
    for (String stack : new String[] {"dev", "prod", "preprod"}) {
      Files.writeString(project.resolve("Pulumi." + stack + ".yaml"), "");
    }
  }

  /** The offers for the last word, sorted. */
  private String offered(String line) throws IOException, InterruptedException {
    String script =
        """
        source '%s'
        COMP_LINE='%s'
        IFS=' ' read -r -a COMP_WORDS <<<"$COMP_LINE"
        case $COMP_LINE in *' ') COMP_WORDS+=('') ;; esac
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        eval "$(complete -p inspector-slack | sed 's/.*-F \\([^ ]*\\).*/\\1/')"
        printf '%%s\\n' "${COMPREPLY[@]}" | sort | xargs
        """
            .formatted(folder.resolve("completion"), line);
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", script).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  @ParameterizedTest
  @CsvSource({
    "pre, preview",
    "'', 'completion forecast help init permissions preview simulate'",
    "'preview ', 'dev preprod prod'",
    "'simulate p', 'preprod prod'",
    "'simulate dev --h', '--help --html'",
    "'init --sl', '--slack-channel-id --slack-workspace-id'",
    "'help fo', forecast"
  })
  void aWordIsCompleted(String typed, String offered) throws IOException, InterruptedException {
    assertThat(offered("./inspector-slack " + typed)).isEqualTo(offered == null ? "" : offered);
  }

  @Test
  void filesAreLeftToTheShell() throws IOException, InterruptedException {
    assertThat(offered("./inspector-slack simulate dev ev")).isEmpty();
    assertThat(offered("./inspector-slack preview dev --against b")).isEmpty();
    assertThat(Files.readString(folder.resolve("completion")))
        .contains("complete -F _complete_inspector-slack -o default inspector-slack")
        .doesNotContain("compopt +o default");
  }
}
