package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a start finds after the last run ended in the middle of something. */
class CrashTest extends DirectoryTest {
    private Path target;
    private Path aside;
    private Path journal;

    @BeforeEach
    void makeATree() throws IOException {
        target = Files.createDirectory(root.resolve("t"));
        Files.writeString(target.resolve("old"), "old");
        aside = root.resolve(".headroom-replaced-7");
        journal = root.resolve(".headroom/replaced/7.journal");
    }

    private void writeJournal() throws IOException {
        Files.writeString(journal, encoded(target) + '\n' + encoded(aside) + '\n');
    }

    private static String encoded(Path path) {
        return URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
    }

    private void restart() {
        reopen(Map.of("sync", "never"));
        assertThat(DirectoryFixture.leftovers(root)).isEmpty();
    }

    @Test
    void uploadsAndTreesOnTheirWayAreRemoved() throws IOException {
        storage.beginWrite(path("/a"), WriteRequest.ofUnknownLength()).append(bytes(100));
        PendingTree tree = storage.beginTree(path("/u"), TreeSize.NONE);
        tree.createCollection(path("/u"));
        tree.copyFile(path("/t/old"), path("/u/old"));
        assertThat(DirectoryFixture.leftovers(root)).isNotEmpty();
        restart();
        assertThat(names("/")).containsExactly("t");
    }

    @Test
    void beforeTheFirstRenameNothingHappened() throws IOException {
        writeJournal();
        restart();
        assertThat(read("/t/old")).isEqualTo("old");
    }

    @Test
    void aTornJournalMeansThatNothingHappened() throws IOException {
        Files.writeString(journal, encoded(target).substring(0, 5));
        restart();
        assertThat(read("/t/old")).isEqualTo("old");
    }

    @Test
    @Proves({"DAV-CP-23", "S507-MOVE-04"})
    void betweenTheRenamesTheOldTreeGoesBack() throws IOException {
        writeJournal();
        Files.move(target, aside);
        restart();
        assertThat(read("/t/old")).isEqualTo("old");
    }

    @Test
    void afterTheRenamesTheOldTreeIsRemoved() throws IOException {
        writeJournal();
        Files.move(target, aside);
        Files.createDirectory(target);
        Files.writeString(target.resolve("new"), "new");
        restart();
        assertThat(names("/t")).containsExactly("new");
    }

    @Test
    void afterTheRemovalOnlyTheJournalIsLeft() throws IOException {
        writeJournal();
        Files.delete(target.resolve("old"));
        restart();
        assertThat(names("/t")).isEmpty();
    }

    @Test
    void namesWithLineBreaksAndBlanksSurviveTheJournal() throws IOException {
        target = Files.move(target, root.resolve("two\nlines and 100%"));
        writeJournal();
        Files.move(target, aside);
        restart();
        assertThat(names("/two\nlines and 100%")).containsExactly("old");
    }

    @Test
    void whatWaitedBesideItsTargetIsRemoved() throws IOException {
        Path beside = Files.writeString(target.resolve(".headroom-x-1"), "part");
        Files.writeString(root.resolve(".headroom/staging/x-1.beside"), encoded(beside));
        restart();
        assertThat(names("/t")).containsExactly("old");
    }

    @Test
    void aNoteNeverRemovesWhatIsServed() throws IOException {
        Files.writeString(root.resolve(".headroom/staging/x-1.beside"), encoded(target));
        restart();
        assertThat(read("/t/old")).isEqualTo("old");
    }

    @Test
    @Proves("DAV-CP-23")
    void aSwapThatFailsHalfWayIsUndone() throws IOException {
        Path replaced = root.resolve(".headroom/replaced");
        Durability durability = new Durability(FsSettings.Sync.NEVER, root);
        try (Replacement replacement = Replacement.prepare(replaced, "9", target, durability)) {
            assertThatThrownBy(() -> replacement.swap(root.resolve("missing"))).isInstanceOf(IOException.class);
        }
        assertThat(read("/t/old")).isEqualTo("old");
        assertThat(DirectoryFixture.leftovers(root)).isEmpty();
    }

    @Test
    void replacingATreeLeavesNoTrace() throws IOException {
        storage.createCollection(path("/n"));
        write("/n/new", "new");
        storage.move(path("/n"), path("/t"), new Precondition.MustExist());
        assertThat(names("/t")).containsExactly("new");
        assertThat(DirectoryFixture.leftovers(root)).isEmpty();
    }
}
