package inspectorslack.scanning;

import inspectorslack.config.InvalidSettings.Problem;
import inspectorslack.config.ScanType;
import java.util.List;
import java.util.Optional;

/**
 * What a stack switches on in other accounts of the organization.
 *
 * @param autoEnable what's scanned in accounts that join; empty if the stack doesn't decide it
 * @param members accounts that are scanned now, each once
 * @param delegatedAdministrator the account that administers Inspector, if this is the management
 *     account's stack; then there's nothing else
 */
public record Organization(
    List<ScanType> autoEnable, List<String> members, Optional<String> delegatedAdministrator) {
  /** Touches no other account. */
  public static final Organization NONE = new Organization(List.of(), List.of(), Optional.empty());

  /** Whether the stack touches no other account. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  /** Whether this is the delegated administrator's stack. */
  public boolean isAdministrated() {
    return !autoEnable.isEmpty() || !members.isEmpty();
  }

  /**
   * What's wrong if the stack's own account is among its members. AWS refuses that, and the
   * provider in other words than ours.
   *
   * @param accountId the stack's own, which is known only once the program runs
   */
  public Optional<Problem> ofOwnAccount(String accountId) {
    int index = members.indexOf(accountId);
    return index < 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "organization.members[%d]".formatted(index),
                "\"%s\", the account that this stack is deployed to".formatted(accountId),
                "other accounts, as the delegated administrator isn't a member of its own",
                "pulumi config rm --path 'organization.members[%d]'".formatted(index)));
  }
}
