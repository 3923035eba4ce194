package inspectorslack.companion.preview;

import inspectorslack.companion.Recording;
import inspectorslack.companion.Recording.Declared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a Region that isn't the stack's home Region differs from it. Most of it is the same but for
 * the Region in names and ARNs.
 *
 * @param same how many resources are the same as in the home Region
 * @param different resources that aren't, or that the home Region doesn't have
 */
record OtherRegion(int same, List<Declared> different) {
  /** What a Region has, compared with the home Region. */
  static OtherRegion of(String region, String home, Recording recording) {
    Map<String, String> atHome = new LinkedHashMap<>();
    recording.resources().stream()
        .filter(it -> it.region().equals(home))
        .forEach(it -> atHome.put(it.type() + " " + it.name(), it.inputs().toString()));
    int same = 0;
    List<Declared> different = new ArrayList<>();
    for (Declared resource : recording.resources()) {
      if (!resource.region().equals(region) || PreviewText.isComponent(resource)) {
        continue;
      }
      String key = resource.type() + " " + resource.name().replaceFirst(region + "-", "");
      String inputs =
          resource
              .inputs()
              .toString()
              // The names of roles end in the Region; those of resources begin with it.
              .replace("-" + region, "")
              .replace(region + "-", "")
              .replace(region, home);
      if (inputs.equals(atHome.get(key))) {
        same++;
      } else {
        different.add(resource);
      }
    }
    return new OtherRegion(same, List.copyOf(different));
  }
}
