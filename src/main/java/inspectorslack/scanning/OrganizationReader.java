package inspectorslack.scanning;

import inspectorslack.config.Form;
import inspectorslack.config.ScanType;
import inspectorslack.config.SettingSource;
import inspectorslack.config.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a stack switches on in other accounts of the organization. */
public final class OrganizationReader {
  private static final String KEY = "organization";
  private static final String ADMINISTRATOR = "delegatedAdministrator";

  public static final List<String> KEYS = List.of("autoEnable", "members", ADMINISTRATOR);

  private OrganizationReader() {}

  /**
   * Reads {@code organization}. AWS takes {@code autoEnable} and {@code members} from the delegated
   * administrator alone, and {@code delegatedAdministrator} from the management account alone.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/inspector/latest/user/managing-multiple-accounts.html">Inspector
   *     User Guide, managing multiple accounts</a>
   */
  public static Organization read(Values values) {
    Values organization =
        values
            .map(KEY, "a map with autoEnable, members or " + ADMINISTRATOR, "autoEnable[0]", "EC2")
            .orElse(new Values(SettingSource.of(Map.of())));
    organization.refuseKeysOtherThan(KEYS);
    Organization read =
        new Organization(
            scanTypes(organization, "autoEnable", List.of()),
            organization.texts("members", Form.ACCOUNT_ID),
            organization.text(ADMINISTRATOR, Form.ACCOUNT_ID));
    Optional<String> beside =
        List.of("autoEnable", "members").stream().filter(organization::isSet).findFirst();
    if (organization.isSet(ADMINISTRATOR) && beside.isPresent()) {
      organization.refuse(
          ADMINISTRATOR,
          "a value, but %s is set".formatted(beside.get()),
          "none in the delegated administrator's stack, as only the management account can designate"
              + " one",
          "%s, and set it in the stack of the management account"
              .formatted(organization.remove(ADMINISTRATOR)));
    }
    return read;
  }

  /** A list of scan types that AWS takes together. */
  public static List<ScanType> scanTypes(Values values, String key, List<ScanType> byDefault) {
    List<ScanType> scanTypes = values.choices(key, byDefault, ScanType.values());
    // Inspector API Reference, Enable: LAMBDA_CODE cannot be switched on without LAMBDA.
    if (scanTypes.contains(ScanType.LAMBDA_CODE) && !scanTypes.contains(ScanType.LAMBDA)) {
      values.refuse(
          key,
          "LAMBDA_CODE without LAMBDA",
          "LAMBDA as well as LAMBDA_CODE",
          values.set("%s[%d]".formatted(key, scanTypes.size()), "LAMBDA"));
    }
    return scanTypes;
  }
}
