package inspectorslack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expressions from AWS's documentation, and ones that break a rule of it each.
 *
 * <p>Not proven here: that EventBridge Scheduler, which documents no grammar, refuses and takes the
 * very same.
 */
class ScheduleExpressionTests {
  @ParameterizedTest
  @ValueSource(
      strings = {
        // EventBridge User Guide, cron expressions.
        "cron(0 10 * * ? *)",
        "cron(15 12 * * ? *)",
        "cron(0 18 ? * MON-FRI *)",
        "cron(0 8 1 * ? *)",
        "cron(0/10 * ? * MON-FRI *)",
        "cron(0/5 8-17 ? * MON-FRI *)",
        "cron(0/30 20-2 ? * MON-FRI *)",
        "cron(0 9 ? * 2#1 *)",
        "cron(0 0 ? * 3#2 *)",
        // EventBridge Scheduler User Guide, schedule types.
        "cron(15 10 ? * 6L 2022-2023)",
        "rate(5 minutes)",
        "rate(1 minute)",
        "rate(1 hour)",
        "rate(2 hours)",
        "rate(1 day)",
        "rate(7 days)",
        // The wildcards of each field.
        "cron(0 9 L * ? *)",
        "cron(0 9 3W * ? *)",
        "cron(0 9 1-15,20,25/2 JAN,MAR-MAY ? 2026/2)",
        "cron(0 9 ? 1/3 L *)",
        "cron(59 23 31 12 ? 2199)",
        "cron(0 9 ? * MON#1 *)",
        "cron(0 9 ? * FRIL *)",
        "cron(0 9 ? * 1,SAT *)",
        "cron(*/15 9 ? * MON *)",
        // The ends of what each field takes.
        "cron(0/59 0/23 1/31 1/12 ? 1970/229)",
        "cron(0-59 0-23 1-31 1-12 ? 1970-2199)",
        "cron(0 9 ? DEC-JAN SAT-SUN 2026-2026)",
        "cron(0 9 ? * 1#1 *)",
        "cron(0 9 ? * 7#5 *)",
        "cron(0 9 31W * ? *)",
        "rate(59 minutes)",
        "rate(999999999 days)"
      })
  void whatAwsDocumentsIsTaken(String expression) {
    assertThat(ScheduleExpression.problem(expression)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 9 ? * MON *              | it is neither cron(six fields) nor rate(value unit)",
        "at(2026-11-20T13:00:00)    | it is neither cron(six fields) nor rate(value unit)",
        "cron(0 9 ? * MON *) x      | it is neither cron(six fields) nor rate(value unit)",
        "Cron(0 9 ? * MON *)        | it is neither cron(six fields) nor rate(value unit)",
        "rate(5)                    | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "rate(1 day 2 hours)        | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "rate(0 days)               | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "rate(-1 days)              | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "rate(1.5 hours)            | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "rate(2 weeks)              | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "rate(1 days)               | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "rate(2 hour)               | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "cron(0 9 * * 1)            | a cron has six fields, minutes hours day-of-month month day-of-week year, not 5",
        "cron(0 0 9 ? * MON *)      | a cron has six fields, minutes hours day-of-month month day-of-week year, not 7",
        "cron()                     | a cron has six fields, minutes hours day-of-month month day-of-week year, not 1",
        "cron( 0 9 ? * MON *)       | a cron has six fields, minutes hours day-of-month month day-of-week year, not 7",
        "cron(0 9 * * * *)          | exactly one of day-of-month and day-of-week is ?",
        "cron(0 9 ? * ? *)          | exactly one of day-of-month and day-of-week is ?",
        "cron(0 9 1 * MON *)        | exactly one of day-of-month and day-of-week is ?",
        "rate(1000000000 days)      | a rate is rate(1 day), or a greater whole number of minutes, hours or days",
        "cron(0 9/24 ? * MON *)     | the field hours takes 0-23, not 9/24",
        "cron(0 9 1/32 * ? *)       | the field day-of-month takes 1-31, not 1/32",
        "cron(0 9 32W * ? *)        | the field day-of-month takes 1-31, not 32W",
        "cron(0 9 ? 0 MON *)        | the field month takes 1-12 or JAN-DEC, not 0",
        "cron(0 9 ? * 3#0 *)        | the field day-of-week takes 1-7 or SUN-SAT, not 3#0",
        "cron(0 9 ? * MON 02026)    | the field year takes 1970-2199, not 02026",
        "cron(60 9 ? * MON *)       | the field minutes takes 0-59, not 60",
        "cron(? 9 ? * MON *)        | the field minutes takes 0-59, not ?",
        "cron(0/0 9 ? * MON *)      | the field minutes takes 0-59, not 0/0",
        "cron(0/60 9 ? * MON *)     | the field minutes takes 0-59, not 0/60",
        "cron(0, 9 ? * MON *)       | the field minutes takes 0-59, not 0,",
        "cron(-5 9 ? * MON *)       | the field minutes takes 0-59, not -5",
        "cron(0 24 ? * MON *)       | the field hours takes 0-23, not 24",
        "cron(0 22-24 ? * MON *)    | the field hours takes 0-23, not 22-24",
        "cron(0 9-10-11 ? * MON *)  | the field hours takes 0-23, not 9-10-11",
        "cron(0 9 ? * MON 2027-2026) | the field year takes 1970-2199, not 2027-2026",
        "cron(0 9 0 * ? *)          | the field day-of-month takes 1-31, not 0",
        "cron(0 9 32 * ? *)         | the field day-of-month takes 1-31, not 32",
        "cron(0 9 W * ? *)          | the field day-of-month takes 1-31, not W",
        "cron(0 9 1,L * ? *)        | the field day-of-month takes 1-31, not 1,L",
        "cron(0 9 3#2 * ? *)        | the field day-of-month takes 1-31, not 3#2",
        "cron(0 9 ? 13 MON *)       | the field month takes 1-12 or JAN-DEC, not 13",
        "cron(0 9 ? JANUARY MON *)  | the field month takes 1-12 or JAN-DEC, not JANUARY",
        "cron(0 9 ? * 0 *)          | the field day-of-week takes 1-7 or SUN-SAT, not 0",
        "cron(0 9 ? * 8 *)          | the field day-of-week takes 1-7 or SUN-SAT, not 8",
        "cron(0 9 ? * Monday *)     | the field day-of-week takes 1-7 or SUN-SAT, not Monday",
        "cron(0 9 ? * 3#6 *)        | the field day-of-week takes 1-7 or SUN-SAT, not 3#6",
        "cron(0 9 ? * 3#1,6#3 *)    | the field day-of-week takes 1-7 or SUN-SAT, not 3#1,6#3",
        "cron(0 9 ? * 2/2 *)        | the field day-of-week takes 1-7 or SUN-SAT, not 2/2",
        "cron(0 9 ? * 3W *)         | the field day-of-week takes 1-7 or SUN-SAT, not 3W",
        "cron(0 9 ? * MON 1969)     | the field year takes 1970-2199, not 1969",
        "cron(0 9 ? * MON 2200)     | the field year takes 1970-2199, not 2200",
        "cron(0 9 ? * MON ?)        | the field year takes 1970-2199, not ?"
      })
  void whatBreaksARuleIsRefusedWithTheRule(String expression, String problem) {
    assertThat(ScheduleExpression.problem(expression)).contains(problem);
  }

  @Test
  void whatIsTooLongIsRefused() {
    String minutes = "0,".repeat(120) + "0";
    assertThat(ScheduleExpression.problem("cron(" + minutes + " 9 ? * MON *)"))
        .contains("it is longer than 256 characters");
    assertThat(ScheduleExpression.problem(ofLength(256))).isEmpty();
    assertThat(ScheduleExpression.problem(ofLength(257))).isPresent();
  }

  private static String ofLength(int length) {
    String without = "cron(0 9 ? * MON *)";
    return without.replace("9 ?", "9" + " ".repeat(length - without.length()) + " ?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Etc/GMT+5"})
  void namesOfTheIanaDatabaseAreTimeZones(String name) {
    assertThat(ScheduleExpression.isTimeZone(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+01:00", "UTC+1", "GMT+01:00", "Z", "CEST", "Europe/berlin", "Mars"})
  void offsetsAndOtherNamesAreNone(String name) {
    assertThat(ScheduleExpression.isTimeZone(name)).isFalse();
  }
}
