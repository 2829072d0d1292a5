package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.WrongKindException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Writing one file: nothing is seen before the commit, everything after it. */
public abstract class WriteContract extends ContractGroup {
    protected WriteContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @Test
    @Proves("DAV-PUT-01")
    void createsAndReplaces() {
        write("/a.txt", "one");
        assertThat(read("/a.txt")).isEqualTo("one");
        write("/a.txt", "second");
        assertThat(read("/a.txt")).isEqualTo("second");
        assertThat(names("/")).containsExactly("a.txt");
    }

    @Test
    @Proves("DAV-PUT-12")
    void anEmptyFileIsAFile() {
        assertThat(write("/empty", "").size()).isZero();
        assertThat(file("/empty").size()).isZero();
        assertThat(read("/empty")).isEmpty();
    }

    @Test
    void unknownLengthInManyPieces() {
        byte[] bytes = new byte[3 * 1024 * 1024 + 7];
        new Random(1).nextBytes(bytes);
        try (PendingWrite write = storage().beginWrite(path("/big"), WriteRequest.ofUnknownLength())) {
            ByteBuffer direct = ByteBuffer.allocateDirect(70_001);
            for (int from = 0; from < bytes.length; from += direct.capacity()) {
                direct.clear()
                        .put(bytes, from, Math.min(direct.capacity(), bytes.length - from))
                        .flip();
                write.append(direct);
                assertThat(direct.hasRemaining()).isFalse();
            }
            assertThat(write.bytesWritten()).isEqualTo(bytes.length);
            assertThat(write.commit().size()).isEqualTo(bytes.length);
        }
        assertThat(readBytes(path("/big"))).isEqualTo(bytes);
    }

    @Test
    @Proves("HTTP-PUT-02")
    void whatTheCommitSaysIsWhatIsFoundThen() {
        FileResource written = write("/a.txt", "hello");
        assertThat(file("/a.txt")).isEqualTo(written);
        assertThat(written.path()).isEqualTo(path("/a.txt"));
        assertThat(written.size()).isEqualTo(5);
    }

    @Test
    @Proves({"DAV-PUT-06", "S507-PUT-09"})
    void nobodySeesAPart() {
        write("/a.txt", "old");
        try (PendingWrite write = storage().beginWrite(path("/a.txt"), WriteRequest.ofUnknownLength());
                PendingWrite other = storage().beginWrite(path("/new.txt"), WriteRequest.ofUnknownLength())) {
            write.append(utf8("new content"));
            other.append(utf8("new content"));
            assertThat(read("/a.txt")).isEqualTo("old");
            assertThat(find("/new.txt")).isEmpty();
            assertThat(names("/")).containsExactly("a.txt");
        }
    }

    @Test
    @Proves({"DAV-PUT-06", "DAV-PUT-07"})
    void withoutACommitNothingChanged() {
        FileResource old = write("/a.txt", "old");
        PendingWrite write = storage().beginWrite(path("/a.txt"), WriteRequest.ofLength(100));
        write.append(utf8("half"));
        write.close();
        write.close();
        assertThat(file("/a.txt")).isEqualTo(old);
        assertThat(read("/a.txt")).isEqualTo("old");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    void closingAfterTheCommitKeepsTheFile() {
        PendingWrite write = storage().beginWrite(path("/a.txt"), WriteRequest.ofUnknownLength());
        write.append(utf8("x"));
        write.commit();
        write.close();
        assertThat(read("/a.txt")).isEqualTo("x");
    }

    @Test
    void aSecondCommitIsRefused() {
        try (PendingWrite write = storage().beginWrite(path("/a.txt"), WriteRequest.ofUnknownLength())) {
            write.append(utf8("x"));
            write.commit();
            assertThatThrownBy(write::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> write.append(utf8("y"))).isInstanceOf(IllegalStateException.class);
        }
        assertThat(read("/a.txt")).isEqualTo("x");
    }

    @Test
    void preparingShowsNothingAndMayBeRepeated() {
        FileResource old = write("/a.txt", "old");
        try (PendingWrite write = storage().beginWrite(path("/a.txt"), WriteRequest.ofUnknownLength())) {
            write.append(utf8("new content"));
            write.prepare();
            write.prepare();
            assertThat(write.bytesWritten()).isEqualTo(11);
            assertThat(file("/a.txt")).isEqualTo(old);
            assertThat(names("/")).containsExactly("a.txt");
            FileResource written = write.commit();
            assertThat(file("/a.txt")).isEqualTo(written);
            assertThat(written.size()).isEqualTo(11);
            assertThatThrownBy(write::prepare).isInstanceOf(IllegalStateException.class);
        }
        assertThat(read("/a.txt")).isEqualTo("new content");
    }

    @Test
    void whatIsPreparedTakesNoMore() {
        try (PendingWrite write = storage().beginWrite(path("/a.txt"), WriteRequest.ofUnknownLength())) {
            write.append(utf8("x"));
            write.prepare();
            assertThatThrownBy(() -> write.append(utf8("y"))).isInstanceOf(IllegalStateException.class);
            write.commit();
        }
        assertThat(read("/a.txt")).isEqualTo("x");
    }

    @Test
    void whatIsPreparedAndNotCommittedLeavesNothing() {
        PendingWrite write = storage().beginWrite(path("/a.txt"), WriteRequest.ofUnknownLength());
        write.append(utf8("half"));
        write.prepare();
        write.close();
        assertThatThrownBy(write::prepare).isInstanceOf(IllegalStateException.class);
        assertThat(find("/a.txt")).isEmpty();
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    void conditionsStillHoldAtTheCommitOfWhatIsPrepared() {
        WriteRequest request = WriteRequest.ofUnknownLength().with(new Precondition.MustNotExist());
        try (PendingWrite write = storage().beginWrite(path("/a.txt"), request)) {
            write.append(utf8("mine"));
            write.prepare();
            write("/a.txt", "faster");
            assertThatThrownBy(write::commit).isInstanceOf(PreconditionFailedException.class);
        }
        assertThat(read("/a.txt")).isEqualTo("faster");
    }

    @Test
    void manyFilesMayWaitPreparedAtOnce() {
        List<PendingWrite> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                PendingWrite write = storage().beginWrite(path("/" + i), WriteRequest.ofUnknownLength());
                waiting.add(write);
                write.append(utf8("" + i));
                write.prepare();
            }
            waiting.forEach(PendingWrite::commit);
        } finally {
            waiting.forEach(PendingWrite::close);
        }
        assertThat(names("/")).hasSize(300);
        assertThat(read("/299")).isEqualTo("299");
    }

