package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleMatcherTests {
  private static Optional<String> mismatch(String pattern, String event)
      throws JsonProcessingException {
    return new RuleMatcher(pattern)
        .mismatch(new JsonMapper().readTree(event))
        .map(RuleMatcher.Mismatch::toString);
  }

  @Test
  void anEventThatMatchesHasNoMismatch() throws JsonProcessingException {
    assertThat(mismatch("{\"a\":{\"b\":[\"x\",\"y\"]}}", "{\"a\":{\"b\":\"y\"}}")).isEmpty();
  }

  @Test
  void theFirstFieldThatDoesNotMatchIsNamedInThePatternsOrder() throws JsonProcessingException {
    String pattern = "{\"one\":[\"1\"],\"two\":{\"b\":[\"2\"],\"c\":[\"3\",\"4\"]}}";
    assertThat(mismatch(pattern, "{\"one\":\"0\",\"two\":{\"b\":\"0\",\"c\":\"0\"}}"))
        .contains("one is 0; the rule takes 1");
    assertThat(mismatch(pattern, "{\"one\":\"1\",\"two\":{\"b\":\"2\",\"c\":\"0\"}}"))
        .contains("two.c is 0; the rule takes 3 or 4");
  }

  @Test
  void anAbsentFieldIsCalledAbsent() throws JsonProcessingException {
    assertThat(mismatch("{\"a\":{\"b\":[\"x\"]}}", "{\"a\":{}}"))
        .contains("a.b is absent; the rule takes x");
  }

  @Test
  void valuesAreFoundInEveryElementOfAnArray() throws JsonProcessingException {
    assertThat(
            mismatch(
                "{\"a\":{\"b\":[\"x\"]}}", "{\"a\":[{\"b\":\"y\"},{\"b\":\"z\"},{\"b\":\"y\"}]}"))
        .contains("a.b is y, z; the rule takes x");
  }

  @Test
  void oneElementOfAnArrayHasToMatchAsAWhole() throws JsonProcessingException {
    // EventBridge does not put a match together from two elements.
    assertThat(
            mismatch(
                "{\"a\":{\"b\":[\"x\"],\"c\":[\"y\"]}}",
                "{\"a\":[{\"b\":\"x\",\"c\":\"0\"},{\"b\":\"0\",\"c\":\"y\"}]}"))
        .contains("a.c is 0, y; the rule takes y");
  }

  @Test
  void whatAValueBeginsWithIsShown() throws JsonProcessingException {
    assertThat(mismatch("{\"a\":[{\"prefix\":\"x\"}]}", "{\"a\":[1,\"y\"]}"))
        .contains("a is 1, y; the rule takes x...");
  }

  @Test
  void valuesOfAnEventCannotDriveTheTerminal() throws JsonProcessingException {
    assertThat(mismatch("{\"a\":[\"x\"]}", "{\"a\":\"\\u001b[31mred\\n\"}"))
        .contains("a is \"\\u001B[31mred\\u000A\"; the rule takes x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "HIGH\u200B | \"HIGH\\u200B\"",
        "\uFEFFHIGH | \"\\uFEFFHIGH\"",
        "HI\u00ADGH | \"HI\\u00ADGH\"",
        "HIGH\u00A0 | \"HIGH\\u00A0\"",
        "\uDB40\uDC41 | \"\\uE0041\"",
        "`HIGH ` | `\"HIGH \"`",
        "`` | \"\"",
        "` ` | `\" \"`",
        "日本語 🚨 | 日本語 🚨"
      })
  void whatCannotBeSeenInAValueIsShown(String value, String shown) throws JsonProcessingException {
    String event = JsonNodeFactory.instance.objectNode().put("a", value).toString();
    assertThat(mismatch("{\"a\":[\"x\"]}", event)).contains("a is " + shown + "; the rule takes x");
  }

  @Test
  void whatIsNotAPatternIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RuleMatcher("{\"a\":\"x\"}"))
        .withMessage("not an event pattern: {\"a\":\"x\"}");
  }
}
