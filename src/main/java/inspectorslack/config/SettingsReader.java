package inspectorslack.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.Config;
import inspectorslack.config.InvalidSettings.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Settings} from a stack's configuration, the one place that reads it. It finds all
 * problems before it gives up, so that one run is enough to mend a file.
 */
public final class SettingsReader {
  /** Every key that a stack may set, in the order of the README's table. */
  public static final List<String> KEYS =
      List.of(
          "findingSource",
          "severityThreshold",
          "delivery",
          "renotifyAfterDays",
          "mentions",
          "scanTypes",
          "enableInspector",
          "enableSecurityHub",
          "instanceRoles",
          "instanceProfiles",
          "updateSsmAgent",
          "slackWorkspaceId",
          "slackChannelId",
          "encryptTopic",
          "namePrefix");

  // IAM API Reference, CreateRole and CreateInstanceProfile: allowed characters and lengths.
  private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
  private static final Pattern PROFILE_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

  // Narrower than the patterns of AWS::Chatbot::SlackChannelConfiguration: Slack's ids are upper
  // case and at least nine characters long, so a channel's name is never taken for an id.
  private static final Pattern WORKSPACE_ID = Pattern.compile("T[0-9A-Z]{8,254}");
  private static final Pattern CHANNEL_ID = Pattern.compile("[CG][0-9A-Z]{8,254}");

  // Slack's own syntax: members, groups of members, and everybody who is there.
  private static final String MENTION =
      "<(@[UW][0-9A-Z]{8,}|!subteam\\^S[0-9A-Z]{8,}|!here|!channel|!everyone)>";
  private static final Pattern MENTIONS = Pattern.compile(MENTION + "( " + MENTION + "){0,9}");

  // A year: a finding that is open for longer is nobody's any more.
  private static final int LONGEST_SILENCE = 365;

  private final Values values;
  private final String project;
  private final String stack;

  private SettingsReader(Values values, String project, String stack) {
    this.values = values;
    this.project = project;
    this.stack = stack;
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
    Values values = new Values(source);
    Settings settings = new SettingsReader(values, project, stack).settings();
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
          throw new IllegalStateException("the engine's PULUMI_CONFIG is no JSON object", e);
        }
      }
    };
  }

  // The order here is the order in which problems are named.
  private Settings settings() {
    FindingSource findingSource =
        values.choice("findingSource", FindingSource.SECURITYHUB, FindingSource.values());
    Severity severityThreshold =
        values.choice("severityThreshold", Severity.HIGH, Severity.values());
    Delivery delivery = delivery();
    List<ScanType> scanTypes =
        values.choices("scanTypes", List.of(ScanType.EC2, ScanType.ECR), ScanType.values());
    boolean enableInspector = values.flag("enableInspector", true);
    checkScanTypes(scanTypes, enableInspector);
    return new Settings(
        findingSource,
        severityThreshold,
        delivery,
        scanTypes,
        enableInspector,
        values.flag("enableSecurityHub", false),
        values.names(
            "instanceRoles",
            ROLE_NAME,
            "a role's name, at most 64 letters, digits and _+=,.@- (no ARN)"),
        values.names(
            "instanceProfiles",
            PROFILE_NAME,
            "a profile's name, at most 128 letters, digits and _+=,.@- (no ARN)"),
        values.flag("updateSsmAgent", false),
        slack(),
        values.flag("encryptTopic", false),
        physicalNames());
  }

  private Delivery delivery() {
    Delivery.Kind kind = values.choice("delivery", Delivery.Kind.NATIVE, Delivery.Kind.values());
    int renotifyAfterDays = values.number("renotifyAfterDays", 30, 1, LONGEST_SILENCE);
    Map<Severity, String> mentions =
        values.texts(
            "mentions",
            Severity.values(),
            MENTIONS,
            "at most ten of <@U...>, <!subteam^S...>, <!here>, <!channel> and <!everyone>, with"
                + " blanks between them",
            "<!here>");
    if (kind == Delivery.Kind.CURATED) {
      return new Delivery.Curated(renotifyAfterDays, mentions);
    }
    if (!mentions.isEmpty() && values.isSound("delivery")) {
      values.refuse(
          "mentions",
          "mentions, but delivery is native",
          "none, as AWS composes native messages",
          "pulumi config set delivery curated (or pulumi config rm mentions)");
    }
    return new Delivery.Native();
  }

  private void checkScanTypes(List<ScanType> scanTypes, boolean enableInspector) {
    if (enableInspector && scanTypes.isEmpty() && values.isSound("scanTypes")) {
      values.refuse(
          "scanTypes",
          "an empty list",
          "at least one scan type while enableInspector is true",
          "pulumi config set --path 'scanTypes[0]' EC2");
    }
    // Inspector API Reference, Enable: LAMBDA_CODE cannot be switched on without LAMBDA.
    if (scanTypes.contains(ScanType.LAMBDA_CODE) && !scanTypes.contains(ScanType.LAMBDA)) {
      values.refuse(
          "scanTypes",
          "LAMBDA_CODE without LAMBDA",
          "LAMBDA beside LAMBDA_CODE",
          "pulumi config set --path 'scanTypes[%d]' LAMBDA".formatted(scanTypes.size()));
    }
  }

  private Optional<SlackDestination> slack() {
    Optional<String> workspace =
        values.text(
            "slackWorkspaceId",
            WORKSPACE_ID,
            "a Slack workspace id such as T0EXAMPLE00",
            "copy it from the address of the workspace in a browser, then "
                + "pulumi config set slackWorkspaceId T...");
    Optional<String> channel =
        values.text(
            "slackChannelId",
            CHANNEL_ID,
            "a Slack channel id such as C0EXAMPLE00",
            "copy it from the end of the channel's details in Slack, then "
                + "pulumi config set slackChannelId C...");
    refuseHalf("slackWorkspaceId", "T...", "slackChannelId");
    refuseHalf("slackChannelId", "C...", "slackWorkspaceId");
    return workspace.flatMap(
        workspaceId -> channel.map(channelId -> new SlackDestination(workspaceId, channelId)));
  }

  private void refuseHalf(String missing, String example, String present) {
    if (values.isSet(present) && !values.isSet(missing)) {
      values.refuse(
          missing,
          "nothing, but " + present + " is set",
          "both or neither",
          "pulumi config set %s %s (or pulumi config rm %s)".formatted(missing, example, present));
    }
  }

  private PhysicalNames physicalNames() {
    String prefix = values.text("namePrefix").orElse(project);
    PhysicalNames names = new PhysicalNames(prefix, stack);
    String base = names.base();
    int room = PhysicalNames.LONGEST_NAME - PhysicalNames.LONGEST_SUFFIX;
    if (!PhysicalNames.ALLOWED.matcher(base).matches() || base.length() > room) {
      boolean isStackToBlame =
          !PhysicalNames.ALLOWED.matcher(stack).matches() || stack.length() > room - 2;
      values.refuse(
          "namePrefix",
          "%s, which makes names that begin with %s (%d characters)"
              .formatted(Values.quote(prefix), base, base.length()),
          "letters, digits, hyphens and underscores, at most %d characters with the stack's name"
              .formatted(room),
          isStackToBlame
              ? "give the stack another name: pulumi stack rename NAME"
              : "pulumi config set namePrefix findings");
    }
    return names;
  }
}
