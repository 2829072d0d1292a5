package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line. What a person did wrong is one line on stderr and exit code 2. */
public final class Main {
    private static final int WRONG = 2;

    private Main() {}

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        // Not from a stopping JVM: System.exit would wait for the hook that waits for this thread.
        if (code != 0) {
            System.exit(code);
        }
    }

    private static CommandLine commandLine() {
        CommandSpec root = CommandSpec.create().name("headroom").mixinStandardHelpOptions(true);
        root.version("headroom " + Version.text());
        root.usageMessage().description("A WebDAV server that says how much room is left.");
        CommandLine serve = new CommandLine(ServeCommand.spec());
        serve.getCommandSpec().version("headroom " + Version.text());
        root.addSubcommand("serve", serve);
        CommandLine line = new CommandLine(root);
        line.setExecutionStrategy(Main::execute);
        line.setParameterExceptionHandler((failure, args) -> {
            PrintWriter err = failure.getCommandLine().getErr();
            err.println(failure.getMessage() + " Try: headroom serve --help");
            return WRONG;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof SettingsException) {
                command.getErr().println(failure.getMessage());
                return WRONG;
            }
            throw failure;
        });
        return line;
    }

    private static int execute(CommandLine.ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        CommandLine command =
                parsed.asCommandLineList().get(parsed.asCommandLineList().size() - 1);
        if (!parsed.hasSubcommand()) {
            throw new CommandLine.ParameterException(command, "Nothing to do.");
        }
        try {
            return new ServeCommand(Clock.systemUTC()).run(parsed.subcommand(), command.getOut());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (RuntimeException e) {
            throw new CommandLine.ExecutionException(command, e.getMessage(), e);
        }
    }
}
