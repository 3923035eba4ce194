package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.DELETE;
import static com.pulumi.automation.OperationType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.automation.OperationType;
import inspectorslack.aws.RegionProvider;
import inspectorslack.engine.Cloud.Mirror;
import inspectorslack.engine.Cloud.Resource;
import inspectorslack.engine.EngineStack.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Stacks of several Regions.
 *
 * <p>Not proven: that the AWS provider reads its settings as {@link ProviderProblems} does.
 */
class RegionsTests extends EngineSuite {
  private static final Proof PROOF = new Proof("regions", "change", "result");

  private static final String HOME = "eu-west-1";
  private static final String CHANNEL = "slack-C0EXAMPLE01";
  private static final String NATIVE =
      """
      config:
        aws:region: eu-west-1
        aws:defaultTags: {tags: {team: shop}}
        inspector-slack:findingSource: inspector
        inspector-slack:severityThreshold: HIGH
        inspector-slack:slackWorkspaceId: T0EXAMPLE00
        inspector-slack:slackChannelId: C0EXAMPLE01
        inspector-slack:encryptTopic: true
        inspector-slack:updateSsmAgent: true
        inspector-slack:instanceRoles: [example-web-role]
      """;
  private static final String CURATED =
      """
      config:
        aws:region: eu-west-1
        inspector-slack:findingSource: securityhub
        inspector-slack:delivery: curated
        inspector-slack:coverageAlerts: true
        inspector-slack:slackWorkspaceId: T0EXAMPLE00
        inspector-slack:slackChannelId: C0EXAMPLE01
        inspector-slack:digest: {schedule: rate(7 days)}
      """;

  @AfterAll
  static void prove() throws IOException {
    PROOF.write(13);
  }

  private static String with(String config, String... regions) {
    return config + "  inspector-slack:regions: [%s]\n".formatted(String.join(", ", regions));
  }

  private static Map<String, OperationType> and(
      Map<String, OperationType> moved, String... updated) {
    Map<String, OperationType> both = new TreeMap<>(moved);
    Stream.of(updated).forEach(name -> both.put(name, UPDATE));
    return both;
  }

  private List<?> topics() {
    return (List<?>) cloud.all(CloudType.CHANNEL).get(0).properties().get("snsTopicArns");
  }

  private static String topic(String region) {
    return "arn:aws:sns:" + region + ":123456789012:inspector-slack-test-findings";
  }

  /** What a Region has and every other one should have, too. */
  private List<String> inventory(String region) {
    return cloud.in(region).inventory().stream()
        .filter(it -> !it.contains(" in "))
        .filter(it -> !it.matches("(ATTACHMENT|CHANNEL|ROLE|ROLE_POLICY) .*"))
        .map(it -> it.replace(region, "REGION"))
        .toList();
  }

