package inspectorslack.digest;

import inspectorslack.config.FindingType;
import inspectorslack.slack.ConsoleLink;
import inspectorslack.slack.SlackText;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The digest's message, as JSONata that composes it from what {@link DigestDefinition} has counted:
 * a custom notification for Amazon Q Developer in chat applications, in Slack's markdown.
 *
 * <p>It reads these variables: {@code $open}, the counts; {@code $types}, those by type; {@code
 * $overdue}; {@code $resources}, the most affected first; {@code $last}, the item that the digest
 * before has written, without attributes if there was none. All lines together stay below the
 * schema's 8000 characters, whatever the names of resources are.
 */
final class DigestMessage {
  private DigestMessage() {}

  /**
   * An expression that yields the message as an object.
   *
   * @param accountId of the stack, whose own resources are listed without it
   * @param partition {@code aws}, {@code aws-cn} or {@code aws-us-gov}
   * @param region of the stack, whose console is linked to
   */
  static String expression(String accountId, String partition, String region) {
    return SlackText.withFunctions(TEMPLATE)
        .replace("TYPES", types())
        .replace("ACCOUNT", accountId)
        .replace("CONSOLE", ConsoleLink.findings(partition, region))
        .replace("REGION", region);
  }

  private static String types() {
    FindingType[] types = FindingType.values();
    return IntStream.range(0, types.length)
        .mapToObj(i -> "$types[%d] & \" %s\"".formatted(i, word(types[i])))
        .collect(Collectors.joining(", "));
  }

  // PACKAGE_VULNERABILITY is "package".
  private static String word(FindingType type) {
    return type.name().replaceFirst("_.*", "").toLowerCase(Locale.ROOT);
  }

  private static final String TEMPLATE =
      """
        $signed := function($number) { ($number > 0 ? "+" : $number = 0 ? "±") & $number };
        $other := $open.all - $open.critical - $open.high - $open.medium;
        $was := function($name) { $number($lookup($last, $name).N) };
        $change := $exists($last.takenAt.S)
          ? $labelled("Change since " & $substring($last.takenAt.S, 0, 10), [
              $signed($open.all - $was("all")) & " open",
              $signed($open.critical - $was("critical")) & " critical",
              $signed($open.high - $was("high")) & " high",
              $signed($open.medium - $was("medium")) & " medium",
              $signed($other - $was("other")) & " other"
            ])
          : "*Change:* this is the first digest";
        $headline := "Inspector digest: " & ($open.all = 0 ? "no" : $open.all)
          & ($open.all = 1 ? " open finding" : " open findings");
        {
          "version": "1.0",
          "source": "custom",
          "content": {
            "textType": "client-markdown",
            "title": ($open.all = 0 ? ":white_check_mark: " : ":bar_chart: ") & $headline,
            "description": $join([
              $labelled("Account", ["ACCOUNT", "REGION"]),
              $open.all = 0 ? "Inspector has no open findings." : [
                $labelled("Severity", [
                  $open.critical & " critical", $open.high & " high", $open.medium & " medium",
                  $other & " other"
                ]),
                $labelled("Type", [TYPES]),
                $labelled("Fix", ["available for " & $open.fixable]),
                $labelled("Exploit", ["known for " & $open.exploitable]),
                $labelled("Overdue", [$overdue.(
                  (more ? "at least ") & count & " " & $lowercase(severity)
                    & " older than " & days & (days = 1 ? " day" : " days")
                )])
              ],
              $change,
              $count($resources) > 0 ? "*Most affected:*",
              $resources.(
                "• " & $join([
                  $field(name), $field(id), kind, account != "ACCOUNT" ? $field(account)
                ], " · ") & ": " & $join([
                  critical > 0 ? critical & " critical", high > 0 ? high & " high", all & " open"
                ], ", ")
              )
            ], "\\n"),
            "nextSteps": [$link("CONSOLE", "Open the findings in the console")]
          },
          "metadata": {
            "summary": $headline,
            "eventType": "Inspector digest"
          }
        }
      """;
}
