package inspectorslack.companion.simulate;

import static inspectorslack.SampleFindings.detail;
import static inspectorslack.SampleFindings.sample;
import static inspectorslack.SampleFindings.source;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleVerdicts;
import inspectorslack.SampleVerdicts.Row;
import inspectorslack.companion.InspectorDetails;
import inspectorslack.companion.simulate.SimulatedRoute.Taken;
import inspectorslack.config.AccountNames;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Routes;
import inspectorslack.config.Severity;
import inspectorslack.config.Storm;
import inspectorslack.curation.CurationDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names of accounts in curated messages, summaries and coverage alerts. {@code DigestTests} has
 * them in digests.
 *
 * <p>Not proven here: that Slack shows a name as it's written.
 */
class AccountNamesTests extends StormTest {
  private static final String ID = "123456789012";
  private static final String OTHER = "210987654321";
  private static final AccountNames NAMES = new AccountNames(Map.of(ID, "R&D <old>"));

  /** In Slack's escaping: R&D <old> (123456789012). */
  private static final String SHOWN = "R&amp;D &lt;old&gt; (" + ID + ")";

  private static SimulatedCuration curation(FindingSource source, AccountNames names) {
    return new SimulatedCuration(
        CurationDefinition.json(
            source,
            Routes.of(Severity.INFORMATIONAL),
            new Delivery.Curated(30),
            SimulatedCuration.surroundings("eu-west-1").accountNames(names).build()),
        new InspectorDetails());
  }

  private static JsonNode message(SimulatedRoute.Outcome outcome) {
    assertThat(outcome).isInstanceOf(Taken.class);
    return ((Taken) outcome).message().orElseThrow();
  }

  static List<String> findings() {
    return SampleVerdicts.all().stream()
        .filter(row -> !row.sample().startsWith("coverage-"))
        .filter(row -> !row.sample().matches(".*-(closed|suppressed|archived|resolved|untriaged)"))
        .map(Row::sample)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("findings")
  void aMessageNamesTheAccountAndSaysTheSameOtherwise(String name) {
    FindingSource source = source(name);
    JsonNode without = message(curation(source, AccountNames.NONE).run(sample(name)));
    JsonNode with = message(curation(source, NAMES).run(sample(name)));
    assertThat(lines(without)).contains("*Account:* " + ID + " · eu-west-1");
    assertThat(with.toString())
        .isEqualTo(without.toString().replace("*Account:* " + ID, "*Account:* " + SHOWN));
  }

  @Test
  void anAccountWithoutANameIsItsId() {
    ObjectNode event = sample("inspector-ec2-package");
    detail(event).put("awsAccountId", OTHER);
    assertThat(lines(message(curation(FindingSource.INSPECTOR, NAMES).run(event))))
        .contains("*Account:* " + OTHER + " · eu-west-1");
  }

  @ParameterizedTest
  @CsvSource({
    "inspector-ec2-package, /detail, awsAccountId",
    "securityhub-ec2-package, /detail/findings/0, AwsAccountId",
    "securityhub-v2-ec2-package, /detail/findings/0/cloud/account, uid"
  })
  void aFindingWithoutAnAccountIsAnnouncedWithoutOne(String name, String where, String field) {
    ObjectNode event = sample(name);
    assertThat(((ObjectNode) event.at(where)).remove(field)).isNotNull();
    FindingSource source = source(name);
    assertThat(message(curation(source, NAMES).run(event)))
        .isEqualTo(message(curation(source, AccountNames.NONE).run(event)));
  }

  private static ObjectNode of(String account, ObjectNode event) {
    detail(event).put("awsAccountId", account);
    return event;
  }

  @Test
  void aSummaryNamesTheAccountOfEachResourceAndKeepsAccountsApart() {
    SimulatedCuration curation =
        new SimulatedCuration(
            definition(
                new Storm(0, 5), new AccountNames(Map.of(ID, "R&D <old>", OTHER, "payments"))),
            new InspectorDetails());
    curation.run(of(ID, on("i-1", finding(1, "HIGH", START))));
    curation.run(of(ID, on("i-1", finding(2, "HIGH", START))));
    curation.run(of(OTHER, on("i-1", finding(3, "HIGH", START))));
    curation.run(of("111122223333", on("i-1", finding(4, "HIGH", START))));
    ObjectNode without = on("i-1", finding(5, "HIGH", START));
    detail(without).remove("awsAccountId");
    curation.run(without);
    List<String> lines = lines(summary(curation, START.plusSeconds(300)).message());
    assertThat(lines.subList(lines.indexOf("*Most affected:*") + 1, lines.size()))
        .containsExactly(
            "• name of i-1 · i-1 · " + SHOWN + ": 2 findings",
            "• name of i-1 · i-1: 1 finding",
            "• name of i-1 · i-1 · 111122223333: 1 finding",
            "• name of i-1 · i-1 · payments (210987654321): 1 finding");
  }

  @Test
  void aSummaryWithoutNamesIsAsItWas() {
    SimulatedCuration curation = curation(0, 5);
    curation.run(on("i-1", finding(1, "HIGH", START)));
    assertThat(lines(summary(curation, START.plusSeconds(300)).message()))
        .endsWith("• name of i-1 · i-1: 1 finding");
  }

  @ParameterizedTest
  @CsvSource({"coverage-unmanaged-instance", "coverage-expired-image"})
  void aCoverageAlertNamesTheAccountAndSaysTheSameOtherwise(String name) {
    JsonNode without =
        message(new CoverageSimulation("eu-west-1", AccountNames.NONE).run(sample(name)));
    JsonNode with = message(new CoverageSimulation("eu-west-1", NAMES).run(sample(name)));
    assertThat(lines(without)).contains("*Account:* " + ID + " · eu-west-1");
    assertThat(with.toString())
        .isEqualTo(without.toString().replace("*Account:* " + ID, "*Account:* " + SHOWN));
  }
}
