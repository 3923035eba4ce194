package inspectorslack.emulator;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.digest.DigestRecording.Run;

/**
 * Lets a digest on the emulator play one recorded execution. The emulator does not have Inspector's
 * API; {@code tools/ministack/faults.py} answers such calls from the execution's input.
 */
final class RecordedInspector {
  private static final JsonMapper JSON = new JsonMapper();

  private RecordedInspector() {}

  /** A digest's definition that runs at the recorded time. */
  static String in(String definition, Run run) {
    return definition.replace("$states.context.Execution.StartTime", "'" + run.startTime() + "'");
  }

  /** The input of the execution, with the recorded answers. */
  static String input(Run run) {
    ObjectNode input = JSON.createObjectNode();
    ArrayNode recorded = input.putArray("recorded");
    run.calls()
        .forEach(
            call ->
                recorded
                    .addObject()
                    .<ObjectNode>set("arguments", call.arguments())
                    .set("answer", call.answer()));
    return input.toString();
  }
}
