package inspectorslack.documents;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Why a resource is not scanned, or not wholly, where somebody has to act; spelled as Inspector
 * spells its reasons.
 *
 * <p>Left out are reasons that need nobody: scans that succeed, run or are about to ({@code
 * DEEP_INSPECTION_NO_INVENTORY} among them, which every new instance has for a while), resources
 * that ended, stopped or were archived, scan frequencies that somebody chose, errors that Inspector
 * says it mends by itself ({@code INTERNAL_ERROR}), and what AWS reserves for the future.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html">Inspector
 *     API, ScanStatus</a>
 */
public enum CoverageProblem {
  UNMANAGED_EC2_INSTANCE(
      "The instance is not managed by Systems Manager, so Inspector cannot look into it.",
      "Give the instance's role AmazonSSMManagedInstanceCore, let it reach Systems Manager, and"
          + " update its SSM agent; scanning then starts by itself."),
  RESOURCE_UNMANAGED(
      "The resource is not managed in the way that Inspector needs to look into it.",
      "Look up on Inspector's coverage page what manages such a resource, and connect it; scanning"
          + " then starts by itself."),
  NO_INVENTORY(
      "Inspector finds no inventory of the instance's software.",
      "In Systems Manager, look whether the association"
          + " InspectorInventoryCollection-do-not-delete is there and runs on the instance."),
  STALE_INVENTORY(
      "Inspector has got no new inventory of the instance's software for 7 days.",
      "In Systems Manager, look whether Inspector's associations are there, and whether the"
          + " instance's inventory is still updated."),
  UNSUPPORTED_OS(
      "Inspector does not support the operating system, architecture or image manifest.",
      "Move to a supported system, or watch this one by other means:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  UNSUPPORTED_RUNTIME(
      "Inspector does not support the function's runtime.",
      "Move the function to a supported runtime:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  UNSUPPORTED_MEDIA_TYPE(
      "Inspector does not support the image's media type.",
      "Build the image in a supported media type:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  UNSUPPORTED_LANGUAGE(
      "The repository holds files in a programming language that Inspector does not support.",
      "Scan these files by other means:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  UNSUPPORTED_CODE_ARTIFACTS(
      "The function's package holds code that Inspector does not support.",
      "Package the function in a supported way, or scan its code by other means:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  SCAN_ELIGIBILITY_EXPIRED(
      "The image is older than the re-scan duration, so Inspector does not look at it again.",
      "If the image still runs, push a new build, or lengthen the ECR re-scan duration in"
          + " Inspector's settings; if not, delete it."),
  EXCLUDED_BY_TAG(
      "A tag on the resource excludes it from scanning.",
      "If nobody meant to exclude it, remove the tag InspectorEc2Exclusion (EC2) or"
          + " InspectorExclusion (Lambda); scanning then starts by itself."),
  ACCESS_DENIED(
      "A policy of the resource's keeps Inspector out.",
      "Let Inspector in: look at the resource's own policy, and at the organization's policies."),
  ACCESS_DENIED_TO_ENCRYPTION_KEY(
      "A key's policy keeps Inspector from decrypting the resource.",
      "Let Inspector use the key that encrypts the resource, in the key's policy."),
  AGENTLESS_INSTANCE_STORAGE_LIMIT_EXCEEDED(
      "The instance's volumes are too large for a scan without an agent.",
      "Let Systems Manager manage the instance (role AmazonSSMManagedInstanceCore, SSM agent), so"
          + " that it is scanned with the agent."),
  AGENTLESS_INSTANCE_COLLECTION_TIME_LIMIT_EXCEEDED(
      "Collecting the instance's inventory without an agent took too long.",
      "Let Systems Manager manage the instance (role AmazonSSMManagedInstanceCore, SSM agent), so"
          + " that it is scanned with the agent."),
  DEEP_INSPECTION_PACKAGE_COLLECTION_LIMIT_EXCEEDED(
      "The instance has more than 5,000 packages of programming languages, too many for deep"
          + " inspection.",
      "In Inspector's settings of deep inspection, narrow the custom paths."),
  DEEP_INSPECTION_DAILY_SSM_INVENTORY_LIMIT_EXCEEDED(
      "The instance has used up the inventory that Systems Manager takes from it in a day, so deep"
          + " inspection got none.",
      "In Systems Manager, collect other inventory of the instance less often, or narrow the custom"
          + " paths of deep inspection."),
  DEEP_INSPECTION_COLLECTION_TIME_LIMIT_EXCEEDED(
      "Collecting the packages of programming languages took longer than the 15 minutes that deep"
          + " inspection has.",
      "In Inspector's settings of deep inspection, narrow the custom paths."),
  INTEGRATION_CONNECTION_LOST(
      "Inspector cannot reach the platform that holds the code repository.",
      "Connect the platform again on Inspector's page of code security."),
  NO_SCAN_CONFIGURATION_ASSOCIATED(
      "No scan configuration belongs to the code repository.",
      "Associate one with it on Inspector's page of code security.");

  private final String meaning;
  private final String remedy;

  CoverageProblem(String meaning, String remedy) {
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** What happened, as one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it, as one sentence of at most 350 characters. */
  public String remedy() {
    return remedy;
  }

  /** Whether the resource is still scanned in part: only its deep inspection fails. */
  public boolean isPartial() {
    return name().startsWith("DEEP_INSPECTION_");
  }

  /** All of them by reason, for an expression to look them up in. */
  static ObjectNode byReason() {
    ObjectNode problems = JsonNodeFactory.instance.objectNode();
    for (CoverageProblem problem : values()) {
      problems
          .putObject(problem.name())
          .put("headline", problem.isPartial() ? "Not fully scanned" : "Not scanned")
          .put("meaning", problem.meaning)
          .put("remedy", problem.remedy);
    }
    return problems;
  }
}
