package io.headroom.server.property;

import io.headroom.server.date.HttpDate;
import io.headroom.server.date.Rfc3339;
import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockService;
import io.headroom.spi.Capacity;
import io.headroom.spi.ResourcePath;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What live properties may ask beyond the resource itself, within one request. Asks the storage for its room once at most, so
 * that a listing costs no more with the figures than without. For one thread.
 */
public final class PropertyScope {
    private record LockRoot(ResourcePath path, String href) {}

    private final LockService locks;
    private final boolean lockable;
    private final Function<ResourcePath, Capacity> room;
    private final Function<ResourcePath, String> hrefs;
    private final ResourcePath asked;
    private final Instant now;
    private final DateMemo httpDates = new DateMemo(HttpDate.LENGTH, HttpDate::write);
    private final DateMemo rfc3339Dates = new DateMemo(Rfc3339.LENGTH, Rfc3339::write);
    private @Nullable Capacity measured;
    private @Nullable LockRoot lastRoot;

    /**
     * @param lockable whether LOCK works here
     * @param room the room as seen from a path
     * @param hrefs how the root of a lock looks from outside
     * @param asked the resource that the request is about
     * @param now no date of a change is later (RFC 9110 §8.8.2.1)
     */
    public PropertyScope(
            LockService locks,
            boolean lockable,
            Function<ResourcePath, Capacity> room,
            Function<ResourcePath, String> hrefs,
            ResourcePath asked,
            Instant now) {
        this.locks = locks;
        this.lockable = lockable;
        this.room = room;
        this.hrefs = hrefs;
        this.asked = asked;
        this.now = now;
    }

    List<Lock> locks(ResourcePath path) {
        return locks.isEmpty() ? List.of() : locks.covering(path);
    }

    Instant now() {
        return now;
    }

    boolean isLockable() {
        return lockable;
    }

    /** The URL of a lock's root. Members of a locked tree ask for the same one in turn, so the last is kept. */
    String href(ResourcePath root) {
        LockRoot known = lastRoot;
        if (known == null || !known.path().equals(root)) {
            known = new LockRoot(root, hrefs.apply(root));
            lastRoot = known;
        }
        return known.href();
    }

    DateMemo httpDates() {
        return httpDates;
    }

    DateMemo rfc3339Dates() {
        return rfc3339Dates;
    }

    /** The room of the volume; the same for the members as for what was asked. */
    Capacity capacity() {
        Capacity known = measured;
        if (known == null) {
            known = room.apply(asked);
            measured = known;
        }
        return known;
    }
}
