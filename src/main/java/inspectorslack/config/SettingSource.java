package inspectorslack.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a stack's settings come from: the engine, a stack file, or a test. */
public interface SettingSource {
  /**
   * The value of a key of the project's namespace: a {@code String} (numbers and booleans as they
   * are written), or a {@code List} or {@code Map} of such; empty if the key is not set.
   */
  Optional<Object> value(String key);

  /** A setting of the AWS provider, such as {@code region}, in the same shapes. */
  Optional<Object> ofProvider(String name);

  /** All keys that are set in the project's namespace, without the namespace. */
  Set<String> keys();

  /** A source that holds the given values, and none of the provider. */
  static SettingSource of(Map<String, ?> values) {
    return of(values, Map.of());
  }

  /** A source that holds the given values of the project and of the provider. */
  static SettingSource of(Map<String, ?> values, Map<String, ?> ofProvider) {
    return new SettingSource() {
      @Override
      public Optional<Object> value(String key) {
        return Optional.ofNullable(values.get(key));
      }

      @Override
      public Optional<Object> ofProvider(String name) {
        return Optional.ofNullable(ofProvider.get(name));
      }

      @Override
      public Set<String> keys() {
        return Set.copyOf(values.keySet());
      }
    };
  }
}
