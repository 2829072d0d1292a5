package io.headroom.s3;

import io.headroom.spi.ByteRange;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.error.UnsupportedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The calls that change nothing. Each is one request, repeated when that may help. Every failure is a
 * {@link io.headroom.spi.error.StorageException}. Thread-safe.
 */
final class BucketReads {
    /** The most entries that a page has anywhere. */
    static final int PAGE = 1000;

    private static final int RANGE_REFUSED = 416;

    private final BucketCalls calls;

    BucketReads(BucketCalls calls) {
        this.calls = calls;
    }

    /** The object at the key; empty when there is none. */
    Optional<StoredObject> head(String key) {
        return details(key).map(ObjectDetails::object);
    }

    /** The object at the key with all that is told of it; empty when there is none. */
    Optional<ObjectDetails> details(String key) {
        try {
            HeadObjectResponse head = calls.reading(
                    key,
                    () -> calls.clients()
                            .repeating()
                            .headObject(
                                    request -> request.bucket(calls.bucket()).key(key)));
            return Optional.of(new ObjectDetails(
                    StoredObject.told(key, head.contentLength(), head.eTag(), head.lastModified()),
                    Optional.ofNullable(head.contentType()),
                    head.metadata()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** The whole object. The caller closes the stream. */
    ObjectStream get(String key) {
        return get(GetObjectRequest.builder().key(key));
    }

    /**
     * The beginning of an object. The caller closes the stream.
     *
     * @param most bytes that come at most
     * @return empty when the object has no bytes: most stores then refuse any range
     */
    Optional<ObjectStream> getBeginning(String key, long most) {
        try {
            return Optional.of(get(GetObjectRequest.builder().key(key).range("bytes=0-" + (most - 1))));
        } catch (UnexpectedStorageException e) {
            if (e.getCause() instanceof AwsServiceException answer && answer.statusCode() == RANGE_REFUSED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * A range of one version. The caller closes the stream.
     *
     * @param range not empty, inside the object
     * @throws io.headroom.spi.error.PreconditionFailedException when another version is there by now
     */
    ObjectStream getRange(StoredObject version, ByteRange range) {
        return get(GetObjectRequest.builder()
                .key(version.key())
                .ifMatch('"' + version.etag() + '"')
                .range("bytes=" + range.offset() + "-" + (range.end() - 1)));
    }

    private ObjectStream get(GetObjectRequest.Builder request) {
        GetObjectRequest get = request.bucket(calls.bucket()).build();
        ResponseInputStream<GetObjectResponse> stream = calls.reading(
                get.key(), () -> calls.clients().repeating().getObject(get, ResponseTransformer.toInputStream()));
        GetObjectResponse response = stream.response();
        return new ObjectStream(
                StoredObject.told(get.key(), wholeSize(response), response.eTag(), response.lastModified()), stream);
    }

    /** After the slash of {@code bytes 0-99/1234}; without a range all of it comes. */
    private static long wholeSize(GetObjectResponse response) {
        String range = response.contentRange();
        return range == null ? response.contentLength() : Long.parseLong(range.substring(range.indexOf('/') + 1));
    }

    /**
     * A page of all keys that begin with the prefix.
     *
     * @param most entries, {@link #PAGE} at most
     */
    ObjectPage list(String prefix, int most) {
        return page(ListObjectsV2Request.builder().prefix(prefix).maxKeys(most));
    }

    /** A page of what lies below a prefix up to the next slash: deeper keys appear as one prefix. */
    ObjectPage listLevel(String prefix, int most) {
        return page(ListObjectsV2Request.builder().prefix(prefix).delimiter("/").maxKeys(most));
    }

    /** The page after another of {@link #list}. */
    ObjectPage listOn(String prefix, String next) {
        return page(ListObjectsV2Request.builder().prefix(prefix).maxKeys(PAGE).continuationToken(next));
    }

    /** The page after another of {@link #listLevel}. */
    ObjectPage listLevelOn(String prefix, String next) {
        return page(ListObjectsV2Request.builder()
                .prefix(prefix)
                .delimiter("/")
                .maxKeys(PAGE)
                .continuationToken(next));
    }

    /** Names are asked for in URL encoding, which the SDK takes off again: XML can't hold every character that a key can. */
    private ObjectPage page(ListObjectsV2Request.Builder request) {
        ListObjectsV2Request list =
                request.bucket(calls.bucket()).encodingType(EncodingType.URL).build();
        ListObjectsV2Response page =
                calls.reading(list.prefix(), () -> calls.clients().repeating().listObjectsV2(list));
        List<StoredObject> objects =
                page.contents().stream().map(BucketReads::object).toList();
        List<String> prefixes =
                page.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
        return new ObjectPage(
                objects,
                prefixes,
                Boolean.TRUE.equals(page.isTruncated())
                        ? Optional.ofNullable(page.nextContinuationToken())
                        : Optional.empty());
    }

    private static StoredObject object(S3Object object) {
        return StoredObject.told(object.key(), object.size(), object.eTag(), object.lastModified());
    }

    /** The header fields with which the store answers HEAD of the bucket; the case of their names doesn't matter. */
    Map<String, List<String>> bucketHeaders() {
        return calls.reading(
                "",
                () -> calls.clients()
                        .repeating()
                        .headBucket(request -> request.bucket(calls.bucket()))
                        .sdkHttpResponse()
                        .headers());
    }

    /** Whether the bucket keeps, or once kept, what was replaced and removed; many stores don't know the question. */
    boolean keepsVersions() {
        try {
            return calls.reading(
                                    "",
                                    () -> calls.clients()
                                            .repeating()
                                            .getBucketVersioning(request -> request.bucket(calls.bucket())))
                            .status()
                    != null;
        } catch (UnsupportedException | AccessDeniedException e) {
            return false;
        }
    }

    /** How many bytes all versions of all objects below a prefix take: one request for each thousand. */
    long bytesOfVersions(String prefix) {
        return calls.reading(
                prefix,
                () -> calls
                        .clients()
                        .repeating()
                        .listObjectVersionsPaginator(request ->
                                request.bucket(calls.bucket()).prefix(prefix).encodingType(EncodingType.URL))
                        .versions()
                        .stream()
                        .mapToLong(ObjectVersion::size)
                        .sum());
    }
}
