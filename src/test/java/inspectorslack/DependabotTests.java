package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** That what is pinned is watched for updates. */
class DependabotTests {
  @Test
  void dependabotWatchesEverythingThatIsPinned() throws IOException {
    Map<?, ?> dependabot = new Yaml().load(Files.readString(Path.of(".github/dependabot.yml")));
    Map<String, Object> watched = new TreeMap<>();
    for (Object update : (List<?>) Objects.requireNonNull(dependabot.get("updates"))) {
      Map<?, ?> of = (Map<?, ?>) update;
      watched.put(
          of.get("package-ecosystem").toString(),
          of.containsKey("directory") ? List.of(of.get("directory")) : of.get("directories"));
    }
    assertThat(watched).containsOnlyKeys("maven", "github-actions", "gomod", "pip");
    assertThat(watched).containsEntry("maven", List.of("/"));
    assertThat(watched).containsEntry("github-actions", List.of("/"));
    assertWatched(watched.get("gomod"), "go.mod");
    assertWatched(watched.get("pip"), "requirements.txt");
  }

  /** Folders of tools are watched where a tool is pinned in a file of a name, and no others. */
  private static void assertWatched(Object folders, String pins) throws IOException {
    try (Stream<Path> tools = Files.walk(Path.of("tools"), 2)) {
      assertThat((List<?>) folders)
          .map(Object::toString)
          .containsExactlyInAnyOrderElementsOf(
              tools
                  .filter(file -> file.endsWith(pins))
                  .map(file -> "/" + file.getParent())
                  .toList());
    }
  }
}
