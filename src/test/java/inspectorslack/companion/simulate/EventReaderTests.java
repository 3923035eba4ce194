package inspectorslack.companion.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.simulate.EventReader.Malformed;
import inspectorslack.companion.simulate.EventReader.Parsed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTests {
  /** Every record in short: its number, then its JSON or what is wrong. */
  private static List<String> read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> read(byte[] text) throws IOException {
    List<String> records = new ArrayList<>();
    EventReader.read(
        new ByteArrayInputStream(text),
        record ->
            records.add(
                record.number()
                    + " "
                    + (record instanceof Parsed parsed
                        ? parsed.event()
                        : ((Malformed) record).problem())));
    return records;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"a\":1},{\"b\":2}]",
        " \r\n\t[\n  {\"a\":1},\n  {\n    \"b\": 2\n  }\n]\n",
        "{\"a\":1}\n{\"b\":2}\n",
        "{\"a\":1}\r\n\r\n  {\"b\":2}",
        "\uFEFF{\"a\":1}\n{\"b\":2}",
        "{\n  \"a\": 1\n}\n{\n  \"b\": 2\n}\n",
        "{\n  \"a\":\n1}\n{\n  \"b\": 2}",
        "{\"a\":1}\n{\n\"b\":\n2\n}\n",
        "{\"a\":1}{\"b\":2}",
        "{\n  \"a\": 1\n}{\n  \"b\": 2\n}",
        "  {\n    \"a\": 1\n  }\n  {\n    \"b\": 2\n  }\n"
      })
  void twoEventsAreReadFromEveryForm(String text) throws IOException {
    assertThat(read(text)).containsExactly("1 {\"a\":1}", "2 {\"b\":2}");
  }

  @Test
  void oneObjectOverSeveralLinesIsOneEvent() throws IOException {
    assertThat(read("{\n\"a\":\n{\n\"b\": [\n{\n\"c\": 1\n}\n]\n}\n}\n"))
        .containsExactly("1 {\"a\":{\"b\":[{\"c\":1}]}}");
  }

  @Test
  void aMalformedLineIsNamedAndTheRestIsRead() throws IOException {
    assertThat(read("{\"a\":1}\n{\"b\":nope}\n\n{\"c\":3}\n"))
        .containsExactly(
            "1 {\"a\":1}",
            "2 not valid JSON: Unrecognized token 'nope', at line 2, column 6",
            "3 {\"c\":3}");
  }

  @Test
  void aLineThatWasCutOffIsNamedAndTheRestIsRead() throws IOException {
    List<String> records =
        read(
            "{\"a\":1,\"b\":\"cut\n{\"c\":3}\n{\"d\":{\"e\":4}\n{\"f\":5}\n{\"g\":\n{\"h\":6}\n{\"i\":7}\n{\"j\"");
    // The columns are the parser's own idea.
    assertThat(records.stream().map(it -> it.replaceFirst(", column \\d+$", "")))
        .containsExactly(
            "1 not valid JSON: it ends too early, at line 1",
            "2 {\"c\":3}",
            "3 not valid JSON: it ends too early, at line 3",
            "4 {\"f\":5}",
            "5 not valid JSON: it ends too early, at line 6",
            "6 {\"h\":6}",
            "7 {\"i\":7}",
            "8 not valid JSON: it ends too early, at line 8");
  }

  @Test
  void whatIsNotAnObjectIsNamed() throws IOException {
    assertThat(read("{\"a\":1}\n17\n\"text\"\nnull\ntrue\n[1]\nplain words\n"))
        .startsWith(
            "1 {\"a\":1}",
            "2 not an event: a JSON number",
            "3 not an event: a JSON string",
            "4 not an event: null",
            "5 not an event: a JSON boolean",
            "6 not an event: a JSON array")
        .hasSize(7)
        .last()
        .asString()
        .startsWith("7 not valid JSON: Unrecognized token 'plain'");
  }

  @Test
  void elementsOfAnArrayThatAreNoObjectsAreNamedAndTheRestIsRead() throws IOException {
    assertThat(read("[{\"a\":1}, 17, [{\"x\":1}], {\"b\":2}]"))
        .containsExactly(
            "1 {\"a\":1}",
            "2 not an event: a JSON number",
            "3 not an event: a JSON array",
            "4 {\"b\":2}");
  }

  @Test
  void aMalformedElementOfAnArrayIsNamedAndTheRestIsRead() throws IOException {
    assertThat(
            read(
                "[\n  {\"a\":1},\n  {\"b\":nope, \"x\": {\n    \"y\":1}},\n  {\n    \"c\": 3\n  },\n  {\"d\":4}\n]\n"))
        .containsExactly(
            "1 {\"a\":1}",
            "2 not valid JSON: Unrecognized token 'nope', at line 3, column 8",
            "3 {\"c\":3}",
            "4 {\"d\":4}");
  }

  @Test
  void anArrayThatBreaksOffIsNamed() throws IOException {
    assertThat(read("[{\"a\":1}"))
        .containsExactly("1 {\"a\":1}", "2 not valid JSON: it ends too early, at line 1, column 9");
    assertThat(read("[{\"a\":1}] {\"b\":2}"))
        .containsExactly("1 {\"a\":1}", "2 not an event: more text after the end of the array");
  }

  @Test
  void whatJacksonRefusesWithoutAPlaceGetsOne() throws IOException {
    String deep = "{\"a\":".repeat(2000) + "1" + "}".repeat(2000);
    assertThat(read(deep + "\n{\"b\":2}"))
        .hasSize(2)
        .satisfies(
            records -> {
              assertThat(records.get(0))
                  .isEqualTo(
                      "1 not valid JSON: nested more than 1000 levels deep, at line 1, column 5002");
              assertThat(records.get(1)).isEqualTo("2 {\"b\":2}");
            });
  }

  @Test
  void whatIsTooDeepInAnArrayIsNamedWithItsPlaceAndTheRestIsRead() throws IOException {
    assertThat(read("[{\"a\":1},\n" + "[".repeat(2000) + "\n]\n{\"b\":2}"))
        .startsWith(
            "1 {\"a\":1}",
            "2 not valid JSON: nested more than 1000 levels deep, at line 2, column 1001");
  }

  @Test
  void aFileOfAnotherKindIsGivenUpSoon() throws IOException {
    assertThat(read("words\n".repeat(1000)))
        .hasSize(21)
        .endsWith("21 the rest of the file was not read");
    assertThat(read("{\"a\":1}\n" + "words\n".repeat(1000))).hasSize(1001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n", "[]", "\uFEFF"})
  void aFileWithoutEventsIsNamed(String text) throws IOException {
    assertThat(read(text)).containsExactly("1 no events in it");
  }

  @Test
  void whatIsLongerThanAnyEventIsNamedInsteadOfHeldAndTheRestIsRead() throws IOException {
    String line = "  \"text\": \"" + "x".repeat(1000) + "\",\n";
    String tooLong = "too long for an event; for a list of findings, use 'forecast'";
    assertThat(read("{\n" + line.repeat(5000) + "}\n{\"a\":1}\n"))
        .containsExactly("1 " + tooLong, "2 {\"a\":1}");
    assertThat(read("{\"a\":\"" + "x".repeat(5 << 20) + "\"}\n{\"a\":1}\n"))
        .containsExactly("1 " + tooLong, "2 {\"a\":1}");
  }

  @Test
  void textIsReadAsUtf8() throws IOException {
    assertThat(read("{\"a\":\"日本語 🚨\"}")).containsExactly("1 {\"a\":\"日本語 🚨\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":\"é\"}\n{\"b\":2}", "[\n{\"a\":\"é\"},\n{\"b\":2}\n]"})
  void bytesThatAreNotUtf8AreNamedAndTheRestIsRead(String text) throws IOException {
    List<String> records = read(text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(records).hasSize(2).last().isEqualTo("2 {\"b\":2}");
    assertThat(records.get(0))
        .startsWith(
            "1 not valid JSON: a byte that isn't UTF-8; if it's Latin-1 text, convert it (iconv -f LATIN1 -t UTF-8), at line ");
  }

  @Test
  void anotherEncodingOrACompressedFileIsNamed() throws IOException {
    String utf16 = "1 UTF-16 text; convert it first (iconv -f UTF-16 -t UTF-8)";
    assertThat(read("{\"a\":1}".getBytes(StandardCharsets.UTF_16))).containsExactly(utf16);
    assertThat(read("\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))).containsExactly(utf16);
    assertThat(read("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE))).containsExactly(utf16);
    assertThat(read("{\"a\":1}".getBytes(StandardCharsets.UTF_16BE))).containsExactly(utf16);
    for (String name : List.of("UTF-32BE", "UTF-32LE")) {
      assertThat(read("{\"a\":1}".getBytes(Charset.forName(name))))
          .containsExactly("1 UTF-32 text; convert it first (iconv -f UTF-32 -t UTF-8)");
      assertThat(read("\uFEFF{\"a\":1}".getBytes(Charset.forName(name))))
          .containsExactly("1 UTF-32 text; convert it first (iconv -f UTF-32 -t UTF-8)");
    }
    assertThat(read(new byte[] {0x1F, (byte) 0x8B, 8, 0}))
        .containsExactly("1 compressed with gzip; unpack it first (gunzip -c)");
    assertThat(read("PK\u0003\u0004"))
        .containsExactly("1 a zip archive; unpack it first (unzip -p)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"b\":1,\"b\":2}} | the field \"b\" appears twice in one object",
        "{\"a\":1e99999} | a number that's out of range",
        "{\"a\":-1e99999} | a number that's out of range",
        "{\"a\":NaN} | NaN isn't a JSON number",
        "{\"a\":/*1*/2} | a comment, which JSON doesn't have",
        "{\"a\":\u0000} | a control character, code 0",
        "{\"a\":\"\u0007\"} | a control character, code 7",
        "{\"a\":[1} | Unexpected close marker '}': expected ']'",
        "{\"a\":01} | Invalid numeric value: Leading zeroes not allowed",
        "{\"a\":!} | Unexpected character ('!' (code 33))",
        "{\"a\":\"\\x\"} | Unrecognized character escape 'x' (code 120)"
      })
  void problemsAreNamedWithoutParserInternals(String text, String problem) throws IOException {
    for (String form : List.of("%s\n{\"b\":2}", "[\n%s,\n{\"b\":2}\n]")) {
      List<String> records = read(form.formatted(text));
      assertThat(records).hasSize(2).last().isEqualTo("2 {\"b\":2}");
      assertThat(records.get(0))
          .matches("1 not valid JSON: " + Pattern.quote(problem) + ", at line [12], column \\d+");
    }
  }

  @Test
  void aNumberOfTooManyDigitsIsNamedWithoutParserInternals() throws IOException {
    assertThat(read("{\"a\":" + "1".repeat(2000) + "}"))
        .singleElement()
        .asString()
        .matches("1 not valid JSON: a value that's too long, at line 1, column \\d+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Messages\":[{\"Body\":\"{'a':1}\",\"MessageId\":\"x\"},{\"Body\":\"{'b':2}\"}]}",
        "{\n  \"Messages\": [\n    {\n      \"Body\": \"{'a':1}\"\n    },\n    {\n      \"Body\": \"{'b':2}\"\n    }\n  ]\n}\n",
        "{\"Body\":\"{'a':1}\"}\n{\"Body\":\"{'b':2}\"}",
        "{\"Records\":[{\"body\":\"{'a':1}\"},{\"body\":\"{'b':2}\"}]}",
        "{\"Records\":[{\"Sns\":{\"Message\":\"{'a':1}\"}},{\"Sns\":{\"Message\":\"{'b':2}\"}}]}",
        "[{\"Type\":\"Notification\",\"Message\":\"{'a':1}\"},{\"b\":2}]"
      })
  void wrappedEventsAreUnwrapped(String text) throws IOException {
    assertThat(read(text.replace("'", "\\\""))).containsExactly("1 {\"a\":1}", "2 {\"b\":2}");
  }

  @Test
  void anSnsMessageInAnSqsMessageIsUnwrappedTwice() throws IOException {
    ObjectNode notification =
        JsonNodeFactory.instance
            .objectNode()
            .put("Type", "Notification")
            .put("Message", "{\"a\":1}");
    assertThat(
            read("" + JsonNodeFactory.instance.objectNode().put("Body", notification.toString())))
        .containsExactly("1 {\"a\":1}");
  }

  @Test
  void aPutEventsEntryBecomesTheEventThatEventBridgeMakesOfIt() throws IOException {
    String entry =
        "{\"Source\":\"s\",\"DetailType\":\"t\",\"Time\":\"2026-11-16T10:00:02Z\",\"Detail\":\"{\\\"a\\\":1}\"}";
    String event =
        "{\"source\":\"s\",\"detail-type\":\"t\",\"time\":\"2026-11-16T10:00:02Z\",\"detail\":{\"a\":1}}";
    assertThat(read("{\"Entries\":[" + entry + "]}")).containsExactly("1 " + event);
    assertThat(read("[" + entry + "," + entry + "]")).containsExactly("1 " + event, "2 " + event);
  }

  @Test
  void aProblemInsideAnEnvelopeIsNamed() throws IOException {
    assertThat(
            read(
                "{\"Messages\":[{\"Body\":\"{nope\"},{\"MessageId\":\"1\"},{\"Body\":\"7\"},{\"Body\":\"\"}]}"))
        .containsExactly(
            "1 within its SQS message: not valid JSON: Unexpected character ('n' (code 110)), at line 1, column 2",
            "2 an SQS message without its body",
            "3 within its SQS message: not an event: a JSON number",
            "4 within its SQS message: not an event: a JSON string");
    assertThat(read("{\"Type\":\"Notification\",\"Message\":null}"))
        .containsExactly("1 within its SNS message: not an event: null");
    assertThat(read("{\"Body\":\"{\\\"a\\\":1}{\\\"b\\\":2}\"}"))
        .containsExactly("1 within its SQS message: more than one JSON value");
    assertThat(read("{\"Records\":[{\"s3\":{}}]}"))
        .containsExactly("1 {\"Records\":[{\"s3\":{}}]}");
    assertThat(read("{\"Messages\":null}")).containsExactly("1 no events in its Messages");
    assertThat(read("{\"Messages\":[]}")).containsExactly("1 no events in its SQS message");
  }
}
