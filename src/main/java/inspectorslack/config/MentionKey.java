package inspectorslack.config;

import java.util.Optional;

/** For which findings a route mentions people. */
public enum MentionKey {
  /** Vulnerabilities on CISA's list of known exploited ones, whatever their severity. */
  KNOWN_EXPLOITED,
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** The severity of such findings; empty if they may have any. */
  public Optional<Severity> severity() {
    return this == KNOWN_EXPLOITED ? Optional.empty() : Optional.of(Severity.valueOf(name()));
  }
}
