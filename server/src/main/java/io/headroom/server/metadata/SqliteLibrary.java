package io.headroom.server.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Keeps SQLite's native library beside the database. By itself the driver unpacks it into the temporary directory at every
 * start, so that a server couldn't start again once that is full; and each kill leaves one more copy there.
 */
final class SqliteLibrary {
    private static final String DIRECTORY_KEY = "org.sqlite.lib.path";
    private static final String NAME_KEY = "org.sqlite.lib.name";

    private final Path directory;
    private final Path file;

    /** @param database the file beside which the library is kept; its directory exists */
    SqliteLibrary(Path database) {
        this.directory = database.resolveSibling("");
        this.file = directory.resolve(database.getFileName() + "." + LibraryLoaderUtil.getNativeLibName());
    }

    /**
     * Unpacks the library unless it is there, and tells the driver. Does nothing where the driver has no library for this
     * system or somebody has told it already. Before the first connection of this process.
     */
    void provide() {
        if (System.getProperty(DIRECTORY_KEY) != null) {
            return;
        }
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                return;
            }
            unpack(packed.readAllBytes());
        } catch (IOException e) {
            // No room here: then the driver does as it always does, and says what comes of it.
            return;
        }
        System.setProperty(DIRECTORY_KEY, directory.toString());
        System.setProperty(NAME_KEY, file.getFileName().toString());
    }

    private void unpack(byte[] library) throws IOException {
        // Nothing is loaded but what is packed, whatever an older server or somebody else left here.
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), library)) {
            return;
        }
        Path part = Files.createTempFile(directory, file.getFileName().toString(), ".part");
        try {
            Files.write(part, library);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
