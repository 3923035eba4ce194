package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.aws.ResourceType;
import inspectorslack.aws.ResourceTypes;
import inspectorslack.companion.MockedStack;
import inspectorslack.companion.MockedStack.Declared;
import inspectorslack.config.PhysicalNames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the program declares for a stack of several Regions, under Pulumi's mocks. The trees of one
 * and of two Regions are recorded, see {@code AppTests}.
 *
 * <p>Not proven here: that the engine gives each resource to its Region's provider.
 */
class RegionsAppTests {
  private static final String HOME = "eu-west-1";
  private static final List<String> OTHERS =
      List.of("us-east-1", "ap-northeast-1", "eu-central-1", "ap-southeast-2");

  private static final Map<String, Object> SETTINGS =
      SettingsText.values(
          """
          aws:defaultTags: {tags: {team: security}}
          aws:maxRetries: "7"
          aws:profile: findings
          findingSource: securityhub
          delivery: curated
          encryptTopic: true
          coverageAlerts: true
          updateSsmAgent: true
          instanceRoles: [web]
          digest: {schedule: rate(7 days), route: platform}
          slackWorkspaceId: T0EXAMPLE00
          routes: [{name: oncall, slackChannelId: C0EXAMPLE01}, {name: platform, slackChannelId: C0EXAMPLE02}]
          suppressions: [{name: sandbox, reason: rebuilt every night, expires: 2027-06-30, criteria: {ecrRepositories: [sandbox]}}]
          """);

  private static MockedStack five;

  @BeforeAll
  static void run() {
    five = stack(OTHERS);
  }

  private static MockedStack stack(List<String> regions) {
    Map<String, Object> settings = new HashMap<>(SETTINGS);
    settings.put("regions", regions);
    return MockedStack.of(HOME, settings);
  }

  private static List<String> linesOf(String region) {
    return five.lines().stream()
        .filter(line -> line.matches(".* " + region + "(-.*)?"))
        .map(line -> line.replace(region + "-", "").replace(" in " + region, ""))
        .toList();
  }

  @Test
  void eachRegionHasTheTreeOfTheHomeRegionButForRolesOfInstancesAndChannels() {
    List<String> atHome =
        stack(List.of()).lines().stream()
            .filter(line -> !line.matches(".* (instances-web|slack-.*|slack) ?.*"))
            .filter(line -> !line.contains("SlackChannel"))
            .toList();
    assertThat(atHome).hasSizeGreaterThan(60);
    for (String region : OTHERS) {
      assertThat(linesOf(region))
          .as(region)
          .startsWith("inspectorslack:components:Region " + region, "pulumi:providers:aws aws")
          .endsWith(atHome.toArray(String[]::new))
          .hasSize(atHome.size() + 2);
    }
  }

  @Test
  void theHomeRegionIsAsItWouldBeAlone() {
    Set<String> alone = new HashSet<>(stack(List.of()).lines());
    assertThat(five.lines()).containsAll(alone);
    assertThat(five.lines().stream().filter(Predicate.not(alone::contains)))
        .allMatch(line -> OTHERS.stream().anyMatch(line::contains));
  }

  @Test
  void aRegionsProviderHasTheStacksSettingsButTheRegion() {
    assertThat(five.inputs("ap-northeast-1-aws"))
        .isEqualTo(
            Map.of(
                "region",
                "ap-northeast-1",
                "defaultTags",
                "{\"tags\":{\"team\":\"security\"}}",
                "maxRetries",
                "7",
                "profile",
                "findings"));
  }

  @Test
  void whatIsInARegionRefersToNothingOfAnotherRegion() {
    for (Declared resource : five.resources()) {
      boolean isShared =
          resource.type().startsWith("aws:chatbot/") || resource.type().startsWith("pulumi:");
      Stream.concat(Stream.of(HOME), OTHERS.stream())
          .filter(region -> !isShared && !region.equals(resource.region()))
          .forEach(
              region ->
                  assertThat(resource.inputs().toString().replaceAll("anything-but[^]]*]", ""))
                      .as(resource.name())
                      .doesNotContain(region));
    }
  }

  @Test
  void eachChannelHasOneConfigurationWithItsTopicsInAllRegions() {
    assertThat(five.inputs("slack-C0EXAMPLE02").get("snsTopicArns"))
        .isEqualTo(
            Stream.concat(Stream.of(HOME), OTHERS.stream())
                .map(
                    region ->
                        "arn:aws:sns:%s:123456789012:inspector-slack-test--platform-findings"
                            .formatted(region))
                .toList());
    assertThat(five.lines().stream().filter(it -> it.startsWith("aws:chatbot/"))).hasSize(2);
  }

