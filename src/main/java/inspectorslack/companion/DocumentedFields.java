package inspectorslack.companion;

import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.config.FindingSource;
import inspectorslack.config.FindingType;
import inspectorslack.config.Values;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fields of findings, and of Inspector's details of them, that filters, messages or counts use, and
 * what AWS documents them to be. Fields that AWS adds are ignored.
 *
 * @see <a href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html">Inspector
 *     API Reference, Finding</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_FindingDetail.html">Inspector
 *     API Reference, FindingDetail</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html">Security
 *     Hub CSPM API Reference, AwsSecurityFinding</a>
 */
public final class DocumentedFields {
  // Before the tables, which are read with it.
  private static final Pattern STEP = Pattern.compile("\\[]|[^.\\[]+");

  private static final String USE =
      """
      COUNT resources[].details.awsEcrContainerImage.inUseCount
      TIME resources[].details.awsEcrContainerImage.lastInUseAt
      LIST resources[].details.awsEcrContainerImage.imageTags
      """;

  /** An answer of {@code BatchGetFindingDetails} about one finding. */
  static final DocumentedFields OF_DETAILS =
      of(
          """
          TIME cisaData.dateAdded cisaData.dateDue exploitObserved.lastSeen
          TEXT cisaData.action
          PROBABILITY epssScore
          NUMBER riskScore
          LIST referenceUrls
          """);

  /** What {@code ListFindings} says about the use of an image. */
  static final DocumentedFields OF_IMAGE = of(USE);

  private static final DocumentedFields OF_INSPECTOR =
      of(
          """
          ARN findingArn
          ACCOUNT awsAccountId
          FINDING_TYPE type
          TEXT title description remediation.recommendation.text
          TEXT resources[].type resources[].id resources[].region
          OBJECT resources[].tags
          SCORE inspectorScore
          PROBABILITY epss.score
          FIX fixAvailable
          YES_OR_NO exploitAvailable
          TEXT packageVulnerabilityDetails.vulnerabilityId
          TEXT packageVulnerabilityDetails.vulnerablePackages[].name
          TEXT packageVulnerabilityDetails.vulnerablePackages[].version
          TEXT packageVulnerabilityDetails.vulnerablePackages[].fixedInVersion
          TEXT packageVulnerabilityDetails.vulnerablePackages[].remediation
          TEXT packageVulnerabilityDetails.cvss[].version packageVulnerabilityDetails.cvss[].source
          SCORE packageVulnerabilityDetails.cvss[].baseScore
          LIST packageVulnerabilityDetails.referenceUrls
          TEXT networkReachabilityDetails.protocol
          NUMBER networkReachabilityDetails.openPortRange.begin
          NUMBER networkReachabilityDetails.openPortRange.end
          TEXT networkReachabilityDetails.networkPath.steps[].componentId
          TEXT codeVulnerabilityDetails.filePath.filePath
          NUMBER codeVulnerabilityDetails.filePath.startLine
          NUMBER codeVulnerabilityDetails.filePath.endLine
          """
              + USE);

  private static final DocumentedFields OF_SECURITY_HUB =
      of(
          """
          ARN Id
          ACCOUNT AwsAccountId
          TEXT Title Description Region Types[] Remediation.Recommendation.Text
          TEXT Resources[].Type Resources[].Id Resources[].Region
          OBJECT Resources[].Tags
          LIST Resources[].Details.AwsEcrContainerImage.ImageTags
          SCORE ProductFields.aws/inspector/inspectorScore
          TEXT Vulnerabilities[].Id
          PROBABILITY Vulnerabilities[].EpssScore
          FIX Vulnerabilities[].FixAvailable
          YES_OR_NO Vulnerabilities[].ExploitAvailable
          TEXT Vulnerabilities[].VulnerablePackages[].Name
          TEXT Vulnerabilities[].VulnerablePackages[].Version
          TEXT Vulnerabilities[].VulnerablePackages[].FixedInVersion
          TEXT Vulnerabilities[].VulnerablePackages[].Remediation
          TEXT Vulnerabilities[].Cvss[].Version Vulnerabilities[].Cvss[].Source
          SCORE Vulnerabilities[].Cvss[].BaseScore
          LIST Vulnerabilities[].ReferenceUrls
          TEXT Vulnerabilities[].CodeVulnerabilities[].FilePath.FilePath
          NUMBER Vulnerabilities[].CodeVulnerabilities[].FilePath.StartLine
          NUMBER Vulnerabilities[].CodeVulnerabilities[].FilePath.EndLine
          TEXT Network.Protocol NetworkPath[].ComponentId
          NUMBER Network.OpenPortRange.Begin Network.OpenPortRange.End
          """);

