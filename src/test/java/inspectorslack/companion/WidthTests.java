package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.TeamStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the companion prints for people fits the terminal. Exempt are {@code preview --details} and
 * {@code --against}, which show inputs as they are.
 */
class WidthTests {
  private static final List<String> STACKS =
      List.of("dev", "prod", "everything", "administrator", "management", TeamStack.NAME);

  @TempDir private static Path project;

  @BeforeAll
  static void aProjectWithAllStacks() throws IOException {
    TeamStack.copyTo(project);
    for (String stack : STACKS) {
      String name = "Pulumi." + stack + ".yaml";
      for (Path folder : List.of(Path.of(""), Path.of("docs/examples"))) {
        if (Files.exists(folder.resolve(name))) {
          Files.copy(folder.resolve(name), project.resolve(name));
        }
      }
    }
  }

  static Stream<List<String>> commands() {
    List<List<String>> commands = new ArrayList<>();
    for (String stack : STACKS) {
      commands.add(List.of("preview", stack));
      commands.add(List.of("simulate", stack));
    }
    for (String list : List.of("inspector2-list-findings", "securityhub-get-findings")) {
      commands.add(
          List.of(
              "forecast", TeamStack.NAME, "src/test/resources/findings/%s.json".formatted(list)));
    }
    for (String command : List.of("preview", "simulate", "forecast", "permissions")) {
      commands.add(List.of(command, "--help"));
    }
    return commands.stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noLineIsWiderThanTheTerminalAndNoTextIsLost(List<String> command) {
    Set<String> texts = new HashSet<>();
    for (int width : new int[] {60, 120}) {
      Console console = Console.wide(width, project, command.toArray(String[]::new));
      assertThat(console.exitCode()).isZero();
      assertThat(console.out().lines())
          .as(width + " columns")
          .isNotEmpty()
          .allSatisfy(
              line -> assertThat(Terminal.columns(line)).as(line).isLessThanOrEqualTo(width));
      texts.add(text(console.out()));
    }
    if (!command.get(0).equals("forecast")) { // Its bars are as long as there is room.
      assertThat(texts).hasSize(1);
    }
  }

  /** A text without its blanks, and without what a narrow terminal shortens or leaves out. */
  private static String text(String out) {
    return out.replaceAll("<(https:|\\.\\.\\.)[^|]*[|]", "<")
        .replaceAll(" *# .*", "")
        .replaceAll("\\s", "");
  }
}
