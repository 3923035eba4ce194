package inspectorslack.suppressions;

import inspectorslack.config.AccountNamesReader;
import inspectorslack.config.FindingType;
import inspectorslack.config.Form;
import inspectorslack.config.ScanType;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Severity;
import inspectorslack.config.Values;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads a stack's suppressions. */
public final class SuppressionsReader {
  public static final List<String> KEYS = List.of("name", "reason", "expires", "criteria");
  public static final List<String> CRITERIA =
      List.of(
          "severities",
          "findingTypes",
          "accountIds",
          "resourceIds",
          "resourceTags",
          "ecrRepositories",
          "vulnerabilityIds",
          "packageNames",
          "fixAvailable",
          "maxEpss");

  private static final Form REASON =
      Form.form(
          // A terminal obeys controls, and some characters turn the direction of the text after
          // them.
          "[[^\\p{Cc}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]\\n]{10,%d}"
              .formatted(Suppression.LONGEST_REASON),
          "a reason of 10 to %d characters without control characters"
              .formatted(Suppression.LONGEST_REASON),
          "accepted until the next release");

  // Inspector API Reference, StringFilter: with EQUALS, the whole text is compared.
  private static final Form VALUE =
      Form.form(
          "(?!\\p{Z})[^*?\\p{C}]{1,1024}(?<!\\p{Z})",
          "a string of at most 1024 characters, without surrounding spaces and without * and ?, because AWS documents no wildcards",
          "VALUE");

  // As Inspector's findings have them, which is not as Security Hub's have an instance.
  private static final Pattern REPOSITORY_ARN =
      Pattern.compile("arn:[^:]*:ecr:[^:]*:[^:]*:repository/((?!.*/sha256:).+)");

  // With EQUALS, only a whole id matches.
  private static final Form RESOURCE_ID =
      Form.form(
          "i-\\w{8}(\\w{9})?"
              + "|arn:[^:]+:lambda:[^:]+:\\d{12}:function:[\\w-]+(:[\\w$-]+)?"
              + "|arn:[^:]+:ecr:[^:]+:\\d{12}:repository/[^:]+/sha256:[0-9a-f]{64}",
          "an instance id with 8 or 17 characters after i-, or the whole ARN of a function, or of an image with its digest of 64 digits",
          "VALUE");

  // The CVE Program's ids, and other databases', which all have a hyphen, such as GHSA-... .
  private static final Form VULNERABILITY_ID =
      Form.form(
          "CVE-\\d{4}-\\d{4,19}|(?i:(?!CVE))[^\\p{Z}\\p{C}*?/:]{1,512}-[^\\p{Z}\\p{C}*?/:]{1,511}",
          "a vulnerability id such as CVE-2026-00001, without wildcards", "CVE-...");

  // Amazon ECR API Reference, CreateRepository, repositoryName.
  private static final String NAME_PART = "[a-z0-9]+([._-]+[a-z0-9]+)*";
  private static final Form REPOSITORY =
      Form.form(
          "(?=.{2,256}$)(?!\\d{12}\\.dkr\\.)(" + NAME_PART + "/)*" + NAME_PART,
          "a repository name such as shop/base, without registry or tag",
          "REPOSITORY");

  // Of a suppression that is refused anyway.
  private static final LocalDate NO_DATE = LocalDate.MAX;

  private SuppressionsReader() {}

  public static List<Suppression> read(
      Values values, AccountNamesReader accounts, LocalDate today) {
    List<Values> items =
        values.maps(
            "suppressions", "a map with name, reason, expires and criteria", "name", "NAME");
    List<Suppression> suppressions =
        items.stream().map(item -> suppression(item, accounts, today)).toList();
    for (int i = 0; i < items.size(); i++) {
      Values item = items.get(i);
      suppressions
          .get(i)
          .expired(i, today)
          .ifPresent(it -> item.refuse("expires", it.got(), it.expected(), it.fix()));
    }
    Set<String> names = new HashSet<>(Set.of(""));
    IntStream.range(0, items.size())
        .filter(i -> !names.add(suppressions.get(i).name()))
        .filter(i -> !suppressions.get(i).name().isEmpty())
        .forEach(
            i ->
                items
                    .get(i)
                    .refuse(
                        "name",
                        Values.quote(suppressions.get(i).name()) + " again",
                        "a unique name",
                        items.get(i).set("name", "NAME")));
    return suppressions;
  }

