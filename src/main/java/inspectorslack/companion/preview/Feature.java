package inspectorslack.companion.preview;

import inspectorslack.Settings;
import inspectorslack.companion.Recording;
import inspectorslack.companion.Recording.Declared;
import inspectorslack.config.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Resources of one feature, counted by kind. Routes and Regions with the same counts share an
 * entry.
 *
 * @param name such as {@code alerts}
 * @param routes the routes that have these resources; empty if the feature doesn't belong to a
 *     route
 * @param regions the Regions that have these resources
 * @param counts how many of each kind one route has in one Region
 */
record Feature(
    String name, List<String> routes, Set<String> regions, Map<ResourceKind, Integer> counts) {
  /** What a component is part of, the same in every Region. */
  private record Part(String name, Optional<String> route) {}

  /** The name for resources that don't belong to a feature. */
  static final String PROVIDERS = "providers";

  /** All resources of a stack, those of all Regions first. */
  static List<Feature> of(Settings settings, Recording recording) {
    List<String> routes =
        settings.routes().stream()
            .map(Route::name)
            .filter(it -> !it.equals(Route.DEFAULT))
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    Map<String, Part> parts = new HashMap<>();
    Set<String> regions = new LinkedHashSet<>();
    Map<Part, Map<ResourceKind, Map<String, Integer>>> counts = new LinkedHashMap<>();
    for (Declared resource : recording.resources()) {
      regions.add(resource.region());
      if (PreviewText.isComponent(resource)) {
        parts.put(resource.name(), part(resource, parts, routes));
      } else {
        counts
            .computeIfAbsent(
                resource.parent().map(parts::get).orElseThrow(), it -> new LinkedHashMap<>())
            .computeIfAbsent(ResourceKind.of(resource.type()), it -> new LinkedHashMap<>())
            .merge(resource.region(), 1, Integer::sum);
      }
    }
    Map<Feature, List<String>> features = new LinkedHashMap<>();
    counts.forEach(
        (part, kinds) ->
            byRegions(kinds, regions)
                .forEach(
                    (where, counted) ->
                        features
                            .computeIfAbsent(
                                new Feature(part.name, List.of(), where, counted),
                                it -> new ArrayList<>())
                            .addAll(part.route.stream().toList())));
    return features.entrySet().stream()
        .map(it -> it.getKey().ofRoutes(it.getValue()))
        .collect(Collectors.groupingBy(Feature::regions, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .sorted(Comparator.comparing(it -> -it.get(0).regions.size()))
        .flatMap(List::stream)
        .toList();
  }

  private Feature ofRoutes(List<String> names) {
    return new Feature(name, List.copyOf(names), regions, counts);
  }

  // A component is named after its Region, parent or feature, followed by its route.
  private static Part part(Declared component, Map<String, Part> parts, List<String> routes) {
    if (component.type().endsWith(":Region")) {
      return new Part(PROVIDERS, Optional.empty());
    }
    String name = component.name();
    Optional<String> parent = component.parent();
    if (parent.isPresent() && name.startsWith(parent.get() + "-")) {
      String rest = name.substring(parent.get().length() + 1);
      Part above = parts.get(parent.get());
      // In another Region, the names of features also begin with the Region.
      return above == null || above.name.equals(PROVIDERS)
          ? part(rest, routes)
          : new Part(rest, above.route);
    }
    return part(name.replaceFirst("^" + component.region() + "-", ""), routes);
  }

  private static Part part(String name, List<String> routes) {
    return routes.stream()
        .filter(route -> name.endsWith("-" + route))
        .findFirst()
        .map(
            route ->
                new Part(name.substring(0, name.length() - route.length() - 1), Optional.of(route)))
        .orElseGet(() -> new Part(name, Optional.empty()));
  }

  /** The counts that all Regions share, then what only some Regions have in addition. */
  private static Map<Set<String>, Map<ResourceKind, Integer>> byRegions(
      Map<ResourceKind, Map<String, Integer>> kinds, Set<String> regions) {
    Map<Set<String>, Map<ResourceKind, Integer>> counts = new LinkedHashMap<>();
    kinds.forEach(
        (kind, byRegion) -> {
          int shared =
              regions.stream().mapToInt(it -> byRegion.getOrDefault(it, 0)).min().orElse(0);
          if (shared > 0) {
            counts.computeIfAbsent(regions, it -> new LinkedHashMap<>()).put(kind, shared);
          }
          Map<Integer, Set<String>> more = new LinkedHashMap<>();
          byRegion.forEach(
              (region, count) ->
                  more.computeIfAbsent(count - shared, it -> new LinkedHashSet<>()).add(region));
          more.forEach(
              (count, where) -> {
                if (count > 0) {
                  counts.computeIfAbsent(where, it -> new LinkedHashMap<>()).put(kind, count);
                }
              });
        });
    return counts;
  }

  /**
   * The resources in words.
   *
   * @param ofStack how many routes the stack has
   */
  String inWords(int ofStack) {
    List<String> words = new ArrayList<>();
    counts.entrySet().stream()
        .filter(it -> it.getKey().isMain())
        .sorted(Comparator.comparing(it -> it.getKey().rank()))
        .forEach(it -> words.add(it.getKey().counted(it.getValue())));
    Map<ResourceKind, Integer> rest = new LinkedHashMap<>(counts);
    rest.keySet().removeIf(ResourceKind::isMain);
    if (rest.size() == 1) {
      rest.forEach((kind, count) -> words.add(kind.counted(count)));
    } else if (!rest.isEmpty()) {
      words.add(rest.values().stream().mapToInt(it -> it).sum() + " more");
    }
    String what = String.join(", ", words);
    if (routes.isEmpty() || ofStack == 1) {
      return what;
    }
    return routes.size() == ofStack
        ? "per route: " + what
        : "for %s: %s".formatted(String.join(", ", routes), what);
  }
}
