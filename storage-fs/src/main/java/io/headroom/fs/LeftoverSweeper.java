package io.headroom.fs;

import io.headroom.spi.Leftover;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tidies up at the start, when nothing is under way: mends half-done replacements, removes uploads that never ended. */
final class LeftoverSweeper {
    private static final String WHAT = "is of an upload or a copy that did not come to its end";

    private final StateFolder state;

    LeftoverSweeper(StateFolder state) {
        this.state = state;
    }

    /** @throws SettingsException when something can't be mended; serving on could lose what lies aside */
    void sweep() {
        try {
            for (Path entry : entries(state.replaced())) {
                if (entry.toString().endsWith(Replacement.JOURNAL)) {
                    Replacement.recover(entry);
                }
            }
            for (Path entry : entries(state.staging())) {
                if (entry.toString().endsWith(StagingArea.NOTE)) {
                    removeNoted(entry);
                }
                TreeRemoval.remove(entry);
            }
        } catch (IOException e) {
            throw new SettingsException("The leftovers of the last run can't be tidied up: " + e + ".", e);
        }
    }

    /**
     * What there is to tidy up; changes nothing.
     *
     * @param state the state folder, which may be missing
     * @throws SettingsException when it can't be read
     */
    static List<Leftover> find(Path state) {
        List<Leftover> found = new ArrayList<>();
        try {
            for (Path entry : entriesIfThere(state.resolve(StateFolder.REPLACED))) {
                if (entry.toString().endsWith(Replacement.JOURNAL)) {
                    found.add(new Leftover(entry.toString(), "is the journal of a tree that was being replaced"));
                }
            }
            for (Path entry : entriesIfThere(state.resolve(StateFolder.STAGING))) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    for (Path staged : entries(entry)) {
                        found.add(new Leftover(staged.toString(), WHAT));
                    }
                } else {
                    found.add(new Leftover(entry.toString(), WHAT));
                }
            }
            return found;
        } catch (IOException e) {
            throw new SettingsException("The state folder " + state + " can't be read: " + e + ".", e);
        }
    }

    private static List<Path> entriesIfThere(Path folder) throws IOException {
        return Files.exists(folder) ? entries(folder) : List.of();
    }

    private static void removeNoted(Path note) throws IOException {
        String text = Files.readString(note);
        Path beside = Path.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        Path name = beside.getFileName();
        if (name != null && ReservedNames.isReserved(name.toString())) {
            TreeRemoval.remove(beside);
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        return entries;
    }
}
