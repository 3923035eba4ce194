package inspectorslack.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.offline.DigestRecording.Run;
import java.util.List;

/**
 * Puts recorded answers in the place of calls of Inspector's API, which the emulator does not know
 * from a state machine: each such task becomes a state that looks its arguments up in the recording
 * and passes the answer on. All else of the definition stays as it is.
 */
final class RecordedInspector {
  private static final JsonMapper JSON = new JsonMapper();

  private RecordedInspector() {}

  /** A digest's definition that plays one recorded execution, at its own time. */
  static String in(String definition, Run run) {
    ArrayNode answers = JSON.createArrayNode();
    run.calls()
        .forEach(
            call ->
                answers
                    .addObject()
                    .<ObjectNode>set("arguments", call.arguments())
                    .set("answer", call.answer()));
    ObjectNode changed;
    try {
      changed =
          (ObjectNode)
              JSON.readTree(
                  definition.replace(
                      "$states.context.Execution.StartTime", "'" + run.startTime() + "'"));
    } catch (JsonProcessingException e) {
      throw new AssertionError(definition, e);
    }
    for (JsonNode state : changed.get("States")) {
      if (state.path("Resource").asText().contains(":aws-sdk:inspector2:")) {
        ObjectNode task = (ObjectNode) state;
        String arguments = task.get("Arguments").asText().replaceAll("^\\{%|%}$", "");
        task.remove(List.of("Resource", "Arguments", "TimeoutSeconds", "Retry", "Catch"));
        task.put("Type", "Pass")
            .put(
                "Output",
                // A path does not go on from a literal list that is filtered.
                "{%% ( $asked := (%s); $recorded := %s; $recorded[arguments = $asked].answer ) %%}"
                    .formatted(arguments, answers));
      }
    }
    return changed.toString();
  }
}
