package inspectorslack.config;

/** Which events the rule listens to. */
public enum FindingSource {
  /**
   * Findings that Security Hub CSPM imported from Inspector, in ASFF; needs that service switched
   * on.
   */
  SECURITYHUB("securityhub", "Security Hub CSPM"),
  /** Findings as Inspector itself sends them. */
  INSPECTOR("inspector", "Inspector"),
  /**
   * Findings that the newer service, just called Security Hub, imported from Inspector, in OCSF;
   * needs that service switched on, which a stack never does.
   */
  SECURITYHUB_V2("securityhub-v2", "Security Hub");

  private final String text;
  private final String service;

  FindingSource(String text, String service) {
    this.text = text;
    this.service = service;
  }

  /** The service that sends the events, by the name that AWS gives it now. */
  public String service() {
    return service;
  }

  /** As it is written in a stack file. */
  @Override
  public String toString() {
    return text;
  }
}
