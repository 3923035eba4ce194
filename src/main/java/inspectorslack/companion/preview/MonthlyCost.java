package inspectorslack.companion.preview;

import inspectorslack.companion.Recording;
import inspectorslack.companion.Recording.Declared;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a stack costs a month before usage, at list prices and without AWS's free tiers. Usage is
 * extra: what Inspector and Security Hub charge, and cents for messages.
 *
 * @param what the kind of resource
 * @param count how many there are in all Regions
 * @param each US dollars a month for one
 */
record MonthlyCost(String what, int count, BigDecimal each) {
  /** When and where these prices applied. */
  static final String PRICES = "list prices in us-east-1, November 2026";

  // https://aws.amazon.com/cloudwatch/pricing: a standard-resolution alarm on one metric.
  private static final BigDecimal ALARM = new BigDecimal("0.10");

  // https://aws.amazon.com/kms/pricing
  private static final BigDecimal KEY = new BigDecimal("1.00");
  private static final BigDecimal KEY_REQUEST = perMillion("3.00");

  // https://aws.amazon.com/step-functions/pricing: Express Workflows, at least 64 MB each.
  private static final BigDecimal EXECUTION = perMillion("1.00");
  private static final BigDecimal EXECUTION_SECOND =
      new BigDecimal("0.00001667").multiply(new BigDecimal("0.0625"));

  // https://aws.amazon.com/dynamodb/pricing/on-demand; an eventually consistent query needs half.
  private static final BigDecimal READ_UNIT = perMillion("0.125");

  private static final int MINUTES = 30 * 24 * 60;

  /**
   * A state machine that a rule starts every minute: each execution queries the memory once, and
   * takes a second at most. DynamoDB requests the table's key every five minutes.
   */
  private static final BigDecimal EVERY_MINUTE =
      EXECUTION
          .add(EXECUTION_SECOND)
          .add(READ_UNIT.divide(BigDecimal.valueOf(2)))
          .add(KEY_REQUEST.divide(BigDecimal.valueOf(5)))
          .multiply(BigDecimal.valueOf(MINUTES))
          .setScale(2, RoundingMode.UP);

  /** The kinds of resources that cost something even without usage. */
  static List<MonthlyCost> of(Recording recording) {
    return List.of(
            new MonthlyCost(
                "CloudWatch alarm",
                count(recording, "aws:cloudwatch/metricAlarm:MetricAlarm", it -> true),
                ALARM),
            new MonthlyCost("KMS key", count(recording, "aws:kms/key:Key", it -> true), KEY),
            new MonthlyCost(
                "state machine run every minute",
                count(
                    recording,
                    "aws:cloudwatch/eventRule:EventRule",
                    it -> "rate(1 minute)".equals(it.inputs().get("scheduleExpression"))),
                EVERY_MINUTE))
        .stream()
        .filter(it -> it.count > 0)
        .toList();
  }

  private static int count(Recording recording, String type, Predicate<Declared> which) {
    return (int)
        recording.resources().stream().filter(it -> it.type().equals(type)).filter(which).count();
  }

  private static BigDecimal perMillion(String price) {
    return new BigDecimal(price).movePointLeft(6);
  }

  String inWords() {
    return count == 1
        ? "1 " + what
        : "%d %s at %s each".formatted(count, what.replaceFirst("alarm|key|machine", "$0s"), each);
  }

  BigDecimal sum() {
    return each.multiply(BigDecimal.valueOf(count));
  }

  static BigDecimal sum(List<MonthlyCost> costs) {
    return costs.stream().map(MonthlyCost::sum).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
