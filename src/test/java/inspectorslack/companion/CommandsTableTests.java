package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Holds the table of commands in {@code docs/companion.md} to what {@code --help} prints. */
class CommandsTableTests {
  private static final Path DOCUMENT = Path.of("docs/companion.md");

  private static String row(String command, String argument, String meaning) {
    return "| %s | %s | %s |".formatted(command, argument, meaning.replace("|", "\\|"));
  }

  private static String meaning(String... description) {
    return String.join(" ", description).replace("%n", " ").replace("%%", "%");
  }

  private static List<String> rows(CommandSpec command) {
    List<ArgSpec> positional = new ArrayList<>(command.positionalParameters());
    List<String> rows = new ArrayList<>();
    String synopsis =
        positional.stream()
            .map(it -> it.arity().min() > 0 ? it.paramLabel() : "[" + it.paramLabel() + "...]")
            .collect(Collectors.joining(" ", command.name() + " ", ""))
            .strip();
    rows.add(row("`" + synopsis + "`", "", meaning(command.usageMessage().description())));
    // The same for every command, so it stands before the table.
    positional.removeIf(it -> it.paramLabel().equals("STACK"));
    positional.forEach(
        it -> rows.add(row("", "`" + it.paramLabel() + "`", meaning(it.description()))));
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp()) {
        String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
        rows.add(row("", "`" + option.longestName() + label + "`", meaning(option.description())));
      }
    }
    return rows;
  }

  /** Writes the table for {@code tools/update-recorded}. */
  @Test
  void theTableIsWhatHelpPrints() throws IOException {
    List<String> rows =
        new ArrayList<>(List.of("| command | argument | meaning |", "| --- | --- | --- |"));
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            System.out,
            System.err,
            false,
            false,
            false,
            100);
    for (CommandLine command :
        Companion.commandLine(terminal, Path.of("")).getSubcommands().values()) {
      if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
        rows.addAll(rows(command.getCommandSpec()));
      }
    }
    assertThat(rows).hasSizeGreaterThan(15);
    Path seen = Files.createDirectories(Path.of("target/proofs")).resolve("commands.md");
    Files.write(seen, rows);
    assertThat(Files.readString(DOCUMENT))
        .as("tools/update-recorded writes the table")
        .contains(
            "<!-- commands -->\n%s<!-- end of commands -->".formatted(Files.readString(seen)));
  }
}