  @Test
  void aRegionMovesItsOwnResourcesAndTheChannelsTopicsOnly() throws Exception {
    EngineStack stack = stack("test", NATIVE);
    assertThat(stack.up().problems()).isEmpty();
    Map<String, Object> alone = stack.state();

    String two = with(NATIVE, "us-east-1");
    assertMoves(stack, "the first Region", two, and(all(CREATE, two, "us-east-1"), CHANNEL));
    PROOF.row(
        "native: the first Region added",
        "create its %d resources, update `%s`".formatted(inventory("us-east-1").size(), CHANNEL));
    assertThat(inventory("us-east-1")).hasSize(12).isEqualTo(inventory(HOME));
    assertThat(topics()).isEqualTo(List.of(topic(HOME), topic("us-east-1")));
    assertThat(cloud.all(CloudType.ROLE)).hasSize(1);
    assertThat(cloud.all(CloudType.ATTACHMENT)).hasSize(1);

    String three = with(NATIVE, "us-east-1", "ap-northeast-1");
    assertMoves(
        stack, "a second Region", three, and(all(CREATE, three, "ap-northeast-1"), CHANNEL));
    PROOF.row("native: another Region added", "the same");
    assertThat(inventory("ap-northeast-1")).isEqualTo(inventory(HOME));

    three = three.replace("Threshold: HIGH", "Threshold: CRITICAL");
    assertMoves(
        stack,
        "a threshold",
        three,
        and(Map.of(), "alerts-rule", "us-east-1-alerts-rule", "ap-northeast-1-alerts-rule"));
    PROOF.row("native: the threshold", "update `alerts-rule` in each Region");

    three = three.replace("team: shop", "team: web");
    assertMoves(stack, "default tags", three, and(Map.of(), "us-east-1-aws", "ap-northeast-1-aws"));
    for (String region : List.of(HOME, "us-east-1", "ap-northeast-1")) {
      assertThat(provider.settings(region))
          .containsEntry("defaultTags", "{\"tags\":{\"team\":\"web\"}}");
    }
    PROOF.row("native: default tags", "update the provider of each Region");

    List<Resource> without = new ArrayList<>();
    cloud.mirrorTo(
        new Mirror() {
          @Override
          public void remove(Resource resource) {
            if (topics().contains(resource.properties().get("arn"))) {
              without.add(resource);
            }
          }
        });
    String back = with(NATIVE, "ap-northeast-1").replace("HIGH", "CRITICAL").replace("shop", "web");
    Map<String, OperationType> removed = and(all(DELETE, two, "us-east-1"), CHANNEL);
    stack.configure(back);
    assertThat(stack.preview().changes()).isEqualTo(removed);
    Outcome up = stack.up();
    assertThat(up.problems()).isEmpty();
    assertThat(up.changes()).isEqualTo(removed);
    assertThat(List.copyOf(up.changes().keySet())).startsWith(CHANNEL);
    assertThat(lastOf(up, "us-east-1-.*")).isEqualTo("us-east-1-aws");
    assertThat(without).as("topics deleted while the channel had them").isEmpty();
    assertThat(topics()).isEqualTo(List.of(topic(HOME), topic("ap-northeast-1")));
    assertThat(inventory("us-east-1")).containsExactly("ENABLER of 123456789012");
    PROOF.row(
        "native: a Region removed",
        "update `%s`, then delete the Region's resources, then its provider; Inspector stays on"
            .formatted(CHANNEL));

    assertMoves(
        stack,
        "no other Region",
        NATIVE,
        and(all(DELETE, three, "ap-northeast-1"), CHANNEL, "alerts-rule"));
    assertThat(stack.state()).isEqualTo(alone);
  }

