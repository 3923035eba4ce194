package inspectorslack.companion;

import inspectorslack.alerts.FindingField;
import inspectorslack.companion.RuleMatcher.Mismatch;
import inspectorslack.config.AccountNames;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Severity;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says in words why a rule doesn't take an event, so that users don't have to read an event
 * pattern. A field that isn't listed here is named by its path.
 */
final class MismatchText {
  private static final String SOURCE = "source";
  private static final Set<String> REGIONS =
      Set.of("detail.findings.Region", "detail.findings.cloud.region");

  private static final String NO_FIX = "no fix is available";
  private static final String FIX_UNKNOWN = "it isn't known whether a fix is available";
  private static final String NO_EXPLOIT = "no exploit is known";
  private static final String EXPLOIT_UNKNOWN = "it doesn't say whether an exploit is known";
  private static final String OWN_RULE = ", whose own rule takes it";

  // Facts that already imply what the rule takes.
  private static final Set<String> PLAIN = Set.of(NO_FIX, FIX_UNKNOWN, NO_EXPLOIT, EXPLOIT_UNKNOWN);

  private static final Map<String, String> SOURCES =
      Map.of("aws.inspector2", "Inspector", "aws.securityhub", "Security Hub");

  private static final Map<FindingField, String> NOUNS =
      Map.of(
          FindingField.STATUS, "status",
          FindingField.SEVERITY, "severity",
          FindingField.ACCOUNT, "account",
          FindingField.RESOURCE_TYPE, "resource type",
          FindingField.FINDING_TYPE, "finding type",
          FindingField.EPSS, "EPSS");

  // Fields that a route can't filter by.
  private static final Map<String, String> OTHER_NOUNS =
      Map.of(
          "detail-type", "event type",
          "detail.findings.ProductName", "product",
          "detail.findings.metadata.product.name", "product",
          "detail.findings.activity_name", "activity",
          "detail.findings.Workflow.Status", "workflow status",
          "detail.scanStatus.reason", "scan status");

  private static final Map<String, FindingField> FIELDS = fields();
  private static final List<String> TAGS =
      Arrays.stream(FindingSource.values())
          .map(it -> String.join(".", FindingField.RESOURCE_TAGS.path(it)) + ".")
          .toList();
  private static final Map<List<String>, String> THRESHOLDS = thresholds();

  // A longer list is cut.
  private static final int MOST_ALLOWED = 4;

  private MismatchText() {}

  private static Map<String, FindingField> fields() {
    Map<String, FindingField> fields = new HashMap<>();
    for (FindingSource source : FindingSource.values()) {
      for (FindingField field : FindingField.values()) {
        fields.put(String.join(".", field.path(source)), field);
      }
    }
    return Map.copyOf(fields);
  }

  private static Map<List<String>, String> thresholds() {
    Map<List<String>, String> thresholds = new HashMap<>();
    for (Severity severity : Severity.values()) {
      thresholds.put(
          severity.andAbove().stream().map(Severity::name).toList(), RouteText.threshold(severity));
    }
    return Map.copyOf(thresholds);
  }

  /** The mismatch with accounts named as in messages. */
  static Mismatch named(Mismatch mismatch, AccountNames names) {
    return FIELDS.get(path(mismatch.field())) == FindingField.ACCOUNT
        ? new Mismatch(
            mismatch.field(),
            mismatch.found().stream().map(names::shown).toList(),
            mismatch.allowed().stream().map(names::shown).toList())
        : mismatch;
  }

  /** Why the rule doesn't take the event and, unless that's obvious, what it takes. */
  static String of(Mismatch mismatch) {
    String fact = fact(mismatch);
    return PLAIN.contains(fact) || fact.endsWith(OWN_RULE)
        ? fact
        : fact + "; the rule takes " + allowed(mismatch);
  }

  /** Why the rule doesn't take the event. */
  static String fact(Mismatch mismatch) {
    List<String> found = mismatch.found();
    String path = path(mismatch.field());
    FindingField field = FIELDS.get(path);
    if (field == FindingField.FIX_AVAILABLE && isNo(found)) {
      return found.isEmpty() ? FIX_UNKNOWN : NO_FIX;
    }
    if (field == FindingField.EXPLOIT_AVAILABLE && isNo(found)) {
      return found.isEmpty() ? EXPLOIT_UNKNOWN : NO_EXPLOIT;
    }
    String values = String.join(", ", found);
    for (String tags : TAGS) {
      if (path.startsWith(tags)) {
        String key = path.substring(tags.length());
        return found.isEmpty() ? "there is no tag " + key : "tag %s is %s".formatted(key, values);
      }
    }
    String noun =
        field == null
            ? OTHER_NOUNS.getOrDefault(mismatch.field(), mismatch.field())
            : NOUNS.getOrDefault(field, mismatch.field());
    if (found.isEmpty()) {
      return noun + " is absent";
    }
    if (mismatch.field().equals(SOURCE)) {
      return "it's from " + SOURCES.getOrDefault(values, values);
    }
    return REGIONS.contains(mismatch.field())
        ? "it's about " + values + OWN_RULE
        : noun + " is " + values + spelling(mismatch);
  }

  /** How AWS spells a value that differs in its case only. */
  private static String spelling(Mismatch mismatch) {
    return mismatch.allowed().stream()
        .filter(it -> !mismatch.found().contains(it))
        .filter(it -> mismatch.found().stream().anyMatch(it::equalsIgnoreCase))
        .findFirst()
        .map(", but AWS spells it "::concat)
        .orElse("");
  }

  /** Whether a field that may be YES, NO or unknown is NO or unknown. */
  private static boolean isNo(List<String> found) {
    return found.isEmpty() || found.equals(List.of("NO")) || found.equals(List.of("false"));
  }

  private static String allowed(Mismatch mismatch) {
    List<String> allowed = mismatch.allowed();
    if (mismatch.field().equals(SOURCE)) {
      boolean isOfAws = mismatch.found().stream().allMatch(SOURCES::containsKey);
      return "events from "
          + either(
              allowed.stream().map(it -> isOfAws ? SOURCES.getOrDefault(it, it) : it).toList());
    }
    String threshold =
        THRESHOLDS.get(allowed.stream().map(it -> it.toUpperCase(Locale.ROOT)).toList());
    return threshold == null ? either(allowed) : threshold;
  }

  private static String either(List<String> values) {
    int last = values.size() - 1;
    if (values.size() > MOST_ALLOWED) {
      String first = String.join(", ", values.subList(0, MOST_ALLOWED - 1));
      return "%s and %d more".formatted(first, values.size() - MOST_ALLOWED + 1);
    }
    return switch (last) {
      case -1 -> "events without it";
      case 0 -> values.get(0);
      default -> String.join(", ", values.subList(0, last)) + " or " + values.get(last);
    };
  }

  /** A field's path within the finding. */
  private static String path(String field) {
    String detail = "detail.";
    String findings = "detail.findings.";
    return field.startsWith(findings)
        ? field.substring(findings.length())
        : field.startsWith(detail) ? field.substring(detail.length()) : field;
  }
}
