package inspectorslack;

import static org.assertj.core.api.Assertions.assertThat;

import inspectorslack.alerts.RoutesReader;
import inspectorslack.digest.DigestReader;
import inspectorslack.scanning.OrganizationReader;
import inspectorslack.suppressions.SuppressionsReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the lists of keys within settings in {@code docs/settings.md} to what the readers take. */
class DocumentedKeysTests {
  private static final Document SETTINGS = Document.of("docs/settings.md");

  @Test
  void theTableOfARouteListsEveryKey() {
    assertThat(SETTINGS.firstCells("Several channels"))
        .containsExactlyInAnyOrderElementsOf(RoutesReader.KEYS);
  }

  @Test
  void theTableOfTheDigestListsEveryKeyInOrder() {
    assertThat(SETTINGS.firstCells("Digest")).containsExactlyElementsOf(DigestReader.KEYS);
  }

  @Test
  void theTableOfTheOrganizationListsEveryKeyInOrder() {
    assertThat(SETTINGS.firstCells("Organization"))
        .containsExactlyElementsOf(OrganizationReader.KEYS);
  }

  @Test
  void theCriteriaOfASuppressionAreListedInOrder() {
    String chapter = SETTINGS.chapter("Suppressions");
    int start = chapter.indexOf("\nCriteria: ");
    String list = chapter.substring(start, chapter.indexOf("`.", start) + 1);
    List<String> criteria = new ArrayList<>();
    Pattern.compile("`(\\w+)`").matcher(list).results().forEach(it -> criteria.add(it.group(1)));
    assertThat(criteria).containsExactlyElementsOf(SuppressionsReader.CRITERIA);
  }

  @Test
  void theExampleOfASuppressionHasEveryOtherKey() {
    assertThat(SETTINGS.chapter("Suppressions"))
        .contains(SuppressionsReader.KEYS.stream().map(key -> key + ": ").toList().subList(0, 3))
        .contains("criteria:\n");
    assertThat(SuppressionsReader.KEYS).hasSize(4);
  }
}
