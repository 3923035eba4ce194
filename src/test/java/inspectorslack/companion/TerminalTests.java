package inspectorslack.companion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTests {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static final String SCOTLAND =
      "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F";

  private Terminal terminal(boolean progress) {
    return new Terminal(
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, false, StandardCharsets.UTF_8),
        false,
        progress,
        false,
        100);
  }

  private static void step(Progress progress, int steps) {
    for (int i = 0; i < steps; i++) {
      progress.step();
    }
  }

  @Test
  void whatCouldDriveTheScreenIsTakenOutOfTexts() {
    assertThat(Terminal.clean("\n a\u001b[2J\tb\u009bc\r\nd\u202Ee\u2066f "))
        .isEqualTo("a [2J b c d e f");
    assertThat(Terminal.clean("pay\u200Bments\u3164\uFEFF")).isEqualTo("pay ments");
    // Tags, which only the flag of a part of a country needs.
    assertThat(Terminal.clean("a\uDB40\uDC41\uDB40\uDC7Fb\u061C\u206A\uFFF9c")).isEqualTo("a b c");
    assertThat(Terminal.clean(SCOTLAND)).isEqualTo(SCOTLAND);
    assertThat(Terminal.clean(SCOTLAND + "\uDB40\uDC41")).isEqualTo(SCOTLAND);
    assertThat(Terminal.clean("👩🏽\u200D💻 می\u200Cخواهم ❤\uFE0F"))
        .isEqualTo("👩🏽\u200D💻 می\u200Cخواهم ❤\uFE0F");
    assertThat(Terminal.clean("日本語 🚨")).isEqualTo("日本語 🚨");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        " a b",
        "a b ",
        "a b  ",
        "a  b",
        "a\tb",
        "a\u007fb",
        "a\u009fb",
        "a\n\u001b b",
        "a\u202E b"
      })
  void whatMovesACursorIsOneBlankBetweenWordsAndNoneAtTheEnds(String text) {
    assertThat(Terminal.clean(text)).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u007f", "\u0000 "})
  void ofBlanksAloneNothingIsLeft(String text) {
    assertThat(Terminal.clean(text)).isEmpty();
  }

  private static Terminal wide(int width) {
    return new Terminal(
        new ByteArrayInputStream(new byte[0]), System.out, System.err, true, false, false, width);
  }

  @ParameterizedTest
  @CsvSource({
    "80, 80, ''",
    "'', 100, ''",
    "0, 100, ''",
    "9, 100, 9",
    "10000, 100, 10000",
    "'80 ', 100, 80",
    "-80, 100, -80",
    "wi\u001bde, 100, wi de"
  })
  void columnsThatAreNoWidthAreSaidToBe100(String columns, int width, String named) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    assertThat(Terminal.width(columns, stream)).isEqualTo(width);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            named.isEmpty()
                ? ""
                : "warning: COLUMNS is \"%s\"; expected a number from 10 to 9999, so the width is 100\n"
                    .formatted(named));
  }

  @Test
  void textIsBrokenAtItsBlanksAndOtherLinesAreIndented() {
    assertThat(wide(30).wrapped("name  ", 6, "one two three four five six seven"))
        .isEqualTo("name  one two three four five\n      six seven");
  }

  @Test
  void whatIsLongerThanALineIsBrokenAnywhere() {
    assertThat(wide(24).wrapped("", 4, "see " + "x".repeat(30)))
        .isEqualTo("see\n    " + "x".repeat(20) + "\n    " + "x".repeat(10));
  }

  @Test
  void coloursTakeNoColumnsAndWideCharactersTwo() {
    Terminal terminal = wide(24);
    String red = terminal.paint(Terminal.Colour.RED, "red");
    assertThat(terminal.wrapped("", 0, red + " " + "x".repeat(20)))
        .isEqualTo(red + " " + "x".repeat(20));
    assertThat(terminal.wrapped("", 0, "日本語パッケージ 日本語")).isEqualTo("日本語パッケージ 日本語");
    assertThat(terminal.wrapped("", 0, "日本語パッケージ 日本語日本")).isEqualTo("日本語パッケージ\n日本語日本");
    assertThat(Terminal.columns("🚨 e\u0301\u200B")).isEqualTo(4);
  }

  @Test
  void proseOnAWideTerminalHasLinesThatCanBeRead() {
    assertThat(wide(300).wrapped("", 0, "word ".repeat(60).strip()).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void progressIsShownOnceARunTakesLongAndTakenAwayAtItsEnd() {
    long[] now = {0};
    Progress progress = new Progress(terminal(true), "events", () -> now[0]);
    step(progress, 10_000);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    now[0] = 1_000_000_000L;
    step(progress, 2_400);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("\u001b[K10,240 events...\r");
    now[0] = 1_250_000_000L;
    step(progress, 256);
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("\u001b[K12,544 events...\r");
    progress.clear();
    assertThat(err.toString(StandardCharsets.UTF_8)).endsWith("...\r\u001b[K");
  }

  @Test
  void progressIsOnlyForTerminals() {
    Progress progress = new Progress(terminal(false), "events", () -> Long.MAX_VALUE / 2);
    step(progress, 10_000);
    progress.clear();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void whatWasFoundIsShownBeforeWaitingForMoreInput() throws IOException {
    Terminal terminal = terminal(false);
    terminal.out().print("found");
    try (InputStream in = InputFile.open("-", terminal)) {
      assertThat(in.read(new byte[10], 0, 10)).isEqualTo(-1);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("found");
  }
}
