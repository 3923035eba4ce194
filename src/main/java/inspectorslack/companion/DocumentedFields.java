package inspectorslack.companion;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import inspectorslack.config.FindingSource;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
  /** An answer of {@code BatchGetFindingDetails} about one finding. */
  static final List<Field> OF_DETAILS =
      list(
          Stream.of(
              fields(Kind.OBJECT, "cisaData", "exploitObserved"),
              fields(
                  Kind.TIME, "cisaData.dateAdded", "cisaData.dateDue", "exploitObserved.lastSeen"),
              fields(Kind.TEXT, "cisaData.action"),
              fields(Kind.PROBABILITY, "epssScore"),
              fields(Kind.NUMBER, "riskScore"),
              fields(Kind.LIST, "referenceUrls")));

  /** What {@code ListFindings} says about the use of an image. */
  static final List<Field> OF_IMAGE =
      list(
          Stream.of(
              fields(Kind.COUNT, "resources[0].details.awsEcrContainerImage.inUseCount"),
              fields(Kind.TIME, "resources[0].details.awsEcrContainerImage.lastInUseAt"),
              fields(Kind.LIST, "resources[0].details.awsEcrContainerImage.imageTags")));

  private static final List<Field> OF_INSPECTOR =
      list(
          Stream.of(
              fields(Kind.ARN, "findingArn"),
              fields(Kind.ACCOUNT, "awsAccountId"),
              fields(
                  Kind.TEXT,
                  "type",
                  "title",
                  "description",
                  "resources[0].type",
                  "resources[0].id"),
              fields(
                  Kind.TEXT, "resources[0].region", "packageVulnerabilityDetails.vulnerabilityId"),
              fields(Kind.TEXT, "remediation.recommendation.text"),
              fields(Kind.SCORE, "inspectorScore"),
              fields(Kind.PROBABILITY, "epss.score"),
              fields(Kind.FIX, "fixAvailable"),
              fields(Kind.YES_OR_NO, "exploitAvailable"),
              fields(
                  Kind.OBJECT, "epss", "resources[0]", "resources[0].tags", "resources[0].details"),
              fields(Kind.OBJECT, "packageVulnerabilityDetails", "networkReachabilityDetails"),
              fields(
                  Kind.OBJECT,
                  "codeVulnerabilityDetails",
                  "remediation",
                  "remediation.recommendation"),
              fields(Kind.OBJECT, "packageVulnerabilityDetails.vulnerablePackages[0]"),
              fields(Kind.OBJECT, "packageVulnerabilityDetails.cvss[0]"),
              fields(Kind.LIST, "resources", "packageVulnerabilityDetails.vulnerablePackages"),
              fields(Kind.LIST, "packageVulnerabilityDetails.cvss"),
              fields(Kind.LIST, "packageVulnerabilityDetails.referenceUrls"),
              OF_IMAGE.stream()));

  private static final List<Field> OF_SECURITY_HUB =
      list(
          Stream.of(
              fields(Kind.ARN, "Id"),
              fields(Kind.ACCOUNT, "AwsAccountId"),
              fields(
                  Kind.TEXT,
                  "Title",
                  "Description",
                  "Region",
                  "Resources[0].Type",
                  "Resources[0].Id"),
              fields(Kind.TEXT, "Resources[0].Region", "Vulnerabilities[0].Id"),
              fields(Kind.TEXT, "Remediation.Recommendation.Text"),
              fields(Kind.PROBABILITY, "Vulnerabilities[0].EpssScore"),
              fields(Kind.FIX, "Vulnerabilities[0].FixAvailable"),
              fields(Kind.YES_OR_NO, "Vulnerabilities[0].ExploitAvailable"),
              fields(Kind.OBJECT, "Resources[0]", "Resources[0].Tags", "Resources[0].Details"),
              fields(Kind.OBJECT, "Vulnerabilities[0]", "Vulnerabilities[0].VulnerablePackages[0]"),
              fields(Kind.OBJECT, "Vulnerabilities[0].Cvss[0]", "ProductFields", "Network"),
              fields(Kind.OBJECT, "Remediation", "Remediation.Recommendation"),
              fields(Kind.LIST, "Types", "Resources", "Vulnerabilities", "NetworkPath"),
              fields(Kind.LIST, "Vulnerabilities[0].VulnerablePackages", "Vulnerabilities[0].Cvss"),
              fields(Kind.LIST, "Vulnerabilities[0].ReferenceUrls")));

  private static final List<Field> OF_SECURITY_HUB_V2 =
      list(
          Stream.of(
              fields(Kind.ARN, "finding_info.uid"),
              fields(Kind.ACCOUNT, "cloud.account.uid"),
              fields(Kind.TEXT, "finding_info.title", "finding_info.desc", "cloud.region"),
              fields(Kind.TEXT, "resources[0].type", "resources[0].uid", "resources[0].region"),
              fields(Kind.TEXT, "vulnerabilities[0].cve.uid", "vulnerabilities[0].fix_coverage"),
              fields(Kind.PROBABILITY, "vulnerabilities[0].cve.epss.score"),
              fields(Kind.TRUE_OR_FALSE, "vulnerabilities[0].is_fix_available"),
              fields(Kind.TRUE_OR_FALSE, "vulnerabilities[0].is_exploit_available"),
              fields(Kind.OBJECT, "cloud", "cloud.account", "resources[0]", "vulnerabilities[0]"),
              fields(Kind.OBJECT, "vulnerabilities[0].cve", "vulnerabilities[0].cve.epss"),
              fields(Kind.OBJECT, "vulnerabilities[0].cve.cvss[0]", "remediation"),
              fields(Kind.OBJECT, "vulnerabilities[0].affected_packages[0]"),
              fields(
                  Kind.LIST,
                  "finding_info.types",
                  "resources",
                  "resources[0].tags",
                  "vulnerabilities"),
              fields(
                  Kind.LIST, "vulnerabilities[0].cve.cvss", "vulnerabilities[0].affected_packages"),
              fields(Kind.LIST, "vulnerabilities[0].references")));

  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");

  // The CVE Program has existed for about as long, so an earlier time is a number of another kind.
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

  /** What the value of a field has to be. */
  enum Kind {
    OBJECT("an object"),
    LIST("a list"),
    TEXT("a string"),
    NUMBER("a number"),
    SCORE("a number from 0 to 10"),
    ARN("an Inspector finding's ARN (arn:aws:inspector2:REGION:ACCOUNT:finding/ID)"),
    ACCOUNT("an account id of 12 digits, as a string"),
    FIX("YES, NO or PARTIAL"),
    YES_OR_NO("YES or NO"),
    TRUE_OR_FALSE("true or false"),
    PROBABILITY("a number from 0 to 1"),
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
        case SCORE -> value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= 10;
        case ARN -> FindingEvent.regionOf(value.asText()).isPresent();
        case ACCOUNT -> value.isTextual() && ACCOUNT_ID.matcher(value.asText()).matches();
        case FIX -> value.isTextual() && Set.of("YES", "NO", "PARTIAL").contains(value.asText());
        case YES_OR_NO -> value.isTextual() && Set.of("YES", "NO").contains(value.asText());
        case TRUE_OR_FALSE -> value.isBoolean();
        case PROBABILITY -> isProbability(value);
        case COUNT -> value.isIntegralNumber() && value.asLong() >= 0;
        case TIME ->
            ListedTime.any(value)
                .filter(time -> !ListedTime.day(time).isBefore(EARLIEST))
                .isPresent();
      };
    }

    /** Security Hub may send it as text. */
    private static boolean isProbability(JsonNode value) {
      try {
        BigDecimal number = new BigDecimal(value.asText());
        return number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0;
      } catch (NumberFormatException e) {
        return false;
      }
    }
  }

  /**
   * A field and what it has to be.
   *
   * @param name such as {@code resources[0].region}
   */
  record Field(String name, JsonPointer parent, JsonPointer key, Kind kind) {
    private static Field of(String name, Kind kind) {
      String path = "/" + name.replace('.', '/').replace("[", "/").replace("]", "");
      int last = path.lastIndexOf('/');
      return new Field(
          name,
          JsonPointer.compile(path.substring(0, last)),
          JsonPointer.compile(path.substring(last)),
          kind);
    }

    /** Checks the field of an object, or of a list. */
    private Optional<Flaw> flaw(JsonNode of) {
      JsonNode value = of.at(key);
      if (!value.isMissingNode()) {
        return value.isNull() || kind.takes(value)
            ? Optional.empty()
            : Optional.of(
                new Flaw(
                    FindingEvent.otherThan(kind.expected, name, value),
                    "%s isn't %s".formatted(name, kind.expected)));
      }
      for (Iterator<String> others = of.fieldNames(); others.hasNext(); ) {
        String other = others.next();
        if (other.equalsIgnoreCase(key.getMatchingProperty())) {
          return Optional.of(
              new Flaw("%s is spelled %s".formatted(name, other), name + " is misspelled"));
        }
      }
      return Optional.empty();
    }
  }

  /**
   * What's wrong with a field.
   *
   * @param text with the value
   * @param kind the same without the value, so that repeats can be counted
   */
  public record Flaw(String text, String kind) {}

  private DocumentedFields() {}

  /** What a finding has that AWS doesn't document so. */
  public static List<Flaw> flaws(FindingSource source, JsonNode finding) {
    return flaws(finding, of(source));
  }

  static List<Field> of(FindingSource source) {
    return switch (source) {
      case INSPECTOR -> OF_INSPECTOR;
      case SECURITYHUB -> OF_SECURITY_HUB;
      case SECURITYHUB_V2 -> OF_SECURITY_HUB_V2;
    };
  }

  /**
   * Checks an answer.
   *
   * @param place of the answer, for the message
   * @throws InvalidInput if a field is something else, or spelled in other letters
   */
  static void check(String place, JsonNode answer, List<Field> fields) {
    for (Flaw flaw : flaws(answer, fields)) {
      throw new InvalidInput("%s: %s".formatted(place, flaw.text));
    }
  }

  // Plain loops, and each parent is looked up once: this runs for every event that notifies.
  private static List<Flaw> flaws(JsonNode node, List<Field> fields) {
    List<Flaw> flaws = new ArrayList<>();
    JsonPointer parent = JsonPointer.empty();
    JsonNode of = node;
    for (Field field : fields) {
      if (!field.parent.equals(parent)) {
        parent = field.parent;
        of = node.at(parent);
      }
      if (of.isContainerNode()) {
        field.flaw(of).ifPresent(flaws::add);
      }
    }
    return flaws;
  }

  private static Stream<Field> fields(Kind kind, String... names) {
    return Arrays.stream(names).map(name -> Field.of(name, kind));
  }

  private static List<Field> list(Stream<Stream<Field>> fields) {
    return fields
        .flatMap(it -> it)
        .sorted(Comparator.comparing(field -> field.parent.toString()))
        .toList();
  }
}
