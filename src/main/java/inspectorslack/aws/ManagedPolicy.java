package inspectorslack.aws;

/**
 * ARNs of IAM policies that AWS manages; they belong to no account but do belong to a partition.
 */
public final class ManagedPolicy {
  private ManagedPolicy() {}

  /** Lets the SSM agent register its instance, which makes the instance scannable by Inspector. */
  public static String ssmManagedInstanceCore(String partition) {
    return arn(partition, "AmazonSSMManagedInstanceCore");
  }

  public static String arn(String partition, String name) {
    return "arn:%s:iam::aws:policy/%s".formatted(partition, name);
  }
}
