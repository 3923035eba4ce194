package inspectorslack;

import inspectorslack.config.AccountNames;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingSource;
import inspectorslack.config.FindingType;
import inspectorslack.config.Form;
import inspectorslack.config.MentionKey;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Regions;
import inspectorslack.config.Route;
import inspectorslack.config.ScanType;
import inspectorslack.config.Severity;
import inspectorslack.config.SlackDestination;
import inspectorslack.config.Values;
import inspectorslack.digest.Digest;
import inspectorslack.digest.ScheduleExpression;
import inspectorslack.scanning.Organization;
import inspectorslack.suppressions.Suppression;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The valid settings of one stack. {@link SettingsReader} creates them, and {@code
 * docs/settings.md} explains each one.
 *
 * @param findingSource which events the rule listens to
 * @param delivery how findings get from the rules to the topics
 * @param accountNames what messages call accounts
 * @param routes which findings go where; at least one
 * @param digest a summary on a schedule, if there is one
 * @param coverageAlerts whether the first route hears about resources that are no longer scanned
 * @param suppressions what Inspector suppresses
 * @param scanTypes what Inspector scans, without repeats
 * @param enableInspector whether this stack owns the account's Inspector switch
 * @param enableSecurityHub whether this stack owns the account's Security Hub switch
 * @param organization what's switched on in other accounts
 * @param instanceRoles names of EC2 instances' IAM roles
 * @param instanceProfiles names of instance profiles, whose roles are looked up
 * @param updateSsmAgent whether the SSM agent of all managed instances is kept current
 * @param encryptTopic whether topics and queues get a customer-managed key
 * @param regions where all of it is deployed
 * @param names physical names
 * @param remarks what the operator should know of settings that do nothing, a sentence each
 */
