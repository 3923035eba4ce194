package inspectorslack.alerts;

import inspectorslack.config.AccountNamesReader;
import inspectorslack.config.FindingFilter;
import inspectorslack.config.FindingType;
import inspectorslack.config.Form;
import inspectorslack.config.MentionKey;
import inspectorslack.config.Route;
import inspectorslack.config.ScanType;
import inspectorslack.config.Severity;
import inspectorslack.config.SlackDestination;
import inspectorslack.config.Storm;
import inspectorslack.config.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a stack's routes from the list {@code routes}, or the one route of the flat keys. */
public final class RoutesReader {
  public static final List<String> KEYS =
      List.of(
          "name",
          "slackChannelId",
          "severityThreshold",
          "scanTypes",
          "findingTypes",
          "accountIds",
          "resourceTags",
          "fixAvailable",
          "exploitAvailable",
          "minEpss",
          "knownExploited",
          "inUse",
          "requireKnown",
          "mentions",
          "storm");

  private final Values values;
  private final AccountNamesReader accounts;
  private final Severity severityThreshold;
  private final Storm storm;
  private final Optional<String> workspaceId;

  public RoutesReader(Values values, AccountNamesReader accounts) {
    this.values = values;
    this.accounts = accounts;
    this.severityThreshold = values.choice("severityThreshold", Severity.HIGH, Severity.values());
    this.storm = storm(values, Storm.DEFAULT);
    this.workspaceId = values.text("slackWorkspaceId", Form.WORKSPACE_ID);
  }

  /** At least one route. */
  public List<Route> read() {
    List<Values> items =
        values.maps("routes", "a map with name, slackChannelId and more", "name", "NAME");
    if (items.isEmpty() && values.isSound("routes")) {
      return List.of(flat());
    }
    refuseBesideRoutes("slackChannelId");
    refuseBesideRoutes("mentions");
    if (!values.isSet("slackWorkspaceId")) {
      values.refuse(
          "slackWorkspaceId",
          "nothing, but routes is set",
          Form.WORKSPACE_ID.expected(),
          Form.WORKSPACE_ID.hint() + values.set("slackWorkspaceId", Form.WORKSPACE_ID.example()));
    }
    List<Route> routes = items.stream().map(this::route).toList();
    refuseRepeats(items, routes);
    // An invalid list was already refused, but a stack needs at least one route.
    return routes.isEmpty()
        ? List.of(
            new Route(
                Route.DEFAULT,
                severityThreshold,
                FindingFilter.ALL,
                Map.of(),
                storm,
                Optional.empty()))
        : routes;
  }

  private Route flat() {
    Optional<String> channel = values.text("slackChannelId", Form.CHANNEL_ID);
    refuseHalf("slackWorkspaceId", "slackChannelId");
    refuseHalf("slackChannelId", "slackWorkspaceId");
    return new Route(
        Route.DEFAULT,
        severityThreshold,
        FindingFilter.ALL,
        mentions(values),
        storm,
        workspaceId.flatMap(workspace -> channel.map(it -> new SlackDestination(workspace, it))));
  }

  private Route route(Values item) {
    item.refuseKeysOtherThan(KEYS);
    String name = item.required("name", Form.NAME);
    if (name.equals(Route.DEFAULT)) {
      item.refuse(
          "name",
          Values.quote(name),
          "another name, because default is the name of the route that the flat keys define",
          item.set("name", "NAME"));
    }
    String channel = item.required("slackChannelId", Form.CHANNEL_ID);
    return new Route(
        name,
        item.choice("severityThreshold", severityThreshold, Severity.values()),
        filter(item),
        mentions(item),
        storm(item, storm),
        workspaceId.map(workspace -> new SlackDestination(workspace, channel)));
  }

