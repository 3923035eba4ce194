package inspectorslack.digest;

import inspectorslack.config.Severity;
import java.util.Map;

/**
 * A summary of all open findings, posted on a schedule.
 *
 * @param schedule an expression of EventBridge Scheduler, {@code cron(...)} or {@code rate(...)}
 * @param timeZone the time zone of a {@code cron}, a name of the IANA database
 * @param route name of the route that gets the digest
 * @param maxAgeDays days since a finding was first observed after which it counts as overdue, by
 *     severity; a severity without a limit is not counted
 */
public record Digest(
    String schedule, String timeZone, String route, Map<Severity, Integer> maxAgeDays) {}
