package inspectorslack.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A type of resource or a function of the AWS provider, one row of {@link ResourceTypes}. Strings
 * may contain the placeholders of {@link Place#filled}; {@code {id}} stands for an id that AWS
 * generates.
 *
 * @param token such as {@code aws:sns/topic:Topic}
 * @param name the input with its name; empty if AWS identifies it by an id or by what it belongs to
 * @param computed the outputs that AWS adds, by name
 * @param grants what a role that deploys it may do
 */
public record ResourceType(
    String token, Optional<Name> name, Map<String, String> computed, List<Grant> grants) {
  /**
   * The input with the physical name.
   *
   * @param path what precedes the stack's names in AWS, such as {@code alias/}
   * @param longest how many characters AWS accepts
   */
  public record Name(String input, String path, int longest) {}

  static ResourceType type(String token) {
    return new ResourceType(token, Optional.empty(), Map.of(), List.of());
  }

  ResourceType named(String input, int longest) {
    return named(input, "", longest);
  }

  ResourceType named(String input, String path, int longest) {
    return new ResourceType(token, Optional.of(new Name(input, path, longest)), computed, grants);
  }

  ResourceType computes(String output, String text) {
    Map<String, String> more = new LinkedHashMap<>(computed);
    more.put(output, text);
    return new ResourceType(token, name, more, grants);
  }

  ResourceType needs(Grant... actions) {
    return new ResourceType(token, name, computed, List.of(actions));
  }

  /**
   * The outputs that AWS adds to the inputs.
   *
   * @param id what AWS makes up for this one
   */
  public Map<String, Object> outputs(Place place, String id, Map<String, ?> inputs) {
    Map<String, Object> values = new LinkedHashMap<>(inputs);
    values.put("id", id);
    Map<String, Object> outputs = new LinkedHashMap<>();
    computed.forEach((output, text) -> outputs.put(output, place.filled(text, values)));
    return outputs;
  }
}
