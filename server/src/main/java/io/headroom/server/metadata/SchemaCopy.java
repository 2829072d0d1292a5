package io.headroom.server.metadata;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps an SQLite file as it is, beside it, before its tables are changed: {@code metadata.db.schema-7}. */
final class SchemaCopy {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaCopy.class);

    private final Path database;

    SchemaCopy(Path database) {
        this.database = database;
    }

    /**
     * Makes the copy, in place of an older one of the same version. It is whole and on the disk afterwards, or not there.
     *
     * @param version that the tables have now
     * @throws SQLException when it can't be made: then the tables are better left as they are
     */
    void keep(DataSource source, String version) throws SQLException {
        Path copy = database.resolveSibling(database.getFileName() + ".schema-" + version);
        Path half = database.resolveSibling(copy.getFileName() + ".part");
        try {
            Files.deleteIfExists(half);
            try {
                write(source, half);
                force(half);
                Files.move(half, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(half);
            }
        } catch (IOException e) {
            throw new SQLException("the copy " + copy + " can't be made: " + e, e);
        }
        LOG.info("The tables of {} are brought up to date; as they were, they are kept in {}.", database, copy);
    }

    /** With all that is in the log only. */
    private static void write(DataSource source, Path half) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, half.toString());
            copy.execute();
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
