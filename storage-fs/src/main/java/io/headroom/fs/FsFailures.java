package io.headroom.fs;

import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * From the system's errors to ours: the only class that knows what they say.
 *
 * <p>Java passes on no error number, only a text, and the text depends on the system and its language. So an error that no
 * text explains is taken for a full disk when the volume has no room left at that moment.
 */
final class FsFailures {
    /** Less than this is no room: what a file system keeps back in fragments. */
    private static final long NEXT_TO_NOTHING = 64 * 1024;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final List<String> FULL = List.of(
            "no space left", "not enough space", "disk full", "disk is full", "out of disk space", "no free space");
    private static final List<String> QUOTA =
            List.of("quota exceeded", "exceeded quota", "over quota", "not enough quota", "disk quota");
    private static final List<String> TOO_LARGE = List.of("file too large", "file size exceeds", "file size limit");
    private static final List<String> DENIED = List.of(
            "permission denied",
            "operation not permitted",
            "read-only file system",
            "write protected",
            "access is denied");
    private static final List<String> NAME_TOO_LONG =
            List.of("file name too long", "filename too long", "name is too long", "filename or extension is too long");
    private static final List<String> BAD_NAME = List.of(
            "invalid argument", "illegal byte sequence", "invalid or incomplete multibyte", "syntax is incorrect");
    private static final List<String> LATER = List.of(
            "stale file handle",
            "stale nfs file handle",
            "too many open files",
            "resource busy",
            "text file busy",
            "used by another process",
            "transport endpoint is not connected",
            "resource temporarily unavailable",
            "timed out",
            "host is down",
            "no route to host",
            "cannot allocate memory");
    private static final List<String> NO_DIRECTORY =
            List.of("not a directory", "directory name is invalid", "too many levels of symbolic links");

    /** What it means when something on the way isn't there. */
    enum Missing {
        /** What was asked for isn't there. */
        RESOURCE,
        /** The place for something new isn't there. */
        PARENT
    }

    private FsFailures() {}

    /** Whether the error says that there is no such file, be it because a parent is none, or because links go round. */
    static boolean isMissing(IOException error) {
        return error instanceof NoSuchFileException
                || error instanceof NotDirectoryException
                || error instanceof FileSystemLoopException
                || says(text(error), NO_DIRECTORY);
    }

    /** Whether the error says that there is no room, be it for bytes, for names or for this user. */
    static boolean isFull(IOException error) {
        String text = text(error);
        return says(text, FULL) || says(text, QUOTA);
    }

    /** @param volume a place on the file system that was written to or read from */
    static StorageException of(IOException error, ResourcePath path, Missing missing, Path volume) {
        return of(error, path, missing, volume.toFile().getUsableSpace(), 0);
    }

    /**
     * @param usableBytes the room of the volume right after the error
     * @param fileBytes how long the file was that couldn't grow
     */
    static StorageException of(
            IOException error, ResourcePath path, Missing missing, long usableBytes, long fileBytes) {
        if (error instanceof FileAlreadyExistsException) {
            return new AlreadyExistsException(path, error);
        }
        if (error instanceof DirectoryNotEmptyException) {
            return new NotEmptyException(path, error);
        }
        if (error instanceof java.nio.file.AccessDeniedException) {
            return new AccessDeniedException(path, error);
        }
        String text = text(error);
        if (isMissing(error)) {
            return missing == Missing.PARENT
                    ? new ParentMissingException(path, error)
                    : new NotFoundException(path, error);
        }
        return byText(error, text, path, usableBytes, fileBytes);
    }

    private static StorageException byText(
            IOException error, String text, ResourcePath path, long usableBytes, long fileBytes) {
        if (says(text, QUOTA)) {
            return full(Reason.QUOTA_EXCEEDED, path, usableBytes, error);
        }
        if (says(text, FULL)) {
            return full(whichRoom(error, usableBytes), path, usableBytes, error);
        }
        if (says(text, TOO_LARGE)) {
            return new TooLargeException(path, fileBytes);
        }
        if (says(text, DENIED)) {
            return new AccessDeniedException(path, error);
        }
        if (says(text, NAME_TOO_LONG)) {
            return new NameRejectedException(path, NameRejectedException.Reason.TOO_LONG);
        }
        if (says(text, List.of("directory not empty", "directory is not empty"))) {
            return new NotEmptyException(path, error);
        }
        if (says(text, List.of("is a directory"))) {
            return new WrongKindException(path, error);
        }
        if (says(text, List.of("file exists"))) {
            return new AlreadyExistsException(path, error);
        }
        if (error instanceof FileSystemException && says(text, BAD_NAME)) {
            return new NameRejectedException(path, NameRejectedException.Reason.UNUSABLE);
        }
        if (says(text, LATER)) {
            return new UnavailableException(path, RETRY_AFTER, error);
        }
        if (says(text, List.of("input/output error")) || usableBytes >= NEXT_TO_NOTHING) {
            return new UnexpectedStorageException(path, error);
        }
        return full(Reason.DISK_FULL, path, usableBytes, error);
    }

    /** A new name that doesn't fit though there is room for bytes: the volume is out of inodes. */
    private static Reason whichRoom(IOException error, long usableBytes) {
        return error instanceof FileSystemException && usableBytes >= NEXT_TO_NOTHING
                ? Reason.NO_INODES
                : Reason.DISK_FULL;
    }

    private static InsufficientStorageException full(
            Reason reason, ResourcePath path, long usableBytes, IOException cause) {
        return new InsufficientStorageException(
                reason, path, OptionalLong.empty(), OptionalLong.of(Math.max(0, usableBytes)), cause);
    }

    private static String text(IOException error) {
        String text = error instanceof FileSystemException about ? about.getReason() : error.getMessage();
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static boolean says(String text, List<String> phrases) {
        if (text.isEmpty()) {
            return false;
        }
        for (String phrase : phrases) {
            if (text.contains(phrase)) {
                return true;
            }
        }
        return false;
    }
}
