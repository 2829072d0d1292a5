package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.ByteRange;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.Precondition;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a directory can hold besides files and directories, and what other programs do to files meanwhile. */
class OddEntriesTest extends DirectoryTest {
    private static final int LARGE = 3 * 1024 * 1024;

    @Test
    @Timeout(10)
    void aPipeIsHiddenAndNeverOpened() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo here");
        SmallVolume.run("mkfifo", root.resolve("pipe").toString());
        assertThat(names("/")).isEmpty();
        assertThat(storage.find(path("/pipe"))).isEmpty();
        assertThatThrownBy(() -> storage.open(path("/pipe"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> write("/pipe", "x")).isInstanceOf(AccessDeniedException.class);
    }

    @Test
    void aNameThatIsNotUtf8DoesNotBreakTheListing() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/bin/sh"))
                        && root.getFileSystem().getSeparator().equals("/"),
                "no shell");
        SmallVolume.run("sh", "-c", "touch \"$1/$(printf 'b\\377d')\" \"$1/good\"", "sh", root.toString());
        assertThat(names("/")).containsExactly("good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.headroom",
                "/.HEADROOM",
                "/.headroom/staging",
                "/.headroom-anything",
                "/c/.headroom-replaced-1",
                "/.Headroom.txt",
                "/.head\u200croom",
                "/\u200d.headroom",
                "/HEADRO~1"
            })
    void reservedNamesAreNobodys(String reserved) throws IOException {
        Files.createDirectory(root.resolve("c"));
        assertThat(storage.find(path(reserved))).isEmpty();
        assertThatThrownBy(() -> storage.delete(path(reserved))).isInstanceOf(NotFoundException.class);
        assertThat(catchThrowableOfType(NameRejectedException.class, () -> write(reserved, "x")))
                .returns(NameRejectedException.Reason.UNUSABLE, NameRejectedException::reason);
        assertThatThrownBy(() -> storage.createCollection(path(reserved))).isInstanceOf(NameRejectedException.class);
        assertThat(names("/")).containsExactly("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/headroom", "/.head", "/x.headroom", "/.hea droom", "/HEADROOM~"})
    void otherNamesAreFree(String name) throws IOException {
        write(name, "x");
        assertThat(read(name)).isEqualTo("x");
    }

    @Test
    void aFileThatIsCutWhileItIsReadIsAFailureOfTheStorage() throws IOException {
        try (var write = storage.beginWrite(path("/a"), WriteRequest.ofUnknownLength())) {
            write.append(bytes(LARGE));
            write.commit();
        }
        for (int length : new int[] {1000, LARGE}) {
            try (OpenFile file = storage.open(path("/a"))) {
                cut(root.resolve("a"), 500);
                assertThatThrownBy(() -> file.transferTo(
                                ByteRange.whole(length), Channels.newChannel(new ByteArrayOutputStream())))
                        .isInstanceOf(UnexpectedStorageException.class);
            }
            cut(root.resolve("a"), LARGE);
        }
    }

    @Test
    void aFileThatIsCutUnderAMappingDoesNotEndTheProcess() throws IOException {
        try (var write = storage.beginWrite(path("/a"), WriteRequest.ofUnknownLength())) {
            write.append(bytes(LARGE));
            write.commit();
        }
        WritableByteChannel cutter = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                cut(root.resolve("a"), 0);
                byte[] copy = new byte[source.remaining()];
                source.get(copy);
                return copy.length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (OpenFile file = storage.open(path("/a"))) {
            assertThatThrownBy(() -> file.transferTo(ByteRange.whole(LARGE), cutter))
                    .isInstanceOf(UnexpectedStorageException.class);
        }
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
            if (channel.size() < size) {
                channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
            }
        }
    }

    @Test
    @Proves("HTTP-VAL-01")
    void aChangeByAnotherProgramChangesTheTag() throws IOException {
        write("/a", "one");
        FileResource before = (FileResource) storage.find(path("/a")).orElseThrow();
        Files.writeString(root.resolve("a"), "two");
        assertThat(((FileResource) storage.find(path("/a")).orElseThrow()).entityTag())
                .isNotEqualTo(before.entityTag());
    }

    @Test
    void newFilesHaveTheRightsOfOrdinaryOnes() throws IOException {
        assumeTrue(Files.getFileStore(root).supportsFileAttributeView("posix"), "no POSIX rights here");
        Path ordinary = Files.writeString(folder.resolve("ordinary"), "x");
        Path directory = Files.createDirectory(folder.resolve("directory"));
        write("/a", "x");
        storage.createCollection(path("/c"));
        assertThat(Files.getPosixFilePermissions(root.resolve("a"))).isEqualTo(Files.getPosixFilePermissions(ordinary));
        assertThat(Files.getPosixFilePermissions(root.resolve("c")))
                .isEqualTo(Files.getPosixFilePermissions(directory));
        assertThat(Files.getPosixFilePermissions(root.resolve(".headroom")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void aCopyMayBeRunIfItsSourceMay() throws IOException, InterruptedException {
        assumeTrue(Files.getFileStore(root).supportsFileAttributeView("posix"), "no POSIX rights here");
        write("/script", "x");
        SmallVolume.run("chmod", "4755", root.resolve("script").toString());
        storage.copyFile(path("/script"), path("/copy"), new Precondition.None());
        Set<?> rights = Files.getPosixFilePermissions(root.resolve("copy"));
        assertThat(rights).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat((int) Files.getAttribute(root.resolve("copy"), "unix:mode") & 06000)
                .isZero();
    }
}
