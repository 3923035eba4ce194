package inspectorslack.config;

import java.util.Arrays;
import java.util.Optional;

/** Which events the rule listens to. */
public enum FindingSource {
  /**
   * Findings that Security Hub CSPM imported from Inspector, in ASFF; needs that service switched
   * on.
   */
  SECURITYHUB(
      "securityhub", "Security Hub CSPM", "aws.securityhub", "Security Hub Findings - Imported"),
  /** Findings as Inspector itself sends them. */
  INSPECTOR("inspector", "Inspector", "aws.inspector2", "Inspector2 Finding"),
  /**
   * Findings that the newer service, just called Security Hub, imported from Inspector, in OCSF;
   * needs that service switched on, which a stack never does.
   */
  SECURITYHUB_V2("securityhub-v2", "Security Hub", "aws.securityhub", "Findings Imported V2");

  private final String text;
  private final String service;
  private final String eventSource;
  private final String detailType;

  FindingSource(String text, String service, String eventSource, String detailType) {
    this.text = text;
    this.service = service;
    this.eventSource = eventSource;
    this.detailType = detailType;
  }

  /** The source of an event, by its {@code detail-type}; empty if it isn't about findings. */
  public static Optional<FindingSource> of(String detailType) {
    return Arrays.stream(values()).filter(it -> it.detailType.equals(detailType)).findFirst();
  }

  /** The service that sends the events, by the name that AWS gives it now. */
  public String service() {
    return service;
  }

  /** The {@code source} of its events. */
  public String eventSource() {
    return eventSource;
  }

  /**
   * The {@code detail-type} of its events.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html">Inspector
   *     User Guide, EventBridge event schema</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html">Security
   *     Hub CSPM User Guide, EventBridge event formats</a>
   */
  public String detailType() {
    return detailType;
  }

  /** As it is written in a stack file. */
  @Override
  public String toString() {
    return text;
  }
}