  private static final DocumentedFields OF_SECURITY_HUB_V2 =
      of(
          """
          ARN finding_info.uid
          ACCOUNT cloud.account.uid
          TEXT finding_info.title finding_info.desc finding_info.types[] cloud.region
          TEXT resources[].type resources[].uid resources[].region
          TAGS resources[].tags
          TEXT vulnerabilities[].cve.uid vulnerabilities[].fix_coverage
          PROBABILITY vulnerabilities[].cve.epss.score
          TRUE_OR_FALSE vulnerabilities[].is_fix_available vulnerabilities[].is_exploit_available
          TEXT vulnerabilities[].cve.cvss[].version vulnerabilities[].cve.cvss[].vendor_name
          SCORE vulnerabilities[].cve.cvss[].base_score
          TEXT vulnerabilities[].affected_packages[].name
          TEXT vulnerabilities[].affected_packages[].version
          TEXT vulnerabilities[].affected_packages[].fixed_in_version
          LIST vulnerabilities[].references
          TEXT vulnerabilities[].affected_code[].file.path
          NUMBER vulnerabilities[].affected_code[].start_line
          NUMBER vulnerabilities[].affected_code[].end_line
          TEXT remediation.desc
          """);

  // The CVE Program has existed for about as long, so an earlier time is a number of another kind.
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
  // Milliseconds taken for seconds are thousands of years later.
  private static final LocalDate LATEST = LocalDate.of(2100, 1, 1);

  private static final int MOST_FLAWS = 5;

  /** What the value of a field has to be. */
  private enum Kind {
    OBJECT("an object"),
    LIST("a list"),
    TEXT("a string"),
    NUMBER("a number"),
    ARN("an Inspector finding's ARN (arn:aws:inspector2:REGION:ACCOUNT:finding/ID)"),
    ACCOUNT("an account id of 12 digits, as a string"),
    FINDING_TYPE("one of " + Values.listed(List.of(FindingType.values()))),
    FIX("YES, NO or PARTIAL"),
    YES_OR_NO("YES or NO"),
    TRUE_OR_FALSE("true or false"),
    PROBABILITY("a number from 0 to 1"),
    SCORE("a number from 0 to 10"),
    TAGS("a list of objects with name and value"),
    COUNT("a number of tasks and pods"),
    TIME("a time such as 2026-11-16T10:00:00Z, or seconds since 1970");

    private final String expected;

    Kind(String expected) {
      this.expected = expected;
    }

    private boolean takes(JsonNode value) {
      return switch (this) {
        case OBJECT -> value.isObject();
        case LIST -> value.isArray();
        case TEXT -> value.isTextual();
        case NUMBER -> value.isNumber();
        case ARN -> FindingEvent.regionOf(value.asText()).isPresent();
        case ACCOUNT -> value.isTextual() && isTwelveDigits(value.asText());
        case FINDING_TYPE ->
            Arrays.stream(FindingType.values()).anyMatch(it -> it.name().equals(value.asText()));
        case FIX -> isOneOf(Set.of("YES", "NO", "PARTIAL"), value);
        case YES_OR_NO -> isOneOf(Set.of("YES", "NO"), value);
        case TRUE_OR_FALSE -> value.isBoolean();
        // Security Hub may send numbers as text.
        case PROBABILITY -> isUpTo(1, value);
        case SCORE -> isUpTo(10, value);
        case TAGS -> value.isArray() && value.valueStream().allMatch(Kind::isTag);
        case COUNT -> value.isIntegralNumber() && value.asLong() >= 0;
        case TIME ->
            ListedTime.any(value)
                .map(ListedTime::day)
                .filter(day -> !day.isBefore(EARLIEST) && day.isBefore(LATEST))
                .isPresent();
      };
    }

    private static boolean isTwelveDigits(String text) {
      return text.length() == 12 && text.chars().allMatch(it -> it >= '0' && it <= '9');
    }

    private static boolean isOneOf(Set<String> texts, JsonNode value) {
      return value.isTextual() && texts.contains(value.asText());
    }

