package inspectorslack;

import static inspectorslack.SettingsText.problems;
import static inspectorslack.SettingsText.read;
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
import inspectorslack.config.MentionKey;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Route;
import inspectorslack.config.Routes;
import inspectorslack.config.ScanType;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Severity;
import inspectorslack.config.SlackDestination;
import inspectorslack.config.Storm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of settings. {@code SettingsCasesTests} has what is refused. */
class SettingsReaderTests {
  private static final String PROJECT = "inspector-slack";

  private static Settings ofStack(String stack, Map<String, ?> values) {
    return SettingsReader.read(SettingsText.source(values), PROJECT, stack);
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
            """
            findingSource: inspector
            severityThreshold: LOW
            delivery: curated
            renotifyAfterDays: 7
            mentions: {HIGH: <@U0EXAMPLE00>, CRITICAL: <!here> <!subteam^S0EXAMPLE00>}
            scanTypes: [LAMBDA, LAMBDA_CODE]
            instanceRoles: [web, "a+b=c,d.e@f-g_h"]
            instanceProfiles: [bastion]
            slackWorkspaceId: T0EXAMPLE00
            slackChannelId: G0EXAMPLE00
            namePrefix: sec
            """);
    assertThat(settings.findingSource()).isEqualTo(FindingSource.INSPECTOR);
    assertThat(settings.delivery()).isEqualTo(new Delivery.Curated(7));
    assertThat(settings.routes())
        .containsExactly(
            new Route(
                "default",
                Severity.LOW,
                FindingFilter.ALL,
                Map.of(
                    MentionKey.HIGH,
                    "<@U0EXAMPLE00>",
                    MentionKey.CRITICAL,
                    "<!here> <!subteam^S0EXAMPLE00>"),
                Storm.DEFAULT,
                Optional.of(new SlackDestination("T0EXAMPLE00", "G0EXAMPLE00"))));
    assertThat(settings.scanTypes()).containsExactly(ScanType.LAMBDA, ScanType.LAMBDA_CODE);
    assertThat(settings.instanceRoles()).containsExactly("web", "a+b=c,d.e@f-g_h");
    assertThat(settings.instanceProfiles()).containsExactly("bastion");
    assertThat(settings.names()).isEqualTo(new PhysicalNames("sec", "dev"));
  }

  @ParameterizedTest
  @CsvSource({"instanceRoles, 64, a role", "instanceProfiles, 128, a profile"})
  void roleNamesEndAt64CharactersAndProfileNamesAt128(String key, int longest, String what) {
    assertThat(problems(Map.of(key, List.of("n".repeat(longest))))).isEmpty();
    assertThat(problems(Map.of(key, List.of("n".repeat(longest + 1)))))
        .singleElement()
        .asString()
        .contains("; expected %s name of at most %d letters".formatted(what, longest));
  }

  @Test
  void namesOfFiltersAreTheIdsOfTheirAccounts() {
    Settings settings =
        read(
            """
            accountNames: {"444455556666": shop, "111122223333": payments}
            slackWorkspaceId: T0EXAMPLE00
            routes: [{name: all, slackChannelId: C0EXAMPLE00, accountIds: [shop, "123456789012", payments]}]
            suppressions: [{name: sandbox, reason: nobody lives there, expires: "2026-12-31", criteria: {accountIds: [payments]}}]
            """);
    assertThat(settings.accountNames().byId())
        .isEqualTo(Map.of("111122223333", "payments", "444455556666", "shop"));
    assertThat(settings.routes().get(0).filter().accountIds())
        .containsExactly("444455556666", "123456789012", "111122223333");
    assertThat(settings.suppressions().get(0).criteria().accountIds())
        .containsExactly("111122223333");
  }

  @Test
  void moreNamesThanFitIntoAMachineAreRefused() {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i <= 2_000; i++) {
      names.put("%012d".formatted(i), "account " + i);
    }
    assertThat(problems(Map.of("delivery", "curated", "accountNames", names)))
        .containsExactly(
            "accountNames: got 2001 names; expected at most 2000, as AWS limits a state machine's definition to 1 MB; fix: name the accounts that people read about most");
    names.remove("000000000000");
    assertThat(problems(Map.of("delivery", "curated", "accountNames", names))).isEmpty();
  }

  @Test
  void namesLeaveRoomForEverySuffix() {
    // 64 characters for a rule's or a role's name, less "-failed-invocations" and "-dev".
    assertThat(read(Map.of("namePrefix", "p".repeat(41))).names().of("failed-invocations"))
        .hasSize(64);
    for (int length : List.of(42, 43)) {
      String prefix = "p".repeat(length);
      assertThat(problems(Map.of("namePrefix", prefix)))
          .containsExactly(
              "namePrefix: got \"%s\", which makes names that begin with %s-dev (%d characters); expected letters, digits, underscores and single hyphens between them, at most 45 characters including the stack's name; fix: pulumi config set namePrefix findings"
                  .formatted(prefix, prefix, length + 4));
    }
  }

  @Test
  void namesThatAreTooLongBecauseOfTheStackAreMendedThere() {
    // A prefix of one character and a hyphen leave 43.
    String rename = "; fix: rename the stack: pulumi stack rename NAME";
    assertThatThrownBy(() -> ofStack("s".repeat(44), Map.of())).hasMessageEndingWith(rename);
    assertThatThrownBy(() -> ofStack("dev.eu", Map.of())).hasMessageEndingWith(rename);
    assertThatThrownBy(() -> ofStack("s".repeat(43), Map.of()))
        .hasMessageEndingWith("; fix: pulumi config set namePrefix f");
    assertThat(ofStack("s".repeat(43), Map.of("namePrefix", "p")).names().base()).hasSize(45);
  }

  @Test
  void theEnginesJsonTextsAreListsAndItsScalarsAreTexts() {
    Config config = mock(Config.class);
    when(config.get(anyString())).thenReturn(Optional.empty());
    when(config.get("scanTypes")).thenReturn(Optional.of("[\"ECR\",\"LAMBDA\"]"));
    when(config.get("updateSsmAgent")).thenReturn(Optional.of("true"));
    Settings settings = SettingsReader.read(config, mock(Config.class), PROJECT, "dev");
    assertThat(settings.scanTypes()).containsExactly(ScanType.ECR, ScanType.LAMBDA);
    assertThat(settings.updateSsmAgent()).isTrue();
  }

  @Test
  void textThatOnlyLooksLikeJsonStaysText() {
    Config config = mock(Config.class);
    when(config.get("namePrefix")).thenReturn(Optional.of("[x"));
    when(config.get("scanTypes")).thenReturn(Optional.of("{\"a\": 1}"));
    SettingSource source = SettingsReader.engineSource(config, mock(Config.class), PROJECT, null);
    assertThat(source.value("namePrefix")).contains("[x");
    assertThat(source.value("scanTypes")).contains(Map.of("a", 1));
  }

  @Test
  void keysOfTheProjectAreThoseThatTheEngineHandsItsLanguageHosts() {
    String all =
        "{\"inspector-slack:scanType\":\"[]\",\"aws:region\":\"eu-west-1\",\"inspector-slacker:x\":\"y\"}";
    assertThat(
            SettingsReader.engineSource(mock(Config.class), mock(Config.class), PROJECT, all)
                .keys())
        .containsExactly("scanType");
  }

  @Test
  void anInlineProgramHasNoUnknownKeys() {
    assertThat(
            SettingsReader.engineSource(mock(Config.class), mock(Config.class), PROJECT, null)
                .keys())
        .isEmpty();
  }

  @Test
  void aBrokenEngineConfigurationIsNotTakenForAnEmptyOne() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                SettingsReader.engineSource(mock(Config.class), mock(Config.class), PROJECT, "{")
                    .keys())
        .withMessage("the engine's PULUMI_CONFIG isn't a JSON object");
  }
}
