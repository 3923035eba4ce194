package inspectorslack.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Expressions from AWS's documentation, and expressions that break one of its rules.
 *
 * <p>Not proven here: that EventBridge Scheduler accepts and refuses the same. It documents no
 * grammar.
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
        // The greatest number that the reader accepts.
        "rate(999999999 days)"
      })
  void documentedExpressionsAreValid(String expression) {
    assertThat(ScheduleExpression.problem(expression)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          minutes      | cron(VALUE 9 ? * MON *) | 0-59            | 0 59 */15 0/59 0-59                      | 60 ? 0/0 0/60 0, -5
          hours        | cron(0 VALUE ? * MON *) | 0-23            | 0 23 0/23 0-23                           | 24 22-24 9-10-11 9/24
          day-of-month | cron(0 9 VALUE * ? *)   | 1-31            | 1/31 1-31 L 3W 31W 1-15,20,25/2          | 0 32 W 32W 1,L 3#2 1/32
          month        | cron(0 9 ? VALUE MON *) | 1-12 or JAN-DEC | 1/3 1/12 1-12 DEC-JAN JAN,MAR-MAY        | 0 13 JANUARY
          day-of-week  | cron(0 9 ? * VALUE *)   | 1-7 or SUN-SAT  | L FRIL MON#1 1#1 7#5 1,SAT SAT-SUN       | 0 8 Monday 3#0 3#6 3#1,6#3 2/2 3W
          year         | cron(0 9 ? * MON VALUE) | 1970-2199       | 2199 2026/2 1970/229 1970-2199 2026-2026 | 1969 2200 02026 2027-2026 ?
          """)
  void aFieldTakesItsOwnValuesOnly(
      String field, String cron, String range, String valid, String invalid) {
    assertThat(valid.split(" "))
        .allSatisfy(
            value ->
                assertThat(ScheduleExpression.problem(cron.replace("VALUE", value))).isEmpty());
    assertThat(invalid.split(" "))
        .allSatisfy(
            value ->
                assertThat(ScheduleExpression.problem(cron.replace("VALUE", value)))
                    .contains("the field %s takes %s, not %s".formatted(field, range, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          it is neither cron(six fields) nor rate(value unit) | 0 9 ? * MON *; at(2026-11-20T13:00:00); cron(0 9 ? * MON *) x; Cron(0 9 ? * MON *)
          a rate is rate(1 day), or a larger whole number of minutes, hours or days | rate(5); rate(1 day 2 hours); rate(0 days); rate(-1 days); rate(1.5 hours); rate(2 weeks); rate(1 days); rate(2 hour); rate(1000000000 days)
          a cron has six fields, minutes hours day-of-month month day-of-week year, not 1 | cron()
          a cron has six fields, minutes hours day-of-month month day-of-week year, not 5 | cron(0 9 * * 1)
          a cron has six fields, minutes hours day-of-month month day-of-week year, not 7 | cron(0 0 9 ? * MON *); cron( 0 9 ? * MON *)
          exactly one of day-of-month and day-of-week must be ? | cron(0 9 * * * *); cron(0 9 ? * ? *); cron(0 9 1 * MON *)
          """)
  void anExpressionOfAnotherFormIsRefused(String problem, String expressions) {
    assertThat(expressions.split("; "))
        .allSatisfy(it -> assertThat(ScheduleExpression.problem(it)).contains(problem));
  }

  @Test
  void anExpressionHasAtMost256Characters() {
    String longest = "cron(0 9" + " ".repeat(256 - "cron(0 9? * MON *)".length()) + "? * MON *)";
    assertThat(ScheduleExpression.problem(longest)).isEmpty();
    assertThat(ScheduleExpression.problem(longest.replace("9 ", "9  ")))
        .contains("it is longer than 256 characters");
  }

  @Test
  void onlyNamesInTheIanaDatabaseAreTimeZones() {
    assertThat(Stream.of("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Etc/GMT+5"))
        .allMatch(ScheduleExpression::isTimeZone);
    assertThat(Stream.of("", "+01:00", "UTC+1", "GMT+01:00", "Z", "CEST", "Europe/berlin", "Mars"))
        .noneMatch(ScheduleExpression::isTimeZone);
  }
}
