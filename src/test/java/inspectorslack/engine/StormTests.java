package inspectorslack.engine;

import static com.pulumi.automation.OperationType.CREATE;
import static com.pulumi.automation.OperationType.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.engine.Cloud.Mirror;
import inspectorslack.engine.Cloud.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Changes {@code storm} on a running stack, and updates a stack that was deployed before there were
 * storms. Both keep the memory.
 *
 * <p>Not proven: how long DynamoDB takes to add an index.
 */
class StormTests extends EngineSuite {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CURATED = settings("delivery: curated");
  private static final String SUMMARIES = "alerts-curation-summaries";

  private final List<CloudType> puts = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();

  private final class Watcher implements Mirror {
    @Override
    public void put(Resource resource) {
      puts.add(resource.type());
    }

    @Override
    public void remove(Resource resource) {
      removals.add(resource.id());
    }
  }

  @Test
  void anotherStormUpdatesTheStateMachineOnly() throws Exception {
    EngineStack stack = stack("test", CURATED);
    assertThat(stack.up().problems()).isEmpty();
    Map<String, Object> before = stack.state();
    String storm = CURATED + "  inspector-slack:storm: {messages: 0, minutes: 60}\n";
    assertMoves(stack, "another storm", storm, Map.of("alerts-curation-machine", UPDATE));
    assertThat(stack.state()).isNotEqualTo(before);
    assertMoves(stack, "the default", CURATED, Map.of("alerts-curation-machine", UPDATE));
    assertThat(stack.state()).isEqualTo(before);
  }

  @Test
  void aStackFromBeforeStormsGetsIndexAndScheduleInPlace() throws Exception {
    EngineStack stack = stack("test", CURATED);
    assertThat(stack.up().problems()).isEmpty();
    Map<String, Object> now = stack.state();
    takeBackToTheTimeBeforeStorms(stack);
    cloud.mirrorTo(new Watcher());

    assertMoves(
        stack,
        "storms",
        CURATED,
        Map.of(
            "alerts-curation-memory",
            UPDATE,
            "alerts-curation-machine-policy",
            UPDATE,
            "alerts-curation-machine",
            UPDATE,
            "alerts-dead-letters-policy",
            UPDATE,
            SUMMARIES,
            CREATE,
            SUMMARIES + "-target",
            CREATE));
    assertThat(removals).isEmpty();
    // The table has its index before the machine queries it, and the machine starts last.
    assertThat(puts)
        .containsSubsequence(
            CloudType.TABLE, CloudType.ROLE_POLICY, CloudType.STATE_MACHINE, CloudType.TARGET)
        .containsSubsequence(CloudType.QUEUE_POLICY, CloudType.TARGET);
    assertThat(stack.state()).isEqualTo(now);
    assertThat(stack.preview().changes()).isEmpty();
  }

  /** Leaves state and account as a deployment without index and schedule would have. */
  private void takeBackToTheTimeBeforeStorms(EngineStack stack) throws IOException {
    ObjectNode state = (ObjectNode) JSON.readTree(stack.checkpoint().toFile());
    ArrayNode resources = (ArrayNode) state.at("/checkpoint/latest/resources");
    List<String> urns = new ArrayList<>();
    for (Iterator<JsonNode> each = resources.elements(); each.hasNext(); ) {
      String urn = each.next().path("urn").asText();
      if (urn.contains("::" + SUMMARIES)) {
        urns.add(urn);
        each.remove();
      }
    }
    assertThat(urns).hasSize(2);
    for (JsonNode resource : resources) {
      withoutDependencies((ObjectNode) resource, urns);
      for (String part : new String[] {"inputs", "outputs"}) {
        if (resource.path(part) instanceof ObjectNode properties) {
          before(resource.path("urn").asText().replaceFirst(".*::", ""), properties);
        }
      }
    }
    JSON.writeValue(stack.checkpoint().toFile(), state);

    cloud.delete(CloudType.TARGET, "inspector-slack-test-summaries summaries");
    cloud.delete(CloudType.RULE, "inspector-slack-test-summaries");
    Resource table = cloud.all(CloudType.TABLE).get(0);
    ObjectNode inputs = JSON.valueToTree(table.properties());
    inputs.remove("arn");
    before("alerts-curation-memory", inputs);
    cloud.update(CloudType.TABLE, table.id(), properties(inputs));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> properties(ObjectNode inputs) {
    return JSON.convertValue(inputs, LinkedHashMap.class);
  }

  private static void withoutDependencies(ObjectNode resource, List<String> urns) {
    List<JsonNode> dependencies = new ArrayList<>(List.of(resource.path("dependencies")));
    resource.path("propertyDependencies").forEach(dependencies::add);
    for (JsonNode each : dependencies) {
      for (Iterator<JsonNode> urn = each.elements(); urn.hasNext(); ) {
        if (urns.contains(urn.next().asText())) {
          urn.remove();
        }
      }
    }
  }

  private static void before(String name, ObjectNode properties) {
    switch (name) {
      case "alerts-curation-memory" -> {
        properties.remove("globalSecondaryIndexes");
        ArrayNode attributes = (ArrayNode) properties.path("attributes");
        while (attributes.size() > 1) {
          attributes.remove(1);
        }
      }
      case "alerts-curation-machine-policy" ->
          properties.put(
              "policy",
              properties.path("policy").asText().replace("dynamodb:Query", "dynamodb:Scan"));
      case "alerts-dead-letters-policy" ->
          properties.put(
              "policy",
              properties.path("policy").asText().replace("test-summaries", "test-findings"));
      case "alerts-curation-machine" ->
          properties.put(
              "definition", properties.path("definition").asText().replace("ListHeld", "Nothing"));
      default -> {}
    }
  }
}
