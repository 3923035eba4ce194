package inspectorslack.config;

import java.time.Duration;

/**
 * How many findings of each severity a route announces one by one; the others wait for a summary.
 *
 * @param messages findings of one severity in an interval; 0 if every finding waits
 * @param minutes length of an interval
 */
public record Storm(int messages, int minutes) {
  /** As {@code Pulumi.yaml} declares it. */
  public static final Storm DEFAULT = new Storm(5, 5);

  public Duration interval() {
    return Duration.ofMinutes(minutes);
  }
}
