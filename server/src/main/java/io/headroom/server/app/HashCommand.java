package io.headroom.server.app;

import io.headroom.server.account.PasswordHashes;
import io.headroom.spi.SettingsException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hash}: reads a password, without showing it, and prints what the setting {@code users} wants. */
final class HashCommand implements Subcommand {
    private final InputStream input;

    /** @param input read when there is no terminal; not closed */
    HashCommand(InputStream input) {
        this.input = input;
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
        String password = password(System.console());
        if (password.isEmpty()) {
            throw new SettingsException("An empty password is none.");
        }
        out.println(new PasswordHashes().hash(password));
        out.flush();
        return 0;
    }

    private String password(@Nullable Console terminal) {
        if (terminal == null) {
            return firstLine();
        }
        char[] first = terminal.readPassword("Password: ");
        char[] again = terminal.readPassword("Again: ");
        if (first == null || again == null || !String.valueOf(first).equals(String.valueOf(again))) {
            throw new SettingsException("The two are not the same.");
        }
        return String.valueOf(first);
    }

    private String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new SettingsException("The password can't be read.", e);
        }
    }
}
