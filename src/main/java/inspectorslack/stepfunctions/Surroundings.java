package inspectorslack.stepfunctions;

import inspectorslack.config.AccountNames;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names and ARNs of the resources that a state machine's definition refers to. A builder sets each
 * one by name, because all of them are strings. Reading one that wasn't set fails.
 */
public final class Surroundings {
  private final @Nullable String partition;
  private final @Nullable String region;
  private final @Nullable String accountId;
  private final @Nullable String topicArn;
  private final @Nullable String deadLetterQueueUrl;
  private final @Nullable String tableName;
  private final boolean isOneOfSeveral;
  private final AccountNames accountNames;

  private Surroundings(Builder set) {
    this.partition = set.partition;
    this.region = set.region;
    this.accountId = set.accountId;
    this.topicArn = set.topicArn;
    this.deadLetterQueueUrl = set.deadLetterQueueUrl;
    this.tableName = set.tableName;
    this.isOneOfSeveral = set.isOneOfSeveral;
    this.accountNames = set.accountNames;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** {@code aws}, {@code aws-cn} or {@code aws-us-gov}. */
  public String partition() {
    return Objects.requireNonNull(partition, "partition");
  }

  /** The stack's Region. */
  public String region() {
    return Objects.requireNonNull(region, "region");
  }

  /**
   * The Region in parentheses, for titles of messages about several findings; empty if the stack
   * has no other Region.
   */
  public Optional<String> regionInTitles() {
    return isOneOfSeveral ? Optional.of(" (" + region() + ")") : Optional.empty();
  }

  /** The stack's account, twelve digits. */
  public String accountId() {
    return Objects.requireNonNull(accountId, "accountId");
  }

  /** The topic to which the machine publishes messages. */
  public String topicArn() {
    return Objects.requireNonNull(topicArn, "topicArn");
  }

  /** The queue that keeps events which the machine cannot process. */
  public String deadLetterQueueUrl() {
    return Objects.requireNonNull(deadLetterQueueUrl, "deadLetterQueueUrl");
  }

  /** The table in which the machine remembers. */
  public String tableName() {
    return Objects.requireNonNull(tableName, "tableName");
  }

  /** What messages call accounts; there are no names if they weren't set. */
  public AccountNames accountNames() {
    return accountNames;
  }

  /** Sets what a machine needs. */
  public static final class Builder {
    private @Nullable String partition;
    private @Nullable String region;
    private @Nullable String accountId;
    private @Nullable String topicArn;
    private @Nullable String deadLetterQueueUrl;
    private @Nullable String tableName;
    private boolean isOneOfSeveral;
    private AccountNames accountNames = AccountNames.NONE;

    private Builder() {}

    public Builder partition(String value) {
      partition = value;
      return this;
    }

    public Builder region(String value) {
      region = value;
      return this;
    }

    public Builder accountId(String value) {
      accountId = value;
      return this;
    }

    public Builder topicArn(String value) {
      topicArn = value;
      return this;
    }

    public Builder deadLetterQueueUrl(String value) {
      deadLetterQueueUrl = value;
      return this;
    }

    public Builder tableName(String value) {
      tableName = value;
      return this;
    }

    /** Whether the stack has more Regions; false if it isn't set. */
    public Builder isOneOfSeveral(boolean value) {
      isOneOfSeveral = value;
      return this;
    }

    public Builder accountNames(AccountNames value) {
      accountNames = value;
      return this;
    }

    public Surroundings build() {
      return new Surroundings(this);
    }
  }
}
