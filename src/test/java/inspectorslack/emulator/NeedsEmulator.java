package inspectorslack.emulator;

import inspectorslack.engine.NeedsTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Needs the AWS emulator of {@code tools/ministack/install}. */
final class NeedsEmulator extends NeedsTool {
  NeedsEmulator() {
    super("the AWS emulator", "tools/ministack/install");
  }

  @Override
  protected boolean isInstalled() {
    // The script copies requirements.txt last. So an interrupted or old installation is noticed.
    Path installed = Emulator.PYTHON.getParent().resolveSibling("requirements.txt");
    try {
      return Files.exists(installed)
          && Files.mismatch(installed, Path.of("tools/ministack/requirements.txt")) == -1;
    } catch (IOException e) {
      return false;
    }
  }
}
