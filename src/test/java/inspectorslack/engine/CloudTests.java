package inspectorslack.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import inspectorslack.SettingsText;
import inspectorslack.engine.Cloud.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stand-in accepts and refuses what {@code src/test/resources/cloud.yaml} lists. A stand-in
 * that accepted everything would prove nothing.
 */
class CloudTests {
  private final Cloud cloud = new Cloud("123456789012", "eu-west-1");

  /** A resource that AWS accepts, and the changes to it that AWS refuses. */
  private record Entry(
      CloudType type, String region, Map<String, Object> inputs, List<List<Object>> refused) {}

  @SuppressWarnings("unchecked")
  private static List<Entry> resources() throws IOException {
    String yaml =
        Files.readString(Path.of("src/test/resources/cloud.yaml"))
            .replace("$iam:", "arn:aws:iam::123456789012:")
            .replaceAll("\\$(\\w+):", "arn:aws:$1:eu-west-1:123456789012:");
    List<Entry> resources = new ArrayList<>();
    for (Object entry : (List<?>) SettingsText.values(yaml).get("resources")) {
      Map<String, Object> parts = (Map<String, Object>) entry;
      String type = parts.keySet().iterator().next();
      resources.add(
          new Entry(
              CloudType.valueOf(type),
              String.valueOf(parts.getOrDefault("region", "eu-west-1")),
              (Map<String, Object>) parts.get(type),
              (List<List<Object>>) parts.getOrDefault("refused", List.of())));
    }
    return resources;
  }

  @BeforeEach
  void createAcceptedResources() throws IOException {
    cloud.addRole("web");
    resources()
        .forEach(resource -> cloud.in(resource.region).create(resource.type, resource.inputs));
  }

  static List<Arguments> refusals() throws IOException {
    return resources().stream()
        .flatMap(
            it ->
                it.refused.stream()
                    .map(
                        row ->
                            Arguments.of(
                                it.type, it.inputs, row.get(0), row.get(1), row.get(2), it.region)))
        .toList();
  }

  @ParameterizedTest(name = "{0} {2}: {4}")
  @MethodSource("refusals")
  void aChangeThatAwsRefusesIsRefused(
      CloudType type,
      Map<String, Object> accepted,
      String input,
      @Nullable Object value,
      String message,
      String region) {
    Map<String, Object> inputs = new LinkedHashMap<>(accepted);
    if (value == null) {
      inputs.remove(input);
    } else {
      inputs.put(input, value);
    }
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> cloud.in(region).create(type, inputs))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "RULE, eventPattern, 2048, eventPattern is longer than 2048 characters",
    "FILTER, reason, 512, reason is too long",
    "FILTER, name, 128, name is not allowed",
    "STATE_MACHINE, name, 80, name is not allowed"
  })
  void textLongerThanAwsAllowsIsRefused(CloudType type, String input, int most, String message) {
    assertThat(InputProblems.of(type, Map.of(input, "x".repeat(most))))
        .noneMatch(problem -> problem.contains(message));
    assertThat(InputProblems.of(type, Map.of(input, "x".repeat(most + 1))))
        .anyMatch(problem -> problem.contains(message));
  }

  @Test
  void anUnknownTypeIsRefused() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> CloudType.of("aws:s3/bucket:Bucket"))
        .withMessage("unknown resource type aws:s3/bucket:Bucket");
  }

  @Test
  void idsHaveTheFormOfAws() {
    assertThat(cloud.all(CloudType.FILTER).get(0).id())
        .startsWith("arn:aws:inspector2:eu-west-1:123456789012:owner/123456789012/filter/");
    assertThat(cloud.all(CloudType.SCHEDULE).get(0).id()).isEqualTo("default/d");
  }

  @Test
  void inspectorSwitchedOnTwiceIsOneResource() {
    assertThat(cloud.all(CloudType.ENABLER))
        .extracting(Cloud.Resource::id)
        .containsOnlyOnce("123456789012");
  }

  @Test
  void anAccountThatIsOffIsNoAdministrator() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(
            () ->
                new Cloud("123456789012", "eu-west-1")
                    .create(
                        CloudType.ORGANIZATION,
                        Map.of("autoEnable", Map.of("ec2", true, "ecr", true))))
        .withMessage("ValidationException: Invoking account is not enabled");
  }

  @Test
  void aRegionSeesItsOwnResourcesAndThoseWithoutRegions() {
    Cloud other = cloud.in("us-east-1");
    assertThat(other.all(CloudType.TOPIC))
        .extracting(it -> it.text("name"))
        .containsExactly("t", "t3");
    assertThat(other.all(CloudType.RULE)).isEmpty();
    assertThat(other.all(CloudType.ROLE)).isEqualTo(cloud.all(CloudType.ROLE));
    assertThat(cloud.inventory()).contains("TOPIC t", "TOPIC t in us-east-1", "ROLE machine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "regions | us-east-1 | Invalid or unknown key: regions",
        "defaultTags | {tags | error unmarshalling property \"defaultTags\": {tags",
        "defaultTags | {\"Tags\":{}} | Invalid or unknown key: defaultTags.Tags",
        "defaultTags | {\"tags\":{\"team\":1}} | defaultTags.tags[] has another type: 1",
        "defaultTags | [] | defaultTags has another type: []",
        "allowedAccountIds | 123456789012 | allowedAccountIds has another type: 123456789012",
        "endpoints | [{\"queue\":\"u\"}] | Invalid or unknown key: endpoints[].queue",
        "maxRetries | many | error unmarshalling property \"maxRetries\": many",
        "skipRegionValidation | 1 | skipRegionValidation has another type: 1"
      })
  void aSettingThatTheProviderRefusesIsRefused(String name, String value, String problem) {
    assertThat(ProviderProblems.of(Map.of(name, value))).containsExactly(problem);
  }

  @Test
  void settingsOfEachKindAreAccepted() {
    assertThat(
            ProviderProblems.of(
                Map.of(
                    "version", "6.83.0",
                    "profile", "{}",
                    "defaultTags", "{\"tags\":{\"team\":\"a\"}}",
                    "allowedAccountIds", "[\"123456789012\"]",
                    "endpoints", "[{\"sns\":\"u\"}]",
                    "maxRetries", "3",
                    "skipRegionValidation", "true")))
        .isEmpty();
    assertThat(ProviderProblems.of(Map.of("defaultTags", Map.of())))
        .containsExactly("defaultTags is not a text: {}");
  }
}
