package inspectorslack.digest;

import inspectorslack.config.Severity;
import java.util.Map;

/**
 * A summary of all open findings that is posted on a schedule.
 *
 * @param schedule an expression of EventBridge Scheduler, {@code cron(...)} or {@code rate(...)}
 * @param timeZone in which a {@code cron} is read, a name of the IANA database
 * @param route name of the route whose channel it is posted to
 * @param maxAgeDays days since a finding was first observed after which it counts as overdue, by
 *     severity; a severity without a limit is not counted
 */
public record Digest(
    String schedule, String timeZone, String route, Map<Severity, Integer> maxAgeDays) {}
