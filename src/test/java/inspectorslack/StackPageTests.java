package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.companion.MockedStack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds the stack's page to the program: its outputs, and what to do on each alarm.
 *
 * <p>Not proven here: that Pulumi Cloud fills it, and that its links open.
 */
class StackPageTests {
  private static final Document PAGE = Document.of("Pulumi.README.md");

  private static final Map<String, Object> EVERYTHING =
      Map.of(
          "delivery", "curated",
          "coverageAlerts", "true",
          "digest", Map.of("schedule", "rate(7 days)"),
          "slackWorkspaceId", "T0EXAMPLE00",
          "slackChannelId", "C0EXAMPLE00");

  private static MockedStack routed() {
    Map<String, Object> settings = new HashMap<>(EVERYTHING);
    settings.remove("slackChannelId");
    settings.put(
        "routes",
        List.of(
            Map.of("name", "first", "slackChannelId", "C0EXAMPLE00"),
            Map.of("name", "second", "slackChannelId", "C0EXAMPLE01")));
    return MockedStack.of("eu-west-1", settings);
  }

  private static List<String> alarms(MockedStack stack) {
    return stack.resources().stream()
        .filter(it -> it.type().equals("aws:cloudwatch/metricAlarm:MetricAlarm"))
        .map(it -> it.inputs().get("name").toString())
        .toList();
  }

  @Test
  void itNamesEveryOutputOfAStackWithOneChannelAndNoOther() {
    Set<String> named =
        Pattern.compile("\\$\\{outputs\\.(\\w+)}")
            .matcher(PAGE.text())
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            MockedStack.of("eu-west-1", EVERYTHING).outputs().keySet());
  }

  @Test
  void itSaysWhatToDoOnEveryAlarmAndOnNoOther() {
    assertThat(PAGE.firstCells("Alarms").stream().map(it -> "inspector-slack-test-" + it))
        .containsExactlyInAnyOrderElementsOf(alarms(MockedStack.of("eu-west-1", EVERYTHING)));
  }

  @Test
  void theAlarmsOfARouteHoldItsNameAndThoseOfTheDigestDoNot() {
    List<String> expected = new ArrayList<>();
    for (String alarm : PAGE.firstCells("Alarms")) {
      if (alarm.startsWith("digest-")) {
        expected.add("inspector-slack-test-" + alarm);
      } else {
        expected.add("inspector-slack-test--first-" + alarm);
        if (!alarm.startsWith("coverage-")) { // Which the first route alone is told of.
          expected.add("inspector-slack-test--second-" + alarm);
        }
      }
    }
    assertThat(alarms(routed())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(expected)
        .contains(
            PAGE.chapter("Routes") // Where the page says how these names are made.
                .transform(Pattern.compile("`(<prefix>[^`]*)`")::matcher)
                .results()
                .map(it -> it.group(1))
                .map(it -> it.replace("<prefix>", "inspector-slack"))
                .map(it -> it.replace("<stack>", "test").replace("<route>", "first"))
                .toArray(String[]::new));
  }
}