    @Test
    @Proves({"DAV-PUT-02", "DAV-MK-05"})
    void aParentMustBeACollection() {
        write("/file", "x");
        for (String target : new String[] {"/missing/a", "/file/a", "/file/b/c"}) {
            assertThatThrownBy(() -> storage().beginWrite(path(target), WriteRequest.ofUnknownLength()))
                    .isInstanceOf(ParentMissingException.class);
        }
        assertThat(names("/")).containsExactly("file");
    }

    @Test
    void aParentThatGoesMeanwhileIsMissed() {
        makeCollection("/c");
        try (PendingWrite write = storage().beginWrite(path("/c/a"), WriteRequest.ofUnknownLength())) {
            write.append(utf8("x"));
            storage().delete(path("/c"));
            assertThatThrownBy(write::commit).isInstanceOf(ParentMissingException.class);
        }
        assertThat(find("/c")).isEmpty();
    }

    @Test
    @Proves("DAV-PUT-03")
    void aCollectionIsNotReplaced() {
        makeCollection("/c");
        write("/c/member", "x");
        assertThatThrownBy(() -> storage().beginWrite(path("/c"), WriteRequest.ofUnknownLength()))
                .isInstanceOf(WrongKindException.class);
        assertThatThrownBy(() -> storage().beginWrite(path("/"), WriteRequest.ofUnknownLength()))
                .isInstanceOf(WrongKindException.class);
        assertThat(read("/c/member")).isEqualTo("x");
    }

    @Test
    void aCollectionThatComesMeanwhileIsNotReplaced() {
        try (PendingWrite write = storage().beginWrite(path("/c"), WriteRequest.ofUnknownLength())) {
            makeCollection("/c");
            assertThatThrownBy(write::commit).isInstanceOf(WrongKindException.class);
        }
        assertThat(names("/c")).isEmpty();
    }

    /** Of other bytes, that is: a tag may be made of the bytes, and then the same ones have the same. */
    @Test
    @Proves({"HTTP-VAL-01", "DAV-CP-24"})
    void everyWriteHasATagOfItsOwn() {
        Set<String> tags = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            FileResource file = write("/a", "same length " + (1000 + i));
            assertThat(file.entityTag().weak()).isFalse();
            assertThat(tags.add(file.entityTag().opaque()))
                    .as("tag of write %d", i)
                    .isTrue();
            if (i % 3 == 0) {
                storage().delete(path("/a"));
            }
        }
    }

    @Test
    @Proves({"HTTP-VAL-01", "DAV-CP-24"})
    void tagsDifferThoughTheClientGivesOneTime() {
        Instant time = Instant.parse("2020-02-02T02:02:02Z");
        WriteRequest request =
                new WriteRequest(OptionalLong.of(1), Optional.empty(), Optional.of(time), new Precondition.None());
        Set<String> tags = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            tags.add(write(path("/a"), new byte[] {(byte) i}, request)
                    .entityTag()
                    .opaque());
        }
        assertThat(tags).hasSize(100);
    }

    @Test
    @Proves("EXT-OC-01")
    void theClientsTimeOfModificationIsKept() {
        assumeTrue(can(Capability.KEEPS_MODIFICATION_TIME), "the backend keeps no times");
        Instant time = Instant.parse("2001-09-09T01:46:40Z");
        write(
                path("/a"),
                new byte[1],
                new WriteRequest(OptionalLong.empty(), Optional.empty(), Optional.of(time), new Precondition.None()));
        assertThat(file("/a").lastModified().getEpochSecond()).isEqualTo(time.getEpochSecond());
    }

    @Test
    void theContentTypeIsKeptWhereDeclared() {
        assumeTrue(can(Capability.KEEPS_CONTENT_TYPE), "the backend keeps no content types");
        write(
                path("/a"),
                new byte[1],
                new WriteRequest(
                        OptionalLong.empty(), Optional.of("text/x-test"), Optional.empty(), new Precondition.None()));
        assertThat(file("/a").contentType()).contains("text/x-test");
    }

    @Test
    void aFileOverTheLargestIsTooLarge() {
        long largest = storage().limits().largestFile();
        assumeTrue(largest < Long.MAX_VALUE, "the backend has no largest file");
        assertThatThrownBy(() -> storage().beginWrite(path("/a"), WriteRequest.ofLength(largest + 1)))
                .isInstanceOf(TooLargeException.class);
    }

    @Test
    void itIsStillThereAfterReopening() {
        assumeTrue(fixture().survivesClosing(), "the place ends with its storage");
        FileResource written = write("/a.txt", "hello");
        storage().close();
        try (var again = fixture().open()) {
            assertThat(again.find(path("/a.txt"))).contains(written);
        }
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
