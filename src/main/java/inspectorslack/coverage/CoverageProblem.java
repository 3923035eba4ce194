package inspectorslack.coverage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Why a resource is not scanned, or not wholly, where somebody has to act; spelled as Inspector
 * spells its reasons.
 *
 * <p>Each reason that Inspector knows is either here or among {@link #NEEDS_NOBODY}.
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
  // Reserved for future use, as AWS says; the name already says that something isn't scanned.
  UNSUPPORTED_CONFIG_FILE(
      "Inspector does not support a configuration file of the resource.",
      "Look up the resource on Inspector's coverage page, and scan that file by other means:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  INVALID_ARTIFACT(
      "The resource's artifact is malformed, so Inspector could not extract it safely.",
      "Build and push the artifact again, and check that your own tools can unpack it."),
  // Reserved for future use, as AWS says; the name already says that the image isn't scanned.
  IMAGE_SIZE_EXCEEDED(
      "The image is too large for Inspector.",
      "Make the image smaller, or scan it by other means."),
  STORAGE_LIMIT_EXCEEDED(
      "The resource takes more storage than Inspector scans.",
      "Make the resource smaller, or scan it by other means."),
  EXTRACTION_COLLECTION_TIME_LIMIT_EXCEEDED(
      "Extracting the resource's inventory took longer than Inspector allows.",
      "Make the resource smaller, or scan it by other means."),
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

  /** The reasons that are not announced, and why. */
  static final Map<String, String> NEEDS_NOBODY =
      Map.ofEntries(
          Map.entry("SUCCESSFUL", "The scan succeeded."),
          Map.entry("SCAN_IN_PROGRESS", "The scan runs."),
          Map.entry("PENDING_INITIAL_SCAN", "The scan is about to start."),
          Map.entry("PENDING_REVIVAL_SCAN", "The scan is about to start again."),
          Map.entry(
              "DEEP_INSPECTION_NO_INVENTORY",
              "Every new instance has it until its first inventory; an event can't show that it"
                  + " lasts."),
          Map.entry("RESOURCE_TERMINATED", "The resource is gone."),
          Map.entry("RESOURCE_STOPPED", "Scanning goes on once the resource starts."),
          Map.entry("EC2_INSTANCE_STOPPED", "Scanning goes on once the instance starts."),
          Map.entry("IMAGE_ARCHIVED", "Somebody archived the image; it can't be run."),
          Map.entry("PENDING_DISABLE", "Somebody is turning scanning off."),
          Map.entry("SCAN_FREQUENCY_MANUAL", "Somebody chose not to scan the repository."),
          Map.entry("SCAN_FREQUENCY_SCAN_ON_PUSH", "Somebody chose to scan the image once."),
          Map.entry("INTERNAL_ERROR", "Inspector resolves it and resumes the scan by itself."),
          Map.entry("NO_RESOURCES_FOUND", "Reserved for future use; it names no resource."));

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
