package inspectorslack.config;

/** Which events the rule listens to. */
public enum FindingSource {
  /**
   * Findings that Security Hub CSPM imported from Inspector, in ASFF; needs that service switched
   * on.
   */
  SECURITYHUB("securityhub"),
  /** Findings as Inspector itself sends them. */
  INSPECTOR("inspector"),
  /**
   * Findings that the newer service, just called Security Hub, imported from Inspector, in OCSF;
   * needs that service switched on, which a stack never does.
   */
  SECURITYHUB_V2("securityhub-v2");

  private final String text;

  FindingSource(String text) {
    this.text = text;
  }

  /** As it is written in a stack file. */
  @Override
  public String toString() {
    return text;
  }
}
