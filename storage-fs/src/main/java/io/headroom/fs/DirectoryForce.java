package io.headroom.fs;

import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.Path;

/** Forces the directory of a name that changed. */
final class DirectoryForce {
    private DirectoryForce() {}

    /**
     * @param place in a real directory
     * @throws OutcomeUnknownException when it fails: the change can be seen, and nobody can tell whether it will last
     */
    static void parentOf(Path place, ResourcePath path, Durability durability) {
        Path parent = place.getParent();
        if (parent == null) {
            return;
        }
        try {
            durability.forceDirectory(parent);
        } catch (IOException e) {
            throw new OutcomeUnknownException(path, e);
        }
    }
}