  private static Suppression suppression(
      Values item, AccountNamesReader accounts, LocalDate today) {
    item.refuseKeysOtherThan(KEYS);
    String name = item.required("name", Form.NAME);
    String reason = item.required("reason", REASON);
    LocalDate example = today.plusMonths(3);
    if (item.value("expires").isEmpty()) {
      item.refuse(
          "expires",
          "nothing",
          "a date such as " + example,
          item.set("expires", example.toString()));
    }
    return new Suppression(
        name, reason, item.date("expires", example).orElse(NO_DATE), criteria(item, accounts));
  }

  private static Suppression.Criteria criteria(Values item, AccountNamesReader accounts) {
    Values criteria =
        item.requiredMap("criteria", "a map of criteria", "severities[0]", "LOW")
            .orElse(new Values(SettingSource.of(Map.of())));
    criteria.refuseKeysOtherThan(CRITERIA);
    for (String key : CRITERIA) {
      int count = criteria.count(key);
      if (count > Suppression.Criteria.MOST_VALUES) {
        criteria.refuse(
            key,
            count + " values",
            "at most %d, Inspector's limit".formatted(Suppression.Criteria.MOST_VALUES),
            "move the rest to another suppression");
      }
    }
    if (criteria.count("resourceTags") > 1) {
      // Whether Inspector joins several by "and" or by "or" is not documented.
      criteria.refuse(
          "resourceTags",
          criteria.count("resourceTags") + " tags",
          "one tag, because AWS doesn't document whether a finding needs all of several tags",
          "add another suppression for each other tag");
    }
    Suppression.Criteria read = read(criteria, accounts);
    // Inspector would suppress every finding.
    if (read.isEmpty() && item.isSound("criteria")) {
      item.refuse(
          "criteria",
          "nothing",
          "at least one of " + Values.listed(CRITERIA),
          item.set("criteria.vulnerabilityIds[0]", "CVE-..."));
    }
    read.maxEpss()
        .filter(most -> most.compareTo(BigDecimal.ONE) == 0)
        .ifPresent(
            most ->
                criteria.refuse(
                    "maxEpss",
                    "1, which excludes no findings",
                    "a number below 1",
                    criteria.set("maxEpss", "0.1") + " (or " + criteria.remove("maxEpss") + ")"));
    refuseWhatOnlyPackagesHave(criteria, read);
    refuseWhatNeverMatches(criteria, read);
    if (read.findingTypes().equals(List.of(FindingType.NETWORK_REACHABILITY))
        && read.severities().equals(List.of(Severity.CRITICAL))) {
      criteria.refuse(
          "severities",
          "CRITICAL, but findingTypes takes only NETWORK_REACHABILITY",
          "another severity, because Inspector rates none of these CRITICAL",
          criteria.remove("severities"));
    }
    if (!read.isEmpty() && read.leavesNothingOut() && item.isSound("criteria")) {
      item.refuse(
          "criteria",
          "every severity or type, which excludes no findings",
          "fewer of them, or another criterion as well",
          item.set("criteria.vulnerabilityIds[0]", "CVE-..."));
    }
    return read;
  }

  private static void refuseWhatOnlyPackagesHave(Values criteria, Suppression.Criteria read) {
    List<FindingType> types = read.findingTypes();
    if (!types.isEmpty() && !types.contains(FindingType.PACKAGE_VULNERABILITY)) {
      for (String key :
          List.of(
              "vulnerabilityIds", "packageNames", "ecrRepositories", "fixAvailable", "maxEpss")) {
        if (criteria.isSet(key) && criteria.isSound(key)) {
          criteria.refuse(
              key,
              "a value, but findingTypes takes only " + Values.listed(types),
              "none, because only PACKAGE_VULNERABILITY findings have one, so nothing would match",
              criteria.remove(key));
        }
      }
    }
  }

