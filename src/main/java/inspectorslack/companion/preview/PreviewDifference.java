package inspectorslack.companion.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.preview.JsonDifference.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a stack differs from an earlier preview of it. Like the engine, it identifies a resource by
 * its type and name.
 *
 * @param added resources that the earlier preview does not have
 * @param removed resources that only the earlier preview has
 * @param changed resources with other inputs, or another parent or Region
 * @param outputs outputs that were added, removed or changed
 */
record PreviewDifference(
    List<JsonNode> added, List<JsonNode> removed, List<Changed> changed, List<Change> outputs) {
  /**
   * One resource that differs.
   *
   * @param resource as it is now
   * @param changes its inputs that differ, by path, and its parent and Region if those do
   */
  record Changed(JsonNode resource, List<Change> changes) {}

  /** The difference of two previews as {@link PreviewJson} writes them. */
  static PreviewDifference between(JsonNode before, JsonNode after) {
    Map<String, JsonNode> earlier = new LinkedHashMap<>();
    before.path("resources").forEach(resource -> earlier.put(key(resource), resource));
    List<JsonNode> added = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    for (JsonNode resource : after.path("resources")) {
      JsonNode was = earlier.remove(key(resource));
      if (was == null) {
        added.add(resource);
        continue;
      }
      List<Change> changes =
          new ArrayList<>(
              JsonDifference.between("parent", was.path("parent"), resource.path("parent")));
      changes.addAll(JsonDifference.between("region", was.path("region"), resource.path("region")));
      changes.addAll(JsonDifference.between("", was.path("inputs"), resource.path("inputs")));
      if (!changes.isEmpty()) {
        changed.add(new Changed(resource, List.copyOf(changes)));
      }
    }
    return new PreviewDifference(
        List.copyOf(added),
        List.copyOf(earlier.values()),
        List.copyOf(changed),
        JsonDifference.between("", before.path("outputs"), after.path("outputs")));
  }

  /** What a resource is known by, for people too. */
  static String key(JsonNode resource) {
    return resource.path("type").asText() + " " + resource.path("name").asText();
  }

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty() && outputs.isEmpty();
  }

  /** The difference as one JSON object; what was or is not there is {@code null}. */
  ObjectNode toJson(String stack) {
    ObjectNode json = new JsonMapper().createObjectNode().put("stack", stack);
    ArrayNode addedJson = json.putArray("added");
    added.forEach(resource -> identity(addedJson.addObject(), resource));
    ArrayNode removedJson = json.putArray("removed");
    removed.forEach(resource -> identity(removedJson.addObject(), resource));
    ArrayNode changedJson = json.putArray("changed");
    for (Changed resource : changed) {
      ObjectNode one = identity(changedJson.addObject(), resource.resource());
      write(one.putArray("changes"), resource.changes());
    }
    write(json.putArray("outputs"), outputs);
    return json;
  }

  private static ObjectNode identity(ObjectNode into, JsonNode resource) {
    return into.put("type", resource.path("type").asText())
        .put("name", resource.path("name").asText());
  }

  private static void write(ArrayNode into, List<Change> changes) {
    for (Change change : changes) {
      ObjectNode one = into.addObject().put("path", change.path());
      one.set("before", change.before().orElse(NullNode.getInstance()));
      one.set("after", change.after().orElse(NullNode.getInstance()));
    }
  }
}
