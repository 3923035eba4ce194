package inspectorslack.config;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the README's lists of keys within settings to what the readers take. */
class DocumentedKeysTests {
  private static final Document README = Document.of("README.md");

  @Test
  void theTableOfARouteListsEveryKey() {
    assertThat(README.firstCells("Several channels"))
        .containsExactlyInAnyOrderElementsOf(RoutesReader.KEYS);
  }

  @Test
  void theTableOfTheDigestListsEveryKeyInOrder() {
    assertThat(README.firstCells("Digest")).containsExactlyElementsOf(DigestReader.KEYS);
  }

  @Test
  void theCriteriaOfASuppressionAreListedInOrder() {
    String chapter = README.chapter("Suppressions");
    String list =
        chapter.substring(chapter.indexOf("\nCriteria: "), chapter.indexOf(" A reason and an end"));
    List<String> criteria = new ArrayList<>();
    Pattern.compile("`(\\w+)`").matcher(list).results().forEach(it -> criteria.add(it.group(1)));
    assertThat(criteria).containsExactlyElementsOf(SuppressionsReader.CRITERIA);
  }

  @Test
  void theExampleOfASuppressionHasEveryOtherKey() {
    assertThat(README.chapter("Suppressions"))
        .contains(SuppressionsReader.KEYS.stream().map(key -> key + ": ").toList().subList(0, 3))
        .contains("criteria:\n");
    assertThat(SuppressionsReader.KEYS).hasSize(4);
  }
}
