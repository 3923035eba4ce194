package inspectorslack;

import static inspectorslack.SettingsText.read;
import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.companion.MockedStack;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Holds {@code docs/settings.md}, {@code Pulumi.yaml} and the program together: same settings, same
 * outputs.
 */
class SettingsTableTests {
  private static final Path SETTINGS = Path.of("docs/settings.md");

  // Pulumi demands a value of a declared key without a default, and an empty one is refused.
  private static final List<String> WITHOUT_DEFAULT =
      List.of("slackWorkspaceId", "slackChannelId", "namePrefix");

  private static Map<String, Map<String, Object>> declared() throws IOException {
    try (Reader text = Files.newBufferedReader(Path.of("Pulumi.yaml"))) {
      Map<String, Object> project = new Yaml().load(text);
      @SuppressWarnings("unchecked")
      Map<String, Map<String, Object>> config =
          (Map<String, Map<String, Object>>) project.get("config");
      return config;
    }
  }

  /** The rows of a table under a heading: the code in the first cell, and the second cell. */
  private static Map<String, String> table(String heading) throws IOException {
    String settings = Files.readString(SETTINGS);
    String section = settings.substring(settings.indexOf("\n## " + heading + "\n"));
    section = section.substring(0, section.indexOf("\n## ", 1));
    Map<String, String> rows = new LinkedHashMap<>();
    Matcher row = Pattern.compile("(?m)^\\| `(\\w+)` \\| (.*?) \\|").matcher(section);
    while (row.find()) {
      rows.put(row.group(1), row.group(2));
    }
    return rows;
  }

  @Test
  void pulumiYamlDeclaresEverySettingThatHasADefault() throws IOException {
    List<String> keys = new ArrayList<>(SettingsReader.KEYS);
    keys.removeAll(WITHOUT_DEFAULT);
    assertThat(declared().keySet()).containsExactlyElementsOf(keys);
    assertThat(declared())
        .allSatisfy(
            (key, declaration) ->
                assertThat(declaration).containsKeys("type", "default", "description"));
  }

  @Test
  void pulumiYamlsDefaultsAreTheProgramsOwn() throws IOException {
    Map<String, Object> defaults = new LinkedHashMap<>();
    declared()
        .forEach(
            (key, declaration) -> {
              Object value = declaration.get("default");
              boolean isScalar = !(value instanceof List) && !(value instanceof Map);
              defaults.put(key, isScalar ? value.toString() : value);
            });
    assertThat(read(defaults)).isEqualTo(read(Map.of()));
  }

  @Test
  void settingsHoldsEverySettingAndNothingElse() {
    List<String> components =
        Stream.of(Settings.class.getRecordComponents())
            .map(java.lang.reflect.RecordComponent::getName)
            .toList();
    List<String> keys = new ArrayList<>(SettingsReader.KEYS);
    // Some keys describe the one route of a stack without routes, the prefix makes all names, and
    // one belongs to the delivery.
    keys.removeAll(List.of("severityThreshold", "mentions", "slackWorkspaceId", "slackChannelId"));
    keys.removeAll(List.of("storm", "namePrefix", "renotifyAfterDays"));
    keys.addAll(List.of("names", "remarks"));
    assertThat(components).containsExactlyInAnyOrderElementsOf(keys);
  }

  /** Writes the table for {@code tools/update-recorded}. */
  @Test
  void theTableIsWhatPulumiYamlDeclares() throws IOException {
    List<String> rows =
        new ArrayList<>(List.of("| key | default | meaning |", "| --- | --- | --- |"));
    declared()
        .forEach(
            (key, declaration) ->
                rows.add(
                    "| `%s` | `%s` | %s |"
                        .formatted(
                            key, declaration.get("default"), declaration.get("description"))));
    Path seen = Files.createDirectories(Path.of("target/proofs")).resolve("settings.md");
    Files.write(seen, rows);
    assertThat(Files.readString(SETTINGS))
        .as("tools/update-recorded writes the table")
        .contains(
            "<!-- settings -->\n%s<!-- end of settings -->".formatted(Files.readString(seen)));
  }

  @Test
  void theDocumentListsEverySetting() throws IOException {
    assertThat(table("Settings").keySet()).containsExactlyInAnyOrderElementsOf(SettingsReader.KEYS);
  }

  static Stream<String> flags() throws IOException {
    return declared().entrySet().stream()
        .filter(it -> "boolean".equals(it.getValue().get("type")))
        .map(Map.Entry::getKey);
  }

  @ParameterizedTest
  @MethodSource("flags")
  void everyBooleanIsReadAndNothingElseIsTakenForOne(String key) throws IOException {
    String other =
        "true".equals(String.valueOf(declared().get(key).get("default"))) ? "false" : "true";
    assertThat(read(Map.of(key, other))).isNotEqualTo(read(Map.of()));
    String problem = "%s: got \"on\"; expected one of true, false; fix: pulumi config set %s true";
    assertThat(SettingsText.problems(Map.of(key, "on")))
        .containsExactly(problem.formatted(key, key));
  }

  @Test
  void theTableListsEveryOutput() throws IOException {
    Set<String> outputs = new TreeSet<>();
    for (String settings :
        List.of(
            "{delivery: curated, coverageAlerts: true, slackWorkspaceId: T0EXAMPLE00, slackChannelId: C0EXAMPLE00}",
            "{slackWorkspaceId: T0EXAMPLE00, digest: {schedule: rate(7 days)}, routes: [{name: all, slackChannelId: C0EXAMPLE00}]}")) {
      outputs.addAll(MockedStack.of("eu-west-1", SettingsText.values(settings)).outputs().keySet());
    }
    outputs.add("readme"); // Which the engine alone is given.
    assertThat(table("Outputs").keySet()).containsExactlyInAnyOrderElementsOf(outputs);
  }
}
