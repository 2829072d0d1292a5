package io.headroom.server.app;

import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataRows;
import io.headroom.server.upkeep.MetadataDump;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code export}: a copy of all that people made of metadata. */
final class ExportCommand implements Subcommand {
    private final ServeArguments serving;
    private final Clock clock;

    ExportCommand(ServeArguments serving, Clock clock) {
        this.serving = serving;
        this.clock = clock;
    }

    @Override
    public CommandSpec spec() {
        return CopyArguments.spec(
                "export",
                "Writes properties, quotas, locks, times of modification and accounts into a file, or with - to standard output.",
                this);
    }

    @Override
    public int run(ParseResult parsed, PrintWriter out) {
        CopyArguments arguments = new CopyArguments(parsed, serving);
        try (MetadataDatabase database = MetadataDatabase.open(arguments.existing())) {
            MetadataDump dump = new MetadataDump(new MetadataRows(database), Version.text(), clock);
            if (arguments.isStream()) {
                dump.write(System.out);
                return 0;
            }
            long rows = write(dump, arguments.file());
            out.println("Wrote " + rows + " entries into " + arguments.file() + ".");
            out.flush();
            return 0;
        } catch (StorageException | IOException e) {
            throw new SettingsException("This could not be exported: " + e, e);
        }
    }

    /** A file of that name is replaced when the new one is whole. */
    private static long write(MetadataDump dump, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new SettingsException(file + " can't be a file.");
        }
        // Properties may be private: the file is its owner's.
        Path half = Files.createTempFile(folder, file.getFileName() + ".", ".part");
        try {
            long rows;
            try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(half))) {
                rows = dump.write(to);
            }
            Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } finally {
            Files.deleteIfExists(half);
        }
    }
}