  /** The last of the AWS resources and providers among what moved, components aside. */
  private static String lastOf(Outcome up, String names) {
    return up.changes().keySet().stream()
        .filter(it -> it.matches(names))
        .filter(it -> !it.matches("us-east-1-(alerts|scanning|instances|encryption)"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  // Titles name the Region only if there are several, and Security Hub may send a finding to
  // another
  // Region.
  @Test
  void theFirstOtherRegionChangesTitlesAndPatternsAtHomeAndTheNextOnesPatternsAlone()
      throws Exception {
    EngineStack stack = stack("test", CURATED);
    assertThat(stack.up().problems()).isEmpty();
    String two = with(CURATED, "us-east-1");
    assertMoves(
        stack,
        "the first Region",
        two,
        and(
            all(CREATE, two, "us-east-1"),
            CHANNEL,
            "alerts-rule",
            "alerts-curation-machine",
            "digest-machine"));
    assertThat(inventory("us-east-1")).hasSizeGreaterThan(25).isEqualTo(inventory(HOME));
    assertThat(cloud.all(CloudType.ROLE)).hasSize(2 * 6 + 1);
    PROOF.row(
        "curated, from Security Hub, with a digest: the first Region added",
        "create its %d resources and 6 roles, update `%s`, `alerts-rule`, and both machines that write titles"
            .formatted(inventory("us-east-1").size(), CHANNEL));
    String three = with(CURATED, "us-east-1", "ap-northeast-1");
    assertMoves(
        stack,
        "a second Region",
        three,
        and(all(CREATE, three, "ap-northeast-1"), CHANNEL, "alerts-rule", "us-east-1-alerts-rule"));
    PROOF.row(
        "curated, from Security Hub, with a digest: another Region added",
        "create the same, update `" + CHANNEL + "`, update `alerts-rule` in each Region");
    assertThat(stack.destroy().problems()).isEmpty();
    assertThat(stack.state()).isEmpty();
    assertThat(cloud.inventory())
        .containsExactly(
            "ENABLER of 123456789012",
            "ENABLER of 123456789012 in ap-northeast-1",
            "ENABLER of 123456789012 in us-east-1");
    PROOF.row(
        "curated: `destroy` of three Regions", "Inspector is on in each, nothing else is left");
  }

  @Test
  void aRefusalInARegionLeavesTheOthersWholeAndTheNextUpConverges() throws Exception {
    EngineStack stack = stack("test", NATIVE);
    assertThat(stack.up().problems()).isEmpty();
    Map<String, Object> alone = stack.state();
    List<String> atHome = inventory(HOME);
    String three = with(NATIVE, "us-east-1", "ap-northeast-1");
    stack.configure(three);
    faults.refuse("create", "us-east-1-alerts-topic", 1);

    Outcome up = stack.up();
    assertThat(up.failed()).isTrue();
    assertThat(up.problems())
        .contains("us-east-1-alerts-topic: ThrottlingException: Rate exceeded");
    assertThat(inventory(HOME)).isEqualTo(atHome);
    assertThat(stack.state()).containsAllEntriesOf(alone);

    up = stack.up();
    assertThat(up.problems()).isEmpty();
    assertThat(inventory("us-east-1")).isEqualTo(atHome);
    assertThat(topics())
        .isEqualTo(List.of(topic(HOME), topic("us-east-1"), topic("ap-northeast-1")));
    assertThat(stack.preview().changes()).isEmpty();
    PROOF.row(
        "the topic of a new Region refused, then `up` again",
        "an error that names it, the home Region is unchanged; then converges");
  }

  @Test
  void everySettingOfTheProviderReachesTheOtherRegionsAndSecretsStaySecret() throws Exception {
    String settings =
        """
        config:
          aws:region: eu-west-1
          aws:accessKey: AKIAEXAMPLE
          aws:allowedAccountIds: ["123456789012"]
          aws:assumeRole: {roleArn: "arn:aws:iam::123456789012:role/deploy", duration: 1h}
          aws:assumeRoleWithWebIdentity: {roleArn: "arn:aws:iam::123456789012:role/web"}
          aws:customCaBundle: ca.pem
          aws:defaultTags: {tags: {team: shop}}
          aws:ec2MetadataServiceEndpoint: http://127.0.0.1
          aws:ec2MetadataServiceEndpointMode: IPv4
          aws:endpoints: [{sns: "http://127.0.0.1:1"}]
          aws:forbiddenAccountIds: ["999999999999"]
          aws:httpProxy: http://127.0.0.1:2
          aws:httpsProxy: http://127.0.0.1:3
          aws:ignoreTags: {keys: [a], keyPrefixes: [b]}
          aws:insecure: true
          aws:maxRetries: 7
          aws:noProxy: localhost
          aws:profile: findings
          aws:retryMode: adaptive
          aws:s3UsEast1RegionalEndpoint: regional
          aws:s3UsePathStyle: true
          aws:secretKey: none
          aws:sharedConfigFiles: [config]
          aws:sharedCredentialsFiles: [credentials]
          aws:skipCredentialsValidation: true
          aws:skipMetadataApiCheck: true
          aws:skipRegionValidation: true
          aws:skipRequestingAccountId: false
          aws:stsRegion: eu-west-1
          aws:token: none
          aws:tokenBucketRateLimiterCapacity: 10
          aws:useDualstackEndpoint: false
          aws:useFipsEndpoint: false
          inspector-slack:findingSource: inspector
          inspector-slack:regions: [us-east-1]
        """;
    EngineStack stack = stack("test", settings);
    stack.setSecret("aws:secretKey", "not-for-the-state");
    stack.setSecret("aws:token", "not-for-the-state-1");
    stack.setSecret("aws:assumeRole.externalId", "not-for-the-state-2");
    Outcome up = stack.upInProcess(Path.of(System.getProperty("java.home")));
    assertThat(up.problems()).isEmpty();

    Map<String, Object> atHome = provider.settings(HOME);
    assertThat(atHome).containsKeys(RegionProvider.SETTINGS.toArray(String[]::new));
    assertThat(atHome)
        .containsEntry("secretKey", "not-for-the-state")
        .containsEntry("token", "not-for-the-state-1")
        .containsEntry(
            "assumeRole",
            "{\"duration\":\"1h\",\"externalId\":\"not-for-the-state-2\",\"roleArn\":\"arn:aws:iam::123456789012:role/deploy\"}");
    Map<String, Object> expected = new TreeMap<>(atHome);
    expected.put("region", "us-east-1");
    assertThat(provider.settings("us-east-1")).isEqualTo(expected);
    assertThat(Files.readString(stack.checkpoint()))
        .contains("\"findings\"")
        .doesNotContain("not-for-the-state");
    assertThat(stack.preview().changes()).isEmpty();
    PROOF.row(
        "all %d other `aws:` settings, three of them `secure`"
            .formatted(RegionProvider.SETTINGS.size()),
        "reach the other Region's provider; the state has no secret in plain text");
  }

  @Test
  void anotherHomeRegionIsRefusedUnlessTheStackIsDestroyedFirst() throws Exception {
    String two = with(NATIVE, "us-east-1");
    String swapped = with(NATIVE.replace("aws:region: eu-west-1", "aws:region: us-east-1"), HOME);
    EngineStack stack = stack("test", two);
    assertThat(stack.preview().problems()).isEmpty();
    assertThat(stack.up().problems()).isEmpty();
    List<String> deployed = cloud.inventory();
    Map<String, Object> state = stack.state();
    String refusal =
        """
        stack 'test' has 1 invalid setting; nothing was registered:
          aws:region: got "us-east-1"; expected "eu-west-1", the home Region that was deployed; fix: pulumi config set aws:region eu-west-1 (to move the home Region, run pulumi destroy before you change it)""";
    for (String config :
        List.of(swapped, swapped.replaceAll(".*inspector-slack:regions.*\n", ""))) {
      stack.configure(config);
      Outcome preview = stack.preview();
      assertThat(preview.problems()).first().asString().endsWith(refusal);
      assertThat(preview.changes()).isEmpty();
      Outcome up = stack.up();
      assertThat(up.failed()).isTrue();
      assertThat(up.problems()).first().asString().endsWith(refusal);
      assertThat(cloud.inventory()).isEqualTo(deployed);
      assertThat(stack.state()).isEqualTo(state);
    }
    stack.configure(two);
    assertThat(stack.preview().changes()).isEmpty();
    PROOF.row("another home Region", "refused by preview and `up`; nothing moves");

    assertThat(stack.destroy().problems()).isEmpty();
    stack.configure(swapped);
    assertThat(stack.up().problems()).isEmpty();
    assertThat(inventory("us-east-1")).hasSize(12).isEqualTo(inventory(HOME));
    PROOF.row("another home Region after `destroy`", "deployed");
  }

  @Test
  void aStackOfOneRegionMayMove() throws Exception {
    EngineStack stack = stack("test", settings("findingSource: inspector"));
    assertThat(stack.up().problems()).isEmpty();
    stack.configure(settings("findingSource: inspector").replace(HOME, "us-east-1"));
    assertThat(stack.up().problems()).isEmpty();
    assertThat(inventory(HOME)).containsExactly("ENABLER of 123456789012");
    assertThat(inventory("us-east-1")).hasSize(10);
  }

  @Test
  void tenRegionsWithFiveRoutesDeployInOneUp() throws Exception {
    List<String> nine =
        List.of(
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
            "eu-central-1",
            "eu-north-1",
            "ap-northeast-1",
            "ap-southeast-1",
            "ap-southeast-2");
    StringBuilder config =
        new StringBuilder(settings("delivery: curated", "slackWorkspaceId: T0EXAMPLE00"))
            .append("  inspector-slack:routes:\n");
    for (int i = 0; i < 5; i++) {
      config.append("    - {name: route-%d, slackChannelId: C0EXAMPLE%d}\n".formatted(i, i));
    }
    EngineStack stack = stack("test", with(config.toString(), nine.toArray(String[]::new)));
    assertThat(stack.up().problems()).isEmpty();
    List<String> atHome = inventory(HOME);
    assertThat(atHome).hasSizeGreaterThan(5 * 15);
    assertThat(nine).allSatisfy(region -> assertThat(inventory(region)).isEqualTo(atHome));
    assertThat(cloud.all(CloudType.CHANNEL))
        .hasSize(5)
        .allSatisfy(it -> assertThat((List<?>) it.properties().get("snsTopicArns")).hasSize(10));
    assertThat(stack.preview().changes()).isEmpty();
    PROOF.row(
        "ten Regions with five curated routes",
        "create %,d resources".formatted(cloud.inventory().size()));
  }
}
