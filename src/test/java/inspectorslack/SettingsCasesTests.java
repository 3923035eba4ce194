package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.companion.StackFile;
import inspectorslack.companion.WrongUsage;
import inspectorslack.config.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of settings, case by case as the files in {@code src/test/resources/settings} have
 * it. A case has a {@code name}, which is its claim; {@code settings}, or the text of a stack
 * {@code file}; and all {@code problems} or all {@code warnings}, one a line, or that it is {@code
 * fine}, with neither. It is run once for each line of {@code each}, whose cells stand for $1, $2
 * and so on.
 */
class SettingsCasesTests {
  private static final Path CASES = Path.of("src/test/resources/settings");
  private static final Set<String> KEYS =
      Set.of("name", "each", "settings", "file", "problems", "warnings", "fine");

  @TempDir private Path folder;

  /** One run of a case. */
  record Case(String name, Map<?, ?> parts) {
    List<String> lines(String key) {
      return parts.get(key) instanceof String text ? text.lines().toList() : List.of();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(CASES)) {
      for (Path file : files.sorted().toList()) {
        for (Object one : (List<?>) SettingsText.values(Files.readString(file)).get("cases")) {
          Map<?, ?> parts = (Map<?, ?>) one;
          assertThat(KEYS).as("keys of %s", parts).containsAll(texts(parts.keySet()));
          assertThat(
                  parts.keySet().stream().filter(Set.of("problems", "warnings", "fine")::contains))
              .as("what is expected of %s", parts)
              .hasSize(1);
          for (String row : rows(parts.get("each"))) {
            cases.add(
                new Case(
                    (parts.get("name") + " " + row).strip(),
                    (Map<?, ?>) filled(parts, row.split(" +\\| ", -1))));
          }
        }
      }
    }
    return cases;
  }

  private static List<String> texts(Set<?> keys) {
    return keys.stream().map(String::valueOf).toList();
  }

  private static List<String> rows(Object each) {
    if (each instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return each == null ? List.of("") : each.toString().lines().toList();
  }

  private static Object filled(Object part, String[] cells) {
    if (part instanceof Map<?, ?> map) {
      Map<Object, Object> filled = new LinkedHashMap<>();
      map.forEach((key, value) -> filled.put(filled(key, cells), filled(value, cells)));
      return filled;
    }
    if (part instanceof List<?> list) {
      return list.stream().map(item -> filled(item, cells)).toList();
    }
    Object filled = part;
    for (int i = 0; filled instanceof String text && i < cells.length; i++) {
      filled = text.replace("$" + (i + 1), cells[i]);
    }
    return filled;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @SuppressWarnings("unchecked")
  void allThatIsSaidOfSettingsIsWhatTheirCaseExpects(Case it) throws IOException {
    List<String> problems = it.lines("problems");
    List<String> warnings;
    try {
      warnings =
          it.parts().get("file") instanceof String file
              ? ofStackFile(file)
              : SettingsText.read((Map<String, ?>) it.parts().get("settings"))
                  .warnings(SettingsText.TODAY);
    } catch (WrongUsage e) {
      assertThat(e.getMessage().lines().toList()).as("%s", it).isEqualTo(problems);
      return;
    } catch (InvalidSettings e) {
      assertThat(e.problems()).as("%s", it).extracting(Object::toString).isEqualTo(problems);
      assertThat(e)
          .hasMessage(
              "stack 'dev' has %d invalid setting%s; nothing was registered:\n  %s",
              problems.size(), problems.size() == 1 ? "" : "s", String.join("\n  ", problems));
      return;
    }
    assertThat(problems).as("%s: problems", it).isEmpty();
    assertThat(warnings).as("%s: warnings", it).isEqualTo(it.lines("warnings"));
  }

  private List<String> ofStackFile(String text) throws IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: findings\n");
    Files.writeString(folder.resolve("Pulumi.dev.yaml"), text);
    StackFile stack = StackFile.read(folder, "dev");
    return stack.warnings(stack.settings());
  }
}
