package inspectorslack.config;

import inspectorslack.config.InvalidSettings.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Typed values of a {@link SettingSource}, or of a map within one, lists and maps among them. */
final class Values extends ScalarValues {
  Values(SettingSource source) {
    this(source, "", new ArrayList<>());
  }

  private Values(SettingSource source, String prefix, List<Problem> problems) {
    super(source, prefix, problems);
  }

  <E extends Enum<E>> List<E> choices(String key, List<E> byDefault, E[] choices) {
    return elements(key, "a list of " + listed(List.of(choices)), choices[0].toString())
        .map(
            elements ->
                elements.stream()
                    .flatMap(element -> oneOf(element, elements, List.of(choices)).stream())
                    .toList())
        .orElse(byDefault);
  }

  // The fix names none that is in the list already, as that would be refused next.
  private <E> Optional<E> oneOf(Element element, List<Element> elements, List<E> choices) {
    return oneOf(
        element.key,
        element.value,
        choices,
        elements.stream().map(it -> it.value.toString()).toList(),
        elements.size() == 1 ? set(element.key, choices.get(0).toString()) : remove(element.key));
  }

  /** A list of texts of one form, empty by default. */
  List<String> texts(String key, Form form) {
    return elements(key, "a list, each item " + form.expected(), form.example())
        .orElse(List.of())
        .stream()
        .filter(
            element -> {
              String text = element.value.toString();
              boolean matches = isScalar(element.value) && form.matches(text);
              if (!matches) {
                // Of an ARN, the name was meant.
                String name = text.substring(text.lastIndexOf('/') + 1);
                refuse(
                    element.key,
                    quote(element.value),
                    form.expected(),
                    set(
                        element.key,
                        isScalar(element.value) && form.matches(name) ? name : form.example()));
              }
              return matches;
            })
        .map(element -> element.value.toString())
        .toList();
  }

  /** The map of a key; empty if there is none, or one without keys. */
  Optional<Values> map(String key, String expected, String exampleKey, String example) {
    return value(key)
        .flatMap(value -> within(key, value, expected, exampleKey, example))
        .filter(map -> !map.source.keys().isEmpty());
  }

  /**
   * Notes an empty list or map. At the top, it's how Pulumi.yaml says "none"; further in, it would
   * silently ask for nothing where somebody meant to ask for something.
   */
  private void refuseEmpty(String key, String kind, String expected, String fix) {
    if (!path(key).equals(key)) {
      // A suppression needs all of its keys.
      boolean isRequired = SuppressionsReader.KEYS.contains(key);
      refuse(
          key, "an empty " + kind, expected, isRequired ? fix : fix + " (or " + remove(key) + ")");
    }
  }

  /** The maps of a list; one that nobody reads the problems of stands for what is none. */
  List<Values> maps(String key, String expected, String exampleKey, String example) {
    return items(key, "a list, each item " + expected, "[0]." + exampleKey, example)
        .orElse(List.of())
        .stream()
        .map(
            item ->
                within(item.key, item.value, expected, exampleKey, example)
                    .orElseGet(
                        () ->
                            new Values(
                                SettingSource.of(Map.of()),
                                path(item.key) + ".",
                                new ArrayList<>())))
        .toList();
  }

  /** How many items or keys the value has; none if it is neither a list nor a map. */
  int count(String key) {
    Object value = value(key).orElse("");
    return value instanceof List<?> list
        ? list.size()
        : value instanceof Map<?, ?> map ? map.size() : 0;
  }

  /** A map from texts of one form to texts of another, by name. */
  Map<String, String> textsByName(String key, Form name, Form form) {
    String expected = "a map of %s to %s".formatted(name.expected(), form.expected());
    Map<String, String> texts = new LinkedHashMap<>();
    map(key, expected, name.example(), form.example())
        .ifPresent(
            map -> {
              for (String each : new TreeSet<>(map.source.keys())) {
                if (name.matches(each)) {
                  map.text(each, form).ifPresent(text -> texts.put(each, text));
                } else {
                  map.refuse(each, quote(each) + " as a key", name.expected(), map.remove(each));
                }
              }
            });
    return Collections.unmodifiableMap(texts);
  }

