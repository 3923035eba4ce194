package inspectorslack.companion.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonDifferenceTests {
  private static final JsonMapper JSON = new JsonMapper();

  /** The differences, each as {@code path: before -> after}, with nothing for what is not there. */
  private static List<String> between(String before, String after) throws JsonProcessingException {
    return lines(JSON.readTree(before), JSON.readTree(after));
  }

  /** The same of two documents that are the text of one input, as resources carry them. */
  private static List<String> betweenDocuments(String input, String before, String after) {
    return lines(JSON.valueToTree(Map.of(input, before)), JSON.valueToTree(Map.of(input, after)));
  }

  private static List<String> lines(JsonNode before, JsonNode after) {
    return JsonDifference.between("", before, after).stream()
        .map(
            it ->
                "%s: %s -> %s"
                    .formatted(
                        it.path(),
                        it.before().map(JsonNode::toString).orElse(""),
                        it.after().map(JsonNode::toString).orElse("")))
        .toList();
  }

  @Test
  void onlyWhatDiffersIsNamedWithItsPath() throws JsonProcessingException {
    assertThat(
            between(
                """
                {"same": 1, "other": {"inner": "a", "kept": true}, "gone": [1], "type": 3}""",
                """
                {"type": "3", "same": 1.0, "other": {"inner": "b", "kept": true}, "come": null}"""))
        .containsExactly(
            "other.inner: \"a\" -> \"b\"", "gone: [1] -> ", "type: 3 -> \"3\"", "come:  -> null");
  }

  @Test
  void ofAListWhatCameAndWentIsNamedAndAnotherOrderAsAWhole() throws JsonProcessingException {
    assertThat(between("{\"l\": [\"EC2\", \"ECR\"]}", "{\"l\": [\"EC2\", \"LAMBDA\"]}"))
        .containsExactly("l: \"ECR\" -> ", "l:  -> \"LAMBDA\"");
    assertThat(between("{\"l\": [1, 1, 2]}", "{\"l\": [1, 2]}")).containsExactly("l: 1 -> ");
    assertThat(between("{\"l\": [1, 2]}", "{\"l\": [2, 1]}")).containsExactly("l: [1,2] -> [2,1]");
    assertThat(between("{\"l\": [{\"a\": 1}, {\"a\": 2}]}", "{\"l\": [{\"a\": 1}, {\"a\": 3}]}"))
        .containsExactly("l[1].a: 2 -> 3");
    assertThat(between("{\"l\": [{\"a\": 1}]}", "{\"l\": [{\"a\": 1}, {\"a\": 2}]}"))
        .containsExactly("l[1]:  -> {\"a\":2}");
  }

  @Test
  void anEventPatternIsComparedAsASetOfDemands() {
    assertThat(
            betweenDocuments(
                "eventPattern",
                "{\"detail\":{\"severity\":[\"HIGH\",\"CRITICAL\"]},\"source\":[\"s\"]}",
                "{\"source\": [\"s\"], \"detail\": {\"severity\": [\"CRITICAL\", \"HIGH\"]}}"))
        .isEmpty();
    assertThat(
            betweenDocuments(
                "eventPattern",
                "{\"detail\":{\"severity\":[\"HIGH\",\"CRITICAL\"]}}",
                "{\"detail\":{\"severity\":[\"MEDIUM\",\"HIGH\",\"CRITICAL\"]}}"))
        .containsExactly("eventPattern.detail.severity:  -> \"MEDIUM\"");
    assertThat(
            betweenDocuments(
                "eventPattern",
                "{\"$or\":[{\"a\":[\"x\"]},{\"b\":[\"y\"]}]}",
                "{\"$or\":[{\"b\":[\"y\"]},{\"a\":[\"z\"]}]}"))
        .containsExactly("eventPattern.$or[].a: \"x\" -> ", "eventPattern.$or[].a:  -> \"z\"");
  }

  @Test
  void aPolicyIsComparedStatementByStatement() {
    assertThat(
            betweenDocuments(
                "policy",
                """
                {"Statement": {"Sid": "One", "Action": "x:Get", "Resource": "*"}}""",
                """
                {"Statement": [{"Sid": "One", "Resource": ["*"], "Action": ["x:Get"]}]}"""))
        .isEmpty();
    assertThat(
            betweenDocuments(
                "policy",
                """
                {"Statement": [{"Sid": "One", "Action": "x:Get"}, {"Sid": "Two", "Action": "x:Put"}]}""",
                """
                {"Statement": [{"Sid": "New", "Action": "y:Get"},
                               {"Sid": "One", "Action": ["x:Get", "x:List"]}]}"""))
        .containsExactly(
            "policy.Statement[One].Action:  -> \"x:List\"",
            "policy.Statement[Two]: {\"Sid\":\"Two\",\"Action\":\"x:Put\"} -> ",
            "policy.Statement[New]:  -> {\"Sid\":\"New\",\"Action\":\"y:Get\"}");
    assertThat(
            betweenDocuments(
                "policy",
                """
                {"Statement": [{"Action": "x:Get"}, {"Action": "x:Put"}]}""",
                """
                {"Statement": [{"Action": "x:Put"}, {"Action": "x:Get"}]}"""))
        .isEmpty();
  }

  @Test
  void aStateMachinesListsKeepTheirOrder() {
    assertThat(
            betweenDocuments(
                "definition",
                "{\"States\":{\"A\":{\"Choices\":[{\"Next\":\"B\"},{\"Next\":\"C\"}]}}}",
                "{\"States\":{\"A\":{\"Choices\":[{\"Next\":\"C\"},{\"Next\":\"B\"}]}}}"))
        .containsExactly(
            "definition.States.A.Choices[0].Next: \"B\" -> \"C\"",
            "definition.States.A.Choices[1].Next: \"C\" -> \"B\"");
  }

  @Test
  void aTextThatIsNotADocumentIsATextLikeAnother() {
    assertThat(betweenDocuments("description", "{% one %}", "{% two %}"))
        .containsExactly("description: \"{% one %}\" -> \"{% two %}\"");
    assertThat(betweenDocuments("description", "{\"a\":1}", "text"))
        .containsExactly("description: \"{\\\"a\\\":1}\" -> \"text\"");
  }
}
