package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a new password comes from: never from the command line, which everybody on the machine can see. One thread. */
final class PasswordPrompt {
    private final Optional<Console> terminal;
    private final InputStream input;

    /** @param input read when there is no terminal, or when it is asked for; not closed */
    PasswordPrompt(Optional<Console> terminal, InputStream input) {
        this.terminal = terminal;
        this.input = input;
    }

    boolean hasTerminal() {
        return terminal.isPresent();
    }

    /**
     * Asks twice, and shows nothing of it.
     *
     * @throws SettingsException when there is no terminal, or the two differ
     */
    String ask() {
        Console asked = terminal.orElseThrow(() -> new SettingsException(
                "There is no terminal to ask for the password at. Give it on standard input, with --password-stdin."));
        char[] first = asked.readPassword("Password: ");
        char[] again = asked.readPassword("Again: ");
        if (first == null || again == null || !String.valueOf(first).equals(String.valueOf(again))) {
            throw new SettingsException("The two are not the same.");
        }
        return String.valueOf(first);
    }

    /** The first line of the input; empty when there is none. */
    String read() {
        try {
            String line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new SettingsException("The password can't be read.", e);
        }
    }
}
