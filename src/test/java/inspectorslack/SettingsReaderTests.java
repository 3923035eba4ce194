package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.pulumi.Config;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Route;
import inspectorslack.config.Routes;
import inspectorslack.config.ScanType;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Severity;
import inspectorslack.config.SlackDestination;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTests {
  private static final String PROJECT = "inspector-slack";

  private static Settings read(Map<String, ?> values) {
    return SettingsReader.read(SettingSource.of(values), PROJECT, "dev");
  }

  /** What is said of values that are refused for one reason, without the headline. */
  private static String problem(Map<String, ?> values) {
    try {
      return "none: " + read(values);
    } catch (InvalidSettings e) {
      assertThat(e.getMessage())
          .startsWith("stack 'dev' has 1 invalid setting; nothing was registered:\n  ");
      assertThat(e.problems()).hasSize(1);
      return e.getMessage().substring(e.getMessage().indexOf('\n') + 3);
    }
  }

  @Test
  void withoutConfigurationTheDefaultsOfTheDesignHold() {
    Settings settings = read(Map.of());
    assertThat(settings.findingSource()).isEqualTo(FindingSource.SECURITYHUB);
    assertThat(settings.delivery()).isEqualTo(new Delivery.Native());
    assertThat(settings.routes()).containsExactly(Routes.of(Severity.HIGH));
    assertThat(settings.digest()).isEmpty();
    assertThat(settings.suppressions()).isEmpty();
    assertThat(settings.scanTypes()).containsExactly(ScanType.EC2, ScanType.ECR);
    assertThat(settings.names()).isEqualTo(new PhysicalNames(PROJECT, "dev"));
    assertThat(settings.remarks()).isEmpty();
  }

  @Test
  void valuesOfEveryKindAreRead() {
    Settings settings =
        read(
            Map.ofEntries(
                Map.entry("findingSource", "inspector"),
                Map.entry("severityThreshold", "LOW"),
                Map.entry("delivery", "curated"),
                Map.entry("renotifyAfterDays", "7"),
                Map.entry(
                    "mentions",
                    Map.of("HIGH", "<@U0EXAMPLE00>", "CRITICAL", "<!here> <!subteam^S0EXAMPLE00>")),
                Map.entry("scanTypes", List.of("LAMBDA", "LAMBDA_CODE")),
                Map.entry("instanceRoles", List.of("web", "a+b=c,d.e@f-g_h")),
                Map.entry("instanceProfiles", List.of("bastion")),
                Map.entry("slackWorkspaceId", "T0EXAMPLE00"),
                Map.entry("slackChannelId", "G0EXAMPLE00"),
                Map.entry("namePrefix", "sec")));
    assertThat(settings.findingSource()).isEqualTo(FindingSource.INSPECTOR);
    assertThat(settings.delivery()).isEqualTo(new Delivery.Curated(7));
    assertThat(settings.routes())
        .containsExactly(
            new Route(
                "default",
                Severity.LOW,
                FindingFilter.ALL,
                Map.of(
                    Severity.HIGH,
                    "<@U0EXAMPLE00>",
                    Severity.CRITICAL,
                    "<!here> <!subteam^S0EXAMPLE00>"),
                Optional.of(new SlackDestination("T0EXAMPLE00", "G0EXAMPLE00"))));
    assertThat(settings.scanTypes()).containsExactly(ScanType.LAMBDA, ScanType.LAMBDA_CODE);
    assertThat(settings.instanceRoles()).containsExactly("web", "a+b=c,d.e@f-g_h");
    assertThat(settings.instanceProfiles()).containsExactly("bastion");
    assertThat(settings.names()).isEqualTo(new PhysicalNames("sec", "dev"));
  }

  @Test
  void aMentionThatSlackDoesNotKnowIsNamedByItsPlace() {
    assertThat(problem(Map.of("delivery", "curated", "mentions", Map.of("HIGH", "@here"))))
        .isEqualTo(
            "mentions.HIGH: got \"@here\"; expected at most ten different ones of <@U...>, <!subteam^S...>, <!here>, <!channel> and <!everyone>, with blanks between them; fix: pulumi config set --path 'mentions.HIGH' '<!here>'");
  }

  @Test
  void theSameMentionTwiceIsRefused() {
    assertThat(
            problem(
                Map.of(
                    "delivery",
                    "curated",
                    "mentions",
                    Map.of("HIGH", "<!here> <!channel> <!here>"))))
        .startsWith(
            "mentions.HIGH: got \"<!here> <!channel> <!here>\"; expected at most ten different ones");
  }

  @Test
  void aMentionForNoSeverityIsNamedByItsPlace() {
    assertThat(problem(Map.of("delivery", "curated", "mentions", Map.of("critical", "<!here>"))))
        .isEqualTo(
            "mentions.critical: got a key that is not known; expected perhaps CRITICAL; fix: pulumi config rm --path 'mentions.critical', then pulumi config set --path 'mentions.CRITICAL' ...");
  }

  @Test
  void mentionsWithoutCuratedDeliveryAreRefusedBecauseTheyWouldDoNothing() {
    assertThat(problem(Map.of("mentions", Map.of("CRITICAL", "<!here>"))))
        .isEqualTo(
            "mentions: got mentions, but delivery is native; expected none, as AWS composes native messages; fix: pulumi config set delivery curated (or pulumi config rm mentions)");
    assertThat(problem(Map.of("delivery", "both", "mentions", Map.of("CRITICAL", "<!here>"))))
        .startsWith("delivery: got \"both\"; ");
  }

  @Test
  void aListIsNoText() {
    assertThat(problem(Map.of("instanceRoles", "web")))
        .isEqualTo(
            "instanceRoles: got \"web\"; expected a list, each item a role's name, at most 64 letters, digits and _+=,.@- (no ARN); fix: pulumi config set --path 'instanceRoles[0]' NAME");
  }

  @Test
  void aBadItemOfAListIsNamedByItsPlace() {
    assertThat(problem(Map.of("scanTypes", List.of("EC2", "ecr"))))
        .isEqualTo(
            "scanTypes[1]: got \"ecr\"; expected one of EC2, ECR, LAMBDA, LAMBDA_CODE; fix: pulumi config set --path 'scanTypes[1]' ECR");
  }

  @Test
  void aListThatHoldsOnlyABadItemIsNotCalledEmptyToo() {
    assertThat(problem(Map.of("scanTypes", List.of("EC3"))))
        .isEqualTo(
            "scanTypes[0]: got \"EC3\"; expected one of EC2, ECR, LAMBDA, LAMBDA_CODE; fix: pulumi config set --path 'scanTypes[0]' EC2");
  }

  @Test
  void aRepeatedItemOfAListIsNamed() {
    assertThat(problem(Map.of("instanceProfiles", List.of("web", "db", "web"))))
        .isEqualTo(
            "instanceProfiles[2]: got \"web\" again; expected each item once; fix: pulumi config rm --path 'instanceProfiles[2]'");
  }

  @Test
  void lambdaCodeNeedsLambda() {
    assertThat(problem(Map.of("scanTypes", List.of("EC2", "LAMBDA_CODE"))))
        .isEqualTo(
            "scanTypes: got LAMBDA_CODE without LAMBDA; expected LAMBDA beside LAMBDA_CODE; fix: pulumi config set --path 'scanTypes[2]' LAMBDA");
  }

  @Test
  void scanTypesMayBeEmptyOnlyWhereInspectorIsSomebodyElses() {
    assertThat(problem(Map.of("scanTypes", List.of())))
        .isEqualTo(
            "scanTypes: got an empty list; expected at least one scan type while enableInspector is true; fix: pulumi config set --path 'scanTypes[0]' EC2");
    assertThat(read(Map.of("scanTypes", List.of(), "enableInspector", "false")).scanTypes())
        .isEmpty();
  }

  @Test
  void anArnIsNoName() {
    assertThat(problem(Map.of("instanceRoles", List.of("arn:aws:iam::123456789012:role/team/web"))))
        .isEqualTo(
            "instanceRoles[0]: got \"arn:aws:iam::123456789012:role/team/web\"; expected a role's name, at most 64 letters, digits and _+=,.@- (no ARN); fix: pulumi config set --path 'instanceRoles[0]' web");
    assertThat(problem(Map.of("instanceProfiles", List.of("a b"))))
        .isEqualTo(
            "instanceProfiles[0]: got \"a b\"; expected a profile's name, at most 128 letters, digits and _+=,.@- (no ARN); fix: pulumi config set --path 'instanceProfiles[0]' NAME");
  }

  @Test
  void roleNamesEndAt64CharactersAndProfileNamesAt128() {
    assertThat(read(Map.of("instanceRoles", List.of("r".repeat(64)))).instanceRoles()).hasSize(1);
    assertThat(problem(Map.of("instanceRoles", List.of("r".repeat(65))))).contains("role");
    assertThat(read(Map.of("instanceProfiles", List.of("p".repeat(128)))).instanceProfiles())
        .hasSize(1);
    assertThat(problem(Map.of("instanceProfiles", List.of("p".repeat(129))))).contains("profile");
  }

  @Test
  void halfASlackPairIsRefused() {
    assertThat(problem(Map.of("slackWorkspaceId", "T0EXAMPLE00")))
        .isEqualTo(
            "slackChannelId: got nothing, but slackWorkspaceId is set; expected both or neither; fix: pulumi config set slackChannelId C... (or pulumi config rm slackWorkspaceId)");
    assertThat(problem(Map.of("slackChannelId", "C0EXAMPLE00")))
        .isEqualTo(
            "slackWorkspaceId: got nothing, but slackChannelId is set; expected both or neither; fix: pulumi config set slackWorkspaceId T... (or pulumi config rm slackChannelId)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alerts", "#alerts", "CRITICAL", "c0example00", "D0EXAMPLE00", "C0EX AMPLE"})
  void aSlackChannelIsNamedByItsId(String channel) {
    assertThat(problem(Map.of("slackWorkspaceId", "T0EXAMPLE00", "slackChannelId", channel)))
        .isEqualTo(
            "slackChannelId: got \"%s\"; expected a Slack channel id such as C0EXAMPLE00; fix: copy it from the end of the channel's details in Slack, then pulumi config set slackChannelId C..."
                .formatted(channel));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "acme.slack.com", "t0example00", "E0EXAMPLE00"})
  void aSlackWorkspaceIsNamedByItsId(String workspace) {
    assertThat(problem(Map.of("slackWorkspaceId", workspace, "slackChannelId", "C0EXAMPLE00")))
        .isEqualTo(
            "slackWorkspaceId: got \"%s\"; expected a Slack workspace id such as T0EXAMPLE00; fix: copy it from the address of the workspace in a browser, then pulumi config set slackWorkspaceId T..."
                .formatted(workspace));
  }

  @Test
  void aValueOfAnotherShapeIsRefused() {
    assertThat(
            problem(
                Map.of(
                    "slackWorkspaceId", List.of("T0EXAMPLE00"), "slackChannelId", "C0EXAMPLE00")))
        .startsWith("slackWorkspaceId: got [T0EXAMPLE00]; expected a Slack workspace id");
    assertThat(problem(Map.of("namePrefix", Map.of("a", "b"))))
        .isEqualTo(
            "namePrefix: got {a=b}; expected a text; fix: pulumi config set namePrefix findings");
  }

  @Test
  void namesLeaveRoomForEverySuffix() {
    // 64 characters for a rule's or a role's name, less "-failed-invocations" and "-dev".
    assertThat(read(Map.of("namePrefix", "p".repeat(41))).names().of("failed-invocations"))
        .hasSize(64);
    assertThat(problem(Map.of("namePrefix", "p".repeat(42))))
        .isEqualTo(
            "namePrefix: got \"%s\", which makes names that begin with %s-dev (46 characters); expected letters, digits, underscores and single hyphens between them, at most 45 characters with the stack's name; fix: pulumi config set namePrefix findings"
                .formatted("p".repeat(42), "p".repeat(42)));
    assertThat(problem(Map.of("namePrefix", "p".repeat(43))))
        .startsWith("namePrefix: ")
        .contains("(47 characters)");
  }

  @Test
  void namesTakeOnlyWhatTopicsQueuesAndChannelConfigurationsTake() {
    assertThat(problem(Map.of("namePrefix", "my.team")))
        .startsWith(
            "namePrefix: got \"my.team\", which makes names that begin with my.team-dev (11 characters)");
    assertThat(problem(Map.of("namePrefix", "-a"))).startsWith("namePrefix: got \"-a\"");
    // Two hyphens stand before a route's name, and nowhere else.
    assertThat(problem(Map.of("namePrefix", "a--b"))).startsWith("namePrefix: got \"a--b\"");
    assertThat(problem(Map.of("namePrefix", "a-"))).startsWith("namePrefix: got \"a-\"");
  }

  @Test
  void namesThatAreTooLongBecauseOfTheStackAreMendedThere() {
    // A prefix of one character and a hyphen leave 43.
    assertThatThrownBy(
            () -> SettingsReader.read(SettingSource.of(Map.of()), PROJECT, "s".repeat(44)))
        .hasMessageEndingWith("; fix: give the stack another name: pulumi stack rename NAME");
    assertThatThrownBy(
            () -> SettingsReader.read(SettingSource.of(Map.of()), PROJECT, "s".repeat(43)))
        .hasMessageEndingWith("; fix: pulumi config set namePrefix f");
    assertThat(
            SettingsReader.read(
                    SettingSource.of(Map.of("namePrefix", "p")), PROJECT, "s".repeat(43))
                .names()
                .base())
        .hasSize(45);
    assertThatThrownBy(() -> SettingsReader.read(SettingSource.of(Map.of()), PROJECT, "dev.eu"))
        .hasMessageEndingWith("; fix: give the stack another name: pulumi stack rename NAME");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
    assertThat(problem(Map.of("severityTreshold", "LOW")))
        .isEqualTo(
            "severityTreshold: got a key that is not known; expected perhaps severityThreshold; fix: pulumi config rm severityTreshold, then pulumi config set severityThreshold ...");
  }

  @Test
  void aPathThatWasSetAsAKeyIsToldFromAKeyThatIsNotKnown() {
    assertThat(problem(Map.of("scanTypes[0]", "EC2")))
        .isEqualTo(
            "scanTypes[0]: got a key with a path in it, as \"pulumi config set\" makes it without --path; expected --path before the key; fix: pulumi config rm 'scanTypes[0]', then pulumi config set --path 'scanTypes[0]' ...");
  }

  @Test
  void anUnknownKeyThatResemblesNoneIsAnsweredWithAll() {
    assertThat(problem(Map.of("colour", "red")))
        .isEqualTo(
            "colour: got a key that is not known; expected one of findingSource, severityThreshold, delivery, renotifyAfterDays, mentions, routes, digest, coverageAlerts, suppressions, scanTypes, enableInspector, enableSecurityHub, instanceRoles, instanceProfiles, updateSsmAgent, slackWorkspaceId, slackChannelId, encryptTopic, namePrefix; fix: pulumi config rm colour");
  }

  @Test
  void allProblemsAreReportedTogether() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "severityThreshold", "HIHG",
                        "scanTypes", List.of("EC2", "EC2", "LAMBDA_CODE"),
                        "slackChannelId", "alerts",
                        "encryptTopic", "maybe",
                        "encryptTopics", "true")))
        .isInstanceOf(InvalidSettings.class)
        .hasMessage(
            """
            stack 'dev' has 7 invalid settings; nothing was registered:
              severityThreshold: got "HIHG"; expected one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL; fix: pulumi config set severityThreshold HIGH
              slackChannelId: got "alerts"; expected a Slack channel id such as C0EXAMPLE00; fix: copy it from the end of the channel's details in Slack, then pulumi config set slackChannelId C...
              slackWorkspaceId: got nothing, but slackChannelId is set; expected both or neither; fix: pulumi config set slackWorkspaceId T... (or pulumi config rm slackChannelId)
              scanTypes[1]: got "EC2" again; expected each item once; fix: pulumi config rm --path 'scanTypes[1]'
              scanTypes: got LAMBDA_CODE without LAMBDA; expected LAMBDA beside LAMBDA_CODE; fix: pulumi config set --path 'scanTypes[2]' LAMBDA
              encryptTopic: got "maybe"; expected one of true, false; fix: pulumi config set encryptTopic false
              encryptTopics: got a key that is not known; expected perhaps encryptTopic; fix: pulumi config rm encryptTopics, then pulumi config set encryptTopic ...""");
  }

  @Test
  void theEnginesJsonTextsAreListsAndItsScalarsAreTexts() {
    Config config = mock(Config.class);
    when(config.get(anyString())).thenReturn(Optional.empty());
    when(config.get("scanTypes")).thenReturn(Optional.of("[\"ECR\",\"LAMBDA\"]"));
    when(config.get("updateSsmAgent")).thenReturn(Optional.of("true"));
    Settings settings = SettingsReader.read(config, PROJECT, "dev");
    assertThat(settings.scanTypes()).containsExactly(ScanType.ECR, ScanType.LAMBDA);
    assertThat(settings.updateSsmAgent()).isTrue();
  }

  @Test
  void textThatOnlyLooksLikeJsonStaysText() {
    Config config = mock(Config.class);
    when(config.get("namePrefix")).thenReturn(Optional.of("[x"));
    when(config.get("scanTypes")).thenReturn(Optional.of("{\"a\": 1}"));
    SettingSource source = SettingsReader.engineSource(config, PROJECT, null);
    assertThat(source.value("namePrefix")).contains("[x");
    assertThat(source.value("scanTypes")).contains(Map.of("a", 1));
  }

  @Test
  void keysOfTheProjectAreThoseThatTheEngineHandsItsLanguageHosts() {
    assertThat(
            SettingsReader.engineSource(
                    mock(Config.class),
                    PROJECT,
                    """
                    {"inspector-slack:scanType":"[]","aws:region":"eu-west-1","inspector-slacker:x":"y"}""")
                .keys())
        .containsExactly("scanType");
  }

  @Test
  void anInlineProgramHasNoUnknownKeys() {
    assertThat(SettingsReader.engineSource(mock(Config.class), PROJECT, null).keys()).isEmpty();
  }

  @Test
  void aBrokenEngineConfigurationIsNotTakenForAnEmptyOne() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SettingsReader.engineSource(mock(Config.class), PROJECT, "{").keys())
        .withMessage("the engine's PULUMI_CONFIG isn't a JSON object");
  }
}
