package inspectorslack.suppressions;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.resources.ComponentResourceOptions;
import inspectorslack.companion.MockedStack;
import inspectorslack.config.FindingType;
import inspectorslack.config.PhysicalNames;
import inspectorslack.config.Severity;
import inspectorslack.suppressions.Suppression.Criteria;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The component by itself, under mocks.
 *
 * <p>Not proven here: what Inspector makes of the criteria.
 */
class SuppressionsTests {
  private static Criteria everything() {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("env", "sandbox");
    tags.put("team", "");
    return new Criteria(
        List.of(Severity.LOW, Severity.MEDIUM),
        List.of(FindingType.PACKAGE_VULNERABILITY),
        List.of("123456789012"),
        List.of("i-0example00000web1"),
        tags,
        List.of("shop/checkout"),
        List.of("CVE-2026-00001", "CVE-2026-00002"),
        List.of("openssl", "log4j-core"),
        Optional.of(false),
        Optional.of(new BigDecimal("0.1")));
  }

  private static Criteria onlyWithFix() {
    return new Criteria(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.of(true),
        Optional.empty());
  }

  private static MockedStack stack(Suppression... suppressions) {
    return MockedStack.running(
        "eu-west-1",
        ctx ->
            new Suppressions(
                "suppressions",
                new Suppressions.Args(List.of(suppressions), new PhysicalNames("findings", "dev")),
                ComponentResourceOptions.Empty));
  }

  private static Map<String, Object> is(String value) {
    return Map.of("comparison", "EQUALS", "value", value);
  }

  @Test
  void eachSuppressionIsAFilterWithItsReasonAndItsExpiry() {
    MockedStack stack =
        stack(
            new Suppression("sandbox", "It's gone soon", LocalDate.of(2026, 12, 1), everything()),
            new Suppression("later", "Patch day", LocalDate.of(2027, 1, 31), onlyWithFix()));
    assertThat(stack.lines())
        .containsExactly(
            "inspectorslack:components:Suppressions suppressions",
            "aws:inspector2/filter:Filter suppressions-sandbox in suppressions",
            "aws:inspector2/filter:Filter suppressions-later in suppressions");
    assertThat(stack.inputs("suppressions-later"))
        .isEqualTo(
            Map.of(
                "name",
                "findings-dev-later",
                "action",
                "SUPPRESS",
                "reason",
                "Patch day",
                "description",
                "Expires on 2027-01-31",
                "filterCriterias",
                List.of(Map.of("fixAvailables", List.of(is("YES"))))));
  }

  @Test
  void everyCriterionIsMappedExactly() {
    MockedStack stack =
        stack(new Suppression("sandbox", "why", LocalDate.of(2026, 12, 1), everything()));
    assertThat(stack.inputs("suppressions-sandbox").get("filterCriterias"))
        .isEqualTo(
            List.of(
                Map.ofEntries(
                    Map.entry("severities", List.of(is("LOW"), is("MEDIUM"))),
                    Map.entry("findingTypes", List.of(is("PACKAGE_VULNERABILITY"))),
                    Map.entry("awsAccountIds", List.of(is("123456789012"))),
                    Map.entry("resourceIds", List.of(is("i-0example00000web1"))),
                    Map.entry(
                        "resourceTags",
                        List.of(
                            Map.of("comparison", "EQUALS", "key", "env", "value", "sandbox"),
                            Map.of("comparison", "EQUALS", "key", "team", "value", ""))),
                    Map.entry("ecrImageRepositoryNames", List.of(is("shop/checkout"))),
                    Map.entry(
                        "vulnerabilityIds", List.of(is("CVE-2026-00001"), is("CVE-2026-00002"))),
                    Map.entry(
                        "vulnerablePackages",
                        List.of(Map.of("name", is("openssl")), Map.of("name", is("log4j-core")))),
                    Map.entry("fixAvailables", List.of(is("NO"))),
                    Map.entry(
                        "epssScores",
                        List.of(Map.of("lowerInclusive", 0.0, "upperInclusive", 0.1))))));
  }
}
