package inspectorslack.digest;

import inspectorslack.config.Nearest;
import java.time.LocalDate;
import java.time.Year;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks recurring schedules against EventBridge Scheduler's documentation. It rejects what no AWS
 * documentation or example shows: there's always another way to write a schedule, and an error here
 * comes before anything is deployed.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">
 *     EventBridge Scheduler User Guide, schedule types</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html">
 *     EventBridge User Guide, cron expressions</a>
 */
public final class ScheduleExpression {
  private static final int LONGEST = 256;
  private static final Pattern RATE =
      Pattern.compile(
          "rate\\((?:1 +(?:minute|hour|day)|(?!1 )[1-9]\\d{0,8} +(?:minute|hour|day)s)\\)");
  private static final Pattern CRON = Pattern.compile("cron\\(([^()]*)\\)");

  private static final String DAY = "0*([1-9]|[12]\\d|3[01])";
  private static final String MONTH = "0*([1-9]|1[0-2])";
  private static final String WEEKDAY = "0*[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT";
  private static final int DAY_OF_MONTH = 2;
  private static final int MONTH_OF_YEAR = 3;
  private static final int DAY_OF_WEEK = 4;
  private static final int YEAR = 5;
  private static final List<Field> FIELDS =
      List.of(
          Field.of("minutes", "0-59", "0*[0-5]?\\d", "0*[0-5]?\\d", ""),
          Field.of("hours", "0-23", "0*(1?\\d|2[0-3])", "0*(1?\\d|2[0-3])", ""),
          Field.of("day-of-month", "1-31", DAY, DAY, "L|(%s)W".formatted(DAY)),
          Field.of(
              "month",
              "1-12 or JAN-DEC",
              MONTH + "|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC",
              MONTH,
              ""),
          Field.of(
              "day-of-week", "1-7 or SUN-SAT", WEEKDAY, "", "L|(%s)(L|#[1-5])".formatted(WEEKDAY)),
          Field.of("year", "1970-2199", "19[789]\\d|2[01]\\d\\d", "\\d{1,3}", ""));

  /** One field of a cron: what it takes, in words and as a pattern. */
  private record Field(String name, String takes, Pattern form) {
    /**
     * A field of values, ranges and steps from them, and lists of these.
     *
     * @param step the number of a step; empty if there are none
     * @param ofDays what else the whole field may be; empty unless it is one of days
     */
    static Field of(String name, String takes, String value, String step, String ofDays) {
      String steps = step.isEmpty() ? "" : "(/(?!0+\\b)(%s))?".formatted(step);
      String part = "(\\*|(%1$s)(-(%1$s))?)%2$s".formatted(value, steps);
      String more = ofDays.isEmpty() ? "" : "|" + ofDays;
      return new Field(name, takes, Pattern.compile("%1$s(,%1$s)*%2$s".formatted(part, more)));
    }
  }

  private ScheduleExpression() {}

  /**
   * What is wrong with an expression, in words; empty if EventBridge Scheduler takes it.
   *
   * @param expression such as {@code cron(0 9 ? * MON *)} or {@code rate(7 days)}
   */
  public static Optional<String> problem(String expression) {
    if (expression.length() > LONGEST) {
      return Optional.of("it is longer than %d characters".formatted(LONGEST));
    }
    Matcher cron = CRON.matcher(expression);
    if (cron.matches()) {
      return cronProblem(cron.group(1).split(" +", -1));
    }
    if (isRate(expression)) {
      return Optional.empty();
    }
    return Optional.of(
        expression.startsWith("rate(")
            ? "a rate is rate(1 day), or a larger whole number of minutes, hours or days"
            : "it is neither cron(six fields) nor rate(value unit)");
  }

  private static Optional<String> cronProblem(String[] texts) {
    if (texts.length != FIELDS.size()) {
      return Optional.of(
          "a cron has six fields, minutes hours day-of-month month day-of-week year, not "
              + texts.length);
    }
    if (texts[DAY_OF_MONTH].equals("?") == texts[DAY_OF_WEEK].equals("?")) {
      return Optional.of("exactly one of day-of-month and day-of-week must be ?");
    }
    for (int i = 0; i < texts.length; i++) {
      boolean isLeftOpen = texts[i].equals("?") && (i == DAY_OF_MONTH || i == DAY_OF_WEEK);
      Field field = FIELDS.get(i);
      // Hours, days and months come round again, as in AWS's own example 20-2; years don't.
      if (!isLeftOpen
          && (!field.form().matcher(texts[i]).matches() || (i == YEAR && isBackwards(texts[i])))) {
        return Optional.of(
            "the field %s takes %s, not %s".formatted(field.name(), field.takes(), texts[i]));
      }
    }
    return Optional.empty();
  }

