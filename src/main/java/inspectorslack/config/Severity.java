package inspectorslack.config;

import java.util.Arrays;
import java.util.List;

/**
 * A finding's severity label, lowest first, spelled as both event sources spell it.
 *
 * <p>Inspector rates by score: 0 INFORMATIONAL, 0.1-3.9 LOW, 4.0-6.9 MEDIUM, 7.0-8.9 HIGH, 9.0-10.0
 * CRITICAL. Its sixth label, UNTRIAGED, isn't a rating, so no threshold takes it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/latest/user/findings-understanding-severity.html">Inspector
 *     User Guide, severity levels</a>
 */
public enum Severity {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** Every severity from this one upwards, lowest first. */
  public List<Severity> andAbove() {
    return Arrays.stream(values()).filter(other -> other.compareTo(this) >= 0).toList();
  }
}
