package inspectorslack.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a string in the settings must look like. No form accepts an empty string.
 *
 * @param pattern that the whole text matches
 * @param expected the same in words
 * @param hint where to find such a text, up to the command that sets it; may be empty
 * @param example for the command
 */
public record Form(Pattern pattern, String expected, String hint, String example) {
  // Letters and signs that show as nothing, though Unicode doesn't count them as blanks.
  private static final String BLANK_LETTERS = "\\u034F\\u115F\\u1160\\u2800\\u3164\\uFFA0";

  // Blanks, controls and formats such as a zero-width space, and what else shows as nothing.
  static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Z}\\p{C}\\uFE00-\\uFE0F" + BLANK_LETTERS + "]");
  private static final Pattern INVISIBLE_AROUND =
      Pattern.compile("^%1$s+|%1$s+$".formatted(INVISIBLE));

  static final Form ANY = form("(?s).*", "a string", "TEXT");

  // What makes a good one is checked together with the stack's name.
  public static final Form PREFIX = form("(?s).*", "a string", "findings");

  // IAM API Reference, CreateRole and CreateInstanceProfile: allowed characters and lengths.
  public static final Form ROLE_NAME =
      form(
          "[\\w+=,.@-]{1,64}",
          "a role name of at most 64 letters, digits and _+=,.@- (not an ARN)",
          "NAME");
  public static final Form PROFILE_NAME =
      form(
          "[\\w+=,.@-]{1,128}",
          "a profile name of at most 128 letters, digits and _+=,.@- (not an ARN)",
          "NAME");

  public static final Form REGION =
      form("[a-z]{2,}(-[a-z]+)+-\\d", "a Region such as eu-west-1", "REGION");

  // Narrower than the patterns of AWS::Chatbot::SlackChannelConfiguration: Slack's ids are upper
  // case and at least nine characters long, so a channel's name is never taken for an id. None is
  // nearly as long as what a configuration's name has room for.
  public static final Form WORKSPACE_ID =
      new Form(
          Pattern.compile("T[0-9A-Z]{8,254}"),
          "a Slack workspace id such as T0EXAMPLE00",
          "copy it from the workspace's URL in a browser, then ",
          "T...");
  public static final Form CHANNEL_ID =
      new Form(
          Pattern.compile(
              "[CG][0-9A-Z]{8,%d}".formatted(PhysicalNames.LONGEST_CHANNEL_ID - "C".length())),
          "a Slack channel id such as C0EXAMPLE00",
          "copy it from the end of the channel's details in Slack, then ",
          "C...");

  // Slack's own syntax: members, groups of members, and everybody who is there.
  private static final String MENTION =
      "<(@[UW][0-9A-Z]{8,}|!subteam\\^S[0-9A-Z]{8,}|!here|!channel|!everyone)>";
  public static final Form MENTIONS =
      form(
          "(?!.*(<[^>]*>).*\\1)" + MENTION + "( " + MENTION + "){0,9}",
          "at most ten different mentions, each <@U...>, <!subteam^S...>, <!here>, <!channel> or <!everyone>, separated by spaces",
          "<@U...>");

  /** Of routes and suppressions. */
  public static final Form NAME =
      form(
          "[a-z]([a-z0-9-]{0,38}[a-z0-9])?",
          "a name of at most 40 lowercase letters, digits and hyphens that begins with a letter and doesn't end with a hyphen",
          "NAME");

  public static final Form ACCOUNT_ID =
      form("\\d{12}", "an account id of twelve digits, in quotes", "ACCOUNT_ID");

  // Messages escape &, < and >. Slack would make the others, and an underscore at the edge of a
  // word, into emphasis, code, an emoji or a mention; several blanks become one.
  private static final String SHOWN_AS_IS =
      "[^\\p{Z}\\p{C}%s*~`:@_]|(?<=[\\p{L}\\p{N}])_(?=[\\p{L}\\p{N}])".formatted(BLANK_LETTERS);
  public static final Form ACCOUNT_NAME =
      form(
          "(?=.{1,50}$)(?!\\d{12}$)(%s)+( (%s)+)*".formatted(SHOWN_AS_IS, SHOWN_AS_IS),
          "a name of at most 50 characters, not an account id, without *, ~, `, :, @, a _ at the edge of"
              + " a word, or several blanks in a row, which Slack doesn't show as they are",
          "NAME");

  // AWS General Reference, "Tag naming limits and requirements".
  private static final String TAG = "[\\p{L}\\p{Z}\\p{N}_.:/=+@-]";
  public static final Form TAG_KEY =
      form(
          TAG + "{1,128}", "a tag key of at most 128 letters, digits, spaces and _.:/=+@-", "team");
  public static final Form TAG_VALUE =
      form(
          TAG + "{1,256}",
          "a tag value of at most 256 letters, digits, spaces and _.:/=+@-",
          "<value>");

  public static Form form(String pattern, String expected, String example) {
    return new Form(Pattern.compile(pattern), expected, "", example);
  }

  boolean matches(String text) {
    return !isBlank(text) && pattern.matcher(text).matches();
  }

  /**
   * What somebody meant who wrote a text that doesn't match: the same without blanks around it, in
   * capitals or small letters, without hyphens or a label, with mentions in Slack's own syntax, or
   * the end of an ARN or a registry's address.
   */
  Optional<String> meantBy(String text) {
    String bare = INVISIBLE_AROUND.matcher(text).replaceAll("");
    if (equals(ACCOUNT_NAME)) {
      return Optional.of(bare).filter(this::matches); // It can be anything else.
    }
    String small = bare.toLowerCase(Locale.ROOT);
    Stream<String> candidates =
        bare.startsWith("arn:")
            ? Stream.of(
                bare.replaceFirst("^.*:(role|instance-profile|instance|repository)/", ""),
                bare.replaceFirst("^.*:(role|instance-profile)/(.*/)?", ""))
            : Stream.of(
                bare,
                bare.toUpperCase(Locale.ROOT),
                small,
                bare.replaceAll("\\|[^>]*>", ">"),
                bare.replaceAll("(?<!\\S)@(here|channel|everyone)(?!\\S)", "<!$1>"),
                bare.replace("-", ""),
                small.replaceFirst("^[^/]*\\.amazonaws\\.com/", "").replaceFirst("[:@].*$", ""));
    return candidates.filter(this::matches).findFirst();
  }

  /**
   * Whether a text isn't what it looks like: there are blanks around it, or characters in it that a
   * reader can't see.
   */
  public static boolean isDeceptive(String text) {
    return !text.equals(text.strip()) || hasInvisible(text);
  }

  /** Whether there's more in a text that a reader can't see than blanks. */
  static boolean hasInvisible(String text) {
    return INVISIBLE.matcher(text.replace(" ", "")).find();
  }

  /** Whether a text shows as nothing. */
  static boolean isBlank(String text) {
    return INVISIBLE.matcher(text).replaceAll("").isEmpty();
  }
}
