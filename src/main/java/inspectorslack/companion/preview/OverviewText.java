package inspectorslack.companion.preview;

import inspectorslack.Settings;
import inspectorslack.companion.Recording;
import inspectorslack.companion.StackFile;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.Terminal.Colour;
import inspectorslack.companion.preview.StackInWords.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Prints a stack on one screen: what it does, what it consists of, what it costs, what's next. */
final class OverviewText {
  private static final int LABEL = 11;

  private final Terminal terminal;
  private final StackFile stack;
  private final Settings settings;
  private final Recording recording;

  OverviewText(Terminal terminal, StackFile stack, Settings settings, Recording recording) {
    this.terminal = terminal;
    this.stack = stack;
    this.settings = settings;
    this.recording = recording;
  }

  void print() {
    StackInWords words = new StackInWords(settings, recording);
    terminal
        .out()
        .println(
            terminal.wrapped(
                "",
                2,
                PreviewText.headline(
                    terminal.paint(Colour.BOLD, stack.stack()), stack, settings, recording)));
    section("Scans", words.scans());
    section("Notifies", words.notifies());
    section("Resources", resources());
    section("On destroy", words.destroy());
    section("Costs", costs());
    section("Missing", yellow(words.missing()));
    section(
        "Warnings", yellow(stack.warningsBesidesSlack(settings).stream().map(Line::new).toList()));
    section("Next", next());
  }

  private List<Line> yellow(List<Line> lines) {
    return lines.stream()
        .map(it -> new Line(it.name(), terminal.paint(Colour.YELLOW, Terminal.clean(it.text()))))
        .toList();
  }

  private void section(String label, List<Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    terminal.out().println();
    int names = lines.stream().mapToInt(it -> Terminal.columns(it.name())).max().orElse(0);
    String first = terminal.paint(Colour.BOLD, label) + " ".repeat(LABEL - label.length());
    for (Line line : lines) {
      int gap = line.name().isEmpty() ? 0 : names + 2;
      terminal
          .out()
          .println(
              terminal.wrapped(
                  first + line.name() + " ".repeat(gap - Terminal.columns(line.name())),
                  // Without a name, an indent keeps a line that wraps from reading like two.
                  LABEL + Math.max(gap, 2),
                  line.text()));
      first = " ".repeat(LABEL);
    }
  }

  private List<Line> resources() {
    List<Line> lines = new ArrayList<>();
    Set<String> place = Set.of(stack.region());
    for (Feature feature : Feature.of(settings, recording)) {
      if (settings.regions().count() > 1 && !feature.regions().equals(place)) {
        place = feature.regions();
        lines.add(new Line(terminal.paint(Colour.DIM, inWords(place))));
      }
      lines.add(new Line(feature.name(), feature.inWords(settings.routes().size())));
    }
    return lines;
  }

  private String inWords(Set<String> regions) {
    if (regions.size() == settings.regions().count()) {
      return "in each of %d Regions:".formatted(regions.size());
    }
    return regions.equals(Set.of(stack.region()))
        ? "once:"
        : regions.equals(Set.copyOf(settings.regions().others()))
            ? "in each other Region:"
            : "in %s:".formatted(StackInWords.listed(regions.stream()));
  }

  private List<Line> costs() {
    List<MonthlyCost> costs = MonthlyCost.of(recording);
    String sum = MonthlyCost.sum(costs).toPlainString();
    List<Line> lines = new ArrayList<>();
    lines.add(new Line(terminal.paint(Colour.BOLD, sum), "USD a month before usage"));
    for (MonthlyCost it : costs) {
      String price = it.sum().toPlainString();
      lines.add(new Line(" ".repeat(sum.length() - price.length()) + price, it.inWords()));
    }
    lines.add(
        new Line(
            "%s; %s for usage"
                .formatted(
                    MonthlyCost.PRICES,
                    settings.enableSecurityHub()
                        ? "Inspector and Security Hub charge"
                        : "Inspector charges")));
    return lines;
  }

  private List<Line> next() {
    String simulate = "./inspector-slack simulate " + stack.stack();
    String details = "./inspector-slack preview %s --details".formatted(stack.stack());
    String up = "pulumi up --stack " + stack.stack();
    return List.of(
        commented(simulate, "what it posts", details.length()),
        commented(details, "all inputs", details.length()),
        commented(up, "deploys it", details.length()));
  }

  /** A command with a comment, on the same line if there's room. */
  private Line commented(String command, String comment, int width) {
    String beside = command + " ".repeat(width - command.length()) + "  # " + comment;
    return new Line(LABEL + beside.length() > terminal.width() ? command : beside);
  }
}
