package io.headroom.s3;

import io.headroom.s3.Multipart.Upload;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Uploads in parts whose completion got no answer. A store that hung may carry it out much later, over whatever stands there by then, for
 * it minds no conditions at that; so nothing else may be written there before it is clear what became of it. To abort such an upload
 * would be worse: parts of an object that is just being put together would go. Thread-safe.
 */
final class UnsettledUploads {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private record Unsettled(Upload upload, WriteMark mark) {}

    private final Bucket bucket;
    private final Map<String, Unsettled> unsettled = new ConcurrentHashMap<>();

    UnsettledUploads(Bucket bucket) {
        this.bucket = bucket;
    }

    void add(Upload upload, WriteMark mark) {
        unsettled.put(upload.key(), new Unsettled(upload, mark));
    }

    /** @throws UnavailableException while an older write to the key may still take place */
    void requireSettled(String key, ResourcePath path) {
        Unsettled open = unsettled.get(key);
        if (open == null) {
            return;
        }
        boolean done = bucket.reads().details(key).filter(open.mark()::isOn).isPresent()
                || bucket.multipart().list(key).stream()
                        .noneMatch(other -> other.upload().equals(open.upload()));
        if (!done) {
            throw new UnavailableException(path, RETRY, null);
        }
        unsettled.remove(key, open);
    }
}
