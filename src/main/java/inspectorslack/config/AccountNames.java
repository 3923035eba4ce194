package inspectorslack.config;

import java.util.Map;

/**
 * What messages call accounts.
 *
 * @param byId a name by account id, each name once; ids of twelve digits, in their order
 */
public record AccountNames(Map<String, String> byId) {
  /** No account has a name. */
  public static final AccountNames NONE = new AccountNames(Map.of());

  /** An account as messages show it: {@code payments (111122223333)}, or its id. */
  public String shown(String id) {
    String name = byId.get(id);
    return name == null ? id : "%s (%s)".formatted(name, id);
  }

  /** Whether no account has a name. */
  public boolean isEmpty() {
    return byId.isEmpty();
  }
}
