package io.headroom.server.app;

import io.headroom.server.account.PasswordHashes;
import io.headroom.spi.SettingsException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hash}: reads a password, without showing it, and prints what the setting {@code users} wants. */
final class HashCommand implements Subcommand {
    private final PasswordPrompt prompt;

    HashCommand(PasswordPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("hash");
        spec.usageMessage()
                .description(
                        "Asks for a password, or reads it from a pipe, and prints its hash for the setting 'users'.");
        return spec;
    }

    @Override
    public int run(CommandLine.ParseResult arguments, PrintWriter out) {
        String password = prompt.hasTerminal() ? prompt.ask() : prompt.read();
        if (password.isEmpty()) {
            throw new SettingsException("An empty password is none.");
        }
        out.println(new PasswordHashes().hash(password));
        out.flush();
        return 0;
    }
}
