package io.headroom.s3;

import io.headroom.spi.error.StorageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The calls that change whole objects. What is conditional is asked once; what isn't is repeated when that may help. Every failure is
 * a {@link StorageException}. Conditions are sent as they are given: whether the store minds them is the caller's affair. Thread-safe.
 */
final class BucketWrites {
    /** The most keys that one call removes. */
    static final int BATCH = 1000;

    /** The most that one call copies. */
    static final long LARGEST_COPY = 5L * 1024 * 1024 * 1024;

    private final BucketCalls calls;
    private final StoreTraits traits;
    private final S3Settings.Times times;
    private final boolean batchDelete;

    BucketWrites(BucketCalls calls, StoreTraits traits, S3Settings settings) {
        this.calls = calls;
        this.traits = traits;
        this.times = settings.times();
        this.batchDelete = settings.batchDelete();
    }

    /**
     * Puts an object in its place in one step.
     *
     * @param contentType for other programs; the listing doesn't tell it
     * @param metadata ASCII only
     * @return what the store tells
     */
    Told put(String key, ObjectBody body, ObjectCondition condition, String contentType, Map<String, String> metadata) {
        return put(key, body, ByteChecks.of(body, traits.checksums()), condition, contentType, metadata);
    }

    /** With checks that may be wrong, for those who want to see what the store does then. */
    Told put(
            String key,
            ObjectBody body,
            ByteChecks checks,
            ObjectCondition condition,
            String contentType,
            Map<String, String> metadata) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(calls.bucket())
                .key(key)
                .contentType(contentType)
                .metadata(metadata)
                .overrideConfiguration(call -> call.apiCallTimeout(times.forUpload(body.length())));
        if (condition instanceof ObjectCondition.Absent) {
            request.ifNoneMatch("*");
        } else if (condition instanceof ObjectCondition.Is same) {
            request.ifMatch(traits.matching(same.etag()));
        }
        checks.addTo(request);
        PutObjectResponse answer =
                calls.adding(key, () -> client(condition).putObject(request.build(), body.request(contentType)));
        return Told.of(answer.eTag(), answer.sdkHttpResponse());
    }

    /**
     * Copies an object inside the bucket, its content type and metadata included.
     *
     * @param source {@link #LARGEST_COPY} bytes at most
     * @return the copy
     */
    StoredObject copy(StoredObject source, String target, ObjectCondition onTarget) {
        CopyObjectRequest.Builder request = CopyObjectRequest.builder()
                .sourceBucket(calls.bucket())
                .sourceKey(source.key())
                .destinationBucket(calls.bucket())
                .destinationKey(target)
                .copySourceIfMatch('"' + source.etag() + '"')
                .overrideConfiguration(call -> call.apiCallTimeout(times.forCopy(source.size())));
        if (onTarget instanceof ObjectCondition.Absent) {
            request.ifNoneMatch("*");
        } else if (onTarget instanceof ObjectCondition.Is same) {
            request.ifMatch(traits.matching(same.etag()));
        }
        CopyObjectResult copied = calls.adding(
                target, () -> client(onTarget).copyObject(request.build()).copyObjectResult());
        return new StoredObject(target, source.size(), copied.eTag(), copied.lastModified());
    }

    private S3Client client(ObjectCondition condition) {
        return condition instanceof ObjectCondition.None
                ? calls.clients().repeating()
                : calls.clients().once();
    }

    /** Removes an object, or does nothing when there is none. */
    void delete(String key) {
        calls.writing(
                key,
                () -> calls.clients()
                        .repeating()
                        .deleteObject(request -> request.bucket(calls.bucket()).key(key)));
    }

    /**
     * Removes many objects; those that aren't there count as removed.
     *
     * @param keys {@link #BATCH} at most
     * @return what failed, by key
     * @throws StorageException when the whole call failed; some may be gone
     */
    Map<String, StorageException> deleteMany(Collection<String> keys) {
        Map<String, StorageException> failures = new LinkedHashMap<>();
        List<ObjectIdentifier> batch = new ArrayList<>();
        for (String key : keys) {
            // XML makes a line feed of a carriage return.
            if (batchDelete && S3Keys.fitsInXml(key) && key.indexOf('\r') < 0) {
                batch.add(ObjectIdentifier.builder().key(key).build());
            } else {
                deleteAlone(key, failures);
            }
        }
        if (!batch.isEmpty()) {
            deleteBatch(batch, failures);
        }
        return failures;
    }

    private void deleteAlone(String key, Map<String, StorageException> failures) {
        try {
            delete(key);
        } catch (StorageException e) {
            failures.put(key, e);
        }
    }

    private void deleteBatch(List<ObjectIdentifier> batch, Map<String, StorageException> failures) {
        Delete delete = Delete.builder().objects(batch).quiet(true).build();
        calls.writing(
                        batch.get(0).key(),
                        () -> calls.clients()
                                .repeating()
                                .deleteObjects(request ->
                                        request.bucket(calls.bucket()).delete(delete)))
                .errors()
                .forEach(error -> failures.put(error.key(), calls.failure(error)));
    }
}
