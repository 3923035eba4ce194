package inspectorslack.emulator;

import inspectorslack.engine.NeedsTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The AWS emulator where {@code tools/ministack/install} puts it. */
final class NeedsEmulator extends NeedsTool {
  NeedsEmulator() {
    super("the AWS emulator", "tools/ministack/install");
  }

  @Override
  protected boolean isThere() {
    // The install copies its list last, so an install that broke off or is old does not count.
    Path installed = Emulator.PYTHON.getParent().resolveSibling("requirements.txt");
    try {
      return Files.exists(installed)
          && Files.mismatch(installed, Path.of("tools/ministack/requirements.txt")) == -1;
    } catch (IOException e) {
      return false;
    }
  }
}
