package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps root from making files where a server runs as somebody else, which could not change them. */
final class FolderOwner {
    private static final String ROOT = "root";

    private FolderOwner() {}

    /**
     * @param folder of the server's own files; nothing is made in it before this
     * @throws SettingsException when this is root, and the folder is another user's
     */
    static void requireOwn(Path folder) {
        if (!Files.isDirectory(folder) || !System.getProperty("user.name").equals(ROOT)) {
            return;
        }
        String owner;
        try {
            owner = Files.getOwner(folder).getName();
        } catch (IOException e) {
            throw new SettingsException("Whose the folder " + folder + " is can't be seen.", e);
        }
        if (!owner.equals(ROOT)) {
            throw new SettingsException("No server runs, and its folder " + folder + " is the user " + owner
                    + "'s. Start the server first, or run this as that user: sudo -u " + owner + " headroom …");
        }
    }
}
