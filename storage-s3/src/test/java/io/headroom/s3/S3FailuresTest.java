package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.s3.S3Failures.Doing;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.StorageException.Kind;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the stores say, and what it means. Seen on the wire, read in their sources, or taken from their documents. */
class S3FailuresTest {
    private static final ResourcePath FILE = ResourcePath.parse("/a");

    private static S3Exception answer(int status, @Nullable String code, @Nullable String message) {
        return answer(
                status,
                code,
                message,
                SdkHttpResponse.builder().statusCode(status).build());
    }

    private static S3Exception answer(
            int status, @Nullable String code, @Nullable String message, SdkHttpResponse response) {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage(message)
                .sdkHttpResponse(response)
                .build();
        return (S3Exception) S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(details)
                .message(code + ": " + message)
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            Ceph RGW, quota of bucket or user     | 403 | QuotaExceeded                  | -                                                          | QUOTA_EXCEEDED
            MinIO, disks full                     | 507 | XMinioStorageFull              | Storage backend has reached its minimum free drive threshold. | BACKEND_LIMIT
            MinIO, older code                     | 507 | XMinioStorageFullError         | -                                                          | BACKEND_LIMIT
            MinIO, hard quota of the bucket       | 400 | XMinioAdminBucketQuotaExceeded | Bucket quota exceeded                                      | QUOTA_EXCEEDED
            MinIO, disk at zero in a race         | 500 | InternalError                  | We encountered an internal error: no space left on device  | BACKEND_LIMIT
            Garage, size quota                    | 403 | AccessDenied                   | Forbidden: Bucket size quota is reached, maximum total size of objects for this bucket: 100 | QUOTA_EXCEEDED
            Garage, object quota                  | 403 | AccessDenied                   | Forbidden: Object quota is reached, maximum objects for this bucket: 2 | QUOTA_EXCEEDED
            Apache Ozone                          | 403 | QuotaExceeded                  | The quota has been exceeded. Please review your disk space usage. | QUOTA_EXCEEDED
            versitygw                             | 403 | QuotaExceeded                  | Your request was denied due to quota exceeded.             | QUOTA_EXCEEDED
            NooBaa, objects                       | 403 | ObjectQuotaExceeded            | -                                                          | QUOTA_EXCEEDED
            OpenStack Swift                       | 413 | EntityTooLarge                 | Upload exceeds quota.                                      | QUOTA_EXCEEDED
            OpenStack Swift, older                | 403 | EntityTooLarge                 | Upload exceeds quota.                                      | QUOTA_EXCEEDED
            Stowage                               | 507 | EntityTooLarge                 | bucket quota exceeded                                      | QUOTA_EXCEEDED
            FSx                                   | 507 | InsufficientCapacity           | Maximum storage capacity of file system has been reached.  | BACKEND_LIMIT
            Backblaze B2, native                  | 403 | storage_cap_exceeded           | Cannot upload, storage cap exceeded.                       | QUOTA_EXCEEDED
            Backblaze B2, older                   | 403 | cap_exceeded                   | -                                                          | QUOTA_EXCEEDED
            Backblaze B2, S3                      | 403 | AccessDenied                   | Storage cap exceeded                                       | QUOTA_EXCEEDED
            a status alone                        | 507 | -                              | -                                                          | BACKEND_LIMIT
            a code alone                          | 400 | InsufficientStorageSpace       | -                                                          | BACKEND_LIMIT
            a code alone                          | 400 | InsufficientStorage            | -                                                          | BACKEND_LIMIT
            a code alone                          | 503 | StorageFull                    | -                                                          | BACKEND_LIMIT
            a vague code                          | 400 | InvalidRequest                 | insufficient storage                                       | BACKEND_LIMIT
            a vague code                          | 500 | InternalError                  | the disk of node 3 is full                                 | BACKEND_LIMIT
            """)
    @Proves("S507-GEN-03")
    void roomIsShort(String store, int status, @Nullable String code, @Nullable String message, String reason) {
        StorageException failure = S3Failures.of(answer(status, code, message), FILE, Doing.WRITING);
        assertThat(failure).isInstanceOfSatisfying(InsufficientStorageException.class, shortage -> {
            assertThat(shortage.reason().name()).isEqualTo(reason);
            assertThat(shortage.path()).isEqualTo(FILE);
            assertThat(shortage.availableBytes()).isEmpty();
        });
        assertThat(S3Failures.isWorthRepeating(answer(status, code, message)))
                .as("never repeated")
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            Ceph RGW, full, with a time-out  | 408 | RequestTimeout        | -                                  | UNAVAILABLE
            Ceph RGW, number of buckets      | 400 | TooManyBuckets        | -                                  | UNEXPECTED
            Ceph RGW, user suspended         | 403 | UserSuspended         | -                                  | UNAVAILABLE
            MinIO, quorum lost               | 503 | SlowDownWrite         | Resource requested is unwritable   | UNAVAILABLE
            Garage, node trouble             | 503 | ServiceUnavailable    | Could not reach quorum             | UNAVAILABLE
            Garage, node trouble             | 500 | InternalError         | Internal error: timeout            | UNEXPECTED
            SeaweedFS, over quota            | 403 | AccessDenied          | Access Denied.                     | ACCESS_DENIED
            SeaweedFS, no writable volume    | 500 | InternalError         | We encountered an internal error   | UNEXPECTED
            Backblaze B2, rights             | 403 | AccessDenied          | not entitled                       | ACCESS_DENIED
            Wasabi, account                  | 403 | AccountProblem        | -                                  | UNAVAILABLE
            Wasabi, account                  | 403 | AccountNotActivated   | -                                  | UNAVAILABLE
            Wasabi, account                  | 403 | AccessForbidden       | -                                  | UNAVAILABLE
            Cloudflare R2, rate              | 429 | TooManyRequests       | -                                  | UNAVAILABLE
            AWS, rate                        | 503 | SlowDown              | Please reduce your request rate.   | UNAVAILABLE
            AWS, one object too large        | 400 | EntityTooLarge        | Your proposed upload exceeds the maximum allowed size | TOO_LARGE
            a proxy, one request too large   | 413 | -                     | -                                  | TOO_LARGE
            AWS, key too long                | 400 | KeyTooLongError       | Your key is too long               | NAME_REJECTED
            Ceph RGW, key too long           | 400 | InvalidObjectName     | -                                  | NAME_REJECTED
            S3Proxy, disk full               | 500 | InternalError         | An internal error occurred. Try again. | UNEXPECTED
            another version is there         | 412 | PreconditionFailed    | -                                  | PRECONDITION_FAILED
            AWS, another write at once       | 409 | ConditionalRequestConflict | -                             | PRECONDITION_FAILED
            no such object                   | 404 | NoSuchKey             | -                                  | NOT_FOUND
            no such bucket                   | 404 | NoSuchBucket          | -                                  | UNEXPECTED
            somebody ended the upload        | 404 | NoSuchUpload          | -                                  | OUTCOME_UNKNOWN
            a call that it doesn't know      | 501 | NotImplemented        | -                                  | UNSUPPORTED
            damaged on its way               | 400 | BadDigest             | -                                  | UNEXPECTED
            wrong keys                       | 403 | SignatureDoesNotMatch | -                                  | ACCESS_DENIED
            HEAD, refused                    | 403 | -                     | -                                  | ACCESS_DENIED
            a proxy lost the store           | 502 | -                     | -                                  | OUTCOME_UNKNOWN
            a proxy waited too long          | 504 | -                     | -                                  | OUTCOME_UNKNOWN
            """)
    @Proves("S507-GEN-03")
    void somethingElse(String store, int status, @Nullable String code, @Nullable String message, Kind kind) {
        StorageException failure = S3Failures.of(answer(status, code, message), FILE, Doing.WRITING);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.path()).isEqualTo(FILE);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            a read needs no room             | 403 | AccessDenied          | quota                              | ACCESS_DENIED
            a proxy lost the store           | 502 | -                     | -                                  | UNAVAILABLE
            a proxy waited too long          | 504 | -                     | -                                  | UNAVAILABLE
            HEAD, nothing there              | 404 | -                     | -                                  | NOT_FOUND
            no such upload                   | 404 | NoSuchUpload          | -                                  | NOT_FOUND
            """)
    void whileReading(String store, int status, @Nullable String code, @Nullable String message, Kind kind) {
        assertThat(S3Failures.of(answer(status, code, message), FILE, Doing.READING)
                        .kind())
                .isEqualTo(kind);
    }

    static Stream<Arguments> withoutAnAnswer() {
        return Stream.of(
                Arguments.of(ApiCallTimeoutException.create(1), Kind.OUTCOME_UNKNOWN),
                Arguments.of(ApiCallAttemptTimeoutException.create(1), Kind.OUTCOME_UNKNOWN),
                Arguments.of(client(new SocketTimeoutException("Read timed out")), Kind.OUTCOME_UNKNOWN),
                Arguments.of(client(new SocketException("Broken pipe")), Kind.OUTCOME_UNKNOWN),
                Arguments.of(client(new SocketException("Connection reset")), Kind.OUTCOME_UNKNOWN),
                Arguments.of(client(new EOFException("no answer")), Kind.OUTCOME_UNKNOWN),
                Arguments.of(client(new ConnectException("Connection refused")), Kind.UNAVAILABLE),
                Arguments.of(client(new UnknownHostException("s3.example.org")), Kind.UNAVAILABLE),
                Arguments.of(client(new ConnectTimeoutException("Connect timed out")), Kind.UNAVAILABLE),
                Arguments.of(client(new ConnectionRequestTimeoutException("no connection free")), Kind.UNAVAILABLE),
                Arguments.of(client(new IllegalStateException("no credentials")), Kind.UNEXPECTED));
    }

    private static SdkClientException client(Exception cause) {
        return SdkClientException.create("Unable to execute HTTP request: " + cause.getMessage(), cause);
    }

    @ParameterizedTest
    @MethodSource
    @Proves("S507-GEN-03")
    void withoutAnAnswer(RuntimeException failure, Kind whenWriting) {
        assertThat(S3Failures.of(failure, FILE, Doing.WRITING).kind()).isEqualTo(whenWriting);
        assertThat(S3Failures.of(failure, FILE, Doing.READING).kind())
                .isEqualTo(whenWriting == Kind.OUTCOME_UNKNOWN ? Kind.UNAVAILABLE : whenWriting);
    }

    @Test
    void whatTookLongIsNotRepeated() {
        assertThat(S3Failures.isWorthRepeating(ApiCallTimeoutException.create(1)))
                .isFalse();
        assertThat(S3Failures.isWorthRepeating(client(new SocketTimeoutException("Read timed out"))))
                .isFalse();
        assertThat(S3Failures.isWorthRepeating(answer(408, "RequestTimeout", null)))
                .isFalse();
        assertThat(S3Failures.isWorthRepeating(answer(403, "AccessDenied", null)))
                .isFalse();
        assertThat(S3Failures.isWorthRepeating(answer(412, "PreconditionFailed", null)))
                .isFalse();
    }

    @Test
    void whatMayHavePassedIsRepeated() {
        assertThat(S3Failures.isWorthRepeating(answer(503, "SlowDown", null))).isTrue();
        assertThat(S3Failures.isWorthRepeating(answer(500, "InternalError", "try again")))
                .isTrue();
        assertThat(S3Failures.isWorthRepeating(client(new SocketException("Connection reset"))))
                .isTrue();
        assertThat(S3Failures.isWorthRepeating(client(new IOException("closed"))))
                .isTrue();
    }

    @Test
    void theStoreSaysWhenToComeBack() {
        SdkHttpResponse response = SdkHttpResponse.builder()
                .statusCode(503)
                .putHeader("Retry-After", "17")
                .build();
        assertThat(S3Failures.of(answer(503, "SlowDown", null, response), FILE, Doing.READING))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(17)));
        assertThat(S3Failures.of(answer(503, "SlowDown", null), FILE, Doing.READING))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        busy -> assertThat(busy.retryAfter()).isPositive());
    }

    @Test
    void lengthIsToldFromCharacters() {
        assertThat(S3Failures.of(answer(400, "KeyTooLongError", null), FILE, Doing.WRITING))
                .isInstanceOfSatisfying(
                        NameRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(NameRejectedException.Reason.TOO_LONG));
        assertThat(S3Failures.of(answer(400, "InvalidObjectName", null), FILE, Doing.WRITING))
                .isInstanceOfSatisfying(
                        NameRejectedException.class,
                        e -> assertThat(e.reason()).isEqualTo(NameRejectedException.Reason.UNUSABLE));
    }

    @Test
    void membersOfABatch() {
        assertThat(S3Failures.of(S3Error.builder().code("AccessDenied").build(), FILE)
                        .kind())
                .isEqualTo(Kind.ACCESS_DENIED);
        assertThat(S3Failures.of(S3Error.builder().code("SlowDown").build(), FILE)
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
        assertThat(S3Failures.of(S3Error.builder().code("InternalError").build(), FILE)
                        .kind())
                .isEqualTo(Kind.UNEXPECTED);
        assertThat(S3Failures.of(S3Error.builder().build(), FILE).kind()).isEqualTo(Kind.UNEXPECTED);
    }

    @Test
    void whatIsKnownAlreadyStaysAsItIs() {
        StorageException known = S3Failures.of(answer(404, null, null), FILE, Doing.READING);
        assertThat(S3Failures.of(known, ResourcePath.ROOT, Doing.WRITING)).isSameAs(known);
    }
}
