package inspectorslack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.Config;
import inspectorslack.alerts.EventPattern;
import inspectorslack.alerts.RoutesReader;
import inspectorslack.aws.Place;
import inspectorslack.aws.RegionProvider;
import inspectorslack.config.AccountNamesReader;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Form;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.InvalidSettings.Problem;
import inspectorslack.config.Nearest;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Regions;
import inspectorslack.config.Route;
import inspectorslack.config.ScanType;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Storm;
import inspectorslack.config.Values;
import inspectorslack.digest.Digest;
import inspectorslack.digest.DigestReader;
import inspectorslack.scanning.Organization;
import inspectorslack.scanning.OrganizationReader;
import inspectorslack.suppressions.Suppression;
import inspectorslack.suppressions.SuppressionsReader;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stack's configuration into {@link Settings}; nothing else reads it. It collects all
 * problems before it fails, so that one run is enough to fix a file.
 */
public final class SettingsReader {
  private static final String SHORTER_PREFIX = "findings";

  /** Every key that a stack may set, in the order of the table in {@code docs/settings.md}. */
  public static final List<String> KEYS =
      List.of(
          "findingSource",
          "severityThreshold",
          "delivery",
          "renotifyAfterDays",
          "storm",
          "accountNames",
          "mentions",
          "routes",
          "digest",
          "coverageAlerts",
          "suppressions",
          "scanTypes",
          "enableInspector",
          "enableSecurityHub",
          "organization",
          "instanceRoles",
          "instanceProfiles",
          "updateSsmAgent",
          "slackWorkspaceId",
          "slackChannelId",
          "encryptTopic",
          "regions",
          "namePrefix");

  // A year: after that, nobody feels responsible for an open finding.
  private static final int LONGEST_SILENCE = 365;
  // As Pulumi.yaml declares them.
  private static final int RENOTIFY_AFTER_DAYS = 30;
  private static final List<ScanType> SCAN_TYPES = List.of(ScanType.EC2, ScanType.ECR);

  // Identifiers of IAM have a path, which is no part of the name.
  private static final Pattern ROLE_ARN = Pattern.compile("arn:[^:]*:iam::[^:]*:role/(?:.*/)?(.+)");
  private static final Pattern PROFILE_ARN =
      Pattern.compile("arn:[^:]*:iam::[^:]*:instance-profile/(?:.*/)?(.+)");

  private final SettingSource source;
  private final Values values;
  private final String project;
  private final String stack;
  private final LocalDate today;

  private SettingsReader(SettingSource source, String project, String stack, LocalDate today) {
    this.source = source;
    this.values = new Values(source);
    this.project = project;
    this.stack = stack;
    this.today = today;
  }

  /**
   * Reads the settings that the engine hands to the program.
   *
   * @param config of the project's namespace
   * @param aws of the AWS provider's namespace
   * @throws InvalidSettings naming every problem
   */
  public static Settings read(Config config, Config aws, String project, String stack) {
    return read(engineSource(config, aws, project, System.getenv("PULUMI_CONFIG")), project, stack);
  }

  /**
   * Reads the settings of any source.
   *
   * @throws InvalidSettings naming every problem
   */
  public static Settings read(SettingSource source, String project, String stack) {
    return read(source, project, stack, LocalDate.now(ZoneOffset.UTC));
  }

  /** The same on a day of the caller's choice, by which suppressions expire. */
  public static Settings read(SettingSource source, String project, String stack, LocalDate today) {
    SettingsReader reader = new SettingsReader(source, project, stack, today);
    Settings settings = reader.settings();
    reader.values.refuseKeysOtherThan(KEYS);
    List<Problem> problems = reader.values.problems();
    if (!problems.isEmpty()) {
      throw new InvalidSettings(stack, problems);
    }
    return settings;
  }

