package io.headroom.s3;

import io.headroom.spi.Leftover;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageProvider;
import io.headroom.spi.StorageSettings;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Opens a bucket as a storage; its keys are in {@link S3Settings}. */
public final class S3StorageProvider implements StorageProvider {
    @Override
    public String name() {
        return "s3";
    }

    @Override
    public Storage open(StorageSettings settings, Clock clock) {
        S3Settings read = S3Settings.from(settings);
        S3Clients clients = clients(read);
        try {
            return open(read, clients, clock);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    @Override
    public List<Leftover> leftovers(StorageSettings settings, Clock clock) {
        return withLeftovers(settings, clock, BucketLeftovers::find);
    }

    /** Trees that were cut short are finished or undone at each opening. */
    @Override
    public void removeLeftovers(StorageSettings settings, Clock clock) {
        withLeftovers(settings, clock, leftovers -> {
            leftovers.abortUploads();
            return true;
        });
        open(settings, clock).close();
    }

    private static <T> T withLeftovers(StorageSettings settings, Clock clock, Function<BucketLeftovers, T> work) {
        S3Settings read = S3Settings.from(settings);
        try (S3Clients clients = clients(read)) {
            // Nothing that differs between stores matters here.
            Bucket bucket = Bucket.of(read, clients, StoreTraits.CAREFUL);
            try (UploadSweeper sweeper = new UploadSweeper(bucket, new UsedBytes(), clock)) {
                return work.apply(new BucketLeftovers(bucket, sweeper, TreeTimes.USUAL, clock));
            }
        }
    }

    private static S3Clients clients(S3Settings settings) {
        try {
            return S3Clients.open(settings);
        } catch (SdkException e) {
            throw new SettingsException("The S3 store can't be set up: " + e.getMessage() + ".", e);
        }
    }

    /** @param clients closed with the storage, or by the caller when this fails */
    static S3Storage open(S3Settings settings, S3Clients clients, Clock clock) {
        return open(settings, clients, clock, TreeTimes.USUAL, BucketWrites.LARGEST_COPY);
    }

    /**
     * @param times when a tree counts as abandoned
     * @param largestCopy bytes that one request copies
     */
    static S3Storage open(S3Settings settings, S3Clients clients, Clock clock, TreeTimes times, long largestCopy) {
        StoreTraits traits = StoreProbe.traits(settings, clients, clock);
        Bucket bucket = Bucket.of(settings, clients, traits);
        S3Reader reader = new S3Reader(bucket);
        UsedBytes used = new UsedBytes();
        S3Capacity capacity = S3Capacity.open(settings, bucket, used, clock);
        try {
            PathLocks locks = new PathLocks(settings.times().call().multipliedBy(2));
            RecentCollections recent = new RecentCollections(clock, settings.keptListings());
            S3Looks looks = new S3Looks(reader, recent);
            S3Context context = new S3Context(
                    settings, bucket, traits, locks, used, capacity, new CollectionChanges(), recent, clock);
            @Nullable
            S3WriteSide writeSide =
                    settings.readOnly() ? null : new S3WriteSide(context, reader, looks, times, largestCopy);
            return new S3Storage(clients, bucket.keys(), reader, looks, capacity, writeSide);
        } catch (RuntimeException e) {
            capacity.close();
            throw e;
        }
    }
}
