package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.SampleFindings;
import inspectorslack.companion.DocumentedFields.Flaw;
import inspectorslack.config.FindingSource;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentedFieldsTests {
  private static final JsonMapper JSON = new JsonMapper();

  /** The findings of a source's samples. */
  private static List<JsonNode> samples(FindingSource source) {
    return Arrays.stream(Objects.requireNonNull(new File("src/main/resources/samples").list()))
        .map(file -> file.replace(".json", ""))
        .filter(name -> !name.startsWith("coverage") && SampleFindings.source(name) == source)
        .map(name -> finding(source, SampleFindings.sample(name)))
        .toList();
  }

  private static JsonNode finding(FindingSource source, JsonNode event) {
    return event.at(source == FindingSource.INSPECTOR ? "/detail" : "/detail/findings/0");
  }

  private static List<String> flaws(FindingSource source, JsonNode finding) {
    return DocumentedFields.flaws(source, finding).stream().map(Flaw::text).toList();
  }

  @ParameterizedTest
  @EnumSource
  void theSamplesHaveNoFlaw(FindingSource source) {
    assertThat(samples(source)).isNotEmpty().allMatch(it -> flaws(source, it).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INSPECTOR | findingArn | 'abc' | findingArn is 'abc'; expected an Inspector finding's ARN (arn:aws:inspector2:REGION:ACCOUNT:finding/ID)",
        "SECURITYHUB | Id | 'arn:aws:guardduty:eu-west-1:123456789012:detector/1' | Id is 'arn:aws:guardduty:eu-west-1:123456789012:detector/1'; expected an Inspector finding's ARN (arn:aws:inspector2:REGION:ACCOUNT:finding/ID)",
        "INSPECTOR | awsAccountId | 123456789012 | awsAccountId is 123456789012; expected an account id of 12 digits, as a string",
        "INSPECTOR | fixAvailable | 'MAYBE' | fixAvailable is 'MAYBE'; expected YES, NO or PARTIAL",
        "INSPECTOR | fixAvailable | true | fixAvailable is true; expected YES, NO or PARTIAL",
        "INSPECTOR | fixAvailable | null | ``",
        "INSPECTOR | exploitAvailable | 'PARTIAL' | exploitAvailable is 'PARTIAL'; expected YES or NO",
        "INSPECTOR | epss | 0.97 | epss is 0.97; expected an object",
        "INSPECTOR | epss | [0.97] | epss is a list; expected an object",
        "INSPECTOR | epss | {'score': 97} | epss.score is 97; expected a number from 0 to 1",
        "INSPECTOR | epss | {'score': -0.1} | epss.score is -0.1; expected a number from 0 to 1",
        "INSPECTOR | epss | {'score': 'high'} | epss.score is 'high'; expected a number from 0 to 1",
        "INSPECTOR | epss | {'Score': 1} | epss.score is spelled Score",
        "INSPECTOR | inspectorScore | 'x' | inspectorScore is 'x'; expected a number from 0 to 10",
        "INSPECTOR | inspectorScore | 98 | inspectorScore is 98; expected a number from 0 to 10",
        "INSPECTOR | inspectorScore | 10 | ``",
        "INSPECTOR | resources | 'i-1' | resources is 'i-1'; expected a list",
        "INSPECTOR | resources | ['i-1'] | resources[0] is 'i-1'; expected an object",
        "INSPECTOR | resources | [{'region': 7, 'tags': []}] | resources[0].region is 7; expected a string; resources[0].tags is an empty list; expected an object",
        "INSPECTOR | title | '' | ``",
        "INSPECTOR | type | 'PACKAGE_VULNERABILTY' | type is 'PACKAGE_VULNERABILTY'; expected one of PACKAGE_VULNERABILITY, NETWORK_REACHABILITY, CODE_VULNERABILITY",
        "INSPECTOR | packageVulnerabilityDetails | {'cvss': [{'baseScore': 8}, {'baseScore': 81}]} | packageVulnerabilityDetails.cvss[1].baseScore is 81; expected a number from 0 to 10",
        "INSPECTOR | packageVulnerabilityDetails | {'vulnerablePackages': [{'fixedInVersion': ['3']}]} | packageVulnerabilityDetails.vulnerablePackages[0].fixedInVersion is a list; expected a string",
        "INSPECTOR | codeVulnerabilityDetails | {'filePath': 'handler.py'} | codeVulnerabilityDetails.filePath is 'handler.py'; expected an object",
        "SECURITYHUB | ProductFields | {'aws/inspector/inspectorScore': '81'} | ProductFields.aws/inspector/inspectorScore is '81'; expected a number from 0 to 10",
        "SECURITYHUB_V2 | resources | [{'tags': [{'Key': 'team', 'Value': 'shop'}]}] | resources[0].tags is a list; expected a list of objects with name and value",
        "SECURITYHUB | Vulnerabilities | {} | Vulnerabilities is an object; expected a list",
        "SECURITYHUB | Vulnerabilities | [{'FixAvailable': 'yes'}] | Vulnerabilities[0].FixAvailable is 'yes'; expected YES, NO or PARTIAL",
        "SECURITYHUB_V2 | vulnerabilities | [{'is_fix_available': 'YES'}] | vulnerabilities[0].is_fix_available is 'YES'; expected true or false"
      })
  void whatAwsDoesNotDocumentSoIsAFlaw(
      FindingSource source, String field, String value, String flaws) throws IOException {
    JsonNode finding = finding(source, SampleFindings.sample(source + "-ec2-package"));
    ((ObjectNode) finding).set(field, JSON.readTree(value.replace('\'', '"')));
    assertThat(String.join("; ", flaws(source, finding)).replace('"', '\'')).isEqualTo(flaws);
  }

  @Test
  void ofALongTextOnlyTheBeginningIsShown() throws IOException {
    JsonNode finding = JSON.readTree("{\"fixAvailable\": \"%s\"}".formatted("x".repeat(1000)));
    assertThat(flaws(FindingSource.INSPECTOR, finding))
        .containsExactly(
            "fixAvailable is \"" + "x".repeat(100) + "\"…; expected YES, NO or PARTIAL");
  }

  @ParameterizedTest
  @EnumSource
  void everyFieldIsOneThatASampleHas(FindingSource source) throws IOException {
    List<JsonNode> samples = new ArrayList<>(samples(source));
    if (source == FindingSource.INSPECTOR) {
      samples.addAll(SampleFindings.answers("findings"));
    }
    assertThat(missing(DocumentedFields.of(source), samples)).isEmpty();
  }

  @Test
  void everyDetailIsOneThatTheSampleAnswersHave() throws IOException {
    assertThat(missing(DocumentedFields.OF_DETAILS, SampleFindings.answers("findingDetails")))
        .isEmpty();
  }

  /** The fields that no node has. */
  private static List<String> missing(DocumentedFields fields, List<JsonNode> nodes) {
    return fields
        .names()
        .filter(
            name -> {
              List<JsonNode> found = nodes;
              for (String step : name.split("\\.")) {
                found = found.stream().map(it -> it.path(step.replace("[]", ""))).toList();
                if (step.endsWith("[]")) {
                  found = found.stream().flatMap(JsonNode::valueStream).toList();
                }
              }
              return found.stream().allMatch(JsonNode::isMissingNode);
            })
        .toList();
  }
}
