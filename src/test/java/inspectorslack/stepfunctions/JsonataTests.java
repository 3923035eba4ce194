package inspectorslack.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expressions from resource files. What the program's own files yield is tested where they are
 * used.
 */
class JsonataTests {
  private static final Path RESOURCES = Path.of("src/main/resources");

  static Map<String, String> linesBySource() {
    return Map.of(
        "a /* one */ + /* two\n */ b", "a + b",
        "\"/* no comment */\" & '  \"  '", "\"/* no comment */\" & '  \"  '",
        "\"a \\\" /* b\" /* \"c\" */", "\"a \\\" /* b\"",
        "`a  b` .  c", "`a  b` . c",
        "$contains(a, /[\"  ]+/)  and b", "$contains(a, /[\"  ]+/) and b",
        "$contains(a, /[/\"]  \\/  /i)  & \"\"", "$contains(a, /[/\"]  \\/  /i) & \"\"",
        "a / b  /  \"c  \"", "a / b / \"c  \"",
        "(a) /2  &  \"/\"", "(a) /2 & \"/\"");
  }

  static Set<Map.Entry<String, String>> sources() {
    return linesBySource().entrySet();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void commentsAndBlanksGoButNotWithinTextsAndRegularExpressions(Map.Entry<String, String> source) {
    assertThat(Jsonata.oneLine(source.getKey())).isEqualTo(source.getValue());
  }

  @Test
  void lineBreaksBecomeBlanks() {
    assertThat(Jsonata.oneLine("/* a\nb */\n(\r\n  a;\n\n  b\n)\n")).isEqualTo("( a; b )");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a & \"b", "a & 'b\"", "`a", "\"a\nb\""})
  void aTextThatIsNotClosedOnItsLineIsRefused(String source) {
    assertThatThrownBy(() -> Jsonata.oneLine(source)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsBoundIsTheSameInJsonata() {
    String block =
        Jsonata.block()
            .bind("text", "a\"b\\c\n/*%d$x")
            .bind("number", 3)
            .bindExpression("sum", "$number + 1")
            .result(JsonataTests.class, "bound");
    assertThat(block).doesNotContain("\n");
    assertThat(com.dashjoin.jsonata.Jsonata.jsonata(block).evaluate(null))
        .isEqualTo(List.of("a\"b\\c\n/*%d$x", 3, 4));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Jsonata.read(JsonataTests.class, "absent"))
        .hasMessageContaining("absent.jsonata in inspectorslack.stepfunctions");
  }

  @Test
  void onlyStatementsCanBeIncluded() {
    assertThatThrownBy(() -> Jsonata.block().include(JsonataTests.class, "bound"))
        .hasMessageContaining("bound.jsonata has to end with a semicolon");
  }

  static Stream<Path> files() {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files.filter(it -> it.toString().endsWith(".jsonata")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsJsonataAsItIsWrittenAndAsItIsDeployed(Path file) throws IOException {
    String source = Files.readString(file);
    for (String text : List.of(source, Jsonata.oneLine(source))) {
      assertThat(com.dashjoin.jsonata.Jsonata.jsonata("(" + text + ")")).isNotNull();
    }
  }
}
