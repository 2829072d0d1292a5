package io.headroom.server.capacity;

import io.headroom.server.escrow.NodeLedger;
import io.headroom.spi.Storage;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about room in one place: the storage that asks before it writes, the figures, and the quotas. Thread-safe; closed
 * by whoever opened it, before the storage.
 */
public final class CapacityLedger implements Rooms, AutoCloseable {
    private final Books books;
    private final Admission admission;
    private final AdmissionStorage storage;
    private final Recounts recounts;
    private final Keeper keeper;
    private final ConfigurableQuotas quotas;
    private final FolderSizes folders;

    /** @param keeper closed with this, after the counts */
    private CapacityLedger(
            Storage volume,
            Settings settings,
            Books books,
            Recounts recounts,
            ConfigurableQuotas quotas,
            Keeper keeper,
            Clock clock) {
        this.books = books;
        this.admission = new Admission(volume, settings.floor(), books.accounts(), clock);
        this.storage = new AdmissionStorage(volume, admission, books);
        this.recounts = recounts;
        this.quotas = quotas;
        this.keeper = keeper;
        this.folders = new FolderSizes(volume, clock);
    }

    /**
     * What is set beforehand.
     *
     * @param floor how much of the volume is kept back
     * @param quotas that the configuration sets
     * @param recountEvery how often everything is counted again; zero for never
     */
    public record Settings(Floor floor, Map<ResourcePath, QuotaLimit> quotas, Duration recountEvery) {}

    /**
     * Opens the books of a server that has its storage for itself. Quotas that were never counted, or whose figures an unclean
     * stop made doubtful, are counted in the background; the call waits a few seconds for the former.
     *
     * @param volume stays open as long as this is used; not closed by it
     * @param store likewise
     */
    public static CapacityLedger open(Storage volume, Settings settings, QuotaStore store, Clock clock) {
        Books books = new Books();
        Recounts recounts = new Recounts(volume, books, new LoneCounts(clock));
        UsageKeeper keeper = new UsageKeeper(books.accounts(), store);
        QuotaBook quotas = new QuotaBook(books.accounts(), store, recounts, settings.quotas());
        boolean complete = store.begin();
        quotas.load(complete);
        Collection<Account> accounts = books.accounts().all();
        List<Account> unknown =
                accounts.stream().filter(account -> !account.wasCounted()).toList();
        recounts.begin(unknown);
        recounts.await(Recounts.PATIENCE);
        recounts.begin(accounts.stream().filter(account -> !account.isCertain()).toList());
        keeper.start();
        recounts.repeat(settings.recountEvery());
        return new CapacityLedger(volume, settings, books, recounts, quotas, keeper, clock);
    }

    /**
     * Opens the books of one node of several that share a storage. Figures that nobody knows are counted in the background, by
     * one node for all; the call waits a few seconds for that.
     *
     * @param volume stays open as long as this is used; not closed by it
     * @throws io.headroom.spi.error.UnavailableException when the shared ledger can't be reached
     */
    public static CapacityLedger openShared(Storage volume, Settings settings, Sharing sharing, Clock clock) {
        NodeLedger shared = new NodeLedger(sharing.ledger(), sharing.node(), sharing.lease());
        Accounts accounts = new Accounts();
        LeaseKeeper leases = new LeaseKeeper(shared, accounts, sharing, settings.recountEvery());
        Books books = new Books(accounts, leases.changes());
        SharedCounts counts = new SharedCounts(shared.counts(), leases, sharing);
        Recounts recounts = new Recounts(volume, books, counts);
        SharedQuotaBook quotas = new SharedQuotaBook(accounts, shared, leases, recounts);
        leases.join(settings.quotas());
        leases.start(
                wanted -> recounts.begin(wanted.stream().filter(counts::isDue).toList()));
        leases.tick();
        recounts.await(Recounts.PATIENCE);
        return new CapacityLedger(volume, settings, books, recounts, quotas, leases, clock);
    }

    /** Waits until every count that was asked for is done, or the time is over. */
    void awaitCounts(Duration most) {
        recounts.await(most);
    }

    /** The storage for all who change something; closing it closes the volume. */
    public Storage storage() {
        return storage;
    }

    public Quotas quotas() {
        return quotas;
    }

    /**
     * Takes other quotas from the configuration, in place of those that it had. What new ones hold is counted in the background.
     *
     * @throws io.headroom.spi.error.StorageException when the change can't be kept; nothing changed
     */
    public void configure(Map<ResourcePath, QuotaLimit> others) {
        quotas.configure(others);
    }

    public RoomRegions regions() {
        return admission::region;
    }

    @Override
    public List<Room> all() {
        List<Room> rooms = new ArrayList<>(admission.volumeRooms());
        books.accounts().all().forEach(account -> rooms.add(account.room()));
        return rooms;
    }

    @Override
    public Room tightest(ResourcePath path) {
        return admission.tightest(path);
    }

    @Override
    public Optional<InsufficientStorageException> fit(ResourcePath path, long bytes) {
        return admission.wouldRefuse(path, bytes);
    }

    @Override
    public Optional<InsufficientStorageException> growth(ResourcePath path, long bytes) {
        return admission.wouldRefuseGrowth(path, bytes);
    }

    @Override
    public List<Reserved> reservations() {
        return admission.reservations().stream()
                .sorted(Comparator.comparing(Reservation::since))
                .map(open -> new Reserved(open.path(), open.left(), open.since()))
                .toList();
    }

    @Override
    public List<Folder> largestFolders(ResourcePath collection, int most) {
        return folders.largest(collection, most);
    }

    /** Writes the figures down, or gives back what was leased; after a stop without this they are counted again. */
    @Override
    public void close() {
        recounts.close();
        keeper.close();
    }

    /** Has a node of several look at what the others did, for tests that keep time themselves. */
    void tick() {
        keeper.tick();
    }

    /** What keeps the figures beyond the end of this. */
    interface Keeper extends AutoCloseable {
        /** Looks at what others did, where there are others. */
        default void tick() {}

        @Override
        void close();
    }
}
