package io.headroom.server.app;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** One of the words after {@code headroom}. */
interface Subcommand {
    /** The exit code when the server, or the file system, said no. */
    int REFUSED = 1;

    /** What it is called and takes. */
    CommandSpec spec();

    /**
     * Carries it out.
     *
     * @return the exit code
     * @throws CommandLine.ParameterException when it was called wrongly
     * @throws io.headroom.spi.SettingsException when it can't even begin
     */
    int run(CommandLine.ParseResult arguments, PrintWriter out) throws InterruptedException;
}
