package inspectorslack.companion.preview;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inspectorslack.companion.Recording;
import inspectorslack.companion.Recording.Declared;
import inspectorslack.companion.StackFile;

/** A recording as JSON: what {@code preview --json} prints and {@code --against} reads. */
final class PreviewJson {
  private static final JsonMapper JSON = new JsonMapper();

  private PreviewJson() {}

  /** One object: {@code stack}, {@code resources} and {@code outputs}. */
  static ObjectNode of(StackFile stack, Recording recording) {
    ObjectNode preview = JSON.createObjectNode().put("stack", stack.stack());
    ArrayNode resources = preview.putArray("resources");
    for (Declared resource : recording.resources()) {
      resources
          .addObject()
          .put("type", resource.type())
          .put("name", resource.name())
          .put("parent", resource.parent().orElse(null))
          .put("region", resource.region())
          .set("inputs", JSON.valueToTree(resource.inputs()));
    }
    preview.set("outputs", JSON.valueToTree(recording.outputs()));
    return preview;
  }
}
