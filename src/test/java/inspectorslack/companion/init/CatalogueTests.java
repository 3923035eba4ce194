package inspectorslack.companion.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inspectorslack.SettingsReader;
import inspectorslack.SettingsText;
import inspectorslack.alerts.RoutesReader;
import inspectorslack.companion.Console;
import inspectorslack.companion.WrongUsage;
import inspectorslack.digest.DigestReader;
import inspectorslack.scanning.OrganizationReader;
import inspectorslack.suppressions.SuppressionsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What new stacks are told of each setting, and the stack with everything on, which has the
 * examples.
 */
class CatalogueTests {
  private static final Path EVERYTHING = Path.of(Catalogue.EXAMPLES);

  private static Catalogue catalogue() {
    return Catalogue.read(Path.of(""), "inspector-slack", SettingsText.TODAY);
  }

  @Test
  void everySettingHasAMeaningAndAnExample() {
    assertThat(catalogue().entries())
        .map(Catalogue.Entry::key)
        .containsAll(SettingsReader.KEYS)
        .startsWith(Catalogue.HOME_REGION);
    assertThat(catalogue().entries())
        .allSatisfy(
            entry -> {
              assertThat(entry.meaning()).as(entry.key()).isNotBlank();
              assertThat(entry.example()).as(entry.key()).isNotEmpty();
            });
  }

  @Test
  void whatNeedsNoLineIsNoExample() {
    assertThat(catalogue().entry("enableInspector").example())
        .containsExactly("enableInspector: false");
    assertThat(catalogue().entry("encryptTopic").example()).containsExactly("encryptTopic: true");
  }

  @Test
  void theExamplesOfTheFlatKeysAreThoseOfARoute() {
    assertThat(catalogue().entry("slackChannelId").example())
        .containsExactly("slackChannelId: C0EXAMPLE01");
    assertThat(catalogue().entry("mentions").example())
        .containsExactly("mentions:", "  CRITICAL: <!here>");
  }

  @Test
  void examplesDoNotExpireSoon() {
    assertThat(catalogue().entry("suppressions").example())
        .contains("    expires: 2027-02-16")
        .hasSizeGreaterThan(4);
  }

  @Test
  void aNewStackIsOfferedWhatPulumiNewOffers() {
    assertThat(catalogue().entry(Catalogue.HOME_REGION).proposed()).contains("eu-west-1");
    assertThat(catalogue().entry("findingSource").proposed()).contains("inspector");
    assertThat(catalogue().entry("delivery").proposed()).contains("native");
    assertThat(catalogue().entry("regions").proposed()).isEmpty();
  }

  @Test
  void missingExamplesAreNamed(@TempDir Path folder) throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    assertThatThrownBy(() -> Catalogue.read(folder, "inspector-slack", SettingsText.TODAY))
        .isInstanceOf(WrongUsage.class)
        .hasMessage(
            "docs/examples/Pulumi.everything.yaml cannot be read, and init takes its examples from it; fix: git checkout docs/examples/Pulumi.everything.yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "'  aws:region: .*\n', docs/examples/Pulumi.everything.yaml lacks aws:region; init takes its examples from it",
    "'  inspector-slack:(regions|coverageAlerts): .*\n', 'docs/examples/Pulumi.everything.yaml lacks coverageAlerts, regions; init'",
    "'  inspector-slack:digest:\n', Pulumi.everything.yaml isn't YAML that Pulumi can read: "
  })
  void examplesThatLackSomethingAreNamed(String without, String problem, @TempDir Path folder)
      throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.createDirectories(folder.resolve("docs/examples"));
    Files.writeString(
        folder.resolve(Catalogue.EXAMPLES), Files.readString(EVERYTHING).replaceAll(without, ""));
    assertThatThrownBy(() -> Catalogue.read(folder, "inspector-slack", SettingsText.TODAY))
        .isInstanceOf(WrongUsage.class)
        .hasMessageStartingWith(problem);
  }

  /** All keys of a map, or of any map in a list. */
  private static Set<String> keys(Object value) {
    Set<String> keys = new TreeSet<>();
    Collection<?> maps = value instanceof Collection<?> list ? list : List.of(value);
    maps.forEach(map -> ((Map<?, ?>) map).keySet().forEach(key -> keys.add(key.toString())));
    return keys;
  }

  private static List<Object> criteria(Object suppressions) {
    List<Object> criteria = new ArrayList<>();
    ((List<?>) suppressions).forEach(it -> criteria.add(((Map<?, ?>) it).get("criteria")));
    return criteria;
  }

  @Test
  void theStackWithEverythingOnSetsEveryKeyAndEveryKeyWithin() throws IOException {
    Map<?, ?> config = (Map<?, ?>) SettingsText.values(Files.readString(EVERYTHING)).get("config");
    List<String> keys = new ArrayList<>(SettingsReader.KEYS);
    keys.removeAll(List.of("slackChannelId", "mentions")); // Which its routes have.
    assertThat(keys(config)).containsAll(keys.stream().map("inspector-slack:"::concat).toList());
    assertThat(keys(config.get("inspector-slack:routes"))).containsAll(RoutesReader.KEYS);
    assertThat(keys(config.get("inspector-slack:digest"))).containsAll(DigestReader.KEYS);
    List<String> ofOrganization = new ArrayList<>(OrganizationReader.KEYS);
    ofOrganization.remove("delegatedAdministrator"); // Which no stack has beside the others.
    assertThat(keys(config.get("inspector-slack:organization"))).containsAll(ofOrganization);
    Object suppressions = config.get("inspector-slack:suppressions");
    assertThat(keys(suppressions)).containsAll(SuppressionsReader.KEYS);
    assertThat(keys(criteria(suppressions))).containsAll(SuppressionsReader.CRITERIA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"preview", "simulate", "permissions"})
  void everyCommandTakesTheStackWithEverythingOn(String command, @TempDir Path folder)
      throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.copy(EVERYTHING, folder.resolve(EVERYTHING.getFileName()));
    assertThat(Console.run(folder, "", false, command, "everything").exitCode()).isZero();
  }

  /** Writes the table for {@code tools/update-recorded}. */
  @Test
  void theTableOfSettingsWithoutADefaultIsWhatTheExampleSays() throws IOException {
    List<String> rows = new ArrayList<>(List.of("| key | meaning |", "| --- | --- |"));
    for (Catalogue.Entry entry : catalogue().entries()) {
      if (entry.byDefault().isEmpty() && !entry.key().startsWith("aws:")) {
        rows.add("| `%s` | %s |".formatted(entry.key(), entry.meaning()));
      }
    }
    assertThat(rows).hasSize(5);
    Path seen = Files.createDirectories(Path.of("target/proofs")).resolve("undeclared-settings.md");
    Files.write(seen, rows);
    assertThat(Files.readString(Path.of("docs/settings.md")))
        .as("tools/update-recorded writes the table")
        .contains(
            "<!-- undeclared-settings -->\n%s<!-- end of undeclared-settings -->"
                .formatted(Files.readString(seen)));
  }
}
