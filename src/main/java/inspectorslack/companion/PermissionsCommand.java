package inspectorslack.companion;

import inspectorslack.Settings;
import inspectorslack.aws.Place;
import inspectorslack.companion.Recording.Declared;
import inspectorslack.config.Values;
import inspectorslack.permissions.DeploymentRolePolicy;
import inspectorslack.permissions.DeploymentRolePolicy.Use;
import inspectorslack.permissions.GitHubTrust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the policies of the roles with which GitHub's workflows preview and deploy a stack. */
@Command(
    name = "permissions",
    description = "Prints the IAM policy of the role that deploys a stack.")
final class PermissionsCommand implements Callable<Integer> {
  // Which branch .github/workflows/deploy.yml deploys.
  private static final String BRANCH = "main";

  // IAM User Guide, IAM and STS quotas: what a role's inline policies take together, without white
  // space.
  private static final int LONGEST_POLICY = 10_240;

  private final Terminal terminal;
  private final Path project;

  @Mixin private StackParameter stack = new StackParameter();

  @Option(
      names = "--preview",
      description = "Print the policy of the read-only role that previews and refreshes.")
  private boolean preview;

  @Option(
      names = "--trust",
      paramLabel = "OWNER/REPO",
      description =
          "Print the role's trust policy instead, for this GitHub repository as its tokens name it (gh api repos/OWNER/REPO/actions/oidc/customization/sub).")
  private Optional<String> repository = Optional.empty();

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "The AWS account's id, twelve digits. The default is 123456789012.")
  private Optional<String> account = Optional.empty();

  PermissionsCommand(Terminal terminal, Path project) {
    this.terminal = terminal;
    this.project = project;
  }

  @Override
  public Integer call() {
    StackFile stackFile = stack.read(project);
    Settings settings = stackFile.settings();
    String policy =
        repository.isPresent()
            ? trust(stackFile, repository.get())
            : permissions(stackFile, settings, new CloudMocks(stackFile.region()));
    if (stackFile.ownRegion().isEmpty()) {
      terminal
          .err()
          .printf(
              "note: the stack doesn't set aws:region; replace %s with your Region%n",
              stackFile.region());
    }
    if (account.isEmpty()) {
      terminal
          .err()
          .printf("note: account %s is a placeholder; set --account%n", CloudMocks.ACCOUNT);
    }
    if (policy.replaceAll("\\s", "").length() > LONGEST_POLICY) {
      terminal
          .err()
          .printf(
              "note: a role's inline policies may have at most %,d characters in total; split the statements into managed policies%n",
              LONGEST_POLICY);
    }
    terminal.out().println(policy);
    terminal.warn(stackFile.warnings());
    return 0;
  }

  private String trust(StackFile stackFile, String repository) {
    if (!repository.matches("[\\w.-]+(@\\d+)?/[\\w.-]+(@\\d+)?")) {
      throw new WrongUsage(
          "--trust: got %s; expected OWNER/REPO".formatted(Values.quote(repository)));
    }
    if (repository.endsWith(".git")) {
      throw new WrongUsage(
          "--trust: got %s, part of a clone URL; expected OWNER/REPO without .git"
              .formatted(Values.quote(repository)));
    }
    String partition = Place.partition(stackFile.region());
    return preview
        ? GitHubTrust.previewing(partition, accountId(), repository, BRANCH)
        : GitHubTrust.deploying(partition, accountId(), repository, stackFile.stack());
  }

  private String permissions(StackFile stackFile, Settings settings, CloudMocks cloud) {
    String base = settings.names().base();
    List<Use> uses = new ArrayList<>();
    for (Declared resource : Recording.of(stackFile, cloud, cloud).resources()) {
      if (!resource.type().startsWith("inspectorslack:components:")) {
        uses.add(
            new Use(
                resource.type(),
                resource.inputs(),
                resource.options().isRetainOnDelete(),
                new Place(resource.region(), accountId())));
      }
    }
    Place home = new Place(stackFile.region(), accountId());
    cloud
        .calls()
        .forEach(call -> uses.add(new Use(String.valueOf(call.token), call.args, false, home)));
    try {
      return preview
          ? DeploymentRolePolicy.previewing(base, uses)
          : DeploymentRolePolicy.deploying(base, uses);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage(String.valueOf(e.getMessage()));
    }
  }

  private String accountId() {
    String id = account.orElse(CloudMocks.ACCOUNT);
    if (!id.matches("\\d{12}")) {
      throw new WrongUsage("--account: got %s; expected twelve digits".formatted(Values.quote(id)));
    }
    return id;
  }
}
