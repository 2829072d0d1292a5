package io.headroom.s3;

import io.headroom.s3.S3Settings.Checksums;
import io.headroom.spi.ByteRange;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * The calls of uploads in parts. What was begun must be completed or aborted: its parts take room, and count against quotas, until
 * then. Every failure is a {@link io.headroom.spi.error.StorageException}. Thread-safe.
 */
final class Multipart {
    /** The most parts that an upload has. */
    static final int MOST_PARTS = 10_000;

    /** An upload that was begun. */
    record Upload(String key, String id) {}

    /** @param begun when */
    record OpenUpload(Upload upload, Instant begun) {}

    /**
     * A part that the store has.
     *
     * @param number from 1
     * @param etag without quotes
     * @param crc32 what went along, to be named again at the end
     */
    record Part(int number, String etag, Optional<String> crc32) {}

    private final BucketCalls calls;
    private final StoreTraits traits;
    private final S3Settings.Times times;

    Multipart(BucketCalls calls, StoreTraits traits, S3Settings.Times times) {
        this.calls = calls;
        this.traits = traits;
        this.times = times;
    }

    /**
     * Begins an upload.
     *
     * @param metadata ASCII only
     */
    Upload create(String key, String contentType, Map<String, String> metadata) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(calls.bucket())
                .key(key)
                .contentType(contentType)
                .metadata(metadata);
        if (traits.checksums() == Checksums.CRC32) {
            request.checksumAlgorithm(ChecksumAlgorithm.CRC32);
        }
        return new Upload(
                key,
                calls.adding(key, () -> calls.clients().once().createMultipartUpload(request.build()))
                        .uploadId());
    }

    /** @param number from 1 to {@link #MOST_PARTS} */
    Part uploadPart(Upload upload, int number, ObjectBody body) {
        ByteChecks checks = ByteChecks.of(body, traits.checksums());
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(calls.bucket())
                .key(upload.key())
                .uploadId(upload.id())
                .partNumber(number)
                .overrideConfiguration(call -> call.apiCallTimeout(times.forUpload(body.length())));
        checks.addTo(request);
        String etag = calls.adding(
                upload.key(),
                () -> calls.clients()
                        .repeating()
                        .uploadPart(request.build(), body.request("application/octet-stream"))
                        .eTag());
        return new Part(number, StoredObject.unquoted(etag), checks.crc32());
    }

    /**
     * A part out of an object that is there.
     *
     * @param range inside the source, 5 GiB at most
     */
    Part copyPart(Upload upload, int number, StoredObject source, ByteRange range) {
        String etag = calls.adding(
                upload.key(),
                () -> calls.clients()
                        .repeating()
                        .uploadPartCopy(request -> request.sourceBucket(calls.bucket())
                                .sourceKey(source.key())
                                .copySourceIfMatch('"' + source.etag() + '"')
                                .copySourceRange("bytes=" + range.offset() + "-" + (range.end() - 1))
                                .destinationBucket(calls.bucket())
                                .destinationKey(upload.key())
                                .uploadId(upload.id())
                                .partNumber(number)
                                .overrideConfiguration(call -> call.apiCallTimeout(times.forCopy(range.length()))))
                        .copyPartResult()
                        .eTag());
        return new Part(number, StoredObject.unquoted(etag), Optional.empty());
    }

    /**
     * Puts the object in its place in one step.
     *
     * @param parts by number
     * @param bytes of all parts together; some stores take long to join many
     * @return the entity tag, without quotes; empty when the store doesn't say, as RGW does
     */
    Optional<String> complete(Upload upload, List<Part> parts, long bytes, ObjectCondition condition) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag('"' + part.etag() + '"')
                        .checksumCRC32(part.crc32().orElse(null))
                        .build())
                .toList();
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(calls.bucket())
                .key(upload.key())
                .uploadId(upload.id())
                .multipartUpload(all -> all.parts(completed))
                .overrideConfiguration(call -> call.apiCallTimeout(times.forCopy(bytes)));
        if (condition instanceof ObjectCondition.Absent) {
            request.ifNoneMatch("*");
        } else if (condition instanceof ObjectCondition.Is same) {
            request.ifMatch(traits.matching(same.etag()));
        }
        @Nullable
        String etag = calls.adding(
                upload.key(),
                () -> calls.clients()
                        .once()
                        .completeMultipartUpload(request.build())
                        .eTag());
        return Optional.ofNullable(etag).map(StoredObject::unquoted).filter(text -> !text.isEmpty());
    }

    /** Drops an upload and its parts. One that ended already counts as dropped. */
    void abort(Upload upload) {
        try {
            calls.writing(
                    upload.key(),
                    () -> calls.clients()
                            .repeating()
                            .abortMultipartUpload(request -> request.bucket(calls.bucket())
                                    .key(upload.key())
                                    .uploadId(upload.id())));
        } catch (OutcomeUnknownException e) {
            if (!S3Failures.isNoSuchUpload(e)) {
                throw e;
            }
        }
    }

    /** Every upload under way below a prefix, other programs' included: one request for each thousand. */
    List<OpenUpload> list(String prefix) {
        List<OpenUpload> uploads = new ArrayList<>();
        @Nullable String key = null;
        @Nullable String id = null;
        while (true) {
            @Nullable String keyMarker = key;
            @Nullable String idMarker = id;
            ListMultipartUploadsResponse page = calls.reading(
                    prefix,
                    () -> calls.clients()
                            .repeating()
                            .listMultipartUploads(request -> request.bucket(calls.bucket())
                                    .prefix(prefix)
                                    .encodingType(EncodingType.URL)
                                    .keyMarker(keyMarker)
                                    .uploadIdMarker(idMarker)));
            page.uploads()
                    .forEach(upload -> uploads.add(
                            new OpenUpload(new Upload(upload.key(), upload.uploadId()), upload.initiated())));
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return uploads;
            }
            key = page.nextKeyMarker();
            id = page.nextUploadIdMarker();
        }
    }

    /** How many bytes the parts of an upload take; 0 when it ended meanwhile. */
    long bytes(Upload upload) {
        long bytes = 0;
        @Nullable Integer marker = null;
        while (true) {
            @Nullable Integer after = marker;
            ListPartsResponse page;
            try {
                page = calls.reading(
                        upload.key(),
                        () -> calls.clients()
                                .repeating()
                                .listParts(request -> request.bucket(calls.bucket())
                                        .key(upload.key())
                                        .uploadId(upload.id())
                                        .partNumberMarker(after)));
            } catch (NotFoundException e) {
                return 0;
            }
            for (var part : page.parts()) {
                bytes += part.size();
            }
            if (!Boolean.TRUE.equals(page.isTruncated())) {
                return bytes;
            }
            marker = page.nextPartNumberMarker();
        }
    }
}