  private static boolean isBackwards(String years) {
    return Pattern.compile("(\\d{4})-(\\d{4})")
        .matcher(years)
        .results()
        .anyMatch(range -> range.group(1).compareTo(range.group(2)) > 0);
  }

  /** Whether a text names a time zone from the IANA database; an offset names none. */
  public static boolean isTimeZone(String text) {
    // Java adds these to those of the IANA database.
    return ZoneId.getAvailableZoneIds().contains(text) && !text.startsWith("SystemV/");
  }

  /**
   * The zone whose name a text is but for capitals, blanks or a letter of a place's name. What only
   * looks like a zone is often the name of another: there's no Asia/Mumbai, but an Asia/Dubai.
   */
  static Optional<String> timeZoneMeantBy(String text) {
    String name = text.strip().replace(' ', '_');
    return Nearest.to(
            name,
            ZoneId.getAvailableZoneIds().stream().filter(ScheduleExpression::isTimeZone).toList())
        .filter(zone -> Nearest.distance(name, zone) <= (zone.matches("(?!Etc/).+/.+") ? 1 : 0));
  }

  /** The good expression that differs in nothing but capitals, blanks and a plural. */
  static Optional<String> meantBy(String text) {
    String cron = text.strip().toUpperCase(Locale.ROOT).replaceFirst("^CRON", "cron");
    String rate = text.strip().toLowerCase(Locale.ROOT);
    return Stream.of(cron, rate, rate.replaceFirst("s\\)$", ")"), rate.replaceFirst("\\)$", "s)"))
        .filter(it -> problem(it).isEmpty())
        .findFirst();
  }

  public static boolean isRate(String expression) {
    return RATE.matcher(expression).matches();
  }

  /** Whether a good expression is due at more than one minute of an hour. */
  public static boolean isMoreThanHourly(String expression) {
    return isRate(expression)
        ? expression.matches("rate\\([1-5]?\\d +minutes?\\)")
        : !expression.matches("cron\\([0-9]+ .*");
  }

  /**
   * Whether no day from today on is one of a {@code cron}'s, as far as plain lists of days, months
   * and years show it.
   */
  public static boolean isNever(String expression, LocalDate today) {
    Matcher cron = CRON.matcher(expression);
    if (!cron.matches()) {
      return false;
    }
    String[] fields = cron.group(1).split(" +", -1);
    boolean isPast =
        Stream.of(fields[YEAR].split(",", -1))
            .allMatch(
                it ->
                    it.matches("(\\d{4}-)?\\d{4}")
                        && isOver(it.substring(it.length() - 4), fields, today));
    boolean mayLeap =
        Stream.of(fields[YEAR].split(",", -1))
            .anyMatch(it -> !it.matches("\\d{4}") || Year.isLeap(Long.parseLong(it)));
    String february = "0?2|FEB";
    return isPast
        || (isListOf("31", fields[DAY_OF_MONTH])
            && isListOf(february + "|0?[469]|11|APR|JUN|SEP|NOV", fields[MONTH_OF_YEAR]))
        || (isListOf(mayLeap ? "3[01]" : "29|3[01]", fields[DAY_OF_MONTH])
            && isListOf(february, fields[MONTH_OF_YEAR]));
  }

  private static boolean isListOf(String pattern, String field) {
    return field.matches("(%1$s)(,(%1$s))*".formatted(pattern));
  }

  /**
   * Whether a year has no day left that a cron could be due on, as far as plain numbers show it.
   */
  private static boolean isOver(String year, String[] fields, LocalDate today) {
    int last = Integer.parseInt(year);
    boolean isPlain = fields[DAY_OF_MONTH].matches("\\d+") && fields[MONTH_OF_YEAR].matches("\\d+");
    if (last != today.getYear() || !isPlain) {
      return last < today.getYear();
    }
    int month = Integer.parseInt(fields[MONTH_OF_YEAR]);
    int day = Integer.parseInt(fields[DAY_OF_MONTH]);
    return month < today.getMonthValue()
        || (month == today.getMonthValue() && day < today.getDayOfMonth());
  }
}
