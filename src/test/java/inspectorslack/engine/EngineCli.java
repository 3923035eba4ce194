package inspectorslack.engine;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.CommandResult;
import com.pulumi.automation.CommandRunOptions;
import com.pulumi.automation.LocalPulumiCommand;
import com.pulumi.automation.PulumiCommand;
import com.pulumi.automation.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Pulumi CLI, without what only costs time here.
 *
 * <ul>
 *   <li>It isn't asked for a stack's outputs and history. The Automation API of 1.36.1 asks after
 *       each update, and takes no output but a text, so an update of a stack with routes would seem
 *       to have failed. {@link EngineStack#outputs} reads them from the state.
 *   <li>A program reaches the engine through {@link MonitorProxy}, which hangs up when the program
 *       has ended. The SDK keeps its connection open, and the engine waits a second for it.
 * </ul>
 */
final class EngineCli implements PulumiCommand {
  private static final String CLIENT = "--client=127.0.0.1:";
  private static final Map<List<String>, String> ANSWERS =
      Map.of(
          List.of("stack", "output"),
          "{}",
          List.of("stack", "history"),
          """
          [{"kind": "update", "message": "", "environment": {}, "config": {}, "version": 1,
            "startTime": "2026-11-16T10:00:00.000Z", "endTime": "2026-11-16T10:00:01.000Z",
            "result": "succeeded"}]
          """);

  private final PulumiCommand cli;

  EngineCli() throws AutomationException {
    this.cli = LocalPulumiCommand.create();
  }

  @Override
  public Version version() {
    return cli.version();
  }

  @Override
  public CommandResult run(List<String> args, CommandRunOptions options)
      throws AutomationException {
    String answer = args.size() > 2 ? ANSWERS.get(args.subList(0, 2)) : null;
    if (answer != null) {
      return new CommandResult(0, answer, "");
    }
    List<String> proxied = new ArrayList<>(args);
    int client = indexOfClient(args);
    if (client < 0) {
      return cli.run(args, options);
    }
    try (MonitorProxy proxy =
        MonitorProxy.start(Integer.parseInt(args.get(client).substring(CLIENT.length())))) {
      proxied.set(client, CLIENT + proxy.port());
      return cli.run(proxied, options);
    } catch (IOException e) {
      throw new AutomationException(e);
    }
  }

  private static int indexOfClient(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).startsWith(CLIENT)) {
        return i;
      }
    }
    return -1;
  }
}
