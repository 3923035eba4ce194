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

  /** All keys that are set in the project's namespace, without the namespace. */
  Set<String> keys();

  /** A source that holds the given values. */
  static SettingSource of(Map<String, ?> values) {
    return new SettingSource() {
      @Override
      public Optional<Object> value(String key) {
        return Optional.ofNullable(values.get(key));
      }

      @Override
      public Set<String> keys() {
        return Set.copyOf(values.keySet());
      }
    };
  }
}
