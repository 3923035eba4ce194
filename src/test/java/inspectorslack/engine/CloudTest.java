package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import inspectorslack.engine.Cloud.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/** What suites on the stand-in itself share: an account, and inputs for it. */
abstract class CloudTest {
  final Cloud cloud = new Cloud("123456789012", "eu-west-1");

  static Map<String, Object> with(Map<String, Object> inputs, String key, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(inputs);
    changed.put(key, value);
    return changed;
  }

  static Map<String, Object> without(Map<String, Object> inputs, String key) {
    Map<String, Object> changed = new LinkedHashMap<>(inputs);
    changed.remove(key);
    return changed;
  }

  /** Makes a role; its ARN. */
  String role(String name, String service) {
    return cloud
        .create(
            CloudType.ROLE,
            Map.of(
                "name",
                name,
                "assumeRolePolicy",
                """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"%s.amazonaws.com"},"Action":"sts:AssumeRole"}}"""
                    .formatted(service)))
        .text("arn");
  }

  /** Makes a rule; its ARN. */
  String rule() {
    return cloud
        .create(CloudType.RULE, Map.of("name", "r", "eventPattern", "{\"source\":[\"a\"]}"))
        .text("arn");
  }

  void assertRefused(CloudType type, Map<String, Object> inputs, String why) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> cloud.create(type, inputs))
        .withMessageContaining(why);
  }
}
