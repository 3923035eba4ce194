package inspectorslack.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.aws.ProviderArgs;
import com.pulumi.core.annotations.Import;
import java.lang.reflect.Field;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegionProviderTests {
  @Test
  void everySettingOfTheProviderIsCarriedOverButTheRegion() {
    assertThat(RegionProvider.SETTINGS)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProviderArgs.class.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(Import.class))
                .map(Field::getName)
                .filter(name -> !name.equals("region"))
                .toList());
  }
}