  /** A map with a value for some of the choices, in their order. */
  <E extends Enum<E>, T> Map<E, T> byChoice(
      String key,
      E[] choices,
      String expected,
      String example,
      BiFunction<Values, String, Optional<T>> reader) {
    Map<E, T> read = new EnumMap<>(choices[0].getDeclaringClass());
    map(
            key,
            "a map of %s, each with %s".formatted(listed(List.of(choices)), expected),
            choices[choices.length - 1].name(),
            example)
        .ifPresent(
            map -> {
              map.refuseKeysOtherThan(Stream.of(choices).map(Enum::name).toList());
              for (E choice : choices) {
                reader.apply(map, choice.name()).ifPresent(it -> read.put(choice, it));
              }
            });
    return Collections.unmodifiableMap(read);
  }

  /** Notes every key that is set but not known, with the known one that looks most like it. */
  void refuseKeysOtherThan(List<String> known) {
    for (String key : new TreeSet<>(source.keys())) {
      if (!known.contains(key)) {
        Optional<String> near = Nearest.to(key, known);
        if (path(key).equals(key) && key.matches("[A-Za-z]+[.\\[].+")) {
          refuse(
              key,
              "a key with a path in it, as \"pulumi config set\" makes it without --path",
              "--path before the key",
              "pulumi config rm '%s', then %s".formatted(key, set(key, "...")));
          continue;
        }
        refuse(
            key,
            "a key that is not known",
            near.map(it -> "perhaps " + it).orElse("one of " + String.join(", ", known)),
            remove(key) + near.map(it -> ", then " + set(it, "...")).orElse(""));
      }
    }
  }

  private record Element(String key, Object value) {}

  // Pulumi replaces only a text right below a key by a list or a map; an item that is removed
  // leaves
  // its place to the next.
  private String setWithin(String key, Object value, String examplePath, String example) {
    boolean isReplaced = isScalar(value) && path(key).matches("\\w+");
    return (isReplaced ? "" : remove(key) + ", then ")
        + (key.endsWith("]") ? "add it anew" : set(key + examplePath, example));
  }

  private Optional<Values> within(
      String key, Object value, String expected, String exampleKey, String example) {
    if (!(value instanceof Map<?, ?> map)) {
      refuse(key, quote(value), expected, setWithin(key, value, "." + exampleKey, example));
      return Optional.empty();
    }
    if (map.isEmpty()) {
      refuseEmpty(key, "map", expected, set(key + "." + exampleKey, example));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach((name, each) -> values.put(String.valueOf(name), each == null ? "" : each));
    return Optional.of(new Values(SettingSource.of(values), path(key) + ".", problems));
  }

  /** The items of a list, without those that repeat an earlier one. */
  private Optional<List<Element>> elements(String key, String expected, String example) {
    Set<String> seen = new HashSet<>();
    return items(key, expected, "[0]", example)
        .map(
            items ->
                items.stream()
                    .filter(
                        element -> {
                          boolean isNew = seen.add(element.value.toString());
                          if (!isNew) {
                            refuse(
                                element.key,
                                quote(element.value) + " again",
                                "each item once",
                                remove(element.key));
                          }
                          return isNew;
                        })
                    .toList());
  }

  private Optional<List<Element>> items(
      String key, String expected, String examplePath, String example) {
    Optional<Object> value = value(key);
    if (value.isPresent() && !(value.get() instanceof List)) {
      refuse(key, quote(value.get()), expected, setWithin(key, value.get(), examplePath, example));
    }
    if (value.equals(Optional.of(List.of()))) {
      refuseEmpty(key, "list", expected, set(key + examplePath, example));
    }
    return value
        .filter(List.class::isInstance)
        .map(
            list ->
                IntStream.range(0, ((List<?>) list).size())
                    .mapToObj(
                        i ->
                            new Element(
                                key + "[" + i + "]",
                                Optional.<Object>ofNullable(((List<?>) list).get(i)).orElse("")))
                    .toList());
  }
}
