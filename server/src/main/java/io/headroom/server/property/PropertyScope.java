package io.headroom.server.property;

import io.headroom.server.access.Access;
import io.headroom.server.access.AccessRule;
import io.headroom.server.access.Right;
import io.headroom.server.access.Subject;
import io.headroom.server.capacity.Room;
import io.headroom.server.date.HttpDate;
import io.headroom.server.date.Rfc3339;
import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockService;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What live properties may ask beyond the resource itself, within one request. Asks for the room once for each quota that
 * it meets, so that a listing costs no more with the figures than without. For one thread.
 */
public final class PropertyScope {
    /**
     * Who asks.
     *
     * @param access what that person may do
     * @param principalHref the URL that stands for the person (RFC 3744 §2); empty for nobody in particular
     * @param principals the URL that stands for a user or a group; empty for others
     */
    public record Person(
            Access access, Optional<String> principalHref, Function<Subject, Optional<String>> principals) {}

    private record LockRoot(ResourcePath path, String href) {}

    private final LockService locks;
    private final boolean lockable;
    private final RoomLookup room;
    private final Function<ResourcePath, String> hrefs;
    private final Person person;
    private final Instant now;
    private final DateMemo httpDates = new DateMemo(HttpDate.LENGTH, HttpDate::write);
    private final DateMemo rfc3339Dates = new DateMemo(Rfc3339.LENGTH, Rfc3339::write);
    private @Nullable LockRoot lastRoot;
    private boolean locksAreUpToDate;

    /**
     * @param lockable whether LOCK works here
     * @param room the room as seen from a path, for this request
     * @param hrefs how the root of a lock or a rule looks from outside
     * @param person who asks
     * @param now no date of a change is later (RFC 9110 §8.8.2.1)
     */
    public PropertyScope(
            LockService locks,
            boolean lockable,
            RoomLookup room,
            Function<ResourcePath, String> hrefs,
            Person person,
            Instant now) {
        this.locks = locks;
        this.lockable = lockable;
        this.room = room;
        this.hrefs = hrefs;
        this.person = person;
        this.now = now;
    }

    List<Lock> locks(ResourcePath path) {
        if (!locksAreUpToDate) {
            // Once for a request, however long its listing is.
            locks.bringUpToDateIfPossible();
            locksAreUpToDate = true;
        }
        return locks.isEmpty() ? List.of() : locks.covering(path);
    }

    Instant now() {
        return now;
    }

    /** What the person who asks may do; on a server that changes nothing, at most read. */
    Right right(ResourcePath path) {
        Right right = person.access().at(path);
        return lockable || !right.allows(Right.READ) ? right : Right.READ;
    }

    /** The rules that hold at a path, for everybody, in the order in which they decide. */
    List<AccessRule> rules(ResourcePath path) {
        return person.access().rules(path);
    }

    /** Empty for those who are no one in particular. */
    Optional<String> href(Subject principal) {
        return person.principals().apply(principal);
    }

    Optional<String> principalHref() {
        return person.principalHref();
    }

    boolean isLockable() {
        return lockable;
    }

    /** The URL of the root of a lock or a rule. Members of a locked tree ask for the same one in turn, so the last is kept. */
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

    /** The figures of the room at a path; empty when there are none to report. */
    Optional<RoomFigures> room(ResourcePath path) {
        return room.at(path);
    }

    /** The limit that leaves the least at a path. */
    Room tightest(ResourcePath path) {
        return room.tightest(path);
    }
}