  @Test
  void aRuleLeavesFindingsOfOtherRegionsToTheirOwnRules() {
    assertThat(five.inputs("alerts-oncall-rule").get("eventPattern").toString())
        .contains(
            "\"Region\":[{\"exists\":false},{\"anything-but\":[\"us-east-1\",\"ap-northeast-1\",\"eu-central-1\",\"ap-southeast-2\"]}]");
    assertThat(five.inputs("eu-central-1-alerts-oncall-rule").get("eventPattern").toString())
        .contains(
            "\"Region\":[{\"exists\":false},{\"anything-but\":[\"eu-west-1\",\"us-east-1\",\"ap-northeast-1\",\"ap-southeast-2\"]}]");
    assertThat(stack(List.of()).inputs("alerts-oncall-rule").get("eventPattern").toString())
        .doesNotContain("Region");
    Map<String, Object> settings = new HashMap<>(SETTINGS);
    settings.put("findingSource", "securityhub-v2");
    settings.put("regions", List.of("us-east-1"));
    assertThat(
            MockedStack.of(HOME, settings)
                .inputs("alerts-oncall-rule")
                .get("eventPattern")
                .toString())
        .contains("\"cloud\":{\"region\":[{\"exists\":false},{\"anything-but\":[\"us-east-1\"]}]}");
  }

  @Test
  void noTwoResourcesOfARegionAndNoTwoRolesHaveTheSameName() {
    Map<String, Declared> seen = new LinkedHashMap<>();
    for (Declared resource : five.resources()) {
      if (resource.type().equals("aws:iam/rolePolicy:RolePolicy")) {
        continue; // Named within its role.
      }
      Optional<ResourceType> type = ResourceTypes.of(resource.type());
      type.flatMap(ResourceType::name)
          .map(name -> resource.inputs().get(name.input()))
          .ifPresent(
              name -> {
                String place = resource.type().startsWith("aws:iam/") ? "" : resource.region();
                assertThat(seen.put(resource.type() + place + name, resource))
                    .as("%s is named as another one", resource.name())
                    .isNull();
              });
    }
    assertThat(seen).hasSizeGreaterThan(150);
  }

  @Test
  void theLongestNamesThatAreTakenAreWithinTheirLimits() {
    String longestRegion = "ap-southeast-2";
    int room = PhysicalNames.longestBase(List.of("us-east-1", longestRegion));
    String prefix = "p".repeat(room - "-test--platform".length());
    Map<String, Object> settings = new HashMap<>(SETTINGS);
    settings.putAll(Map.of("regions", List.of(longestRegion), "namePrefix", prefix));
    MockedStack longest = MockedStack.of(HOME, settings);
    assertThat(longest.inputs(longestRegion + "-digest-schedule-role").get("name").toString())
        .endsWith("-digest-schedule-" + longestRegion);
    for (Declared resource : longest.resources()) {
      ResourceTypes.of(resource.type())
          .flatMap(ResourceType::name)
          .ifPresent(
              name ->
                  assertThat(String.valueOf(resource.inputs().get(name.input())))
                      .as(resource.name())
                      .hasSizeLessThanOrEqualTo(name.longest()));
    }
  }

  @Test
  void inspectorStaysOnInARegionThatIsRemoved() {
    assertThat(five.options("us-east-1-scanning-inspector").isRetainOnDelete()).isTrue();
  }

  @Test
  void outputsOfOtherRegionsAreByRegion() {
    MockedStack alone = stack(List.of());
    Map<String, Object> outputs = new LinkedHashMap<>(five.outputs());
    Map<?, ?> regions = (Map<?, ?>) outputs.remove("regions");
    assertThat(outputs.keySet()).isEqualTo(alone.outputs().keySet());
    assertThat(regions.keySet().stream().map(Object::toString))
        .containsExactlyInAnyOrderElementsOf(OTHERS);
    Map<?, ?> ofOne = (Map<?, ?>) regions.get("us-east-1");
    assertThat(ofOne.get("findingsUrl"))
        .isEqualTo(
            "https://us-east-1.console.aws.amazon.com/inspector/v2/home?region=us-east-1#/findings");
    assertThat(ofOne.get("routes").toString())
        .contains("arn:aws:sns:us-east-1:123456789012:inspector-slack-test--oncall-findings");
  }
}
