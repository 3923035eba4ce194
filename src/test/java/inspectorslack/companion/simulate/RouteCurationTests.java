package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.sample;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.Settings;
import inspectorslack.alerts.FilteredFindings;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.simulate.SimulatedRoute.Passed;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.config.Storm;
import inspectorslack.curation.CurationDefinition;
import inspectorslack.stepfunctions.Surroundings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a route's state machine decides beyond its event pattern, by the machine's own expressions.
 *
 * <p>Not proven here: that Step Functions evaluates the same way.
 */
class RouteCurationTests {
  private static SimulatedCuration curation(
      String route, FindingSource source, FindingFilter filter) {
    return new SimulatedCuration(
        CurationDefinition.json(
            source,
            new Route(route, Severity.HIGH, filter, Map.of(), Storm.DEFAULT, Optional.empty()),
            new Delivery.Curated(30),
            Surroundings.builder()
                .tableName("memory")
                .topicArn("topic")
                .deadLetterQueueUrl("queue")
                .partition("aws")
                .region("eu-west-1")
                .build()),
        new InspectorDetails());
  }

  private static FindingFilter minEpss(String least, boolean requireKnown) {
    return FindingFilter.builder()
        .minEpss(Optional.of(new BigDecimal(least)))
        .requireKnown(requireKnown)
        .build();
  }

  private static ObjectNode finding(ObjectNode event) {
    return (ObjectNode) event.at("/detail/findings/0");
  }

  /** What is refused is refused by the rule or by the machine; both together keep the promise. */
  @ParameterizedTest
  @MethodSource("inspectorslack.alerts.FilteredFindings#values")
  void ruleAndMachineTogetherTakeAFindingsValuesAsTheTableSays(FilteredFindings.Case it) {
    Settings settings = FilteredFindings.settings(it.source(), FilteredFindings.yaml(it.filter()));
    SimulatedRoute route = SimulatedRoute.of(settings, "eu-west-1", new InspectorDetails()).get(0);
    var outcome = route.take(FilteredFindings.with(it.source(), it.what()));
    assertThat(outcome).isInstanceOf(it.isTaken() ? Taken.class : Passed.class);
    // Each reason names its field.
    assertThat(outcome).isNotEqualTo(SimulatedCuration.NOT_TAKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{minEpss: 0.1}                                | {epss: 0.01} | EPSS is 0.01; the rule takes 0.1 or more",
        "{minEpss: 0.1, requireKnown: true}            | {epss: n/a} | EPSS is n/a; the rule takes 0.1 or more",
        "{minEpss: 0.1, requireKnown: true} | {epss: \"\\e[1m\"} | EPSS is \"\\u001B[1m\"; the rule takes 0.1 or more",
        "{resourceTags: {team: shop}, minEpss: 0.1}    | {epss: 0.2, team: billing} | tag team is billing; the rule takes shop",
        "{resourceTags: {team: shop}, requireKnown: true} | {team: ~} | there is no tag team; the rule takes shop"
      })
  void aReasonThatTheMachineFindsReadsLikeOneOfTheRules(
      String filter, String finding, String reason) {
    FindingSource source = FindingSource.SECURITYHUB_V2;
    Settings settings = FilteredFindings.settings(source, FilteredFindings.yaml(filter));
    SimulatedRoute route = SimulatedRoute.of(settings, "eu-west-1", new InspectorDetails()).get(0);
    assertThat(route.take(FilteredFindings.with(source, finding))).isEqualTo(new Passed(reason));
  }

