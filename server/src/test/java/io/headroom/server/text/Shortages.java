package io.headroom.server.text;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.Shortage;
import io.headroom.spi.path.ResourcePath;
import java.util.OptionalLong;

/** Shortages as the ledger finds them. */
public final class Shortages {
    public static final ResourcePath FILE = ResourcePath.parse("/alice/film.mkv");
    private static final ResourcePath OWNER = ResourcePath.parse("/alice");

    private Shortages() {}

    public static InsufficientStorageException quota(
            Shortage.Unit unit, long limit, long used, long reserved, long needed) {
        return of(
                Reason.QUOTA_EXCEEDED,
                new Shortage(
                        OWNER,
                        unit,
                        OptionalLong.of(limit),
                        OptionalLong.of(used),
                        OptionalLong.of(reserved),
                        OptionalLong.of(needed),
                        OptionalLong.of(Math.max(0, limit - used - reserved))));
    }

    public static InsufficientStorageException bytes(Reason reason, long needed, long available) {
        return of(reason, Shortage.ofBytes(ResourcePath.ROOT, OptionalLong.of(needed), OptionalLong.of(available)));
    }

    public static InsufficientStorageException unknown(Reason reason) {
        return of(reason, Shortage.ofBytes(ResourcePath.ROOT, OptionalLong.empty(), OptionalLong.empty()));
    }

    public static InsufficientStorageException of(Reason reason, Shortage shortage) {
        return new InsufficientStorageException(reason, FILE, shortage, null);
    }
}
