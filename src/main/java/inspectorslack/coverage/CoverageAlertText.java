package inspectorslack.coverage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What a coverage alert says, by the reason why Inspector doesn't scan a resource completely. The
 * names are Inspector's; {@code message.jsonata} puts the texts together.
 *
 * <p>Each of Inspector's reasons is either here or in {@link #NEEDS_NOBODY}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html">Inspector
 *     API, ScanStatus</a>
 */
public enum CoverageAlertText {
  UNMANAGED_EC2_INSTANCE(
      "Systems Manager does not manage the instance, so Inspector cannot scan it.",
      "Give the instance's role AmazonSSMManagedInstanceCore, let it reach Systems Manager, and"
          + " update its SSM agent; scanning then starts by itself."),
  RESOURCE_UNMANAGED(
      "The resource is not managed in the way that Inspector needs to scan it.",
      "Look up on Inspector's coverage page what has to manage the resource, and connect it;"
          + " scanning then starts by itself."),
  NO_INVENTORY(
      "Inspector finds no inventory of the instance's software.",
      "In Systems Manager, check that the association"
          + " InspectorInventoryCollection-do-not-delete exists and runs on the instance."),
  STALE_INVENTORY(
      "Inspector has received no new inventory of the instance's software for 7 days.",
      "In Systems Manager, check that Inspector's associations exist, and that the instance still"
          + " updates its inventory."),
  UNSUPPORTED_OS(
      "Inspector does not support the operating system, architecture or image manifest.",
      "Move to a supported system, or scan this one by other means:"
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
      "The repository contains files in a programming language that Inspector does not support.",
      "Scan these files by other means:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  UNSUPPORTED_CODE_ARTIFACTS(
      "The function's package contains code that Inspector does not support.",
      "Package the function in a supported way, or scan its code by other means:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  // AWS reserves it for future use. The name already means that something isn't scanned.
  UNSUPPORTED_CONFIG_FILE(
      "Inspector does not support a configuration file of the resource.",
      "Look up the resource on Inspector's coverage page, and scan that file by other means:"
          + " https://docs.aws.amazon.com/inspector/latest/user/supported.html"),
  INVALID_ARTIFACT(
      "The resource's artifact is malformed, so Inspector could not extract it safely.",
      "Build and push the artifact again, and check that your own tools can unpack it."),
  // AWS reserves it for future use. The name already means that the image isn't scanned.
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
      "The image is older than the re-scan duration, so Inspector does not scan it again.",
      "If the image still runs, push a new build, or lengthen the ECR re-scan duration in"
          + " Inspector's settings; if not, delete it."),
  EXCLUDED_BY_TAG(
      "A tag on the resource excludes it from scanning.",
      "If nobody meant to exclude it, remove the tag InspectorEc2Exclusion (EC2) or"
          + " InspectorExclusion (Lambda); scanning then starts by itself."),
  ACCESS_DENIED(
      "A policy denies Inspector access to the resource.",
      "Allow Inspector in the resource's own policy, and check the organization's policies."),
  ACCESS_DENIED_TO_ENCRYPTION_KEY(
      "A key's policy does not allow Inspector to decrypt the resource.",
      "Allow Inspector to use the resource's encryption key, in the key's policy."),
  AGENTLESS_INSTANCE_STORAGE_LIMIT_EXCEEDED(
      "The instance's volumes are too large for an agentless scan.",
      "Let Systems Manager manage the instance (role AmazonSSMManagedInstanceCore, SSM agent), so"
          + " that Inspector scans it with the agent."),
  AGENTLESS_INSTANCE_COLLECTION_TIME_LIMIT_EXCEEDED(
      "Collecting the instance's inventory took too long for an agentless scan.",
      "Let Systems Manager manage the instance (role AmazonSSMManagedInstanceCore, SSM agent), so"
          + " that Inspector scans it with the agent."),
  DEEP_INSPECTION_PACKAGE_COLLECTION_LIMIT_EXCEEDED(
      "The instance has more than 5,000 packages of programming languages, too many for deep"
          + " inspection.",
      "In Inspector's deep inspection settings, narrow the custom paths."),
  DEEP_INSPECTION_DAILY_SSM_INVENTORY_LIMIT_EXCEEDED(
      "The instance has reached Systems Manager's daily limit of inventory, so deep inspection got"
          + " none.",
      "In Systems Manager, collect other inventory of the instance less often, or narrow the custom"
          + " paths of deep inspection."),
  DEEP_INSPECTION_COLLECTION_TIME_LIMIT_EXCEEDED(
      "Collecting the packages of programming languages took longer than the 15 minutes that deep"
          + " inspection allows.",
      "In Inspector's deep inspection settings, narrow the custom paths."),
  INTEGRATION_CONNECTION_LOST(
      "Inspector cannot reach the platform that hosts the code repository.",
      "Connect the platform again on Inspector's code security page."),
  NO_SCAN_CONFIGURATION_ASSOCIATED(
      "The code repository has no scan configuration.",
      "Associate one on Inspector's code security page.");

  /** Reasons that need no announcement, and why. */
  static final Map<String, String> NEEDS_NOBODY =
      Map.ofEntries(
          Map.entry("SUCCESSFUL", "The scan succeeded."),
          Map.entry("SCAN_IN_PROGRESS", "The scan is running."),
          Map.entry("PENDING_INITIAL_SCAN", "The scan is about to start."),
          Map.entry("PENDING_REVIVAL_SCAN", "The scan is about to start again."),
          Map.entry(
              "DEEP_INSPECTION_NO_INVENTORY",
              "Every new instance has it until its first inventory, and an event can't show whether"
                  + " it lasts."),
          Map.entry("RESOURCE_TERMINATED", "The resource is gone."),
          Map.entry("RESOURCE_STOPPED", "Scanning resumes when the resource starts."),
          Map.entry("EC2_INSTANCE_STOPPED", "Scanning resumes when the instance starts."),
          Map.entry("IMAGE_ARCHIVED", "Somebody archived the image, so it can't run."),
          Map.entry("PENDING_DISABLE", "Somebody is turning scanning off."),
          Map.entry("SCAN_FREQUENCY_MANUAL", "Somebody chose not to scan the repository."),
          Map.entry("SCAN_FREQUENCY_SCAN_ON_PUSH", "Somebody chose to scan the image once."),
          Map.entry("INTERNAL_ERROR", "Inspector resolves it and resumes the scan by itself."),
          Map.entry("NO_RESOURCES_FOUND", "Reserved for future use; it names no resource."));

  private final String meaning;
  private final String remedy;

  CoverageAlertText(String meaning, String remedy) {
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

  /** Whether Inspector still scans the resource in part: only deep inspection fails. */
  public boolean isPartial() {
    return name().startsWith("DEEP_INSPECTION_");
  }

  /** All problems as one object, by reason. */
  static ObjectNode byReason() {
    ObjectNode problems = JsonNodeFactory.instance.objectNode();
    for (CoverageAlertText problem : values()) {
      problems
          .putObject(problem.name())
          .put("headline", problem.isPartial() ? "Not fully scanned" : "Not scanned")
          .put("meaning", problem.meaning)
          .put("remedy", problem.remedy);
    }
    return problems;
  }
}
