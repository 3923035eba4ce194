package inspectorslack.companion;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a state machine's definition the way Step Functions does, limited to what the program's own
 * definitions use: choices, tasks with catchers, assignments and end states, in JSONata. Stand-ins
 * replace the services that tasks call. Nothing is retried, because a stand-in would give the same
 * answer again. Not thread-safe, nor are several on different threads.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
public final class StateMachineInterpreter {
  private static final JsonMapper JSON = new JsonMapper();

  // Machines share most of their expressions, and parsing takes longer than evaluating.
  private static final Map<String, Expression> EXPRESSIONS = new HashMap<>();

  /** What the tasks call. */
  public interface Services {
    /**
     * Answers one call.
     *
     * @param action such as {@code sns:publish}
     * @throws TaskFailure as the service would fail
     */
    Object call(String action, Map<?, ?> arguments);
  }

  /** A failed call or expression. */
  public static final class TaskFailure extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final String error;

    public TaskFailure(String error, String cause) {
      super(cause);
      this.error = error;
    }
  }

  /**
   * Where an execution ended.
   *
   * @param state the name of its last state
   * @param error the error and its cause if that state is a failure, or else empty
   */
  public record End(String state, String error) {}

  /** An expression, and the names of the variables that earlier states assign. */
  private record Expression(Jsonata jsonata, Set<String> variables) {
    private static final Pattern TEXT_OR_NAME =
        Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|\\$(\\w+)(\\s*:=)?");
    private static final Pattern PARAMETERS = Pattern.compile("function\\(([^)]*)\\)");

    static Expression of(String template) {
      String text = template.substring(2, template.length() - 2);
      Set<String> used = new HashSet<>();
      Set<String> own = new HashSet<>(Set.of("states"));
      for (Matcher name = TEXT_OR_NAME.matcher(text); name.find(); ) {
        if (name.group(1) != null) {
          (name.group(2) == null ? used : own).add(name.group(1));
        }
      }
      PARAMETERS
          .matcher(text)
          .results()
          .flatMap(it -> Stream.of(it.group(1).split("[$, ]+")))
          .forEach(own::add);
      own.add("parse");
      used.removeAll(own);
      used.removeIf(it -> Jsonata.jsonata("$" + it).evaluate(null) != null); // JSONata's functions
      Jsonata expression = Jsonata.jsonata(text);
      // Step Functions adds this function to JSONata's.
      expression.registerFunction("parse", StateMachineInterpreter::parsed);
      return new Expression(expression, used);
    }
  }

  private final JsonNode definition;
  private final Services services;

  public StateMachineInterpreter(String definition, Services services) {
    this.services = services;
    try {
      this.definition = JSON.readTree(definition);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object parsed(String json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new TaskFailure("States.QueryEvaluationError", "no JSON: " + json);
    }
  }

  /**
   * Runs one execution to its end.
   *
   * @param id the execution's, unlike any other's
   */
  public End run(String id, JsonNode event) {
    return run(id, Instant.now(), event);
  }

  /** The same at another time. */
  public End run(String id, Instant startTime, JsonNode event) {
    Object input = JSON.convertValue(event, Object.class);
    Map<String, Object> execution =
        Map.of("Id", id, "StartTime", startTime.toString(), "Input", input);
    Map<String, Object> state = Map.of("EnteredTime", startTime.toString());
    return new Execution(Map.of("Execution", execution, "State", state), input).run();
  }

  private final class Execution {
    private final Map<String, Object> context;
    private final Map<String, @Nullable Object> variables = new HashMap<>();
    private Object input;

    Execution(Map<String, Object> context, Object input) {
      this.context = context;
      this.input = input;
    }

    End run() {
      String name = definition.path("StartAt").asText();
      while (true) {
        JsonNode state = definition.path("States").path(name);
        switch (state.path("Type").asText()) {
          case "Choice" -> name = choose(state);
          // There is nothing to wait for.
          case "Pass", "Wait" -> name = leave(state, input, Map.of());
          case "Task" -> name = call(state);
          case "Succeed" -> {
            return new End(name, "");
          }
          case "Fail" -> {
            return new End(
                name,
                "%s: %s"
                    .formatted(
                        value(state.path("Error"), Map.of()),
                        value(state.path("Cause"), Map.of())));
          }
          default -> throw new IllegalStateException(name + " is of a type that is not run here");
        }
      }
    }

    private String choose(JsonNode state) {
      for (JsonNode choice : state.path("Choices")) {
        if (Boolean.TRUE.equals(value(choice.path("Condition"), Map.of()))) {
          return choice.path("Next").asText();
        }
      }
      assign(state, Map.of());
      return state.path("Default").asText();
    }

    private String call(JsonNode state) {
      String resource = state.path("Resource").asText();
      try {
        Map<?, ?> arguments = (Map<?, ?>) value(state.path("Arguments"), Map.of());
        Object result = services.call(resource.substring(resource.indexOf(":::") + 3), arguments);
        return leave(state, result, Map.of("result", result));
      } catch (TaskFailure failure) {
        for (JsonNode catcher : state.path("Catch")) {
          String caught = catcher.path("ErrorEquals").path(0).asText();
          if (caught.equals(failure.error) || caught.equals("States.ALL")) {
            assign(
                catcher,
                Map.of(
                    "errorOutput",
                    Map.of("Error", failure.error, "Cause", String.valueOf(failure.getMessage()))));
            return catcher.path("Next").asText();
          }
        }
        throw failure;
      }
    }

    /** Ends a state well; what it assigns sees the variables from before it. */
    private String leave(JsonNode state, Object output, Map<String, Object> outcome) {
      assign(state, outcome);
      input = output;
      return state.path("Next").asText();
    }

    private void assign(JsonNode owner, Map<String, Object> outcome) {
      Map<String, Object> assigned = new HashMap<>();
      owner
          .path("Assign")
          .properties()
          .forEach(it -> assigned.put(it.getKey(), value(it.getValue(), outcome)));
      variables.putAll(assigned);
    }

    /**
     * A value of the definition, its expressions evaluated.
     *
     * @param outcome what they see in {@code $states} besides input and context: {@code result}
     *     after a call, {@code errorOutput} in a catcher
     */
    private Object value(JsonNode node, Map<String, Object> outcome) {
      if (node.isObject()) {
        Map<String, Object> values = new LinkedHashMap<>();
        node.properties().forEach(it -> values.put(it.getKey(), value(it.getValue(), outcome)));
        return values;
      }
      if (node.isArray()) {
        List<Object> values = new ArrayList<>();
        node.forEach(it -> values.add(value(it, outcome)));
        return values;
      }
      return node.isTextual() && node.asText().startsWith("{%")
          ? evaluated(node.asText(), outcome)
          : JSON.convertValue(node, Object.class);
    }

    private Object evaluated(String template, Map<String, Object> outcome) {
      Expression expression = EXPRESSIONS.computeIfAbsent(template, Expression::of);
      for (String name : expression.variables) {
        if (!variables.containsKey(name)) {
          // To JSONata it's nothing, which most operators take; Step Functions doesn't.
          throw new TaskFailure(
              "States.QueryEvaluationError", "no state before has assigned $" + name);
        }
      }
      Jsonata.Frame frame = expression.jsonata.createFrame();
      Map<String, Object> known = new HashMap<>(outcome);
      known.put("context", context);
      known.put("input", input);
      frame.bind("states", known);
      variables.forEach(frame::bind);
      Object result;
      try {
        result = expression.jsonata.evaluate(null, frame);
      } catch (JException e) {
        throw new TaskFailure("States.QueryEvaluationError", String.valueOf(e.getMessage()));
      }
      if (result == null) {
        throw new TaskFailure(
            "States.QueryEvaluationError", "an expression yields nothing: " + template);
      }
      return result;
    }
  }
}