public record Settings(
    FindingSource findingSource,
    Delivery delivery,
    AccountNames accountNames,
    List<Route> routes,
    Optional<Digest> digest,
    boolean coverageAlerts,
    List<Suppression> suppressions,
    List<ScanType> scanTypes,
    boolean enableInspector,
    boolean enableSecurityHub,
    Organization organization,
    List<String> instanceRoles,
    List<String> instanceProfiles,
    boolean updateSsmAgent,
    boolean encryptTopic,
    Regions regions,
    PhysicalNames names,
    List<String> remarks) {
  /** Whether the stack has routes with names, and not the one that its flat keys are. */
  public boolean hasNamedRoutes() {
    return !routes.get(0).name().equals(Route.DEFAULT);
  }

  /**
   * What the operator should know before deploying, a sentence each.
   *
   * @param today by which suppressions expire
   */
  public List<String> warnings(LocalDate today) {
    return Stream.of(
            routes.stream()
                .filter(route -> route.slack().isEmpty())
                .map(route -> "Slack is " + route.slackChannel()),
            routes.stream()
                .filter(route -> route.slack().filter(SlackDestination::isPlaceholder).isPresent())
                .map(
                    route ->
                        "route %s posts to the documentation's placeholder %s; set your own ids"
                            .formatted(route.name(), route.slackChannel())),
            warningsBesidesSlack(today).stream())
        .flatMap(it -> it)
        .toList();
  }

  /** The same without what's missing for Slack. */
  public List<String> warningsBesidesSlack(LocalDate today) {
    return Stream.of(
            routes.stream().flatMap(this::withoutEffect),
            ofInstances(),
            digest.stream().flatMap(it -> ofDigest(it, today)),
            remarks.stream(),
            suppressions.stream()
                .flatMap(
                    it -> deceptiveTags("suppression " + it.name(), it.criteria().resourceTags())),
            IntStream.range(0, suppressions.size())
                .boxed()
                .flatMap(
                    i ->
                        Stream.concat(
                            suppressions.get(i).expiresSoon(i, today).stream(),
                            suppressions.get(i).reachesFar(i, today))))
        .flatMap(it -> it)
        .toList();
  }

  private Stream<String> withoutEffect(Route route) {
    Stream<String> scans =
        route.filter().scanTypes().stream()
            .filter(it -> enableInspector && !scanTypes.contains(it))
            .map(
                it ->
                    "route %s takes findings of %s, which this stack turns off"
                        .formatted(route.name(), it));
    Stream<String> mentions =
        route.mentions().keySet().stream()
            .flatMap(key -> key.severity().stream())
            .filter(severity -> severity.compareTo(route.severityThreshold()) < 0)
            .map(
                it ->
                    "route %s mentions somebody for %s, which is below its threshold"
                        .formatted(route.name(), it));
    Stream<String> exploited =
        Stream.of(route)
            .filter(it -> it.mentions().containsKey(MentionKey.KNOWN_EXPLOITED))
            .filter(it -> it.filter().excludesPackages())
            .map(
                it ->
                    "route %s mentions somebody for KNOWN_EXPLOITED, but only PACKAGE_VULNERABILITY findings are on CISA's list"
                        .formatted(it.name()));
    List<FindingType> types = route.filter().findingTypes();
    Stream<String> found =
        Stream.of(types)
            .filter(it -> enableInspector && !types.isEmpty())
            .filter(
                it ->
                    scanTypes.stream()
                        .filter(scan -> route.filter().takes(scan))
                        .flatMap(scan -> scan.finds().stream())
                        .noneMatch(types::contains))
            .map(
                it ->
                    "route %s takes nothing: none of its scan types that this stack turns on finds %s"
                        .formatted(route.name(), Values.listed(types)));
    // Inspector's User Guide, severity of network reachability: none is CRITICAL.
    Stream<String> network =
        Stream.of(route)
            .filter(it -> types.equals(List.of(FindingType.NETWORK_REACHABILITY)))
            .filter(it -> it.severityThreshold() == Severity.CRITICAL)
            .map(
                it ->
                    "route %s takes nothing: no NETWORK_REACHABILITY finding is CRITICAL"
                        .formatted(it.name()));
    FindingFilter filter = route.filter();
    Stream<String> idle =
        Stream.of(
                filter.requireKnown()
                        && !filter.asksAboutPackages()
                        && !filter.needsDetails()
                        && filter.resourceTags().isEmpty()
                    ? "requireKnown of route %s has no effect without resourceTags, minEpss, or fixAvailable, exploitAvailable, knownExploited or inUse: true"
                    : "",
                filter.minEpss().filter(it -> it.signum() == 0).isPresent()
                        && !filter.requireKnown()
                    ? "minEpss: 0 of route %s has no effect without requireKnown: true"
                    : "",
                filter.inUse() && filter.excludesImages() && !filter.requireKnown()
                    ? "inUse of route %s has no effect: only findings of container images have this field"
                    : "",
                filter.asksForWhatNoFindingHas()
                    ? "fixAvailable, exploitAvailable and minEpss of route %s have no effect: only PACKAGE_VULNERABILITY findings have these fields"
                    : "")
            .filter(it -> !it.isEmpty())
            .map(it -> it.formatted(route.name()));
    Stream<String> tags = deceptiveTags("route " + route.name(), filter.resourceTags());
    return Stream.of(scans, found, network, mentions, exploited, idle, tags).flatMap(it -> it);
  }

  private static Stream<String> deceptiveTags(String matching, Map<String, String> tags) {
    return tags.entrySet().stream()
        .flatMap(tag -> Stream.of(tag.getKey(), tag.getValue()))
        .filter(Form::isDeceptive)
        .map(
            text ->
                "%s matches only tags with exactly %s, including spaces and invisible characters"
                    .formatted(matching, Values.quote(text)));
  }

  private Stream<String> ofInstances() {
    return enableInspector && !scanTypes.contains(ScanType.EC2)
        ? Stream.of(
                instanceRoles.isEmpty() ? "" : "instanceRoles",
                instanceProfiles.isEmpty() ? "" : "instanceProfiles",
                updateSsmAgent ? "updateSsmAgent" : "")
            .filter(key -> !key.isEmpty())
            .map(
                key ->
                    key
                        + " doesn't get any instance scanned, because scanTypes doesn't include EC2")
        : Stream.empty();
  }

  private static Stream<String> ofDigest(Digest digest, LocalDate today) {
    Stream.Builder<String> warnings = Stream.builder();
    if (ScheduleExpression.isNever(digest.schedule(), today)) {
      warnings.add("digest.schedule: %s never runs".formatted(digest.schedule()));
    }
    if (ScheduleExpression.isMoreThanHourly(digest.schedule())) {
      warnings.add("digest.schedule: %s posts more than once an hour".formatted(digest.schedule()));
    }
    if (ScheduleExpression.isRate(digest.schedule()) && !digest.timeZone().equals("UTC")) {
      warnings.add(
          "digest.timeZone: %s has no effect because %s counts from its deployment; only cron uses a time zone"
              .formatted(digest.timeZone(), digest.schedule()));
    }
    digest
        .maxAgeDays()
        .forEach(
            (severity, days) ->
                digest.maxAgeDays().entrySet().stream()
                    .filter(it -> it.getKey().compareTo(severity) < 0 && it.getValue() < days)
                    .map(
                        it ->
                            "digest.maxAgeDays: %s is overdue after %d days, later than %s after %d"
                                .formatted(severity, days, it.getKey(), it.getValue()))
                    .forEach(warnings::add));
    return warnings.build();
  }
}
