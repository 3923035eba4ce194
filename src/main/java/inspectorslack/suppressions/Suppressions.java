package inspectorslack.suppressions;

import com.pulumi.aws.inspector2.Filter;
import com.pulumi.aws.inspector2.FilterArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaAwsAccountIdArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaEcrImageRepositoryNameArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaEpssScoreArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaFindingTypeArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaFixAvailableArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaResourceIdArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaResourceTagArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaSeverityArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaVulnerabilityIdArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaVulnerablePackageArgs;
import com.pulumi.aws.inspector2.inputs.FilterFilterCriteriaVulnerablePackageNameArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import inspectorslack.config.FindingType;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Inspector's suppression rules, one filter for each suppression. In an organization, only the
 * delegated administrator can have them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/inspector/latest/user/findings-managing-supression-rules.html">Inspector
 *     User Guide, suppression rules</a>
 */
public final class Suppressions extends ComponentResource {
  private static final String EQUALS = "EQUALS";

  /**
   * What is suppressed.
   *
   * @param suppressions each with at least one criterion
   * @param names physical names
   */
  public record Args(List<Suppression> suppressions, PhysicalNames names) {}

  public Suppressions(String name, Args args, ComponentResourceOptions options) {
    super("inspectorslack:components:Suppressions", name, options);
    CustomResourceOptions child = CustomResourceOptions.builder().parent(this).build();
    for (Suppression suppression : args.suppressions()) {
      new Filter(
          name + "-" + suppression.name(),
          FilterArgs.builder()
              .name(args.names().ofFilter(suppression.name()))
              .action("SUPPRESS")
              .reason(suppression.reason())
              .description("Expires on " + suppression.expires())
              .filterCriterias(criteria(suppression.criteria()))
              .build(),
          child);
    }
    registerOutputs(Map.of());
  }

  private static FilterFilterCriteriaArgs criteria(Suppression.Criteria of) {
    FilterFilterCriteriaArgs.Builder criteria = FilterFilterCriteriaArgs.builder();
    each(of.severities(), Suppressions::severity, criteria::severities);
    each(of.findingTypes(), Suppressions::findingType, criteria::findingTypes);
    each(of.accountIds(), Suppressions::accountId, criteria::awsAccountIds);
    each(of.resourceIds(), Suppressions::resourceId, criteria::resourceIds);
    each(of.resourceTags().entrySet(), Suppressions::resourceTag, criteria::resourceTags);
    each(of.ecrRepositories(), Suppressions::repository, criteria::ecrImageRepositoryNames);
    each(of.vulnerabilityIds(), Suppressions::vulnerabilityId, criteria::vulnerabilityIds);
    each(of.packageNames(), Suppressions::packageName, criteria::vulnerablePackages);
    of.fixAvailable().map(Suppressions::fixAvailable).ifPresent(criteria::fixAvailables);
    of.maxEpss()
        .ifPresent(
            most ->
                criteria.epssScores(
                    FilterFilterCriteriaEpssScoreArgs.builder()
                        // The provider wants both ends.
                        .lowerInclusive(0.0)
                        .upperInclusive(most.doubleValue())
                        .build()));
    return criteria.build();
  }

  // Inspector takes no empty list.
  private static <V, A> void each(
      Collection<V> values, Function<V, A> criterion, Consumer<List<A>> criteria) {
    if (!values.isEmpty()) {
      criteria.accept(values.stream().map(criterion).toList());
    }
  }

  private static FilterFilterCriteriaSeverityArgs severity(Severity severity) {
    return FilterFilterCriteriaSeverityArgs.builder()
        .comparison(EQUALS)
        .value(severity.name())
        .build();
  }

  private static FilterFilterCriteriaFindingTypeArgs findingType(FindingType type) {
    return FilterFilterCriteriaFindingTypeArgs.builder()
        .comparison(EQUALS)
        .value(type.name())
        .build();
  }

  private static FilterFilterCriteriaAwsAccountIdArgs accountId(String id) {
    return FilterFilterCriteriaAwsAccountIdArgs.builder().comparison(EQUALS).value(id).build();
  }

  private static FilterFilterCriteriaResourceIdArgs resourceId(String id) {
    return FilterFilterCriteriaResourceIdArgs.builder().comparison(EQUALS).value(id).build();
  }

  private static FilterFilterCriteriaEcrImageRepositoryNameArgs repository(String name) {
    return FilterFilterCriteriaEcrImageRepositoryNameArgs.builder()
        .comparison(EQUALS)
        .value(name)
        .build();
  }

  private static FilterFilterCriteriaVulnerabilityIdArgs vulnerabilityId(String id) {
    return FilterFilterCriteriaVulnerabilityIdArgs.builder().comparison(EQUALS).value(id).build();
  }

  private static FilterFilterCriteriaFixAvailableArgs fixAvailable(boolean isAvailable) {
    return FilterFilterCriteriaFixAvailableArgs.builder()
        .comparison(EQUALS)
        .value(isAvailable ? "YES" : "NO")
        .build();
  }

  private static FilterFilterCriteriaResourceTagArgs resourceTag(Map.Entry<String, String> tag) {
    return FilterFilterCriteriaResourceTagArgs.builder()
        .comparison(EQUALS)
        .key(tag.getKey())
        .value(tag.getValue())
        .build();
  }

  private static FilterFilterCriteriaVulnerablePackageArgs packageName(String name) {
    return FilterFilterCriteriaVulnerablePackageArgs.builder()
        .name(
            FilterFilterCriteriaVulnerablePackageNameArgs.builder()
                .comparison(EQUALS)
                .value(name)
                .build())
        .build();
  }
}