  /**
   * The engine's configuration as a source. {@code Config} cannot list its keys, so unknown ones
   * are found in the JSON that the engine gives its language hosts.
   *
   * @param allConfig JSON object of {@code "namespace:key": "value"}, or null where the program
   *     runs inline; then no key is unknown
   */
  static SettingSource engineSource(
      Config config, Config aws, String project, @Nullable String allConfig) {
    ObjectMapper json = new ObjectMapper();
    return new SettingSource() {
      @Override
      public Optional<Object> value(String key) {
        return config.get(key).map(this::listOrText);
      }

      @Override
      public Optional<Object> ofProvider(String name) {
        return aws.get(name).map(Object.class::cast);
      }

      // The engine hands lists and maps over as JSON text.
      private Object listOrText(String text) {
        if (!text.startsWith("[") && !text.startsWith("{")) {
          return text;
        }
        try {
          return json.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
          return text;
        }
      }

      @Override
      public Set<String> keys() {
        if (allConfig == null) {
          return Set.of();
        }
        try {
          return json
              .readValue(allConfig, new TypeReference<Map<String, Object>>() {})
              .keySet()
              .stream()
              .filter(key -> key.startsWith(project + ":"))
              .map(key -> key.substring(project.length() + 1))
              .collect(Collectors.toSet());
        } catch (JsonProcessingException e) {
          throw new IllegalStateException("the engine's PULUMI_CONFIG isn't a JSON object", e);
        }
      }
    };
  }

  // The order here is the order in which problems are named.
  private Settings settings() {
    FindingSource findingSource =
        values.choice("findingSource", FindingSource.SECURITYHUB, FindingSource.values());
    AccountNamesReader accounts = AccountNamesReader.of(values);
    List<Route> routes = new RoutesReader(values, accounts).read();
    int renotifyAfterDays =
        values.number("renotifyAfterDays", RENOTIFY_AFTER_DAYS, 1, LONGEST_SILENCE);
    Delivery delivery = delivery(routes, renotifyAfterDays);
    Regions regions = regions();
    checkPatterns(findingSource, routes, delivery, regions);
    checkFilters(findingSource, routes, delivery);
    Optional<Digest> digest = DigestReader.read(values, routes);
    boolean coverageAlerts = values.flag("coverageAlerts", false);
    List<Suppression> suppressions = SuppressionsReader.read(values, accounts, today);
    List<ScanType> scanTypes = OrganizationReader.scanTypes(values, "scanTypes", SCAN_TYPES);
    boolean enableInspector = values.flag("enableInspector", true);
    boolean enableSecurityHub = values.flag("enableSecurityHub", false);
    Organization organization = OrganizationReader.read(values);
    checkScanTypes(scanTypes, enableInspector, organization);
    checkSecurityHub(findingSource, enableSecurityHub);
    return new Settings(
        findingSource,
        delivery,
        accounts.names(),
        routes,
        digest,
        coverageAlerts,
        suppressions,
        scanTypes,
        enableInspector,
        enableSecurityHub,
        organization,
        iamNames(
            "instanceRoles",
            Form.ROLE_NAME,
            PROFILE_ARN,
            "an instance profile",
            "instanceProfiles"),
        iamNames("instanceProfiles", Form.PROFILE_NAME, ROLE_ARN, "a role", "instanceRoles"),
        values.flag("updateSsmAgent", false),
        values.flag("encryptTopic", false),
        regions,
        physicalNames(routes, regions),
        Stream.of(
                remarks(delivery, renotifyAfterDays, routes),
                ofSource(findingSource, delivery),
                ofEpss(findingSource, delivery, routes),
                ofInspector(scanTypes, enableInspector, organization),
                ofAdministrator(organization, suppressions),
                ofNames(accounts, delivery, digest.isPresent() || coverageAlerts))
            .flatMap(List::stream)
            .toList());
  }

