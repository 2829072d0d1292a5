package io.headroom.server.app;

import io.headroom.server.account.Account;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.digest.DigestAlgorithm;
import io.headroom.server.digest.DigestCheck;
import io.headroom.spi.SettingsException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code hash}: reads a password, without showing it, and prints what the setting {@code users} or {@code digest-users} wants. */
final class HashCommand implements Subcommand {
    private static final String DIGEST = "--digest";
    private static final String MD5 = "--md5";

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
        spec.addOption(OptionSpec.builder(DIGEST)
                .type(String.class)
                .paramLabel("NAME")
                .description("Print what 'digest-users' wants for this user instead.")
                .build());
        spec.addOption(OptionSpec.builder(MD5)
                .type(boolean.class)
                .arity("0")
                .description("With --digest: for old clients as well.")
                .build());
        return spec;
    }

    @Override
    public int run(CommandLine.ParseResult arguments, PrintWriter out) {
        String password = prompt.hasTerminal() ? prompt.ask() : prompt.read();
        if (password.isEmpty()) {
            throw new SettingsException("An empty password is none.");
        }
        String name = arguments.matchedOptionValue(DIGEST, "");
        out.println(
                name.isEmpty()
                        ? new PasswordHashes().hash(password)
                        : secrets(name, password, arguments.hasMatchedOption(MD5)));
        out.flush();
        return 0;
    }

    private static String secrets(String name, String password, boolean old) {
        try {
            Account.requireName(name, "user");
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
        return Arrays.stream(DigestAlgorithm.values())
                .filter(algorithm -> old || algorithm != DigestAlgorithm.MD5)
                .map(algorithm -> algorithm.token() + ":" + algorithm.secret(name, DigestCheck.REALM, password))
                .collect(Collectors.joining(","));
    }
}
