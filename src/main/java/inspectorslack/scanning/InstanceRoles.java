package inspectorslack.scanning;

import com.pulumi.aws.iam.IamFunctions;
import com.pulumi.aws.iam.inputs.GetInstanceProfilePlainArgs;
import com.pulumi.aws.iam.outputs.GetInstanceProfileResult;
import com.pulumi.exceptions.RunException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The roles of EC2 instances, looked up where only their instance profile is named. */
public final class InstanceRoles {
  private InstanceRoles() {}

  /**
   * The given roles and those of the instance profiles, each once. It waits for AWS to answer:
   * whether a role is reached twice is only known with its name, and resources that are declared
   * inside an apply are missing from previews.
   *
   * @param profiles names of instance profiles; a profile's name need not be its role's
   * @throws RunException naming every profile that cannot be looked up or has no role
   */
  public static Set<String> of(List<String> roles, List<String> profiles) {
    Map<String, CompletableFuture<GetInstanceProfileResult>> lookups = new LinkedHashMap<>();
    for (String profile : profiles) {
      lookups.put(
          profile,
          IamFunctions.getInstanceProfilePlain(
              GetInstanceProfilePlainArgs.builder().name(profile).build()));
    }
    Set<String> all = new LinkedHashSet<>(roles);
    List<String> problems = new ArrayList<>();
    lookups.forEach(
        (profile, lookup) -> {
          try {
            String role = lookup.join().roleName();
            if (role.isEmpty()) {
              problems.add("\"%s\" has no role".formatted(profile));
            } else {
              all.add(role);
            }
          } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            problems.add(
                "\"%s\" could not be looked up: %s".formatted(profile, cause.getMessage()));
          }
        });
    if (!problems.isEmpty()) {
      throw new RunException(
          "instanceProfiles: " + String.join("; ", problems) + "; fix the profiles or the list");
    }
    return all;
  }
}