  /**
   * Names of roles or of profiles. IAM API Reference, CreateRole: they are not distinguished by
   * case.
   *
   * @param other what stands under {@code otherKey}
   */
  private List<String> iamNames(
      String key, Form form, Pattern otherArn, String other, String otherKey) {
    List<String> names =
        values.texts(
            key,
            form,
            (item, text) -> {
              Matcher arn = otherArn.matcher(text.strip());
              if (arn.matches()) {
                values.refuse(
                    item,
                    other + ", " + Values.quote(text),
                    "none in this list",
                    "%s, and add %s to %s".formatted(values.remove(item), arn.group(1), otherKey));
              }
              return arn.matches();
            });
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (!seen.add(names.get(i).toLowerCase(Locale.ROOT))) {
        String item = "%s[%d]".formatted(key, i);
        values.refuse(
            item,
            Values.quote(names.get(i)) + " again in a different case",
            "each name once, because IAM ignores case",
            values.remove(item));
      }
    }
    return names;
  }

  private List<String> remarks(Delivery delivery, int days, List<Route> routes) {
    List<String> remarks = new ArrayList<>();
    if (delivery instanceof Delivery.Native && days != RENOTIFY_AFTER_DAYS) {
      remarks.add(
          "renotifyAfterDays: %d has no effect because delivery is native; fix: pulumi config set delivery curated"
              .formatted(days));
    }
    if (delivery instanceof Delivery.Native
        && routes.stream().anyMatch(route -> !route.storm().equals(Storm.DEFAULT))) {
      remarks.add(
          "storm has no effect because delivery is native; fix: pulumi config set delivery curated");
    }
    values
        .value("severityThreshold")
        .map(Object::toString)
        .filter(threshold -> !threshold.equals("HIGH")) // As Pulumi.yaml declares it.
        .filter(
            threshold ->
                routes.stream()
                    .noneMatch(route -> route.severityThreshold().name().equals(threshold)))
        .ifPresent(
            threshold ->
                remarks.add(
                    "severityThreshold: %s has no effect because each route sets its own; fix: pulumi config rm severityThreshold"
                        .formatted(threshold)));
    if (delivery instanceof Delivery.Curated) {
      remarks.addAll(ofStorm("messages", routes, Storm::messages));
      remarks.addAll(ofStorm("minutes", routes, Storm::minutes));
    }
    return List.copyOf(remarks);
  }

  private List<String> ofStorm(String key, List<Route> routes, Function<Storm, Integer> ofRoute) {
    return values
        .value("storm")
        .filter(Map.class::isInstance)
        .flatMap(storm -> Optional.ofNullable(((Map<?, ?>) storm).get(key)))
        .map(Object::toString)
        .filter(
            it ->
                routes.stream()
                    .noneMatch(route -> ofRoute.apply(route.storm()).toString().equals(it)))
        .map(
            it ->
                "storm.%1$s: %2$s has no effect because each route sets its own; fix: pulumi config rm --path 'storm.%1$s'"
                    .formatted(key, it))
        .stream()
        .toList();
  }

  private static List<String> ofSource(FindingSource source, Delivery delivery) {
    return source == FindingSource.SECURITYHUB_V2 && delivery instanceof Delivery.Native
        ? List.of(
            "findingSource: AWS doesn't document that Amazon Q Developer posts events of securityhub-v2, and it drops events that it doesn't know; check that the first finding arrives, or pulumi config set delivery curated")
        : List.of();
  }

  private static List<String> ofEpss(FindingSource source, Delivery delivery, List<Route> routes) {
    return routes.stream()
        .filter(route -> source == FindingSource.SECURITYHUB)
        .filter(route -> delivery instanceof Delivery.Native)
        .filter(route -> route.filter().minEpss().isPresent())
        .map(
            route ->
                "minEpss of route %s: Security Hub CSPM may send EPSS as a string, which EventBridge can't compare, so the route takes such findings whatever their EPSS; pulumi config set delivery curated"
                    .formatted(route.name()))
        .toList();
  }

  private static List<String> ofAdministrator(
      Organization organization, List<Suppression> suppressions) {
    return organization
        .delegatedAdministrator()
        .filter(administrator -> !suppressions.isEmpty())
        .map(
            administrator ->
                "suppressions: in an organization, only the delegated administrator can have suppression rules; unless this stack is in account %s, move them to its stack there"
                    .formatted(administrator))
        .stream()
        .toList();
  }

  private static List<String> ofInspector(
      List<ScanType> scanTypes, boolean enableInspector, Organization organization) {
    if (!enableInspector && organization.isAdministrated()) {
      return List.of(
          "organization: AWS refuses autoEnable and members unless Inspector is on in this account, and enableInspector is false; pulumi config set enableInspector true, unless something else switches it on");
    }
    return enableInspector || scanTypes.isEmpty() || scanTypes.equals(SCAN_TYPES)
        ? List.of()
        : List.of(
            "scanTypes has no effect because enableInspector is false; fix: pulumi config set enableInspector true");
  }

  private static List<String> ofNames(
      AccountNamesReader accounts, Delivery delivery, boolean hasOtherMessages) {
    return accounts.names().isEmpty()
            || accounts.isUsed()
            || hasOtherMessages
            || delivery instanceof Delivery.Curated
        ? List.of()
        : List.of(
            "accountNames does nothing, as AWS composes native messages, and no filter has a name; pulumi config set delivery curated");
  }

  private Delivery delivery(List<Route> routes, int renotifyAfterDays) {
    Delivery.Kind kind = values.choice("delivery", Delivery.Kind.NATIVE, Delivery.Kind.values());
    if (kind == Delivery.Kind.CURATED) {
      return new Delivery.Curated(renotifyAfterDays);
    }
    if (values.isSound("delivery")) {
      for (String key : RoutesReader.keysThatNeedCurated(routes)) {
        boolean isMentions = key.endsWith("mentions");
        values.refuse(
            key,
            (isMentions ? "mentions" : "true") + ", but delivery is native",
            isMentions
                ? "none, because AWS composes native messages"
                : "false, because only curated delivery asks Inspector for these details",
            "pulumi config set delivery curated (or %s)".formatted(values.remove(key)));
      }
    }
    return new Delivery.Native();
  }

  private void checkPatterns(
      FindingSource source, List<Route> routes, Delivery delivery, Regions regions) {
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      // Each Region's pattern names the others, whose names aren't of one length.
      int length =
          Stream.concat(Stream.of(regions.home().orElse("")), regions.others().stream())
              .mapToInt(
                  it -> EventPattern.json(source, route, delivery, regions.besides(it)).length())
              .max()
              .orElseThrow();
      if (length > EventPattern.LONGEST) {
        values.refuse(
            "routes[" + i + "]",
            "filters that result in an event pattern of %d characters".formatted(length),
            "at most %d, EventBridge's limit".formatted(EventPattern.LONGEST),
            "remove accounts or tags from the route, or split them across two routes");
      }
    }
  }

  /** Refuses filters that would do nothing, because only curated delivery can apply them. */
  private void checkFilters(FindingSource source, List<Route> routes, Delivery delivery) {
    if (source != FindingSource.SECURITYHUB_V2
        || !(delivery instanceof Delivery.Native)
        || !values.isSound("delivery")) {
      return;
    }
    for (int i = 0; i < routes.size(); i++) {
      String route = "routes[" + i + "].";
      if (!routes.get(i).filter().resourceTags().isEmpty()) {
        refuseFilter(route + "resourceTags", "tags", "a list of names and values");
      }
      if (routes.get(i).filter().minEpss().isPresent()) {
        refuseFilter(route + "minEpss", "a limit for EPSS", "text");
      }
    }
  }

  private void refuseFilter(String key, String got, String form) {
    values.refuse(
        key,
        got + ", but findingSource is securityhub-v2 and delivery is native",
        "none, because this source sends them as %s, which EventBridge can't compare"
            .formatted(form),
        "pulumi config set delivery curated (or %s)".formatted(values.remove(key)));
  }

  private void checkSecurityHub(FindingSource source, boolean enableSecurityHub) {
    if (source == FindingSource.SECURITYHUB_V2 && enableSecurityHub) {
      values.refuse(
          "enableSecurityHub",
          "true, but findingSource is securityhub-v2",
          "false, because it turns on Security Hub CSPM, which doesn't send this source's events; a stack never turns on the new Security Hub, because that changes how AWS bills Inspector",
          values.remove("enableSecurityHub"));
    }
  }

  private void checkScanTypes(
      List<ScanType> scanTypes, boolean enableInspector, Organization organization) {
    if (scanTypes.isEmpty()
        && (enableInspector || !organization.members().isEmpty())
        && values.isSound("scanTypes")) {
      values.refuse(
          "scanTypes",
          "an empty list",
          "at least one scan type while "
              + (enableInspector ? "enableInspector is true" : "organization has members"),
          "pulumi config set --path 'scanTypes[0]' EC2");
    }
  }

  private Regions regions() {
    Optional<String> home = source.ofProvider("region").map(Object::toString);
    List<String> others = values.texts("regions", Form.REGION);
    List<?> asWritten =
        values
            .value("regions")
            .filter(List.class::isInstance)
            .map(List.class::cast)
            .orElse(List.of());
    for (String region : others) {
      String item = "regions[%d]".formatted(asWritten.indexOf(region));
      if (!Place.REGIONS.contains(region)) {
        String near = Nearest.to(region, Place.REGIONS).orElse("REGION");
        values.refuse(
            item,
            Values.quote(region),
            "a Region that the AWS provider knows",
            others.contains(near) ? values.remove(item) : values.set(item, near));
      } else if (home.isPresent() && home.get().equals(region)) {
        values.refuse(
            item,
            Values.quote(region) + ", the home Region, which aws:region sets",
            "only other Regions",
            values.remove(item));
      } else if (home.isPresent() && !Place.partition(home.get()).equals(Place.partition(region))) {
        values.refuse(
            item,
            "%s, a Region of another partition than %s".formatted(Values.quote(region), home.get()),
            "only Regions that the stack's credentials reach",
            values.remove(item) + ", and deploy it as a separate stack");
      }
    }
    if (!others.isEmpty() && home.isEmpty()) {
      values.refuse(
          "regions",
          "more Regions, but no aws:region",
          "aws:region, the home Region, as well",
          "pulumi config set aws:region eu-west-1");
    }
    return new Regions(home, others, others.isEmpty() ? Map.of() : ofProvider());
  }

  /** The provider's settings as the engine has them. */
  private Map<String, String> ofProvider() {
    Map<String, String> settings = new TreeMap<>();
    for (String name : RegionProvider.SETTINGS) {
      source
          .ofProvider(name)
          .ifPresent(
              value ->
                  settings.put(
                      name,
                      value instanceof String text
                          ? text
                          : new ObjectMapper().valueToTree(value).toString()));
    }
    return settings;
  }

  private PhysicalNames physicalNames(List<Route> routes, Regions regions) {
    String prefix = values.text("namePrefix", Form.PREFIX).orElse(project);
    PhysicalNames names = new PhysicalNames(prefix, stack);
    String base = names.base();
    int room = PhysicalNames.longestBase(regions.others());
    if (!PhysicalNames.ALLOWED.matcher(base).matches() || base.length() > room) {
      boolean isStackToBlame =
          !PhysicalNames.ALLOWED.matcher(stack).matches() || stack.length() > room - 2;
      values.refuse(
          "namePrefix",
          "%s, which makes names that begin with %s (%d characters)"
              .formatted(Values.quote(prefix), Values.visible(base), base.length()),
          "letters, digits, underscores and single hyphens between them, at most %s"
              .formatted(limit(room, "the stack's name")),
          isStackToBlame
              ? "rename the stack: pulumi stack rename NAME"
              : "pulumi config set namePrefix "
                  + SHORTER_PREFIX.substring(
                      0, Math.min(SHORTER_PREFIX.length(), room - stack.length() - 1)));
    } else {
      checkNames(names, routes, room);
    }
    return names;
  }

  private void checkNames(PhysicalNames names, List<Route> routes, int room) {
    for (int i = 0; i < routes.size(); i++) {
      String base = names.of(routes.get(i)).base();
      if (base.length() > room) {
        String key = "routes[%d].name".formatted(i);
        values.refuse(
            key,
            "%s, which makes names that begin with %s (%d characters)"
                .formatted(Values.quote(routes.get(i).name()), base, base.length()),
            "at most " + limit(room, "the prefix and the stack's name"),
            values.set(key, "NAME") + shorterPrefix(names, base, room));
      }
    }
  }

  private static String limit(int room, String included) {
    return "%d characters including %s%s"
        .formatted(
            room,
            included,
            room == PhysicalNames.longestBase(List.of())
                ? ""
                : ", because names of roles for other Regions end in the Region's name");
  }

  /** A fix for all routes at once, if it's enough for this one. */
  private static String shorterPrefix(PhysicalNames names, String base, int room) {
    boolean isEnough = base.length() - names.prefix().length() + SHORTER_PREFIX.length() <= room;
    return isEnough ? " (or pulumi config set namePrefix %s)".formatted(SHORTER_PREFIX) : "";
  }
}
