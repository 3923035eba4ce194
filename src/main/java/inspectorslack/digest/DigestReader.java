package inspectorslack.digest;

import inspectorslack.config.Form;
import inspectorslack.config.Nearest;
import inspectorslack.config.Route;
import inspectorslack.config.Severity;
import inspectorslack.config.Values;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of the digest. */
public final class DigestReader {
  public static final List<String> KEYS = List.of("schedule", "timeZone", "route", "maxAgeDays");

  // CISA's Binding Operational Directive 19-02: days to remediate critical and high
  // vulnerabilities.
  private static final Map<Severity, Integer> MAX_AGE_DAYS =
      Collections.unmodifiableMap(new EnumMap<>(Map.of(Severity.CRITICAL, 15, Severity.HIGH, 30)));

  private static final int LONGEST_AGE_DAYS = 3650;
  private static final String EXAMPLE = "cron(0 9 ? * MON *)";

  private DigestReader() {}

  public static Optional<Digest> read(Values values, List<Route> routes) {
    return values
        .map("digest", "a map with schedule and more", "schedule", EXAMPLE)
        .map(digest -> digest(digest, routes));
  }

  /** The digest of a stack that sets nothing but the schedule, every Monday. */
  public static Digest byDefault(List<Route> routes) {
    return new Digest(EXAMPLE, "UTC", routes.get(0).name(), MAX_AGE_DAYS);
  }

  private static Digest digest(Values digest, List<Route> routes) {
    digest.refuseKeysOtherThan(KEYS);
    Map<Severity, Integer> maxAgeDays =
        digest.byChoice(
            "maxAgeDays",
            Severity.values(),
            "a whole number from 1 to " + LONGEST_AGE_DAYS,
            "15",
            (map, severity) -> map.optionalNumber(severity, 15, 1, LONGEST_AGE_DAYS));
    String schedule =
        digest.required("schedule", Form.form(".*", "cron(...) or rate(...)", EXAMPLE));
    if (!schedule.isEmpty()) {
      ScheduleExpression.problem(schedule)
          .ifPresent(
              problem ->
                  digest.refuse(
                      "schedule",
                      Values.quote(schedule) + ": " + problem,
                      "cron(minutes hours day-of-month month day-of-week year) or rate(number unit),"
                          + " in EventBridge Scheduler's syntax",
                      digest.set(
                          "schedule", ScheduleExpression.meantBy(schedule).orElse(EXAMPLE))));
    }
    String expected = "a time zone from the IANA database, such as Europe/Berlin";
    String timeZone = digest.text("timeZone", Form.form(".*", expected, "UTC")).orElse("UTC");
    if (!ScheduleExpression.isTimeZone(timeZone)) {
      digest.refuse(
          "timeZone",
          Values.quote(timeZone),
          expected,
          digest.set("timeZone", ScheduleExpression.timeZoneMeantBy(timeZone).orElse("AREA/CITY")));
    }
    return new Digest(
        schedule,
        timeZone,
        route(digest, routes),
        digest.isSet("maxAgeDays") ? maxAgeDays : MAX_AGE_DAYS);
  }

  private static String route(Values digest, List<Route> routes) {
    // A route whose name was refused has none.
    List<String> names = routes.stream().map(Route::name).filter(it -> !it.isEmpty()).toList();
    boolean isKnown = names.size() == routes.size();
    String first = names.stream().findFirst().orElse("NAME");
    String expected =
        isKnown ? "one of the stack's routes: " + Values.listed(names) : "the name of a route";
    String route = digest.text("route", Form.form(".*", expected, first)).orElse(first);
    if (isKnown && !names.contains(route)) {
      digest.refuse(
          "route",
          Values.quote(route),
          expected,
          digest.set("route", Nearest.to(route, names).orElse(first)));
    }
    return route;
  }
}
