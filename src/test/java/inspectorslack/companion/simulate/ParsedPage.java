package inspectorslack.companion.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.companion.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A suite that runs {@code simulate --html} and parses the page, with a curated stack. */
abstract class ParsedPage {
  static final String SAMPLES = "src/main/resources/samples/";

  @TempDir Path folder;
  Path file = Path.of("");

  @BeforeEach
  void curatedStack() throws IOException {
    file = folder.resolve("page.html");
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.curated.yaml"),
        """
        config:
          aws:region: eu-west-1
          inspector-slack:findingSource: inspector
          inspector-slack:severityThreshold: HIGH
          inspector-slack:delivery: curated
          inspector-slack:renotifyAfterDays: 14
          inspector-slack:scanTypes: [EC2, ECR, LAMBDA, LAMBDA_CODE]
          inspector-slack:mentions: {HIGH: <!here> <@U0EXAMPLE00>}
          inspector-slack:slackWorkspaceId: T0EXAMPLE00
          inspector-slack:slackChannelId: C0EXAMPLE00
        """);
  }

  /** The page for a stack of the project. */
  Document page(String stack, String... events) throws IOException {
    return page(Path.of(""), stack, "", events);
  }

  /** The page for the curated stack. */
  Document curated(String input, String... events) throws IOException {
    return page(folder, "curated", input, events);
  }

  Document page(Path project, String stack, String input, String... events) throws IOException {
    List<String> args = new ArrayList<>(List.of("simulate", stack, "--html", file.toString()));
    args.addAll(Arrays.asList(events));
    assertThat(Console.run(project, input, false, args.toArray(String[]::new)).err()).isEmpty();
    return Jsoup.parse(file, StandardCharsets.UTF_8.name());
  }

  static List<List<String>> rows(Document page, String table) {
    return page.select(table + " tbody tr").stream()
        .map(row -> row.select("th, td").eachText())
        .toList();
  }
}
