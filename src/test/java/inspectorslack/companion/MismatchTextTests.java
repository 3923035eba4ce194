package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleFindings;
import inspectorslack.alerts.EventPattern;
import inspectorslack.config.AccountNames;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.FindingType;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.config.Storm;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Why a route doesn't take a finding, in words that are the same for every source. */
class MismatchTextTests {
  private static String reason(
      FindingSource source,
      UnaryOperator<FindingFilter.Builder> filter,
      Consumer<ObjectNode> change)
      throws IOException {
    ObjectNode event = SampleFindings.sample(source + "-ec2-package");
    change.accept(
        (ObjectNode)
            (source == FindingSource.INSPECTOR
                ? event.path("detail")
                : event.at("/detail/findings/0")));
    Route route =
        new Route(
            "r",
            Severity.HIGH,
            filter.apply(FindingFilter.builder()).build(),
            Map.of(),
            Storm.DEFAULT,
            Optional.empty());
    return new RuleMatcher(EventPattern.json(source, route, new Delivery.Native()))
        .mismatch(event)
        .map(RuleMatcher.Mismatch::toString)
        .orElse("taken");
  }

  private static ObjectNode vulnerability(FindingSource source, ObjectNode finding) {
    return source == FindingSource.INSPECTOR
        ? finding
        : (ObjectNode) finding.at("/Vulnerabilities/0");
  }

  private static String field(FindingSource source, String name) {
    return source == FindingSource.INSPECTOR
        ? name
        : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"INSPECTOR", "SECURITYHUB"})
  void whatIsYesOrNoIsASentence(FindingSource source) throws IOException {
    String fix = field(source, "fixAvailable");
    String exploit = field(source, "exploitAvailable");
    assertThat(
            reason(
                source,
                it -> it.fixAvailable(true),
                it -> vulnerability(source, it).put(fix, "NO")))
        .isEqualTo("no fix is available");
    assertThat(
            reason(
                source,
                it -> it.fixAvailable(true).requireKnown(true),
                it -> vulnerability(source, it).remove(fix)))
        .isEqualTo("it isn't known whether a fix is available");
    assertThat(
            reason(
                source,
                it -> it.exploitAvailable(true),
                it -> vulnerability(source, it).put(exploit, "NO")))
        .isEqualTo("no exploit is known");
    assertThat(
            reason(
                source,
                it -> it.exploitAvailable(true).requireKnown(true),
                it -> vulnerability(source, it).remove(exploit)))
        .isEqualTo("it doesn't say whether an exploit is known");
  }

  @Test
  void aValueInAnotherCaseIsShownAsAwsSpellsIt() throws IOException {
    assertThat(reason(FindingSource.INSPECTOR, it -> it, it -> it.put("severity", "high")))
        .startsWith("severity is high, but AWS spells it HIGH; the rule takes ");
    String pattern = "{\"source\": [\"aws.inspector2\"]}";
    for (String source : List.of("aws.inspector", "AWS.INSPECTOR2")) {
      assertThat(
              new RuleMatcher(pattern)
                  .mismatch(new JsonMapper().createObjectNode().put("source", source)))
          .hasToString(
              "Optional[it's from %s; the rule takes events from aws.inspector2]"
                  .formatted(source));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INSPECTOR", "SECURITYHUB"})
  void otherFieldsHaveNamesAndTheRuleTakesValues(FindingSource source) throws IOException {
    assertThat(
            reason(
                source,
                it -> it.minEpss(Optional.of(new BigDecimal("0.5"))),
                it -> {
                  if (source == FindingSource.INSPECTOR) {
                    it.withObject("/epss").put("score", 0.25);
                  } else {
                    vulnerability(source, it).put("EpssScore", 0.25);
                  }
                }))
        .isEqualTo("EPSS is 0.25; the rule takes 0.5 or more");
    assertThat(
            reason(source, it -> it.accountIds(List.of("111122223333", "444455556666")), it -> {}))
        .isEqualTo("account is 123456789012; the rule takes 111122223333 or 444455556666");
    assertThat(
            reason(
                source, it -> it.findingTypes(List.of(FindingType.NETWORK_REACHABILITY)), it -> {}))
        .matches(
            "finding type is .*; the rule takes (NETWORK_REACHABILITY|.*/Network Reachability)");
    assertThat(
            reason(
                source,
                it -> it.resourceTags(Map.of("team", "web")),
                it ->
                    it.withArray(source == FindingSource.INSPECTOR ? "/resources" : "/Resources")
                        .forEach(
                            resource ->
                                ((ObjectNode) resource)
                                    .withObject("/" + field(source, "tags"))
                                    .put("team", "data"))))
        .isEqualTo("tag team is data; the rule takes web");
    assertThat(
            reason(
                source, it -> it.resourceTags(Map.of("tier", "web")).requireKnown(true), it -> {}))
        .isEqualTo("there is no tag tier; the rule takes web");
  }

  @ParameterizedTest
  @EnumSource(names = {"INSPECTOR", "SECURITYHUB"})
  void aSeverityBelowTheThresholdSaysTheThreshold(FindingSource source) throws IOException {
    assertThat(
            reason(
                source,
                it -> it,
                it -> {
                  if (source == FindingSource.INSPECTOR) {
                    it.put("severity", "LOW");
                  } else {
                    it.withObject("/Severity").put("Label", "LOW");
                  }
                }))
        .isEqualTo("severity is LOW; the rule takes HIGH and above");
  }

  @ParameterizedTest
  @EnumSource(names = {"INSPECTOR", "SECURITYHUB"})
  void ofManyValuesTheFirstAreEnough(FindingSource source) throws IOException {
    assertThat(reason(source, it -> it.accountIds(List.of("1", "2", "3", "4", "5", "6")), it -> {}))
        .isEqualTo("account is 123456789012; the rule takes 1, 2, 3 and 3 more");
  }

  @ParameterizedTest
  @EnumSource
  void accountsHaveTheirNamesIfTheStackNamesThem(FindingSource source) throws IOException {
    Route route =
        new Route(
            "r",
            Severity.HIGH,
            FindingFilter.builder().accountIds(List.of("111122223333", "444455556666")).build(),
            Map.of(),
            Storm.DEFAULT,
            Optional.empty());
    AccountNames names =
        new AccountNames(Map.of("123456789012", "security", "111122223333", "payments"));
    assertThat(
            new RuleMatcher(EventPattern.json(source, route, new Delivery.Native()))
                .mismatch(SampleFindings.sample(source + "-ec2-package"))
                .map(it -> it.inWords(names)))
        .contains(
            "account is security (123456789012); the rule takes payments (111122223333) or 444455556666");
  }
}
