package inspectorslack.companion.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A state machine's definition in words, a line for each state that does something. */
final class StateMachineText {
  private static final JsonMapper JSON = new JsonMapper();

  private StateMachineText() {}

  /** The states of a definition in words; empty if the text is none. */
  static Optional<List<String>> lines(String definition) {
    if (!definition.startsWith("{\"Comment\"")) {
      return Optional.empty();
    }
    try {
      List<String> lines = new ArrayList<>();
      JSON.readTree(definition)
          .path("States")
          .properties()
          .forEach(state -> line(state.getValue()).ifPresent(it -> lines.add(state.getKey() + it)));
      return Optional.of(lines);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> line(JsonNode state) {
    return switch (state.path("Type").asText()) {
      case "Choice" ->
          Optional.of(
              ": if so %s, else %s"
                  .formatted(state.at("/Choices/0/Next").asText(), state.path("Default").asText()));
      case "Task" ->
          Optional.of(
              ": %s, then %s; %s"
                  .formatted(
                      state.path("Resource").asText().replaceFirst("^.*:::", ""),
                      state.path("Next").asText(),
                      state
                          .path("Catch")
                          .valueStream()
                          .map(
                              it ->
                                  "on %s %s"
                                      .formatted(
                                          it.at("/ErrorEquals/0")
                                              .asText()
                                              .replace("States.ALL", "failure"),
                                          it.path("Next").asText()))
                          .collect(Collectors.joining(", "))));
      default -> Optional.empty();
    };
  }
}
