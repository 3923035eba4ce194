package inspectorslack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.Config;
import inspectorslack.alerts.EventPattern;
import inspectorslack.alerts.RoutesReader;
import inspectorslack.config.AccountNamesReader;
import inspectorslack.config.Delivery;
import inspectorslack.config.FindingSource;
import inspectorslack.config.Form;
import inspectorslack.config.InvalidSettings;
import inspectorslack.config.InvalidSettings.Problem;
import inspectorslack.config.PhysicalNames;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Settings} from a stack's configuration, the one place that reads it. It finds all
 * problems before it gives up, so that one run is enough to fix a file.
 */
public final class SettingsReader {
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
          "namePrefix");

  // A year: a finding that is open for longer is nobody's any more.
  private static final int LONGEST_SILENCE = 365;
  // As Pulumi.yaml declares them.
  private static final int RENOTIFY_AFTER_DAYS = 30;
  private static final List<ScanType> SCAN_TYPES = List.of(ScanType.EC2, ScanType.ECR);

  // Identifiers of IAM have a path, which is no part of the name.
  private static final Pattern ROLE_ARN = Pattern.compile("arn:[^:]*:iam::[^:]*:role/(?:.*/)?(.+)");
  private static final Pattern PROFILE_ARN =
      Pattern.compile("arn:[^:]*:iam::[^:]*:instance-profile/(?:.*/)?(.+)");

  private final Values values;
  private final String project;
  private final String stack;
  private final LocalDate today;

  private SettingsReader(Values values, String project, String stack, LocalDate today) {
    this.values = values;
    this.project = project;
    this.stack = stack;
    this.today = today;
  }

  /**
   * Reads the settings that the engine hands to the program.
   *
   * @throws InvalidSettings naming every problem
   */
  public static Settings read(Config config, String project, String stack) {
    return read(engineSource(config, project, System.getenv("PULUMI_CONFIG")), project, stack);
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
    Values values = new Values(source);
    Settings settings = new SettingsReader(values, project, stack, today).settings();
    values.refuseKeysOtherThan(KEYS);
    List<Problem> problems = values.problems();
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
  static SettingSource engineSource(Config config, String project, @Nullable String allConfig) {
    ObjectMapper json = new ObjectMapper();
    return new SettingSource() {
      @Override
      public Optional<Object> value(String key) {
        return config.get(key).map(this::listOrText);
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
    checkPatterns(findingSource, routes, delivery);
    Optional<Digest> digest = DigestReader.read(values, routes);
    boolean coverageAlerts = values.flag("coverageAlerts", false);
    List<Suppression> suppressions = SuppressionsReader.read(values, accounts, today);
    List<ScanType> scanTypes = OrganizationReader.scanTypes(values, "scanTypes", SCAN_TYPES);
    boolean enableInspector = values.flag("enableInspector", true);
    boolean enableSecurityHub = values.flag("enableSecurityHub", false);
    Organization organization = OrganizationReader.read(values);
    checkScanTypes(scanTypes, enableInspector, organization);
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
        physicalNames(routes),
        Stream.of(
                remarks(delivery, renotifyAfterDays, routes),
                ofInspector(scanTypes, enableInspector, organization),
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
                    "none here",
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
            Values.quote(names.get(i)) + " again in other letters",
            "each name once, as IAM doesn't distinguish capitals",
            values.remove(item));
      }
    }
    return names;
  }

  private List<String> remarks(Delivery delivery, int days, List<Route> routes) {
    List<String> remarks = new ArrayList<>();
    if (delivery instanceof Delivery.Native && days != RENOTIFY_AFTER_DAYS) {
      remarks.add(
          "renotifyAfterDays: %d does nothing, as delivery is native; pulumi config set delivery curated"
              .formatted(days));
    }
    if (delivery instanceof Delivery.Native
        && routes.stream().anyMatch(route -> !route.storm().equals(Storm.DEFAULT))) {
      remarks.add("storm does nothing, as delivery is native; pulumi config set delivery curated");
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
                    "severityThreshold: %s does nothing, as each route has a threshold; pulumi config rm severityThreshold"
                        .formatted(threshold)));
    return List.copyOf(remarks);
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
            "scanTypes switches nothing on, as enableInspector is false; pulumi config set enableInspector true");
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
      for (String key : RoutesReader.keysOfMentions(routes)) {
        values.refuse(
            key,
            "mentions, but delivery is native",
            "none, as AWS composes native messages",
            "pulumi config set delivery curated (or %s)".formatted(values.remove(key)));
      }
    }
    return new Delivery.Native();
  }

  private void checkPatterns(FindingSource source, List<Route> routes, Delivery delivery) {
    for (int i = 0; i < routes.size(); i++) {
      int length = EventPattern.json(source, routes.get(i), delivery).length();
      if (length > EventPattern.LONGEST) {
        values.refuse(
            "routes[" + i + "]",
            "filters that make an event pattern of %d characters".formatted(length),
            "at most %d, EventBridge's limit".formatted(EventPattern.LONGEST),
            "take accounts or tags out of the route, or share them between two routes");
      }
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

  private PhysicalNames physicalNames(List<Route> routes) {
    String prefix = values.text("namePrefix", Form.PREFIX).orElse(project);
    PhysicalNames names = new PhysicalNames(prefix, stack);
    String base = names.base();
    int room = PhysicalNames.LONGEST_NAME - PhysicalNames.LONGEST_SUFFIX;
    if (!PhysicalNames.ALLOWED.matcher(base).matches() || base.length() > room) {
      boolean isStackToBlame =
          !PhysicalNames.ALLOWED.matcher(stack).matches() || stack.length() > room - 2;
      values.refuse(
          "namePrefix",
          "%s, which makes names that begin with %s (%d characters)"
              .formatted(Values.quote(prefix), Values.visible(base), base.length()),
          "letters, digits, underscores and single hyphens between them, at most %d characters with the stack's name"
              .formatted(room),
          isStackToBlame
              ? "give the stack another name: pulumi stack rename NAME"
              : "pulumi config set namePrefix "
                  + "findings".substring(0, Math.min(8, room - stack.length() - 1)));
    } else {
      checkNames(names, routes);
    }
    return names;
  }

  private void checkNames(PhysicalNames names, List<Route> routes) {
    int room = PhysicalNames.LONGEST_NAME - PhysicalNames.LONGEST_SUFFIX;
    for (int i = 0; i < routes.size(); i++) {
      String base = names.of(routes.get(i)).base();
      if (base.length() > room) {
        String key = "routes[%d].name".formatted(i);
        values.refuse(
            key,
            "%s, which makes names that begin with %s (%d characters)"
                .formatted(Values.quote(routes.get(i).name()), base, base.length()),
            "at most %d characters with the prefix and the stack's name".formatted(room),
            values.set(key, "NAME"));
      }
    }
  }
}
