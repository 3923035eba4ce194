package inspectorslack.companion.forecast;

import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.companion.forecast.Forecast.Count;
import inspectorslack.companion.forecast.ForecastReport.Chart;
import inspectorslack.companion.forecast.ForecastReport.Shown;
import inspectorslack.companion.simulate.MessageText;
import java.util.List;

/** A forecast on a terminal: bars, and the messages as {@code simulate} prints them. */
final class ForecastText {
  private static final int LONGEST_LABEL = 60;
  private static final int SHORTEST_BAR = 10;
  private static final String MARK = "  " + Chart.MARK;

  private final Terminal terminal;

  ForecastText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(ForecastReport report) {
    say(report.headline());
    report.notes().forEach(this::note);
    report.charts().forEach(this::chart);
    report.digests().stream().findFirst().ifPresent(it -> message(report, it));
    report.summaries().stream().findFirst().ifPresent(it -> message(report, it));
    report
        .noSummary()
        .ifPresent(
            text -> {
              terminal.out().println();
              say(text);
            });
  }

  private void message(ForecastReport report, Shown shown) {
    MessageText messages = new MessageText(terminal, report.settings());
    terminal.out().println();
    terminal
        .out()
        .println(
            terminal.wrapped(
                terminal.paint(Colour.GREEN, "%-7s  ".formatted(shown.kind())),
                MessageText.INDENT,
                shown.about()));
    if (report.settings().hasNamedRoutes()) {
      messages.line("to " + shown.route());
    }
    shown.notes().forEach(note -> messages.line(terminal.paint(Colour.YELLOW, note)));
    messages.print(shown.message());
  }

  private void say(String text) {
    terminal.out().println(terminal.wrapped("", 0, text));
  }

  private void note(String note) {
    say(terminal.paint(Colour.YELLOW, note));
  }

  private void chart(Chart chart) {
    List<Count> counts = chart.counts();
    terminal.out().println();
    say(terminal.paint(Colour.BOLD, chart.title()));
    int most = counts.stream().mapToInt(Count::count).max().orElseThrow();
    int countWidth = "%,d".formatted(most).length();
    int beside =
        6 + countWidth + (counts.stream().anyMatch(it -> chart.isMarked(it)) ? MARK.length() : 0);
    int longest =
        Math.min(LONGEST_LABEL, Math.max(SHORTEST_BAR, terminal.width() - beside - SHORTEST_BAR));
    int labelWidth =
        counts.stream().mapToInt(it -> label(it, longest).length()).max().orElseThrow();
    int barWidth = Math.max(SHORTEST_BAR, Math.min(50, terminal.width() - labelWidth - beside));
    for (Count count : counts) {
      boolean isMarked = chart.isMarked(count);
      // At least one block for what is not zero, so that it is seen.
      int blocks =
          count.count() == 0
              ? 0
              : (int) Math.max(1, Math.round((double) barWidth * count.count() / most));
      String bar = "█".repeat(blocks);
      terminal
          .out()
          .printf(
              "%s %-" + labelWidth + "s  %," + countWidth + "d  %s%s%n",
              isMarked ? ">" : " ",
              label(count, longest),
              count.count(),
              isMarked ? terminal.paint(Colour.GREEN, bar) : bar,
              isMarked ? MARK : "");
    }
  }

  private static String label(Count count, int longest) {
    String label = Chart.label(count);
    return label.length() <= longest ? label : label.substring(0, longest - 1) + "…";
  }
}
