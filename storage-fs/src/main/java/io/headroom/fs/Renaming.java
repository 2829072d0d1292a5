package io.headroom.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The one step that makes changes visible. */
final class Renaming {
    private Renaming() {}

    /**
     * Renames in one step; a file at the target is replaced.
     *
     * @throws java.nio.file.AtomicMoveNotSupportedException when the two are on different file systems
     */
    static void rename(Path source, Path target) throws IOException {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
