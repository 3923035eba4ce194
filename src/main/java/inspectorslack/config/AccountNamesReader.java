package inspectorslack.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the names of accounts, and lists of accounts that may use them. */
public final class AccountNamesReader {
  static final String KEY = "accountNames";

  /**
   * How many fit into a state machine: its definition has at most 1 MB.
   *
   * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html">Step
   *     Functions Developer Guide, quotas</a>
   */
  public static final int MOST = 2_000;

  private final AccountNames names;
  private final Map<String, String> idOf;
  private final Form form;
  private boolean isUsed;

  private AccountNamesReader(AccountNames names, Map<String, String> idOf) {
    this.names = names;
    this.idOf = idOf;
    this.form = names.isEmpty() ? Form.ACCOUNT_ID : idOrName(idOf.keySet().stream());
  }

  private static Form idOrName(Stream<String> names) {
    return Form.form(
        Form.ACCOUNT_ID.pattern()
            + "|"
            + names.map(Pattern::quote).collect(Collectors.joining("|")),
        Form.ACCOUNT_ID.expected() + ", or a name of " + KEY,
        Form.ACCOUNT_ID.example());
  }

  /** Reads {@code accountNames}. */
  public static AccountNamesReader of(Values values) {
    Map<String, String> byId = values.textsByName(KEY, Form.ACCOUNT_ID, Form.ACCOUNT_NAME);
    Map<String, String> idOf = new LinkedHashMap<>();
    byId.forEach(
        (id, name) -> {
          String first = idOf.putIfAbsent(name, id);
          if (first != null) {
            String key = KEY + "." + id;
            values.refuse(
                key,
                "%s again, as for %s".formatted(Values.quote(name), first),
                "a name of its own",
                values.set(key, "NAME"));
          }
        });
    if (byId.size() > MOST) {
      values.refuse(
          KEY,
          byId.size() + " names",
          "at most %d, as AWS limits a state machine's definition to 1 MB".formatted(MOST),
          "name the accounts that people read about most");
    }
    return new AccountNamesReader(new AccountNames(byId), idOf);
  }

  public AccountNames names() {
    return names;
  }

  /** Whether a list that was read names an account. */
  public boolean isUsed() {
    return isUsed;
  }

  /** The ids of a list of accounts, each of which is an id or a name. */
  public List<String> ids(Values values, String key) {
    List<String> given =
        values.texts(key, form, (item, text) -> isNearOne(values, key, item, text));
    boolean isSound = values.isSound(key); // Otherwise places aren't those in the file.
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String id = idOf.getOrDefault(given.get(i), given.get(i));
      isUsed |= idOf.containsKey(given.get(i));
      int same = ids.indexOf(id);
      if (same >= 0 && isSound) {
        String item = "%s[%d]".formatted(key, i);
        values.refuse(
            item,
            "%s, the same account as %s"
                .formatted(Values.quote(given.get(i)), Values.quote(given.get(same))),
            "each account once",
            values.remove(item));
      }
      ids.add(id);
    }
    return ids;
  }

  /** Refuses what looks much like a name; the fix is that name. */
  private boolean isNearOne(Values values, String key, String item, String text) {
    Optional<String> near = Nearest.to(text, List.copyOf(idOf.keySet()));
    if (form.meantBy(text).isPresent() || near.isEmpty()) {
      return false;
    }
    boolean isInList =
        values
            .value(key)
            .filter(it -> it instanceof List<?> list && list.contains(near.get()))
            .isPresent();
    values.refuse(
        item,
        Values.quote(text),
        form.expected(),
        isInList ? values.remove(item) : values.set(item, near.get()));
    return true;
  }
}
