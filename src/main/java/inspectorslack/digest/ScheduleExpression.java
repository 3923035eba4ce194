package inspectorslack.digest;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What EventBridge Scheduler takes as a recurring schedule, checked as far as its documentation
 * goes. What no documentation or example of AWS's shows is refused: there always is another way to
 * write it, and a refusal here comes before anything is deployed.
 *
 * @see <a href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">
 *     EventBridge Scheduler User Guide, schedule types</a>
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html">
 *     EventBridge User Guide, cron expressions</a>
 */
public final class ScheduleExpression {
  private static final int LONGEST = 256;
  private static final int MINUTES_OF_HOUR = 60;
  private static final Pattern RATE = Pattern.compile("rate\\(([^ ()]+) +([^ ()]+)\\)");
  private static final Pattern CRON = Pattern.compile("cron\\(([^()]*)\\)");
  private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern UNIT = Pattern.compile("(minute|hour|day)(s?)");

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
  private static final int MOST_WEEKS = 5; // of one weekday in a month

  /**
   * One field of a cron.
   *
   * @param names what stands for the values, from the least on; empty if only numbers do
   */
  private record Field(String name, int least, int most, List<String> names) {
    private OptionalInt value(String text) {
      int named = names.indexOf(text);
      if (named >= 0) {
        return OptionalInt.of(least + named);
      }
      if (!text.matches("[0-9]{1,4}")) {
        return OptionalInt.empty();
      }
      int number = Integer.parseInt(text);
      return number >= least && number <= most ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private boolean isValue(String text) {
      return value(text).isPresent();
    }

    private boolean isRange(String text) {
      String[] ends = text.split("-", -1);
      if (ends.length != 2 || !isValue(ends[0]) || !isValue(ends[1])) {
        return false;
      }
      // AWS's own example runs from 20 o'clock to 2 o'clock; only years do not come round again.
      return !name.equals("year") || value(ends[0]).getAsInt() <= value(ends[1]).getAsInt();
    }

    /** Whether a part of the field between commas is all, a value, a range, or steps from one. */
    private boolean isPart(String text) {
      int slash = text.indexOf('/');
      if (slash < 0) {
        return text.equals("*") || isValue(text) || isRange(text);
      }
      String step = text.substring(slash + 1);
      return !isDayOfWeek()
          && isPart(text.substring(0, slash))
          && POSITIVE.matcher(step).matches()
          && Integer.parseInt(step) <= most;
    }

    /** Whether the whole field is what only fields of days can be. */
    private boolean isOfDays(String text) {
      if (isDayOfWeek()) {
        Matcher nth = Pattern.compile("([^#]+)#([1-" + MOST_WEEKS + "])").matcher(text);
        return text.equals("L")
            || (text.endsWith("L") && isValue(text.substring(0, text.length() - 1)))
            || (nth.matches() && isValue(nth.group(1)));
      }
      return name.equals("day-of-month")
          && (text.equals("L")
              || (text.endsWith("W") && isValue(text.substring(0, text.length() - 1))));
    }

    private boolean isDayOfWeek() {
      return name.equals("day-of-week");
    }

    private Optional<String> problem(String text) {
      boolean isGood =
          isOfDays(text) || List.of(text.split(",", -1)).stream().allMatch(this::isPart);
      return isGood
          ? Optional.empty()
          : Optional.of(
              "the field %s takes %d-%d%s, not %s"
                  .formatted(
                      name,
                      least,
                      most,
                      names.isEmpty()
                          ? ""
                          : " or %s-%s".formatted(names.get(0), names.get(names.size() - 1)),
                      text));
    }
  }

  private static final int DAY_OF_MONTH = 2;
  private static final int DAY_OF_WEEK = 4;
  private static final List<Field> FIELDS =
      List.of(
          new Field("minutes", 0, 59, List.of()),
          new Field("hours", 0, 23, List.of()),
          new Field("day-of-month", 1, 31, List.of()),
          new Field("month", 1, 12, MONTHS),
          new Field("day-of-week", 1, 7, DAYS),
          new Field("year", 1970, 2199, List.of()));

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
      return cronProblem(cron.group(1));
    }
    Matcher rate = RATE.matcher(expression);
    if (rate.matches()) {
      return rateProblem(rate.group(1), rate.group(2));
    }
    return Optional.of("it is neither cron(six fields) nor rate(value unit)");
  }

  /** Whether a text names a time zone of the IANA database; an offset names none. */
  public static boolean isTimeZone(String text) {
    // Java adds these to those of the IANA database.
    return ZoneId.getAvailableZoneIds().contains(text) && !text.startsWith("SystemV/");
  }

  public static boolean isRate(String expression) {
    return RATE.matcher(expression).matches();
  }

  /** Whether a good expression is due at more than one minute of an hour. */
  public static boolean isMoreThanHourly(String expression) {
    Matcher rate = RATE.matcher(expression);
    Matcher cron = CRON.matcher(expression);
    return rate.matches()
        ? rate.group(2).startsWith("minute") && Integer.parseInt(rate.group(1)) < MINUTES_OF_HOUR
        : cron.matches() && !cron.group(1).matches("[0-9]+ .*");
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
    List<String> years = List.of(fields[5].split(",", -1));
    boolean isPast =
        years.stream()
            .allMatch(it -> it.matches("\\d{4}") && Integer.parseInt(it) < today.getYear());
    List<String> days = List.of(fields[2].split(",", -1));
    boolean isBeyondTheMonths =
        days.stream().allMatch(it -> it.matches("30|31"))
            && Stream.of(fields[3].split(",", -1))
                .allMatch(
                    month ->
                        month.matches("2|02|FEB")
                            || (month.matches("0?[469]|11|APR|JUN|SEP|NOV")
                                && !days.contains("30")));
    return isPast || isBeyondTheMonths;
  }

  private static Optional<String> rateProblem(String value, String unit) {
    if (!POSITIVE.matcher(value).matches()) {
      return Optional.of("a rate's value is a positive whole number, not " + value);
    }
    Matcher known = UNIT.matcher(unit);
    if (!known.matches()) {
      return Optional.of("a rate's unit is minutes, hours or days, not " + unit);
    }
    String expected = known.group(1) + (value.equals("1") ? "" : "s");
    return unit.equals(expected)
        ? Optional.empty()
        : Optional.of("it is rate(%s %s), not %s".formatted(value, expected, unit));
  }

  private static Optional<String> cronProblem(String inner) {
    String[] texts = inner.split(" +", -1);
    if (texts.length != FIELDS.size()) {
      return Optional.of(
          "a cron has six fields, minutes hours day-of-month month day-of-week year, not "
              + texts.length);
    }
    if (texts[DAY_OF_MONTH].equals("?") == texts[DAY_OF_WEEK].equals("?")) {
      return Optional.of("exactly one of day-of-month and day-of-week is ?");
    }
    for (int i = 0; i < texts.length; i++) {
      boolean isLeftOpen = texts[i].equals("?") && (i == DAY_OF_MONTH || i == DAY_OF_WEEK);
      Optional<String> problem = isLeftOpen ? Optional.empty() : FIELDS.get(i).problem(texts[i]);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }
}
