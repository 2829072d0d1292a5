package io.headroom.s3;

import io.headroom.s3.S3Failures.Doing;
import io.headroom.spi.error.StorageException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Error;

/** What all calls have in common: the clients, the bucket, and failures in the words of the SPI. Thread-safe. */
final class BucketCalls {
    private final S3Clients clients;
    private final S3Keys keys;
    private final String bucket;
    private final WriteGate gate;

    /** @param gate where calls that add bytes wait for their turn */
    BucketCalls(S3Clients clients, S3Keys keys, String bucket, WriteGate gate) {
        this.gate = gate;
        this.clients = clients;
        this.keys = keys;
        this.bucket = bucket;
    }

    S3Clients clients() {
        return clients;
    }

    String bucket() {
        return bucket;
    }

    /** @throws StorageException about what lies at the key */
    <T> T reading(String key, Supplier<T> call) {
        return translated(key, Doing.READING, call);
    }

    /** @throws StorageException about what lies at the key */
    <T> T writing(String key, Supplier<T> call) {
        return translated(key, Doing.WRITING, call);
    }

    /** What became of one key of a batch. */
    StorageException failure(S3Error error) {
        return S3Failures.of(error, keys.about(error.key()));
    }

    /**
     * For what makes or grows something: in a store that hangs these calls are kept few.
     *
     * @throws StorageException about what lies at the key
     */
    <T> T adding(String key, Supplier<T> call) {
        return gate.pass(keys.about(key), () -> writing(key, call));
    }

    private <T> T translated(String key, Doing doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException | IllegalStateException e) {
            throw S3Failures.of(e, keys.about(key), doing);
        }
    }
}
