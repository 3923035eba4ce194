package inspectorslack.companion;

import inspectorslack.config.AccountNames;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.MentionKey;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.digest.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Describes in words what a route takes and what a digest does. */
public final class RouteText {
  private RouteText() {}

  /** Threshold, filters and mentions in one line. */
  public static String of(Route route, AccountNames accountNames) {
    FindingFilter filter = route.filter();
    List<String> parts = new ArrayList<>();
    parts.add(threshold(route.severityThreshold()));
    if (!filter.scanTypes().isEmpty()) {
      parts.add("found by scans of " + either(filter.scanTypes()));
    }
    if (!filter.findingTypes().isEmpty()) {
      parts.add("of type " + either(filter.findingTypes()));
    }
    if (!filter.accountIds().isEmpty()) {
      parts.add(
          "in account " + either(filter.accountIds().stream().map(accountNames::shown).toList()));
    }
    String unknown = filter.requireKnown() ? "" : " or unknown";
    filter
        .resourceTags()
        .forEach((key, value) -> parts.add("tag %s is %s%s".formatted(key, value, unknown)));
    if (filter.fixAvailable()) {
      parts.add("fix available" + unknown);
    }
    if (filter.exploitAvailable()) {
      parts.add("exploit known" + (filter.requireKnown() ? "" : " or not said"));
    }
    if (filter.knownExploited()) {
      parts.add("on CISA's list of known exploited vulnerabilities" + unknown);
    }
    if (filter.inUse()) {
      parts.add(filter.requireKnown() ? "of an image in use" : "images only if in use or unknown");
    }
    filter
        .minEpss()
        .ifPresent(
            least -> parts.add("EPSS %s or more%s".formatted(least.toPlainString(), unknown)));
    route
        .mentions()
        .forEach(
            (key, mention) ->
                parts.add(
                    route.severityThreshold() == Severity.CRITICAL && key == MentionKey.CRITICAL
                        ? "mentions " + mention
                        : key + " mentions " + mention));
    return String.join("; ", parts);
  }

  /** The severities from a threshold upwards. */
  public static String threshold(Severity lowest) {
    return lowest == Severity.CRITICAL ? lowest.name() : lowest + " and above";
  }

  /** When a digest is posted, and where to. */
  public static String of(Digest digest) {
    String overdue =
        digest.maxAgeDays().entrySet().stream()
            .map(limit -> "%s after %d days".formatted(limit.getKey(), limit.getValue()))
            .collect(Collectors.joining(", "));
    return "%s in %s%s%s"
        .formatted(
            digest.schedule(),
            digest.timeZone(),
            digest.route().equals(Route.DEFAULT) ? "" : ", to route " + digest.route(),
            overdue.isEmpty() ? "" : "; overdue: " + overdue);
  }

  private static String either(Collection<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(" or "));
  }
}
