package inspectorslack.companion.forecast;

import inspectorslack.companion.StackFile;
import inspectorslack.companion.forecast.Forecast.Count;
import inspectorslack.companion.forecast.ForecastReport.Chart;
import inspectorslack.companion.forecast.ForecastReport.Shown;
import inspectorslack.companion.simulate.SlackPage;
import java.util.List;
import java.util.Objects;
import org.jsoup.nodes.Element;

/** A forecast as an HTML page: the messages as Slack shows them, and the counts. */
final class ForecastPage {
  private static final int BAR = 100;

  private final SlackPage page;

  private ForecastPage(SlackPage page) {
    this.page = page;
  }

  /**
   * Writes the page.
   *
   * @param file see {@link inspectorslack.companion.OutputFile}
   */
  static void write(String file, StackFile stackFile, ForecastReport report) {
    SlackPage page =
        new SlackPage("forecast", "Forecast for stack " + stackFile.stack(), stackFile);
    new ForecastPage(page).fill(report);
    page.write(file);
  }

  private void fill(ForecastReport report) {
    Element headline = page.expectFirst("#headline");
    headline.text(SlackPage.shown(report.headline()));
    Element header = Objects.requireNonNull(headline.parent());
    report.notes().forEach(note -> quiet(note, header));
    messages("#digests", report.digests(), "");
    messages("#summaries", report.summaries(), report.noSummary().orElse(""));
    Element charts = page.expectFirst("#charts");
    report.charts().forEach(chart -> chart(chart, charts));
    if (report.charts().isEmpty()) {
      section(charts).remove();
    }
  }

  private void messages(String list, List<Shown> messages, String none) {
    Element to = page.expectFirst(list);
    messages.stream().flatMap(it -> it.notes().stream()).distinct().forEach(it -> before(it, to));
    messages.forEach(
        it ->
            SlackPage.message(
                it.message(),
                SlackPage.card(it.route(), it.kind() + " " + it.about(), "unrated", to)));
    if (!messages.isEmpty()) {
      return;
    }
    if (none.isEmpty()) {
      section(to).remove();
    } else {
      before(none, to);
    }
  }

  private static Element section(Element of) {
    return Objects.requireNonNull(of.closest("section"));
  }

  private static void quiet(String text, Element to) {
    to.appendElement("p").addClass("quiet").text(SlackPage.shown(text));
  }

  private static void before(String text, Element list) {
    list.before(new Element("p").addClass("quiet").text(SlackPage.shown(text)));
  }

  private static void chart(Chart chart, Element to) {
    Element table = to.appendElement("table").addClass("bars");
    table.appendElement("caption").text(SlackPage.shown(chart.title()));
    Element body = table.appendElement("tbody");
    int most = chart.counts().stream().mapToInt(Count::count).max().orElse(0);
    for (Count count : chart.counts()) {
      Element row = body.appendElement("tr");
      if (chart.isMarked(count)) {
        row.addClass("marked");
      }
      Element label = row.appendElement("th").text(SlackPage.shown(Chart.label(count)));
      if (chart.isMarked(count)) {
        label.appendText(" ");
        label.appendElement("span").addClass("quiet").text(Chart.MARK);
      }
      row.appendElement("td").text(SlackPage.number(count.count()));
      long width = most == 0 ? 0 : Math.round((double) BAR * count.count() / most);
      row.appendElement("td")
          .appendElement("svg")
          .addClass("bar")
          .attr("viewBox", "0 0 %d 10".formatted(BAR))
          .attr("preserveAspectRatio", "none")
          .attr("aria-hidden", "true")
          .appendElement("rect")
          .attr("width", "" + (count.count() == 0 ? 0 : Math.max(1, width)))
          .attr("height", "10");
    }
  }
}
