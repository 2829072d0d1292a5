package io.headroom.conformance;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit code 0: no row failed; 1: some did; 2: the run could not begin. */
@Command(
        name = "headroom-conformance",
        description = "Looks at a WebDAV server from outside.",
        mixinStandardHelpOptions = true,
        subcommands = ConformanceCommand.class)
public final class Main {
    private static final int WRONG = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        String version = Main.class.getPackage().getImplementationVersion();
        line.getCommandSpec().version("headroom-conformance " + (version == null ? "from classes" : version));
        line.getSubcommands()
                .values()
                .forEach(command ->
                        command.getCommandSpec().version(line.getCommandSpec().version()));
        line.setParameterExceptionHandler((failure, args) -> {
            failure.getCommandLine()
                    .getErr()
                    .println(failure.getMessage() + " Try: headroom-conformance conformance --help");
            return WRONG;
        });
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(sentence(failure));
            return WRONG;
        });
        line.setExecutionStrategy(parsed -> {
            Integer help = CommandLine.executeHelpRequest(parsed);
            if (help != null) {
                return help;
            }
            if (!parsed.hasSubcommand()) {
                throw new CommandLine.ParameterException(parsed.commandSpec().commandLine(), "Nothing to do.");
            }
            return new CommandLine.RunLast().execute(parsed);
        });
        return line;
    }

    private static String sentence(Exception failure) {
        if (failure instanceof InterruptedException) {
            return "Stopped.";
        }
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }
}