  private static void refuseWhatNeverMatches(Values criteria, Suppression.Criteria read) {
    if (!criteria.isSound("resourceIds")) {
      return; // Then places in what was read aren't those in the file.
    }
    for (int i = 0; i < read.resourceIds().size(); i++) {
      String item = "resourceIds[%d]".formatted(i);
      String id = read.resourceIds().get(i);
      contradiction(id, read)
          .ifPresent(
              it ->
                  criteria.refuse(
                      item,
                      Values.quote(id) + ", but " + it.got(),
                      it.expected() + ", because nothing would match otherwise",
                      criteria.remove(item) + ", and add it to another suppression"));
    }
  }

  private record Contradiction(String got, String expected) {}

  private static Optional<Contradiction> contradiction(String id, Suppression.Criteria read) {
    List<FindingType> types = read.findingTypes();
    List<ScanType> scans = scansOf(id);
    String[] parts = id.split(":", 6); // Of an ARN.
    if (!read.ecrRepositories().isEmpty() && !scans.contains(ScanType.ECR)) {
      return Optional.of(
          new Contradiction(
              "ecrRepositories is set, and it isn't an image", "the ARN of an image"));
    }
    if (!types.isEmpty()
        && scans.stream().flatMap(it -> it.finds().stream()).noneMatch(types::contains)) {
      return Optional.of(
          new Contradiction(
              "findingTypes takes only " + Values.listed(types),
              "a resource that has such findings"));
    }
    if (parts.length > 5 && !read.accountIds().isEmpty() && !read.accountIds().contains(parts[4])) {
      return Optional.of(
          new Contradiction(
              "accountIds doesn't include its account", "an ARN that matches accountIds"));
    }
    if (parts.length > 5
        && !read.ecrRepositories().isEmpty()
        && read.ecrRepositories().stream()
            .noneMatch(it -> parts[5].startsWith("repository/" + it + "/sha256:"))) {
      return Optional.of(
          new Contradiction(
              "ecrRepositories doesn't include its repository",
              "an ARN that matches ecrRepositories"));
    }
    return Optional.empty();
  }

  /** The scans that can find something in a resource. */
  private static List<ScanType> scansOf(String id) {
    if (id.startsWith("i-")) {
      return List.of(ScanType.EC2);
    }
    if (id.matches("arn:[^:]*:lambda:.*")) {
      return List.of(ScanType.LAMBDA, ScanType.LAMBDA_CODE);
    }
    return List.of(ScanType.ECR);
  }

  private static List<String> resourceIds(Values criteria) {
    return criteria.texts(
        "resourceIds",
        RESOURCE_ID,
        (item, text) -> {
          Matcher repository = REPOSITORY_ARN.matcher(text);
          if (repository.matches()) {
            criteria.refuse(
                item,
                "a repository, " + Values.quote(text),
                "none in this list",
                "%s, and add %s to ecrRepositories"
                    .formatted(criteria.remove(item), repository.group(1)));
          }
          return repository.matches();
        });
  }

  private static Suppression.Criteria read(Values criteria, AccountNamesReader accounts) {
    return new Suppression.Criteria(
        criteria.choices("severities", List.of(), Severity.values()),
        criteria.choices("findingTypes", List.of(), FindingType.values()),
        accounts.ids(criteria, "accountIds"),
        resourceIds(criteria),
        criteria.textsByName("resourceTags", Form.TAG_KEY, Form.TAG_VALUE),
        criteria.texts("ecrRepositories", REPOSITORY),
        criteria.texts("vulnerabilityIds", VULNERABILITY_ID),
        criteria.texts("packageNames", VALUE),
        criteria.optionalFlag("fixAvailable", true),
        criteria.probability("maxEpss"));
  }
}