    private static boolean isUpTo(int most, JsonNode value) {
      try {
        BigDecimal number = new BigDecimal(value.asText());
        return number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }

    private static boolean isTag(JsonNode value) {
      return value.path("name").isTextual() && value.path("value").isTextual();
    }
  }

  /**
   * What's wrong with a field.
   *
   * @param text with the value
   * @param kind the same without the value, so that repeats can be counted
   */
  public record Flaw(String text, String kind) {}

  // A field, such as resources[].region, is of a kind, or has fields or items of its own.
  private final String name;
  private final Map<String, DocumentedFields> fields = new LinkedHashMap<>();
  private @Nullable DocumentedFields items;
  private @Nullable Kind kind;

  private DocumentedFields(String name) {
    this.name = name;
  }

  /** Reads lines of a kind and the fields that are of it. */
  private static DocumentedFields of(String table) {
    DocumentedFields all = new DocumentedFields("");
    for (String line : table.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      for (String path : words.subList(1, words.size())) {
        DocumentedFields field = all;
        for (String step : STEP.matcher(path).results().map(it -> it.group()).toList()) {
          field = field.at(step);
        }
        field.kind = Kind.valueOf(words.get(0));
      }
    }
    return all;
  }

  private DocumentedFields at(String step) {
    if (!step.equals("[]")) {
      return fields.computeIfAbsent(
          step, it -> new DocumentedFields(name.isEmpty() ? it : name + "." + it));
    }
    if (items == null) {
      items = new DocumentedFields(name + "[]");
    }
    return items;
  }

  static DocumentedFields of(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> OF_INSPECTOR;
      case SECURITYHUB -> OF_SECURITY_HUB;
      case SECURITYHUB_V2 -> OF_SECURITY_HUB_V2;
    };
  }

  /** The first few things in a finding that AWS doesn't document so. */
  public static List<Flaw> flaws(FindingSource source, JsonNode finding) {
    List<Flaw> flaws = new ArrayList<>();
    of(source).check(finding, new ArrayList<>(), flaws);
    return flaws;
  }

  /**
   * Checks an answer.
   *
   * @param place of the answer, for the message
   * @throws InvalidInput if a field is something else, or spelled in other letters
   */
  void check(String place, JsonNode answer) {
    List<Flaw> flaws = new ArrayList<>();
    check(answer, new ArrayList<>(), flaws);
    if (!flaws.isEmpty()) {
      throw new InvalidInput("%s: %s".formatted(place, flaws.get(0).text));
    }
  }

  /**
   * Checks a value.
   *
   * @param places of the items that hold it, in their lists
   */
  private void check(JsonNode value, List<Integer> places, List<Flaw> flaws) {
    if (value.isNull() || flaws.size() == MOST_FLAWS) {
      return;
    }
    Kind expected = items != null ? Kind.LIST : kind != null ? kind : Kind.OBJECT;
    if (!expected.takes(value)) {
      flaws.add(
          new Flaw(
              FindingEvent.otherThan(expected.expected, name(places), value),
              "%s isn't %s".formatted(name, expected.expected)));
      return;
    }
    if (items != null) {
      for (int i = 0; i < value.size(); i++) {
        places.add(i);
        items.check(value.get(i), places, flaws);
        places.remove(places.size() - 1);
      }
    }
    for (Map.Entry<String, DocumentedFields> field : fields.entrySet()) {
      JsonNode child = value.get(field.getKey());
      if (child != null) {
        field.getValue().check(child, places, flaws);
      } else {
        field.getValue().checkSpelling(field.getKey(), value, places, flaws);
      }
    }
  }

  private void checkSpelling(String key, JsonNode parent, List<Integer> places, List<Flaw> flaws) {
    for (Iterator<String> others = parent.fieldNames(); others.hasNext(); ) {
      String other = others.next();
      if (other.equalsIgnoreCase(key)) {
        flaws.add(
            new Flaw(
                "%s is spelled %s".formatted(name(places), other),
                "%s is misspelled".formatted(name)));
      }
    }
  }

  private String name(List<Integer> places) {
    String placed = name;
    for (int place : places) {
      placed = placed.replaceFirst("\\[]", "[%d]".formatted(place));
    }
    return placed;
  }

  /** The names of all fields that have no fields or items of their own. */
  Stream<String> names() {
    return kind != null
        ? Stream.of(name)
        : Stream.concat(Stream.ofNullable(items), fields.values().stream())
            .flatMap(DocumentedFields::names);
  }
}
