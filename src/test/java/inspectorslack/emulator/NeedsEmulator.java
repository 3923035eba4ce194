package inspectorslack.emulator;

import inspectorslack.engine.NeedsTool;
import java.nio.file.Files;

/** The AWS emulator where {@code tools/ministack/install} puts it. */
final class NeedsEmulator extends NeedsTool {
  NeedsEmulator() {
    super("the AWS emulator", "tools/ministack/install");
  }

  @Override
  protected boolean isThere() {
    return Files.isExecutable(Emulator.PYTHON);
  }
}
