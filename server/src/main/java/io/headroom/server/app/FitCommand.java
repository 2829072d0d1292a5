package io.headroom.server.app;

import io.headroom.server.exchange.Failure;
import io.headroom.server.text.Messages;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code fit DIR PATH SIZE}: whether a new file would fit. For scripts: exit code 0 when it does. */
final class FitCommand implements Subcommand {
    private static final String PATH = "PATH";
    private static final String SIZE = "SIZE";
    private static final List<String> WORDS = List.of(PATH, SIZE);

    private final Administrations administrations;

    FitCommand(Administrations administrations) {
        this.administrations = administrations;
    }

    @Override
    public CommandSpec spec() {
        return AdminArguments.spec(
                "fit", "Says whether a new file of this size would fit: exit code 0 for yes, 1 for no.", WORDS, this);
    }

    @Override
    public int run(ParseResult parsed, PrintWriter out) {
        AdminArguments arguments = new AdminArguments(parsed, WORDS);
        ResourcePath path = arguments.path(PATH);
        long bytes = arguments.size(SIZE);
        try (Administration administration = arguments.open(administrations)) {
            Optional<InsufficientStorageException> refusal = administration.fit(path, bytes);
            out.println(refusal.map(cause -> "It does not fit. "
                            + Failure.of(cause).message(Messages.builtIn().english()))
                    .orElse("It fits."));
            return refusal.isEmpty() ? 0 : REFUSED;
        }
    }
}
