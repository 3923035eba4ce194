package inspectorslack.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What AWS refuses of Inspector in an organization, in words that people have reported. */
final class OrganizationReferences {
  private OrganizationReferences() {}

  /** The accounts that an enabler switches on. */
  static String accounts(Map<String, Object> inputs) {
    return inputs.get("accountIds") instanceof List<?> ids
        ? ids.stream().map(String::valueOf).collect(Collectors.joining(", "))
        : "none";
  }

  static List<String> problems(CloudType type, Cloud cloud, Map<String, Object> inputs) {
    List<String> problems = new ArrayList<>();
    switch (type) {
      case ENABLER -> {
        List<?> ids = inputs.get("accountIds") instanceof List<?> list ? list : List.of();
        if (ids.size() > 1 && ids.contains(cloud.account)) {
          problems.add(
              "\"account_ids\" can contain either the administrator account or one or more member"
                  + " accounts");
        }
        ids.stream()
            .filter(id -> !id.equals(cloud.account) && !hasMember(cloud, id))
            .map(
                "account %s: ACCESS_DENIED: Invoking account does not have access to this account"
                    ::formatted)
            .forEach(problems::add);
      }
      // schubergphilis/terraform-aws-mcaf-landing-zone, pull request 200.
      case ORGANIZATION -> {
        if (cloud
            .find(it -> it.type() == CloudType.ENABLER && accounts(it).equals(cloud.account))
            .isEmpty()) {
          problems.add("ValidationException: Invoking account is not enabled");
        }
      }
      // hashicorp/terraform-provider-aws, pull request 33935.
      case MEMBER -> {
        if (hasMember(cloud, inputs.get("accountId"))) {
          problems.add(
              "ValidationException: The request is rejected because the given account ID is already"
                  + " a member or associated member of the current account.");
        }
      }
      // Inspector User Guide: an organization can have only one delegated administrator.
      case DELEGATED_ADMINISTRATOR ->
          cloud
              .find(
                  it -> it.type() == type && !it.text("accountId").equals(inputs.get("accountId")))
              .map(
                  it -> "ConflictException: the delegated administrator is " + it.text("accountId"))
              .ifPresent(problems::add);
      default -> throw new IllegalArgumentException(type.token());
    }
    return problems;
  }

  private static String accounts(Cloud.Resource enabler) {
    return accounts(enabler.properties());
  }

  private static boolean hasMember(Cloud cloud, Object accountId) {
    return cloud
        .find(it -> it.type() == CloudType.MEMBER && it.text("accountId").equals(accountId))
        .isPresent();
  }
}
