package io.headroom.server.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** What a command of the command line ended with. */
record CommandResult(int code, String output) {
    /** Carries a command out, in this process. */
    static CommandResult of(Subcommand command, String... arguments) throws InterruptedException {
        StringWriter out = new StringWriter();
        int code = command.run(new CommandLine(command.spec()).parseArgs(arguments), new PrintWriter(out));
        return new CommandResult(code, out.toString());
    }
}
