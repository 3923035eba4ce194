package inspectorslack.companion.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.alerts.FindingField;
import inspectorslack.companion.RuleMatcher.Mismatch;
import inspectorslack.companion.Terminal;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why the state machine doesn't take a finding for its EPSS or a tag, which it compares where
 * EventBridge can't. In the terms of a rule's mismatch, so that both read alike.
 */
final class FilterMismatch {
  private FilterMismatch() {}

  /** The first field of the finding that the filter doesn't take; empty if it takes all. */
  static Optional<Mismatch> of(FindingSource source, FindingFilter filter, JsonNode event) {
    JsonNode finding = event.at("/detail/findings/0");
    return filter
        .minEpss()
        .flatMap(least -> ofEpss(source, filter, least, finding))
        .or(() -> ofTags(source, filter, finding));
  }

  private static Optional<Mismatch> ofEpss(
      FindingSource source, FindingFilter filter, BigDecimal least, JsonNode finding) {
    JsonNode epss = finding;
    for (String step : FindingField.EPSS.path(source)) {
      epss = epss.path(step);
      epss = epss.isArray() ? epss.path(0) : epss;
    }
    Optional<BigDecimal> known = probability(epss.asText());
    boolean isTaken = known.map(it -> it.compareTo(least) >= 0).orElse(!filter.requireKnown());
    return isTaken
        ? Optional.empty()
        : Optional.of(
            mismatch(
                source,
                FindingField.EPSS,
                "",
                List.of(epss.asText()),
                least.toPlainString() + " or more"));
  }

  private static Optional<BigDecimal> probability(String text) {
    try {
      return Optional.of(new BigDecimal(text))
          .filter(it -> it.signum() >= 0 && it.compareTo(BigDecimal.ONE) <= 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Mismatch> ofTags(
      FindingSource source, FindingFilter filter, JsonNode finding) {
    for (Map.Entry<String, String> wanted : filter.resourceTags().entrySet()) {
      List<String> values =
          finding
              .path("resources")
              .valueStream()
              .flatMap(resource -> resource.path("tags").valueStream())
              .filter(tag -> tag.path("name").asText().equals(wanted.getKey()))
              .map(tag -> tag.path("value").asText())
              .toList();
      boolean isTaken =
          values.isEmpty() ? !filter.requireKnown() : values.contains(wanted.getValue());
      if (!isTaken) {
        return Optional.of(
            mismatch(
                source,
                FindingField.RESOURCE_TAGS,
                "." + wanted.getKey(),
                values,
                wanted.getValue()));
      }
    }
    return Optional.empty();
  }

  private static Mismatch mismatch(
      FindingSource source, FindingField field, String key, List<String> found, String allowed) {
    return new Mismatch(
        "detail.findings." + String.join(".", field.path(source)) + key,
        found.stream().map(Terminal::exact).toList(),
        List.of(allowed));
  }
}