  @Test
  void aTagOfAnyResourceCountsAndOneThatIsNoTextDoesNot() {
    FindingFilter shop = FindingFilter.builder().resourceTags(Map.of("team", "shop")).build();
    for (String tags :
        List.of(
            "[{'resources': [{'tags': [{'name': 'team', 'value': 'shop'}]}]}, true]",
            "[{'resources': [{'tags': [{'name': 'team', 'value': 'billing'}]}, {'tags': [{'name': 'team', 'value': 'shop'}]}]}, true]",
            "[{'resources': [{'tags': [{'name': 'team', 'value': 7}]}]}, false]",
            "[{'resources': [{'tags': [{'name': 'team', 'value': null}]}]}, false]",
            "[{'resources': [{'tags': [{'name': 'team'}, {'value': 'billing'}]}]}, true]",
            "[{'resources': [{'tags': {'team': 'billing'}}]}, true]",
            "[{'resources': [{'tags': null}]}, true]",
            "[{'resources': []}, true]")) {
      JsonNode row = SimulatedCuration.parsed(tags.replace('\'', '"'));
      ObjectNode event = sample("securityhub-v2-ec2-package");
      finding(event).set("resources", row.at("/0/resources"));
      assertThat(curation("platform", FindingSource.SECURITYHUB_V2, shop).run(event))
          .as(tags)
          .isInstanceOf(row.get(1).asBoolean() ? Taken.class : Passed.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.2,     true,  true",
    "0.10000, true,  true",
    "0.1,     true,  true",
    "0.09999, false, false",
    "0,       false, false",
    "1,       true,  true",
    // As some languages write small numbers.
    "4.2E-4,  false, false",
    "2e-1,    true,  true",
    // Not a number, so unknown.
    "n/a,     true,  false",
    "'',      true,  false",
    "0.2 %,   true,  false",
    "-0.2,    true,  false",
    // Not from 0 to 1, so not a probability.
    "1.00001, true,  false",
    "20,      true,  false",
    // More than a number can be, which $number would refuse in a condition, where nothing catches
    // it.
    "1E999,   true,  false"
  })
  void anEpssThatIsTextIsComparedAsANumber(
      String epss, boolean isTaken, boolean isTakenIfItHasToBeKnown) {
    ObjectNode asff = sample("securityhub-ec2-package");
    ((ObjectNode) finding(asff).at("/Vulnerabilities/0")).put("EpssScore", epss);
    ObjectNode ocsf = sample("securityhub-v2-ec2-package");
    ((ObjectNode) finding(ocsf).at("/vulnerabilities/0/cve/epss")).put("score", epss);
    for (boolean requireKnown : new boolean[] {false, true}) {
      FindingFilter filter = minEpss("0.1", requireKnown);
      var outcomes =
          List.of(
              curation("platform", FindingSource.SECURITYHUB, filter).run(asff),
              curation("platform", FindingSource.SECURITYHUB_V2, filter).run(ocsf));
      if (requireKnown ? isTakenIfItHasToBeKnown : isTaken) {
        assertThat(outcomes).allSatisfy(it -> assertThat(it).isInstanceOf(Taken.class));
      } else {
        assertThat(outcomes).containsOnly(SimulatedCuration.NOT_TAKEN);
      }
    }
  }

  @Test
  void anEpssThatIsANumberOrAbsentIsThePatternsBusiness() {
    ObjectNode low = sample("securityhub-ec2-package");
    ObjectNode none = sample("securityhub-ec2-network");
    for (ObjectNode event : List.of(low, none)) {
      assertThat(curation("platform", FindingSource.SECURITYHUB, minEpss("0.9", true)).run(event))
          .isInstanceOf(Taken.class);
    }
  }

  @Test
  void whatIsNotTakenIsNotRemembered() {
    SimulatedCuration curation =
        curation("platform", FindingSource.SECURITYHUB, minEpss("0.1", false));
    ObjectNode event = sample("securityhub-ec2-package");
    ((ObjectNode) finding(event).at("/Vulnerabilities/0")).put("EpssScore", "0.05");
    assertThat(curation.run(event)).isInstanceOf(Passed.class);
    ((ObjectNode) finding(event).at("/Vulnerabilities/0")).put("EpssScore", "0.5");
    assertThat(curation.run(event)).isInstanceOf(Taken.class);
  }

  @Test
  void whatInspectorSendsIsThePatternsBusinessAltogether() {
    assertThat(
            curation("platform", FindingSource.INSPECTOR, minEpss("0.9", true))
                .run(sample("inspector-ec2-package")))
        .isInstanceOf(Taken.class);
  }

  @ParameterizedTest
  @CsvSource({"default", "platform"})
  void aNotifiedFindingWhoseSeverityRisesIsAnnouncedAgain(String route) {
    SimulatedCuration curation = curation(route, FindingSource.SECURITYHUB, FindingFilter.ALL);
    ObjectNode event = sample("securityhub-ec2-package");
    assertThat(curation.run(event)).isInstanceOf(Taken.class);
    ((ObjectNode) finding(event).get("Workflow")).put("Status", "NOTIFIED");
    assertThat(curation.run(event.put("time", "2026-11-17T10:00:00Z"))).isInstanceOf(Passed.class);
    ((ObjectNode) finding(event).get("Severity")).put("Label", "CRITICAL");
    assertThat(curation.run(event.put("time", "2026-11-18T10:00:00Z"))).isInstanceOf(Taken.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "platform"})
  void whatSomebodyElseNotifiedIsNewsOnceAsTheMemoryAloneDecides(String route) {
    SimulatedCuration curation = curation(route, FindingSource.SECURITYHUB, FindingFilter.ALL);
    assertThat(curation.run(sample("securityhub-already-notified"))).isInstanceOf(Taken.class);
    assertThat(curation.run(sample("securityhub-already-notified"))).isInstanceOf(Passed.class);
  }
}
