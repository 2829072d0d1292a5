package io.headroom.server.app;

import io.headroom.server.mount.AttachedStorage;
import io.headroom.server.mount.Attachment;
import io.headroom.server.mount.MountedStorage;
import io.headroom.server.property.KeptTimesStorage;
import io.headroom.server.property.ModificationTimes;
import io.headroom.server.property.RelocatedTimes;
import io.headroom.spi.Capability;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The storages beside the main one. Thread-safe; closed by whoever opened it, before the main storage. */
final class Mounts implements AutoCloseable {
    /** A healthy store has answered by then; the server starts without one that has not. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(10);

    private final Storage storage;
    private final List<Attachment> attachments;

    private Mounts(Storage storage, List<Attachment> attachments) {
        this.storage = storage;
        this.attachments = attachments;
    }

    /**
     * Opens them all at once. One that can't be opened is tried again in the background.
     *
     * @param main stays open as long as this is used; not closed by it
     * @param times for storages that keep none
     */
    static Mounts open(Storage main, ServerConfig config, ModificationTimes times, Clock clock) {
        if (config.mounts().isEmpty()) {
            return new Mounts(main, List.of());
        }
        List<Attachment> attachments = new ArrayList<>();
        Map<ResourcePath, Storage> mounts = new HashMap<>();
        for (MountSettings mount : config.mounts()) {
            Attachment attachment = new Attachment(mount.place(), () -> opened(mount, config, times, clock));
            attachments.add(attachment);
            mounts.put(mount.place(), new AttachedStorage(attachment, always(mount, config)));
        }
        attachments.forEach(Attachment::start);
        // By the machine's own time: the clock may stand still.
        long begin = System.nanoTime();
        for (Attachment attachment : attachments) {
            Duration left = START_PATIENCE.minusNanos(System.nanoTime() - begin);
            attachment.await(left.isNegative() ? Duration.ZERO : left);
        }
        Storage around = keepingTimes(main, times, ResourcePath.ROOT);
        return new Mounts(new MountedStorage(around, mounts, SameDisk.among(config), clock), List.copyOf(attachments));
    }

    private static Storage opened(MountSettings mount, ServerConfig config, ModificationTimes times, Clock clock) {
        Storage storage = StorageOpening.open(mount, config, clock);
        try {
            MountedStorage.sweep(storage, ResourcePath.ROOT, clock);
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
        return keepingTimes(storage, times, mount.place());
    }

    /** Below the mounts, so that a copy from one to the other takes its time along. */
    private static Storage keepingTimes(Storage storage, ModificationTimes times, ResourcePath place) {
        Set<Capability> capabilities = storage.capabilities();
        return capabilities.contains(Capability.KEEPS_MODIFICATION_TIME) || capabilities.contains(Capability.READ_ONLY)
                ? storage
                : new KeptTimesStorage(storage, place.isRoot() ? times : new RelocatedTimes(times, place));
    }

    /** What must be known before it is open: a folder is this machine's own, a bucket is not. */
    private static Set<Capability> always(MountSettings mount, ServerConfig config) {
        EnumSet<Capability> always =
                EnumSet.of(config.readOnly() ? Capability.READ_ONLY : Capability.KEEPS_MODIFICATION_TIME);
        if (mount.location() instanceof StorageLocation.Bucket) {
            always.add(Capability.SHARED_BETWEEN_NODES);
        }
        return always;
    }

    /** The main storage with all others in their places. */
    Storage storage() {
        return storage;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    /** @throws SettingsException when one is away */
    void requireAll() {
        for (Attachment attachment : attachments) {
            try {
                attachment.requireReady();
            } catch (StorageException | IllegalStateException e) {
                throw new SettingsException("The mount " + attachment.place() + " is away: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        attachments.forEach(Attachment::close);
    }
}
