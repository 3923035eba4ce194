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
    List<String> goTools;
    try (Stream<Path> tools = Files.walk(Path.of("tools"), 2)) {
      goTools =
          tools
              .filter(file -> file.endsWith("go.mod"))
              .map(file -> "/" + file.getParent())
              .toList();
    }
    assertThat(watched).containsOnlyKeys("maven", "github-actions", "gomod");
    assertThat(watched).containsEntry("maven", List.of("/"));
    assertThat(watched).containsEntry("github-actions", List.of("/"));
    assertThat((List<?>) watched.get("gomod"))
        .map(Object::toString)
        .containsExactlyInAnyOrderElementsOf(goTools);
  }
}