  private FindingFilter filter(Values item) {
    FindingFilter filter =
        FindingFilter.builder()
            .scanTypes(item.choices("scanTypes", List.of(), ScanType.values()))
            .findingTypes(item.choices("findingTypes", List.of(), FindingType.values()))
            .accountIds(accounts.ids(item, "accountIds"))
            .resourceTags(item.textsByName("resourceTags", Form.TAG_KEY, Form.TAG_VALUE))
            .fixAvailable(item.flag("fixAvailable", false))
            .exploitAvailable(item.flag("exploitAvailable", false))
            .minEpss(item.probability("minEpss"))
            .knownExploited(item.flag("knownExploited", false))
            .inUse(item.flag("inUse", false))
            .requireKnown(item.flag("requireKnown", false))
            .build();
    if (!filter.isPossible()) {
      item.refuse(
          "findingTypes",
          "only %s with scanTypes %s, which find none of these"
              .formatted(filter.findingTypes(), filter.scanTypes()),
          "a type that these scans find",
          item.remove("findingTypes"));
    } else if (filter.knownExploited() && filter.excludesPackages()) {
      item.refuse(
          "knownExploited",
          "true, but no finding of its findingTypes or scanTypes can be on CISA's list",
          "a route that takes PACKAGE_VULNERABILITY",
          item.remove("knownExploited"));
    } else if (filter.isAlwaysUnknown()) {
      item.refuse(
          "requireKnown",
          filter.asksForWhatNoFindingHas()
              ? "true, but no finding of its findingTypes or scanTypes has a fix, an exploit or EPSS"
              : "true, but no finding of its findingTypes or scanTypes is of a container image, which inUse is about",
          "a route that takes PACKAGE_VULNERABILITY"
              + (filter.asksForWhatNoFindingHas() ? "" : " of ECR"),
          item.remove("requireKnown"));
    }
    return filter;
  }

  private static Map<MentionKey, String> mentions(Values values) {
    return values.byChoice(
        "mentions",
        MentionKey.values(),
        Form.MENTIONS.expected(),
        Form.MENTIONS.example(),
        (map, key) -> map.text(key, Form.MENTIONS));
  }

  private static Storm storm(Values values, Storm byDefault) {
    return values
        .map("storm", "a map with messages, minutes or both", "messages", "5")
        .map(
            storm -> {
              storm.refuseKeysOtherThan(List.of("messages", "minutes"));
              return new Storm(
                  storm.number("messages", byDefault.messages(), 0, 50),
                  storm.number("minutes", byDefault.minutes(), 1, 60));
            })
        .orElse(byDefault);
  }

  private void refuseHalf(String missing, String present) {
    if (values.isSet(present) && !values.isSet(missing)) {
      String example =
          (missing.equals("slackChannelId") ? Form.CHANNEL_ID : Form.WORKSPACE_ID).example();
      values.refuse(
          missing,
          "nothing, but " + present + " is set",
          "both or neither",
          "%s (or %s)".formatted(values.set(missing, example), values.remove(present)));
    }
  }

  // It would be unclear for which route the key is meant.
  private void refuseBesideRoutes(String key) {
    if (values.isSet(key)) {
      values.refuse(
          key,
          "a value, but routes is set",
          "none, because each route has its own",
          "%s, and set it in a route".formatted(values.remove(key)));
    }
  }

  private static void refuseRepeats(List<Values> items, List<Route> routes) {
    Map<String, Integer> names = new HashMap<>();
    Map<String, Integer> channels = new HashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      Integer sameName = route.name().isEmpty() ? null : names.putIfAbsent(route.name(), i);
      if (sameName != null) {
        items
            .get(i)
            .refuse(
                "name",
                Values.quote(route.name()) + " again, as in routes[" + sameName + "]",
                "a unique name",
                items.get(i).set("name", "NAME"));
      }
      String channel = route.slack().map(SlackDestination::channelId).orElse("");
      Integer sameChannel = channel.isEmpty() ? null : channels.putIfAbsent(channel, i);
      if (sameChannel != null) {
        items
            .get(i)
            .refuse(
                "slackChannelId",
                Values.quote(channel) + " again, as in routes[" + sameChannel + "]",
                "a channel of its own, because AWS allows one configuration per channel, and a finding that both routes take would be posted twice",
                "merge the two routes, or " + items.get(i).set("slackChannelId", "C..."));
      }
    }
  }

  /** The keys that are set, in routes or flat, and need curated delivery. */
  public static List<String> keysThatNeedCurated(List<Route> routes) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < routes.size(); i++) {
      Route route = routes.get(i);
      String path = route.name().equals(Route.DEFAULT) ? "" : "routes[" + i + "].";
      if (!route.mentions().isEmpty()) {
        keys.add(path + "mentions");
      }
      if (route.filter().knownExploited()) {
        keys.add(path + "knownExploited");
      }
      if (route.filter().inUse()) {
        keys.add(path + "inUse");
      }
    }
    return keys;
  }
}
