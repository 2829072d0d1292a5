package io.headroom.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What a store tells of an object that it just wrote.
 *
 * @param etag without quotes
 * @param time of the object, or a little later
 */
record Told(Optional<String> etag, Optional<Instant> time) {
    /** An object is never younger than the answer that tells of it. */
    static Told of(@Nullable String etag, SdkHttpResponse answer) {
        return new Told(
                Optional.ofNullable(etag).map(StoredObject::unquoted),
                answer.firstMatchingHeader("Date").flatMap(Told::time));
    }

    /** Where only a look tells the time. */
    static Told tag(Optional<String> etag) {
        return new Told(etag, Optional.empty());
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
