package io.headroom.server.capacity;

import io.headroom.spi.ResourcePath;
import io.headroom.spi.Storage;
import io.headroom.spi.error.InsufficientStorageException;
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
    private final Books books = new Books();
    private final Admission admission;
    private final AdmissionStorage storage;
    private final Recounts recounts;
    private final UsageKeeper keeper;
    private final QuotaBook quotas;
    private final FolderSizes folders;

    private CapacityLedger(Storage volume, Settings settings, QuotaStore store, Clock clock) {
        this.admission = new Admission(volume, settings.floor(), books.accounts(), clock);
        this.storage = new AdmissionStorage(volume, admission, books);
        this.recounts = new Recounts(volume, books, clock);
        this.keeper = new UsageKeeper(books.accounts(), store);
        this.quotas = new QuotaBook(books.accounts(), store, recounts, settings.quotas());
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
     * Opens the books. Quotas that were never counted, or whose figures an unclean stop made doubtful, are counted in the
     * background; the call waits a few seconds for the former.
     *
     * @param volume stays open as long as this is used; not closed by it
     * @param store likewise
     */
    public static CapacityLedger open(Storage volume, Settings settings, QuotaStore store, Clock clock) {
        CapacityLedger ledger = new CapacityLedger(volume, settings, store, clock);
        ledger.start(settings, store);
        return ledger;
    }

    private void start(Settings settings, QuotaStore store) {
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

    public RoomRegions regions() {
        return books.accounts();
    }

    @Override
    public List<Room> all() {
        List<Room> rooms = new ArrayList<>();
        rooms.add(admission.volumeRoom());
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

    /** Writes the figures down; after a stop without this they are counted again. */
    @Override
    public void close() {
        recounts.close();
        keeper.close();
    }
}
