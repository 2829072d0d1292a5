package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.StorageException.Kind;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Real messages of real systems. */
class FsFailuresTest {
    private static final ResourcePath PATH = ResourcePath.parse("/a/b");
    private static final long PLENTY = 1L << 30;

    private static StorageException translate(IOException error, long usableBytes) {
        return FsFailures.of(error, PATH, FsFailures.Missing.RESOURCE, usableBytes, 123);
    }

    private static IOException ofAName(String reason) {
        return new FileSystemException("/srv/a/b", null, reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Linux
            No space left on device                            | INSUFFICIENT_STORAGE
            Disk quota exceeded                                | INSUFFICIENT_STORAGE
            File too large                                     | TOO_LARGE
            Read-only file system                              | ACCESS_DENIED
            Operation not permitted                            | ACCESS_DENIED
            Permission denied                                  | ACCESS_DENIED
            File name too long                                 | NAME_REJECTED
            Invalid argument                                   | NAME_REJECTED
            Invalid or incomplete multibyte or wide character  | NAME_REJECTED
            Not a directory                                    | NOT_FOUND
            Is a directory                                     | WRONG_KIND
            Directory not empty                                | NOT_EMPTY
            File exists                                        | ALREADY_EXISTS
            Too many levels of symbolic links                  | NOT_FOUND
            Too many levels of symbolic links or unable to access attributes of symbolic link | NOT_FOUND
            Stale file handle                                  | UNAVAILABLE
            Too many open files                                | UNAVAILABLE
            Too many open files in system                      | UNAVAILABLE
            Device or resource busy                            | UNAVAILABLE
            Transport endpoint is not connected                | UNAVAILABLE
            Connection timed out                               | UNAVAILABLE
            Input/output error                                 | UNEXPECTED
            Structure needs cleaning                           | UNEXPECTED
            # macOS
            Disc quota exceeded                                | INSUFFICIENT_STORAGE
            Illegal byte sequence                              | NAME_REJECTED
            # Windows
            There is not enough space on the disk              | INSUFFICIENT_STORAGE
            The media is write protected                       | ACCESS_DENIED
            The process cannot access the file because it is being used by another process | UNAVAILABLE
            The filename or extension is too long              | NAME_REJECTED
            The directory name is invalid                      | NOT_FOUND
            The directory is not empty                         | NOT_EMPTY
            # jimfs
            out of disk space                                  | INSUFFICIENT_STORAGE
            """)
    @Proves("S507-GEN-02")
    void textsOfSystems(String text, Kind kind) {
        assertThat(translate(ofAName(text), PLENTY).kind()).isEqualTo(kind);
        assertThat(translate(ofAName(text), PLENTY).path()).isEqualTo(PATH);
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("/x"), Kind.NOT_FOUND),
                Arguments.of(new NotDirectoryException("/x"), Kind.NOT_FOUND),
                Arguments.of(new FileSystemLoopException("/x"), Kind.NOT_FOUND),
                Arguments.of(new FileAlreadyExistsException("/x"), Kind.ALREADY_EXISTS),
                Arguments.of(new DirectoryNotEmptyException("/x"), Kind.NOT_EMPTY),
                Arguments.of(new AccessDeniedException("/x"), Kind.ACCESS_DENIED));
    }

    @ParameterizedTest
    @MethodSource("types")
    void typesOfJava(IOException error, Kind kind) {
        assertThat(translate(error, PLENTY).kind()).isEqualTo(kind);
    }

    @Test
    void somethingNewMissesItsParent() {
        StorageException failure =
                FsFailures.of(new NoSuchFileException("/x"), PATH, FsFailures.Missing.PARENT, PLENTY, 0);
        assertThat(failure.kind()).isEqualTo(Kind.PARENT_MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, false, 0, DISK_FULL",
        "No space left on device, false, 1073741824, DISK_FULL",
        "No space left on device, true, 0, DISK_FULL",
        "No space left on device, true, 1073741824, NO_INODES",
        "Disk quota exceeded, false, 1073741824, QUOTA_EXCEEDED",
        "Disk quota exceeded, true, 0, QUOTA_EXCEEDED"
    })
    @Proves({"S507-GEN-02", "S507-MK-01"})
    void whichRoomIsMissing(String text, boolean whileNaming, long usableBytes, Reason reason) {
        IOException error = whileNaming ? ofAName(text) : new IOException(text);
        InsufficientStorageException failure = (InsufficientStorageException) translate(error, usableBytes);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.availableBytes()).hasValue(usableBytes);
        assertThat(failure).hasCause(error);
    }

    @ParameterizedTest
    @CsvSource({
        "Auf dem Ger\u00e4t ist kein Speicherplatz mehr verf\u00fcgbar",
        "\u30c7\u30d0\u30a4\u30b9\u306b\u7a7a\u304d\u9818\u57df\u304c\u3042\u308a\u307e\u305b\u3093"
    })
    @Proves("S507-GEN-02")
    void aTextInAnotherLanguageIsReadFromTheRoomThatIsLeft(String text) {
        assertThat(translate(new IOException(text), 0).kind()).isEqualTo(Kind.INSUFFICIENT_STORAGE);
        assertThat(translate(new IOException(text), PLENTY).kind()).isEqualTo(Kind.UNEXPECTED);
    }

    @Test
    void aBrokenDiskIsNotFullThoughItSaysItHasNoRoom() {
        assertThat(translate(new IOException("Input/output error"), 0).kind()).isEqualTo(Kind.UNEXPECTED);
    }

    @Test
    void figuresAndFlags() {
        assertThat((TooLargeException) translate(new IOException("File too large"), PLENTY))
                .returns(123L, TooLargeException::limitBytes);
        assertThat((NameRejectedException) translate(ofAName("File name too long"), PLENTY))
                .returns(NameRejectedException.Reason.TOO_LONG, NameRejectedException::reason);
        assertThat((NameRejectedException) translate(ofAName("Invalid argument"), PLENTY))
                .returns(NameRejectedException.Reason.UNUSABLE, NameRejectedException::reason);
    }

    @Test
    void anInvalidArgumentOfATransferSaysNothingOfNames() {
        assertThat(translate(new IOException("Invalid argument"), PLENTY).kind())
                .isEqualTo(Kind.UNEXPECTED);
    }

    @Test
    void noTextAtAll() {
        assertThat(translate(new IOException(), PLENTY).kind()).isEqualTo(Kind.UNEXPECTED);
        assertThat(translate(ofAName(null), PLENTY).kind()).isEqualTo(Kind.UNEXPECTED);
    }
}
