package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.JsonText;
import inspectorslack.companion.Terminal;
import inspectorslack.companion.simulate.Simulation.Notification;
import inspectorslack.companion.simulate.Simulation.Report;
import inspectorslack.companion.simulate.Simulation.Result;
import inspectorslack.companion.simulate.Simulation.Summary;
import inspectorslack.companion.simulate.Simulation.Verdict;
import java.util.Locale;
import java.util.Map;

/** A simulation as one JSON object per line. */
final class SimulationJson implements Report {
  private static final JsonMapper JSON = new JsonMapper();

  private final Terminal terminal;

  SimulationJson(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void add(Result result) {
    ObjectNode line =
        JSON.createObjectNode()
            .put("file", result.file())
            .put("record", result.record())
            .put("verdict", result.verdict().name().toLowerCase(Locale.ROOT))
            .put("reason", result.reason().orElse(null))
            .put("severity", result.finding().severity().orElse(null))
            .put("findingArn", result.finding().findingArn().orElse(null));
    ArrayNode notifications = line.putArray("notifications");
    for (Notification given : result.notifications()) {
      // Without a message, AWS renders the card from the unchanged event.
      ObjectNode notification = notifications.addObject().put("route", given.route());
      given.message().ifPresent(message -> notification.set("message", message));
    }
    terminal.out().println(JsonText.printable(line.toString()));
  }

  @Override
  public void add(Summary summary) {
    ObjectNode line =
        JSON.createObjectNode()
            .put("verdict", "summary")
            .put("route", summary.route())
            .put("time", summary.time().toString());
    summary.findings().forEach(line.putArray("findings")::add);
    line.putArray("notifications")
        .addObject()
        .put("route", summary.route())
        .set("message", summary.message());
    terminal.out().println(JsonText.printable(line.toString()));
  }

  @Override
  public void finish(Map<Verdict, Integer> counts) {}
}
