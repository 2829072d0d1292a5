package io.headroom.fs;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a tree or file where another stands, when a single rename can't: the old one goes aside, the new one comes in, then
 * the old one is removed. It goes aside under a reserved name in the same directory, where no mount can come between. A journal
 * names both places from before the first rename until after the last removal, so that a crash at any point can be mended
 * ({@link #recover}); it is forced to the disk whatever the settings say, because whole trees hang on it. For one thread.
 */
final class Replacement implements AutoCloseable {
    /** Ends the name of a journal. */
    static final String JOURNAL = ".journal";

    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

    private final Path journal;
    private final Path target;
    private final Path aside;
    private boolean swapped;

    private Replacement(Path journal, Path target, Path aside) {
        this.journal = journal;
        this.target = target;
        this.aside = aside;
    }

    /**
     * Writes the journal; nothing else happens yet.
     *
     * @param folder where journals are kept
     * @param id that no other replacement has
     * @param target what is to be replaced, in a real directory
     */
    static Replacement prepare(Path folder, String id, Path target, Durability durability) throws IOException {
        Path aside = target.resolveSibling(ReservedNames.PREFIX + "-replaced-" + id);
        Path journal = folder.resolve(id + JOURNAL);
        ByteBuffer text = StandardCharsets.UTF_8.encode(encoded(target) + '\n' + encoded(aside) + '\n');
        try (FileChannel channel = FileChannel.open(journal, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(journal);
            throw e;
        }
        durability.forceDirectory(folder);
        return new Replacement(journal, target, aside);
    }

    /**
     * The two renames; when the second fails, the first is undone.
     *
     * @param source what comes in
     */
    void swap(Path source) throws IOException {
        Renaming.rename(target, aside);
        try {
            Renaming.rename(source, target);
        } catch (IOException e) {
            Renaming.rename(aside, target);
            throw e;
        }
        swapped = true;
    }

    /** Removes the old one if it was swapped out, and the journal. What fails here is left to the next start. */
    @Override
    public void close() {
        try {
            if (swapped) {
                TreeRemoval.remove(aside);
            }
            if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(journal);
            }
        } catch (IOException e) {
            LOG.warn("What stood at {} stays in {} until the next start.", target, aside, e);
        }
    }

    /**
     * Mends what a crash left: an old tree whose place is empty goes back; one whose place is taken is removed.
     *
     * @param journal a whole one, or a torn one, which means that nothing was renamed yet
     */
    static void recover(Path journal) throws IOException {
        List<String> lines = Files.readAllLines(journal);
        if (lines.size() == 2) {
            Path target = decoded(lines.get(0));
            Path aside = decoded(lines.get(1));
            if (FsLook.attributesIfThere(aside) != null) {
                if (FsLook.attributesIfThere(target) == null) {
                    Renaming.rename(aside, target);
                    LOG.info("Put {} back, which a crash had left aside.", target);
                } else {
                    TreeRemoval.remove(aside);
                }
            }
        }
        Files.delete(journal);
    }

    private static String encoded(Path path) {
        return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
    }

    private static Path decoded(String line) {
        return Path.of(URLDecoder.decode(line, StandardCharsets.UTF_8));
    }
}
