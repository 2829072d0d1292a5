package io.headroom.s3.testkit;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An S3 server for tests, with a plain client that shares nothing with what is tested. Thread-safe unless said otherwise. */
public abstract class S3Server implements AutoCloseable {
    /** For a client that wants one; the servers don't care. */
    public static final String REGION = "us-east-1";

    private static final int BATCH = 1000;

    /** Plain HTTP on the loopback address. */
    public abstract URI endpoint();

    public abstract AccessKeys keys();

    /** Lives as long as the server; not to be closed by others. */
    public abstract S3Client client();

    /** A client of its own for these keys; the caller closes it. */
    protected static S3Client client(URI endpoint, AccessKeys keys) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.accessKey(), keys.secretKey())))
                .forcePathStyle(true)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.apiCallTimeout(Duration.ofMinutes(1)))
                .build();
    }

    /** Makes a bucket that nobody else uses; its name. */
    public String newBucket() {
        String bucket = "b-" + UUID.randomUUID();
        client().createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    /** The keys of uploads in parts that are neither complete nor aborted, in the order of the server. */
    public List<String> openUploads(String bucket) {
        ListMultipartUploadsRequest request = ListMultipartUploadsRequest.builder()
                .bucket(bucket)
                .encodingType(EncodingType.URL)
                .build();
        return client().listMultipartUploadsPaginator(request).uploads().stream()
                .map(MultipartUpload::key)
                .toList();
    }

    /** Every key with its size, as the server lists them. */
    public List<S3Object> objects(String bucket) {
        return client()
                .listObjectsV2Paginator(request -> request.bucket(bucket).encodingType(EncodingType.URL))
                .contents()
                .stream()
                .toList();
    }

    /** Removes every object and every open upload. */
    public void empty(String bucket) {
        List<ObjectIdentifier> keys = objects(bucket).stream()
                .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                .toList();
        for (int from = 0; from < keys.size(); from += BATCH) {
            List<ObjectIdentifier> batch = keys.subList(from, Math.min(keys.size(), from + BATCH));
            client().deleteObjects(request ->
                    request.bucket(bucket).delete(delete -> delete.quiet(true).objects(batch)));
        }
        ListMultipartUploadsRequest uploads = ListMultipartUploadsRequest.builder()
                .bucket(bucket)
                .encodingType(EncodingType.URL)
                .build();
        for (MultipartUpload upload : client().listMultipartUploadsPaginator(uploads).uploads().stream()
                .toList()) {
            client().abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
        }
    }

    /** Ends the server and removes what it has on the disk. */
    @Override
    public abstract void close() throws IOException;
}
