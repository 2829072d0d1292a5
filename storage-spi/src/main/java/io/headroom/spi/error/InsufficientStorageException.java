package io.headroom.spi.error;

import io.headroom.spi.path.ResourcePath;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** There is no room. What this project is about: it becomes 507 wherever it is noticed. */
public final class InsufficientStorageException extends StorageException {
    /** Which room is missing. */
    public enum Reason {
        /** The volume has no free blocks. */
        DISK_FULL,
        /** The volume can't take another file, though it may have free blocks. */
        NO_INODES,
        /** The rest of the volume is kept back so that a full server can still be tidied up. */
        FLOOR,
        /** An allowance is used up: the operating system's or ours. */
        QUOTA_EXCEEDED,
        /** The store behind us has a limit of its own. */
        BACKEND_LIMIT,
        /** The database of locks and properties can't grow. */
        METADATA_FULL,
        /** The memory or disk that holds an upload on its way is gone for the moment. */
        STAGING
    }

    private final Reason reason;
    private final Shortage shortage;

    /** When nobody knows the figures. */
    public InsufficientStorageException(Reason reason, ResourcePath path, @Nullable Throwable cause) {
        this(reason, path, OptionalLong.empty(), OptionalLong.empty(), cause);
    }

    /**
     * @param neededBytes what the write needs; empty when unknown
     * @param availableBytes what is left; empty when unknown
     */
    public InsufficientStorageException(
            Reason reason,
            ResourcePath path,
            OptionalLong neededBytes,
            OptionalLong availableBytes,
            @Nullable Throwable cause) {
        this(reason, path, Shortage.ofBytes(ResourcePath.ROOT, neededBytes, availableBytes), cause);
    }

    /** @param path what could not be stored */
    public InsufficientStorageException(
            Reason reason, ResourcePath path, Shortage shortage, @Nullable Throwable cause) {
        super(
                Kind.INSUFFICIENT_STORAGE,
                path,
                "insufficient storage (" + reason + " of " + shortage.owner() + ", "
                        + shortage.unit().name().toLowerCase(Locale.ROOT) + ": needed " + text(shortage.needed())
                        + ", available " + text(shortage.available()) + ")",
                cause);
        this.reason = reason;
        this.shortage = shortage;
    }

    private static String text(OptionalLong bytes) {
        return bytes.isPresent() ? Long.toString(bytes.getAsLong()) : "unknown";
    }

    public Reason reason() {
        return reason;
    }

    /** Whose limit it is, with the figures. */
    public Shortage shortage() {
        return shortage;
    }

    /** Empty when unknown, or when entries are what is short. */
    public OptionalLong neededBytes() {
        return shortage.unit() == Shortage.Unit.BYTES ? shortage.needed() : OptionalLong.empty();
    }

    /** Empty when unknown, or when entries are what is short. */
    public OptionalLong availableBytes() {
        return shortage.unit() == Shortage.Unit.BYTES ? shortage.available() : OptionalLong.empty();
    }
}
