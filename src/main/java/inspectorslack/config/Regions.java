package inspectorslack.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Regions that a stack covers.
 *
 * @param home the Region of {@code aws:region}; empty if the environment chooses it
 * @param others the Regions besides, each once, in the partition of the home Region; if there are
 *     any, the home Region is known
 * @param provider the settings of the AWS provider by name, such as {@code defaultTags}, as the
 *     engine has them: lists and maps are JSON
 */
public record Regions(Optional<String> home, List<String> others, Map<String, String> provider) {
  /** How many there are with the home Region. */
  public int count() {
    return 1 + others.size();
  }

  /** All Regions but one. */
  public List<String> besides(String region) {
    return others.isEmpty()
        ? List.of()
        : Stream.concat(home.stream(), others.stream()).filter(it -> !it.equals(region)).toList();
  }
}
