package inspectorslack.suppressions;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Settings;
import inspectorslack.SettingsReader;
import inspectorslack.config.FindingType;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Severity;
import inspectorslack.suppressions.Suppression.Criteria;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of suppressions, and what is refused where. */
class SuppressionsReaderTests {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 16);

  private static Settings read(Object suppressions) {
    return SettingsReader.read(
        SettingSource.of(
            Map.of(
                "slackWorkspaceId",
                "T0EXAMPLE00",
                "slackChannelId",
                "C0EXAMPLE00",
                "suppressions",
                suppressions)),
        "inspector-slack",
        "dev",
        TODAY);
  }

  private static String problem(Object suppressions) {
    try {
      return "none: " + read(suppressions);
    } catch (InvalidSettings e) {
      assertThat(e.problems()).as(e.getMessage()).hasSize(1);
      return e.problems().get(0).toString();
    }
  }

  /** A good one, with some keys changed; one that is null is left out. */
  private static Map<String, Object> suppression(Object... changes) {
    Map<String, Object> suppression = new LinkedHashMap<>();
    suppression.put("name", "sandbox");
    suppression.put("reason", "nobody lives there");
    suppression.put("expires", "2026-12-31");
    suppression.put("criteria", Map.of("severities", List.of("LOW")));
    for (int i = 0; i < changes.length; i += 2) {
      suppression.put((String) changes[i], changes[i + 1]);
    }
    suppression.values().removeIf(value -> value == null);
    return suppression;
  }

  private static Map<String, Object> of(String criterion, Object value) {
    return suppression("criteria", Map.of(criterion, value));
  }

  @Test
  void everyPartOfASuppressionIsRead() {
    Map<String, Object> criteria = new LinkedHashMap<>();
    criteria.put("severities", List.of("LOW", "MEDIUM"));
    criteria.put("findingTypes", List.of("PACKAGE_VULNERABILITY"));
    criteria.put("accountIds", List.of("123456789012"));
    criteria.put("resourceIds", List.of("i-0example00000web1"));
    criteria.put("resourceTags", Map.of("env", "sandbox"));
    criteria.put("ecrRepositories", List.of("shop/checkout"));
    criteria.put("vulnerabilityIds", List.of("CVE-2026-00001"));
    criteria.put("packageNames", List.of("openssl"));
    criteria.put("fixAvailable", "false");
    criteria.put("maxEpss", "0.010");
    assertThat(read(List.of(suppression("criteria", criteria))).suppressions())
        .containsExactly(
            new Suppression(
                "sandbox",
                "nobody lives there",
                LocalDate.of(2026, 12, 31),
                new Criteria(
                    List.of(Severity.LOW, Severity.MEDIUM),
                    List.of(FindingType.PACKAGE_VULNERABILITY),
                    List.of("123456789012"),
                    List.of("i-0example00000web1"),
                    Map.of("env", "sandbox"),
                    List.of("shop/checkout"),
                    List.of("CVE-2026-00001"),
                    List.of("openssl"),
                    Optional.of(false),
                    Optional.of(new BigDecimal("0.01")))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-12-31", "2026-12-31T00:00:00Z", "2026-12-31 00:00:00 +0000 UTC"})
  void aDayIsReadAsItIsWrittenAndAsTheEngineMakesOneOfIt(String expires) {
    assertThat(read(List.of(suppression("expires", expires))).suppressions().get(0).expires())
        .isEqualTo(LocalDate.of(2026, 12, 31));
  }

  @Test
  void anEmptyListSuppressesNothing() {
    assertThat(read(List.of()).suppressions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name     | Sand Box   | got "Sand Box"; expected a name of at most 40 lower-case letters, digits and hyphens, a letter first and no hyphen last; fix: pulumi config set --path 'suppressions[0].name' NAME
          reason   | too short  | got "too short"; expected why, in 10 to 512 characters; fix: pulumi config set --path 'suppressions[0].reason' 'accepted until the next release'
          expires  | 31.12.2026 | got "31.12.2026"; expected a date such as 2027-02-16; fix: pulumi config set --path 'suppressions[0].expires' 2027-02-16
          expires  | 2026-02-30 | got "2026-02-30"; expected a date such as 2027-02-16; fix: pulumi config set --path 'suppressions[0].expires' 2027-02-16
          expires  | 2026-12-31T12:00:00Z | got "2026-12-31T12:00:00Z"; expected a date such as 2027-02-16; fix: pulumi config set --path 'suppressions[0].expires' 2027-02-16
          expires  | +99999-12-31 | got "+99999-12-31"; expected a date such as 2027-02-16; fix: pulumi config set --path 'suppressions[0].expires' 2027-02-16
          expires  | never      | got "never"; expected a date such as 2027-02-16; fix: pulumi config set --path 'suppressions[0].expires' 2027-02-16
          criteria | LOW        | got "LOW"; expected a map of what a finding must be; fix: pulumi config rm --path 'suppressions[0].criteria', then pulumi config set --path 'suppressions[0].criteria.severities[0]' LOW
          expiry   | 2026-12-31 | got a key that is not known; expected perhaps expires; fix: pulumi config rm --path 'suppressions[0].expiry', then pulumi config set --path 'suppressions[0].expires' ...
          """)
  void aBadValueIsNamedWithItsPlace(String key, String value, String message) {
    assertThat(problem(List.of(suppression(key, value))))
        .isEqualTo("suppressions[0].%s: %s".formatted(key, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          severities[0]       | HIHG           | got "HIHG"; expected one of INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL; fix: pulumi config set --path 'suppressions[0].criteria.severities[0]' HIGH
          findingTypes[0]     | NETWORK        | got "NETWORK"; expected one of PACKAGE_VULNERABILITY, NETWORK_REACHABILITY, CODE_VULNERABILITY; fix: pulumi config set --path 'suppressions[0].criteria.findingTypes[0]' PACKAGE_VULNERABILITY
          accountIds[0]       | 12345          | got "12345"; expected an account id of twelve digits, in quotes; fix: pulumi config set --path 'suppressions[0].criteria.accountIds[0]' 123456789012
          fixAvailable        | never          | got "never"; expected one of true, false; fix: pulumi config set --path 'suppressions[0].criteria.fixAvailable' true
          maxEpss             | 2              | got "2"; expected a number from 0 to 1 with at most five decimals; fix: pulumi config set --path 'suppressions[0].criteria.maxEpss' 0.1
          severity            | LOW            | got a key that is not known; expected perhaps severities; fix: pulumi config rm --path 'suppressions[0].criteria.severity', then pulumi config set --path 'suppressions[0].criteria.severities' ...
          """)
  void aBadCriterionIsNamedWithItsPlace(String path, String value, String message) {
    boolean isList = path.endsWith("[0]");
    String key = path.replace("[0]", "");
    assertThat(problem(List.of(of(key, isList ? List.of(value) : value))))
        .isEqualTo("suppressions[0].criteria.%s: %s".formatted(path, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name     | got nothing; expected a name of at most 40 lower-case letters, digits and hyphens, a letter first and no hyphen last; fix: pulumi config set --path 'suppressions[0].name' NAME
          reason   | got nothing; expected why, in 10 to 512 characters; fix: pulumi config set --path 'suppressions[0].reason' 'accepted until the next release'
          expires  | got nothing; expected a date such as 2027-02-16; fix: pulumi config set --path 'suppressions[0].expires' 2027-02-16
          criteria | got nothing; expected at least one of severities, findingTypes, accountIds, resourceIds, resourceTags, ecrRepositories, vulnerabilityIds, packageNames, fixAvailable, maxEpss; fix: pulumi config set --path 'suppressions[0].criteria.vulnerabilityIds[0]' CVE-2026-00001
          """)
  void everyPartIsNeeded(String key, String message) {
    assertThat(problem(List.of(suppression(key, null))))
        .isEqualTo("suppressions[0].%s: %s".formatted(key, message));
  }

  @Test
  void criteriaThatAskForNothingWouldSuppressEverythingAndAreRefused() {
    assertThat(problem(List.of(suppression("criteria", null))))
        .isEqualTo(
            "suppressions[0].criteria: got nothing; expected at least one of severities, findingTypes, accountIds, resourceIds, resourceTags, ecrRepositories, vulnerabilityIds, packageNames, fixAvailable, maxEpss; fix: pulumi config set --path 'suppressions[0].criteria.vulnerabilityIds[0]' CVE-2026-00001");
  }

  @Test
  void criteriaThatLeaveNothingOutAreRefused() {
    List<String> severities = List.of("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
    List<String> types =
        List.of("PACKAGE_VULNERABILITY", "NETWORK_REACHABILITY", "CODE_VULNERABILITY");
    String problem =
        "suppressions[0].criteria: got every severity or type, which leaves no finding out; expected fewer of them, or another criterion beside them; fix: pulumi config set --path 'suppressions[0].criteria.vulnerabilityIds[0]' CVE-2026-00001";
    assertThat(problem(List.of(of("severities", severities)))).isEqualTo(problem);
    assertThat(problem(List.of(of("findingTypes", types)))).isEqualTo(problem);
    assertThat(
            problem(
                List.of(
                    suppression(
                        "criteria", Map.of("severities", severities, "findingTypes", types)))))
        .isEqualTo(problem);
    for (Map<String, ?> criteria :
        List.of(
            Map.of("severities", severities, "fixAvailable", "false"),
            Map.of("severities", severities, "maxEpss", "0.99999"),
            Map.of("severities", severities, "findingTypes", types.subList(0, 2)),
            Map.of("findingTypes", types, "severities", severities.subList(0, 4)),
            Map.of("severities", severities, "packageNames", List.of("openssl")))) {
      assertThat(problem(List.of(suppression("criteria", criteria)))).startsWith("none: ");
    }
    assertThat(problem(List.of(of("maxEpss", "1.0"))))
        .isEqualTo(
            "suppressions[0].criteria.maxEpss: got 1, which leaves no finding out; expected a number below 1; fix: pulumi config set --path 'suppressions[0].criteria.maxEpss' 0.1 (or pulumi config rm --path 'suppressions[0].criteria.maxEpss')");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "CVE-*", "CVE-2026-0000?", " CVE-2026-00001", "openssl "})
  void whatNoFindingHasIsNoValueOfACriterion(String value) {
    assertThat(List.of("resourceIds", "ecrRepositories", "vulnerabilityIds", "packageNames"))
        .allSatisfy(
            key ->
                assertThat(problem(List.of(of(key, List.of(value)))))
                    .startsWith(
                        "suppressions[0].criteria.%s[0]: got \"%s\"; expected a "
                            .formatted(key, value)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CVE", "cve-2026-00001", "CVE-2026", "2026"})
  void aVulnerabilitysIdIsComplete(String id) {
    assertThat(problem(List.of(of("vulnerabilityIds", List.of(id)))))
        .contains("expected a vulnerability's id such as CVE-2026-00001");
    assertThat(problem(List.of(of("vulnerabilityIds", List.of("GHSA-xxxx-1", "ALAS-2026-1")))))
        .startsWith("none: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/base",
        "shop/base:latest",
        "Shop",
        "a",
        "shop//base"
      })
  void aRepositoryIsNamedWithoutItsRegistryAndTags(String repository) {
    assertThat(problem(List.of(of("ecrRepositories", List.of(repository)))))
        .contains("expected a repository's name such as shop/base, without its registry and tags");
    assertThat(problem(List.of(of("ecrRepositories", List.of("shop/base_2", "sand-box")))))
        .startsWith("none: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vulnerabilityIds", "packageNames", "ecrRepositories"})
  void whatOnlyPackagesHaveIsRefusedWithOtherTypesAlone(String key) {
    Map<String, Object> criteria = new LinkedHashMap<>();
    criteria.put("findingTypes", List.of("NETWORK_REACHABILITY"));
    criteria.put(key, List.of(key.equals("vulnerabilityIds") ? "CVE-2026-00001" : "shop"));
    Map<String, Object> item = new LinkedHashMap<>(suppression());
    item.put("criteria", criteria);
    assertThat(problem(List.of(item)))
        .isEqualTo(
            "suppressions[0].criteria.%s: got a value, but findingTypes takes only NETWORK_REACHABILITY; expected none, as only findings of PACKAGE_VULNERABILITY have one, so nothing would match; fix: pulumi config rm --path 'suppressions[0].criteria.%s'"
                .formatted(key, key));
  }

  @Test
  void moreThanTenValuesAndMoreThanOneTagAreRefused() {
    List<String> ids = IntStream.range(0, 11).mapToObj("CVE-2026-%05d"::formatted).toList();
    assertThat(problem(List.of(of("vulnerabilityIds", ids.subList(0, 10))))).startsWith("none: ");
    assertThat(problem(List.of(of("vulnerabilityIds", ids))))
        .isEqualTo(
            "suppressions[0].criteria.vulnerabilityIds: got 11 values; expected at most 10, Inspector's limit; fix: make another suppression of the rest");
    assertThat(problem(List.of(of("resourceTags", Map.of("env", "sandbox", "team", "shop")))))
        .isEqualTo(
            "suppressions[0].criteria.resourceTags: got 2 tags; expected one tag, as it is not sure that Inspector wants all of several; fix: make another suppression of each other tag");
  }

  @Test
  void aNameIsTakenOnce() {
    assertThat(problem(List.of(suppression(), suppression("name", "other"), suppression())))
        .isEqualTo(
            "suppressions[2].name: got \"sandbox\" again; expected a name of its own; fix: pulumi config set --path 'suppressions[2].name' NAME");
  }

  @Test
  void whatIsNoListOfMapsIsRefused() {
    assertThat(problem("sandbox"))
        .isEqualTo(
            "suppressions: got \"sandbox\"; expected a list, each item a map with name, reason, expires and criteria; fix: pulumi config set --path 'suppressions[0].name' NAME");
    assertThat(problem(Arrays.asList(suppression(), "CVE-2026-00001")))
        .isEqualTo(
            "suppressions[1]: got \"CVE-2026-00001\"; expected a map with name, reason, expires and criteria; fix: pulumi config rm --path 'suppressions[1]', then add it again");
  }

  @Test
  void anExpiredSuppressionIsNamedWithWhatToRemoveOrRenew() {
    assertThat(problem(List.of(suppression("name", "first"), suppression("expires", "2026-11-15"))))
        .isEqualTo(
            "suppressions[1].expires: got 2026-11-15, which is past; expected the suppression \"sandbox\" renewed or removed; fix: pulumi config set --path 'suppressions[1].expires' YYYY-MM-DD (or pulumi config rm --path 'suppressions[1]')");
    assertThat(problem(List.of(suppression("expires", "2026-11-16")))).startsWith("none: ");
  }

  @Test
  void fromFourteenDaysBeforeTheStackWarns() {
    Settings settings =
        read(
            List.of(
                suppression("name", "later", "expires", "2026-12-01"),
                suppression("expires", "2026-11-30")));
    assertThat(settings.warnings(TODAY))
        .filteredOn(warning -> !warning.contains("placeholder"))
        .containsExactly(
            "suppressions[1].expires: the suppression \"sandbox\" expires in 14 days; after 2026-11-30 nothing can be deployed until it is renewed or removed: pulumi config set --path 'suppressions[1].expires' YYYY-MM-DD (or pulumi config rm --path 'suppressions[1]')");
    assertThat(read(Collections.singletonList(suppression())).warnings(TODAY)).hasSize(1);
  }
}
