package io.headroom.server.metadata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The file of an SQLite database. It holds hashes of passwords, so it is not for everybody on the machine. */
final class DatabaseFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);

    private final Path file;

    DatabaseFile(Path file) {
        this.file = file;
    }

    /**
     * Before it is opened: SQLite gives the files that it adds the permissions of this one. Where the system has no such permissions,
     * nothing happens.
     */
    void shield() {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            if (Files.notExists(file)) {
                FileAttribute<Set<PosixFilePermission>> attribute = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
                Files.createFile(file, attribute);
            }
            for (Path each : List.of(file, file.resolveSibling(file.getFileName() + "-wal"))) {
                shutOut(each);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // SQLite meets the same when it opens the file, and says what it is; or the volume knows no permissions.
            return;
        }
    }

    /** A group keeps what somebody gave it on purpose. */
    private static void shutOut(Path file) throws IOException {
        if (Files.exists(file)) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            if (permissions.removeAll(OTHERS)) {
                Files.setPosixFilePermissions(file, permissions);
            }
        }
    }
}
