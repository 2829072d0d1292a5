package io.headroom.s3;

import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What the many S3 stores say when something fails, in the words of the SPI. No two of them say "full" alike: the first rule that
 * matches wins. The table of all answers that are known is in the test.
 */
final class S3Failures {
    /** What was going on. */
    enum Doing {
        READING,
        /** A change, a removal included: only then room can be short, and only then it matters whether it took place. */
        WRITING
    }

    private static final Set<String> FULL_CODES = Set.of(
            "QuotaExceeded",
            "XMinioStorageFull",
            "XMinioStorageFullError",
            "XMinioAdminBucketQuotaExceeded",
            "InsufficientCapacity",
            "InsufficientStorage",
            "InsufficientStorageSpace",
            "StorageFull",
            "storage_cap_exceeded",
            "cap_exceeded");
    private static final Pattern FULL_CODE =
            Pattern.compile("quota.*exceed|storage.*full|cap.*exceeded", Pattern.CASE_INSENSITIVE);

    /** Codes that mean many things, so that the message must tell. */
    private static final Set<String> VAGUE_CODES =
            Set.of("AccessDenied", "Forbidden", "EntityTooLarge", "InternalError", "InvalidRequest");

    private static final Pattern FULL_MESSAGE = Pattern.compile(
            "quota|cap exceeded|no space left|insufficient (storage|capacity|space)|(storage|disk|drive).{0,20}full",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ALLOWANCE = Pattern.compile("quota|cap.?exceeded", Pattern.CASE_INSENSITIVE);

    /** The operator's account, of which the client knows nothing. */
    private static final Set<String> ACCOUNT_CODES =
            Set.of("UserSuspended", "AccountProblem", "AccountNotActivated", "AccessForbidden", "InvalidPayer");

    private static final Set<String> BUSY_CODES = Set.of(
            "ServiceUnavailable",
            "TooManyRequests",
            "RequestTimeout",
            "RequestThrottled",
            "Throttling",
            "OperationAborted");

    private static final Duration SHORTLY = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofMinutes(1);

    private S3Failures() {}

    static StorageException of(RuntimeException failure, ResourcePath about, Doing doing) {
        if (failure instanceof StorageException known) {
            return known;
        }
        if (failure instanceof AwsServiceException answer) {
            return ofAnswer(answer, about, doing);
        }
        return withoutAnswer(failure, about, doing);
    }

    /** What became of one key of a batch. */
    static StorageException of(S3Error failure, ResourcePath about) {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode(Objects.requireNonNullElse(failure.code(), ""))
                .errorMessage(Objects.requireNonNullElse(failure.message(), ""))
                .build();
        return of(
                S3Exception.builder()
                        .awsErrorDetails(details)
                        .message(details.errorCode() + ": " + details.errorMessage())
                        .statusCode(failure.code() != null && failure.code().equals("AccessDenied") ? 403 : 500)
                        .build(),
                about,
                Doing.WRITING);
    }

    private static StorageException ofAnswer(AwsServiceException answer, ResourcePath about, Doing doing) {
        int status = answer.statusCode();
        String code = code(answer);
        if (doing == Doing.WRITING && meansFull(answer)) {
            return new InsufficientStorageException(reason(answer), about, answer);
        }
        if (code.equals("KeyTooLongError") || code.equals("KeyTooLong")) {
            return new NameRejectedException(about, NameRejectedException.Reason.TOO_LONG);
        }
        if (code.equals("InvalidObjectName") || code.equals("XMinioInvalidObjectName")) {
            return new NameRejectedException(about, NameRejectedException.Reason.UNUSABLE);
        }
        if (code.equals("EntityTooLarge") || status == 413) {
            return new TooLargeException(about, S3Keys.LARGEST_FILE);
        }
        if (isBusy(status, code)) {
            return new UnavailableException(about, retryAfter(answer), answer);
        }
        return switch (status) {
            case 403 ->
                ACCOUNT_CODES.contains(code)
                        ? new UnavailableException(about, LATER, answer)
                        : new AccessDeniedException(about, answer);
            case 404 -> notFound(answer, about, doing);
            case 409 ->
                code.equals("ConditionalRequestConflict")
                        ? new PreconditionFailedException(about, answer)
                        : new UnexpectedStorageException(about, answer);
            case 412 -> new PreconditionFailedException(about, answer);
            case 501 -> new UnsupportedException(about, "a call that this store doesn't know: " + answer.getMessage());
            case 502, 504 -> noWord(answer, about, doing);
            default -> new UnexpectedStorageException(about, answer);
        };
    }

    private static StorageException notFound(AwsServiceException answer, ResourcePath about, Doing doing) {
        String code = code(answer);
        if (code.equals("NoSuchBucket")) {
            return new UnexpectedStorageException(about, answer);
        }
        if (code.equals("NoSuchUpload") && doing == Doing.WRITING) {
            // Somebody ended it: perhaps our own first try, whose answer got lost.
            return new OutcomeUnknownException(about, answer);
        }
        return new NotFoundException(about, answer);
    }

    /** No answer of the store: the connection broke, took too long, or never came about. */
    private static StorageException withoutAnswer(RuntimeException failure, ResourcePath about, Doing doing) {
        if (neverSent(failure)) {
            return new UnavailableException(about, SHORTLY, failure);
        }
        if (isTimeOut(failure) || isBroken(failure)) {
            return noWord(failure, about, doing);
        }
        return new UnexpectedStorageException(about, failure);
    }

    private static StorageException noWord(RuntimeException failure, ResourcePath about, Doing doing) {
        return switch (doing) {
            case READING -> new UnavailableException(about, SHORTLY, failure);
            case WRITING -> new OutcomeUnknownException(about, failure);
        };
    }

    /** Whether a write failed because room is short. */
    static boolean meansFull(AwsServiceException answer) {
        String code = code(answer);
        return answer.statusCode() == 507
                || FULL_CODES.contains(code)
                || FULL_CODE.matcher(code).find()
                || (VAGUE_CODES.contains(code)
                        && FULL_MESSAGE.matcher(message(answer)).find());
    }

    private static Reason reason(AwsServiceException answer) {
        return ALLOWANCE.matcher(code(answer) + " " + message(answer)).find()
                ? Reason.QUOTA_EXCEEDED
                : Reason.BACKEND_LIMIT;
    }

    private static boolean isBusy(int status, String code) {
        return status == 503
                || status == 429
                || status == 408
                || BUSY_CODES.contains(code)
                || code.startsWith("SlowDown");
    }

    /**
     * Whether a call that may be repeated should be: trouble that may have passed in a moment. Never for lack of room, and not for
     * what took long already.
     */
    static boolean isWorthRepeating(Throwable failure) {
        if (failure instanceof AwsServiceException answer) {
            int status = answer.statusCode();
            boolean passing = status == 500 || status == 502 || status == 503 || status == 429;
            return passing && !meansFull(answer);
        }
        return failure instanceof RuntimeException && !isTimeOut(failure) && (isBroken(failure) || neverSent(failure));
    }

    /** Whether it was given up, so that the store may still be at it. */
    static boolean isTimeOut(Throwable failure) {
        return has(failure, ApiCallTimeoutException.class)
                || has(failure, ApiCallAttemptTimeoutException.class)
                || has(failure, AbortedException.class)
                || has(failure, SocketTimeoutException.class);
    }

    private static boolean isBroken(Throwable failure) {
        return has(failure, IOException.class);
    }

    private static boolean neverSent(Throwable failure) {
        return has(failure, ConnectException.class)
                || has(failure, NoRouteToHostException.class)
                || has(failure, UnknownHostException.class)
                || has(failure, ConnectTimeoutException.class)
                || has(failure, ConnectionRequestTimeoutException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Duration retryAfter(AwsServiceException answer) {
        return details(answer)
                .flatMap(details -> Optional.ofNullable(details.sdkHttpResponse()))
                .flatMap(response -> response.firstMatchingHeader("Retry-After"))
                .filter(value -> value.matches("\\d{1,4}"))
                .map(value -> Duration.ofSeconds(Math.max(1, Long.parseLong(value))))
                .orElse(SHORTLY);
    }

    /** Whether an upload wasn't there any more. */
    static boolean isNoSuchUpload(StorageException failure) {
        return failure.getCause() instanceof AwsServiceException answer
                && code(answer).equals("NoSuchUpload");
    }

    /** Empty after a HEAD, whose answers have no body. */
    static String code(AwsServiceException answer) {
        return details(answer).map(AwsErrorDetails::errorCode).orElse("");
    }

    private static String message(AwsServiceException answer) {
        return details(answer).map(AwsErrorDetails::errorMessage).orElse("");
    }

    private static Optional<AwsErrorDetails> details(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails());
    }
}
