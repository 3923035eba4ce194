package inspectorslack.offline;

import inspectorslack.config.FindingSource;
import inspectorslack.config.Settings;
import inspectorslack.offline.Forecast.Count;
import inspectorslack.offline.Terminal.Colour;
import java.util.List;

/** A forecast as bars on a terminal. */
final class ForecastText {
  private static final int MOST_RESOURCES = 10;
  private static final int LONGEST_LABEL = 60;

  private final Terminal terminal;

  ForecastText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(String stack, Settings settings, String file, Forecast forecast) {
    String threshold = settings.severityThreshold().name();
    int notifying =
        forecast.byThreshold().stream()
            .filter(count -> count.value().equals(threshold))
            .mapToInt(Count::count)
            .sum();
    terminal
        .out()
        .printf(
            "%,d of the %,d findings in %s would have notified in stack %s (%s and above).%n",
            notifying, forecast.total(), file, stack, threshold);
    for (FindingSource source : forecast.sources().keySet()) {
      if (source != settings.findingSource()) {
        terminal
            .out()
            .println(
                terminal.paint(
                    Colour.YELLOW,
                    "The list is from %s, but the stack listens to %s: counted as %s would send them."
                        .formatted(source, settings.findingSource(), source)));
      }
    }
    chart("Would have notified, by threshold", forecast.byThreshold(), threshold);
    chart("By severity", forecast.bySeverity(), "");
    chart("By type", forecast.byType(), "");
    List<Count> resources = forecast.byResource();
    chart(
        resources.size() > MOST_RESOURCES
            ? "Most affected of %,d resources".formatted(resources.size())
            : "By resource",
        resources.stream().limit(MOST_RESOURCES).toList(),
        "");
    chart("Would not notify at any threshold, because", forecast.neverBecause(), "");
  }

  private void chart(String title, List<Count> counts, String marked) {
    if (counts.isEmpty()) {
      return;
    }
    terminal.out().println();
    terminal.out().println(terminal.paint(Colour.BOLD, title));
    int labelWidth = counts.stream().mapToInt(count -> label(count).length()).max().orElseThrow();
    int most = counts.stream().mapToInt(Count::count).max().orElseThrow();
    int countWidth = "%,d".formatted(most).length();
    int barWidth = Math.max(10, Math.min(50, terminal.width() - labelWidth - countWidth - 8));
    for (Count count : counts) {
      boolean isMarked = count.value().equals(marked);
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
              label(count),
              count.count(),
              isMarked ? terminal.paint(Colour.GREEN, bar) : bar,
              isMarked ? "  this stack" : "");
    }
  }

  private static String label(Count count) {
    // Of an ARN, the part that tells resources apart.
    String label =
        Terminal.clean(count.value()).replaceFirst("arn:[^: ]*:[^: ]*:[^: ]*:[^: ]*:", "");
    return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL - 1) + "…";
  }
}
