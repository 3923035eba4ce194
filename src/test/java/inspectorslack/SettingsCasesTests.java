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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of settings, as the files in {@code src/test/resources/settings} have it. A case has
 * a {@code name}, which is its claim, and {@code settings}, or the text of a stack {@code file},
 * with all {@code problems} or all {@code warnings}, one a line; or settings that are {@code fine},
 * without either. It is run for each item or line of {@code each}, whose cells stand for $1, $2...
 */
class SettingsCasesTests {
  private static final Set<Set<String>> SHAPES =
      Set.of(
          Set.of("fine"),
          Set.of("settings", "problems"),
          Set.of("settings", "warnings"),
          Set.of("file", "problems"),
          Set.of("file", "warnings"));

  @TempDir private Path folder;

  @SuppressWarnings("unchecked")
  static List<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/settings"))) {
      for (Path file : files.sorted().toList()) {
        for (Object one : (List<?>) SettingsText.values(Files.readString(file)).get("cases")) {
          Map<String, Object> parts = new LinkedHashMap<>((Map<String, Object>) one);
          String name = String.valueOf(parts.remove("name"));
          Object each = parts.containsKey("each") ? parts.remove("each") : List.of("");
          assertThat(SHAPES).as(name).contains(parts.keySet());
          List<?> rows = each instanceof String text ? text.lines().toList() : (List<?>) each;
          for (Object row : rows) {
            String[] cells = String.valueOf(row).split(" \\| ");
            cases.add(Arguments.of((name + " " + row).strip(), filled(parts, cells)));
          }
        }
      }
    }
    return cases;
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
    Object filled =
        part instanceof String text
            ? text.replace("$KEYS", String.join(", ", SettingsReader.KEYS))
            : part;
    for (int i = 0; filled instanceof String text && i < cells.length; i++) {
      filled = text.replace("$" + (i + 1), cells[i]);
    }
    return filled;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void allThatIsSaidOfSettingsIsWhatTheirCaseExpects(String name, Map<String, Object> parts)
      throws IOException {
    String kind = parts.containsKey("problems") ? "problems" : "warnings";
    String expected = (String) parts.getOrDefault(kind, "");
    assertThat(said(parts)).as("%s", name).isEqualTo(Map.of(kind, expected.lines().toList()));
  }

  @SuppressWarnings("unchecked")
  private Map<String, List<String>> said(Map<String, Object> parts) throws IOException {
    try {
      if (parts.get("file") instanceof String text) {
        Files.writeString(folder.resolve("Pulumi.yaml"), "name: findings\n");
        Files.writeString(folder.resolve("Pulumi.dev.yaml"), text);
        StackFile stack = StackFile.read(folder, "dev");
        return Map.of("warnings", stack.warnings(stack.settings()));
      }
      Object settings = parts.getOrDefault("settings", parts.get("fine"));
      return Map.of(
          "warnings", SettingsText.read((Map<String, ?>) settings).warnings(SettingsText.TODAY));
    } catch (WrongUsage e) {
      return Map.of("problems", e.getMessage().lines().toList());
    } catch (InvalidSettings e) {
      int count = e.problems().size();
      String headline = "stack 'dev' has %d invalid setting%s; nothing was registered:";
      List<String> lines = e.getMessage().lines().toList();
      assertThat(lines).first().isEqualTo(headline.formatted(count, count == 1 ? "" : "s"));
      return Map.of("problems", lines.stream().skip(1).map(it -> it.substring(2)).toList());
    }
  }
}
