package io.headroom.server.capacity;

import io.headroom.spi.Capacity;
import io.headroom.spi.Storage;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.Shortage;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a write gets room: from every quota at its path, and from the volume's free space less the floor less what
 * others were promised. One rule for every method. Thread-safe.
 */
final class Admission {
    private final Storage volume;
    private final Floor floor;
    private final Accounts accounts;
    private final Clock clock;
    private final Volumes volumes;
    private final Set<Reservation> open = ConcurrentHashMap.newKeySet();

    Admission(Storage volume, Floor floor, Accounts accounts, Clock clock) {
        this.volume = volume;
        this.volumes = new Volumes(volume.volumes());
        this.floor = floor;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** A reservation of nothing, to be extended; the caller closes it. */
    Reservation begin(ResourcePath path) {
        return new Reservation(volumes.ledger(path), open, path, clock.instant(), accounts.covering(path));
    }

    /**
     * Books more room for a write, all of it or none; what was booked before stays.
     *
     * @param bytes what will be written; 0 asks whether anything at all can be made
     * @param growth by how many bytes the whole grows, 0 or more: what a quota is charged
     * @param newEntries by how many files and collections the whole grows
     * @param mayUseFloor whether the write may go below the floor: it makes the whole no larger
     */
    boolean tryExtend(Reservation reservation, long bytes, long growth, long newEntries, boolean mayUseFloor) {
        return tryExtend(reservation, bytes, growth, newEntries, mayUseFloor, true);
    }

    /** As {@link #tryExtend}, for more than is needed at once: no other node is asked for it. */
    boolean tryAhead(Reservation reservation, long bytes, long growth, boolean mayUseFloor) {
        return tryExtend(reservation, bytes, growth, 0, mayUseFloor, false);
    }

    private boolean tryExtend(
            Reservation reservation, long bytes, long growth, long newEntries, boolean mayUseFloor, boolean patient) {
        List<Reservation.Hold> holds = reservation.holds();
        for (int i = 0; i < holds.size(); i++) {
            Reservation.Hold hold = holds.get(i);
            if (!hold.tryExtend(growth, Books.entriesOf(hold.account(), reservation.path(), newEntries), patient)) {
                takeBack(reservation, i, growth, newEntries);
                reservation.refusedBy(hold.account());
                return false;
            }
        }
        reservation.refusedBy(null);
        if (!tryVolume(reservation, bytes, mayUseFloor)) {
            takeBack(reservation, holds.size(), growth, newEntries);
            return false;
        }
        return true;
    }

    /**
     * Books what a change of trees needs beyond what is booked.
     *
     * @throws InsufficientStorageException when a quota has not enough; what was booked goes with the reservation
     */
    void reserve(Reservation reservation, TreeChange change) {
        change.forEach((account, bytes, entries) -> {
            Reservation.Hold hold = reservation.hold(account);
            long missingBytes = Math.max(0, bytes - hold.bytes());
            long missingEntries = Math.max(0, entries - hold.entries());
            if ((missingBytes > 0 || missingEntries > 0) && !hold.tryExtend(missingBytes, missingEntries)) {
                throw refusal(reservation.path(), account, Math.max(0, bytes), Math.max(0, entries));
            }
        });
    }

    /**
     * Requires that what was booked is still booked, right before it is used: a node that stood still for a while may have lost
     * it to others.
     *
     * @throws InsufficientStorageException when it was lost, and is not to be had again
     */
    void confirm(Reservation reservation) {
        for (Reservation.Hold hold : reservation.holds()) {
            if ((hold.bytes() > 0 || hold.entries() > 0) && !hold.account().isCovered()) {
                throw refusal(reservation.path(), hold.account(), hold.bytes(), hold.entries());
            }
        }
    }

    private static void takeBack(Reservation reservation, int count, long growth, long newEntries) {
        for (Reservation.Hold hold : reservation.holds().subList(0, count)) {
            hold.shrink(growth, Books.entriesOf(hold.account(), reservation.path(), newEntries));
        }
    }

    private boolean tryVolume(Reservation reservation, long bytes, boolean mayUseFloor) {
        if (bytes == 0 && mayUseFloor) {
            return true;
        }
        if (!(volume.capacity(reservation.path()) instanceof Capacity.Bounded bounded)) {
            return true;
        }
        Ledger ledger = volumes.ledger(reservation.path());
        long room = bounded.available() - (mayUseFloor ? 0 : floor.bytes(bounded));
        // Nothing is made when nothing is left, not even an empty file: a client that begins with one should hear it
        // now.
        if (bytes == 0 && room - ledger.reserved() <= 0) {
            return false;
        }
        if (!ledger.tryReserve(bytes, room)) {
            return false;
        }
        reservation.add(bytes);
        return true;
    }

    /**
     * The refusal of a write as things are now; a quota before the volume, since a user can do something about it, and the
     * tightest of several.
     *
     * @param reservation what the write holds already, which is no obstacle to itself
     * @param bytes all that it needs of the volume
     * @param growth all that it needs of its quotas
     * @param written what of it is on the volume by now
     */
    InsufficientStorageException refusal(
            Reservation reservation, long bytes, long growth, long newEntries, long written) {
        Shortage tightest = null;
        for (Reservation.Hold hold : reservation.holds()) {
            long entries = Books.entriesOf(hold.account(), reservation.path(), newEntries);
            Shortage shortage = hold.account().figures().shortage(growth, entries, hold.bytes(), hold.entries());
            if (shortage != null && isTighter(shortage, tightest)) {
                tightest = shortage;
            }
        }
        if (tightest != null) {
            return new InsufficientStorageException(Reason.QUOTA_EXCEEDED, reservation.path(), tightest, null);
        }
        Account refusing = reservation.refusing();
        return refusing != null
                // It has room again, but it had none: the volume is not to blame.
                ? refusal(reservation.path(), refusing, growth, newEntries)
                : volumeRefusal(reservation, bytes, written);
    }

    /** Of the account whose limit a tree would pass. */
    InsufficientStorageException refusal(ResourcePath path, Account account, long growth, long newEntries) {
        Shortage shortage = account.figures().shortage(growth, newEntries, 0, 0);
        return shortage == null
                // Room came free since: whoever asked is told the figures that refused it as well as they are known.
                ? new InsufficientStorageException(
                        Reason.QUOTA_EXCEEDED,
                        path,
                        Shortage.ofBytes(account.root(), OptionalLong.of(growth), OptionalLong.empty()),
                        null)
                : new InsufficientStorageException(Reason.QUOTA_EXCEEDED, path, shortage, null);
    }

    private static boolean isTighter(Shortage one, @Nullable Shortage other) {
        if (other == null) {
            return true;
        }
        return one.unit() == other.unit()
                ? one.available().orElse(0) < other.available().orElse(0)
                : one.unit() == Shortage.Unit.BYTES;
    }

    private InsufficientStorageException volumeRefusal(Reservation reservation, long bytes, long written) {
        Capacity now = volume.capacity(reservation.path());
        if (!(now instanceof Capacity.Bounded bounded)) {
            return new InsufficientStorageException(
                    Reason.DISK_FULL, reservation.path(), OptionalLong.of(bytes), OptionalLong.empty(), null);
        }
        ResourcePath root = volumes.of(reservation.path());
        long mine = reservation.left() + written;
        // Something new needs one byte at least, so a volume without any is full, whatever the floor.
        boolean floorDecides = floor.bytes(bounded) > 0 && bounded.available() + written >= Math.max(1, bytes);
        return new InsufficientStorageException(
                floorDecides ? Reason.FLOOR : Reason.DISK_FULL,
                reservation.path(),
                new Shortage(
                        root,
                        Shortage.Unit.BYTES,
                        OptionalLong.of(bounded.total()),
                        OptionalLong.of(Math.max(0, bounded.used() - written)),
                        OptionalLong.of(Math.max(0, volumes.ledger(root).reserved() - reservation.left())),
                        OptionalLong.of(bytes),
                        OptionalLong.of(Math.max(0, unclampedAvailable(root, bounded) + mine))),
                null);
    }

    /**
     * A refusal that came from the storage itself, which knows neither the floor nor what others were promised.
     *
     * @param needed how much the write needs, as far as is known
     */
    InsufficientStorageException explained(InsufficientStorageException failure, long needed) {
        boolean volumeDecides = switch (failure.reason()) {
            case DISK_FULL, FLOOR, NO_INODES, BACKEND_LIMIT -> true;
            case QUOTA_EXCEEDED, METADATA_FULL, STAGING -> false;
        };
        if (!volumeDecides
                || failure.shortage().limit().isPresent()
                || !(volume.capacity(failure.path()) instanceof Capacity.Bounded bounded)) {
            return failure;
        }
        Shortage known = failure.shortage();
        ResourcePath root = volumes.of(failure.path());
        return new InsufficientStorageException(
                failure.reason(),
                failure.path(),
                new Shortage(
                        root,
                        Shortage.Unit.BYTES,
                        OptionalLong.of(bounded.total()),
                        OptionalLong.of(bounded.used()),
                        OptionalLong.of(volumes.ledger(root).reserved()),
                        known.needed().isPresent() ? known.needed() : OptionalLong.of(needed),
                        OptionalLong.of(
                                Math.min(known.available().orElse(Long.MAX_VALUE), availableOf(root, bounded)))),
                failure);
    }

    /** How a new file would be refused at this moment; empty when it fits. */
    Optional<InsufficientStorageException> wouldRefuse(ResourcePath path, long bytes) {
        try (Reservation reservation = begin(path)) {
            OldFile old = new OldFile(volume, path);
            long growth = Math.max(0, bytes - old.size());
            boolean fits = tryExtend(reservation, bytes, growth, old.newEntries(), false)
                    || (old.isNoSmallerThan(bytes) && tryExtend(reservation, bytes, growth, old.newEntries(), true));
            return fits ? Optional.empty() : Optional.of(refusal(reservation, bytes, growth, old.newEntries(), 0));
        }
    }

    /** How more bytes at a path would be refused at this moment; empty when they fit. */
    Optional<InsufficientStorageException> wouldRefuseGrowth(ResourcePath path, long bytes) {
        try (Reservation reservation = begin(path)) {
            return tryExtend(reservation, bytes, bytes, 0, false)
                    ? Optional.empty()
                    : Optional.of(refusal(reservation, bytes, bytes, 0, 0));
        }
    }

    /** What a new write at a path can still get: the least that any limit leaves. */
    Capacity visible(ResourcePath path) {
        Capacity measured = volume.capacity(path);
        OptionalLong left = measured instanceof Capacity.Bounded bounded
                ? OptionalLong.of(availableOf(path, bounded))
                : OptionalLong.empty();
        @Nullable AccountFigures nearest = null;
        for (Account account : accounts.covering(path)) {
            AccountFigures figures = account.figures();
            OptionalLong available = figures.availableBytes();
            if (available.isPresent()) {
                nearest = nearest == null ? figures : nearest;
                left = OptionalLong.of(Math.min(available.getAsLong(), left.orElse(Long.MAX_VALUE)));
            }
        }
        if (nearest != null) {
            return new Capacity.Bounded(
                    left.orElse(0),
                    Math.max(0, nearest.usedBytes()),
                    nearest.limit().bytes().orElse(0),
                    clock.instant());
        }
        return measured instanceof Capacity.Bounded bounded
                ? new Capacity.Bounded(
                        availableOf(path, bounded), bounded.used(), bounded.total(), bounded.measuredAt())
                : measured;
    }

    /** The limit that leaves the least; of equal ones the innermost, which is the easiest to do something about. */
    Room tightest(ResourcePath path) {
        Room tightest = null;
        for (Account account : accounts.covering(path)) {
            Room room = account.room();
            if (room.availableBytes().isPresent() && (tightest == null || leavesLess(room, tightest))) {
                tightest = room;
            }
        }
        Room around = volumeRoom(volumes.of(path));
        return tightest == null || (around.availableBytes().isPresent() && leavesLess(around, tightest))
                ? around
                : tightest;
    }

    private static boolean leavesLess(Room one, Room other) {
        return one.availableBytes().orElse(Long.MAX_VALUE)
                < other.availableBytes().orElse(Long.MAX_VALUE);
    }

    private long availableOf(ResourcePath path, Capacity.Bounded bounded) {
        return Math.max(0, unclampedAvailable(path, bounded));
    }

    private long unclampedAvailable(ResourcePath path, Capacity.Bounded bounded) {
        return bounded.available() - floor.bytes(bounded) - volumes.ledger(path).reserved();
    }

    /** The volumes as limits like others, by path. */
    List<Room> volumeRooms() {
        return volumes.roots().stream().map(this::volumeRoom).toList();
    }

    private Room volumeRoom(ResourcePath root) {
        Capacity now = volume.capacity(root);
        Room.Kind kind = now instanceof Capacity.Bounded
                ? Room.Kind.VOLUME
                : now instanceof Capacity.Unbounded ? Room.Kind.UNLIMITED : Room.Kind.UNKNOWN;
        Optional<Capacity.Bounded> bounded =
                now instanceof Capacity.Bounded some ? Optional.of(some) : Optional.empty();
        OptionalLong none = OptionalLong.empty();
        return new Room(
                kind,
                root,
                bounded.map(some -> OptionalLong.of(some.total())).orElse(none),
                now.usedBytes(),
                volumes.ledger(root).reserved(),
                bounded.map(some -> OptionalLong.of(availableOf(root, some))).orElse(none),
                none,
                none,
                0,
                Optional.empty());
    }

    /** The writes on their way. */
    Set<Reservation> reservations() {
        return Set.copyOf(open);
    }

    /** What the volume at the root promised to writes on their way, in bytes. */
    long reserved() {
        return volumes.ledger(ResourcePath.ROOT).reserved();
    }

    /** The innermost of the collections with a limit of its own. */
    ResourcePath region(ResourcePath path) {
        ResourcePath quota = accounts.of(path);
        ResourcePath root = volumes.of(path);
        return quota.startsWith(root) ? quota : root;
    }
}
