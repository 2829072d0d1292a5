package io.headroom.s3;

import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Objects of our own that hold a few lines of text. Thread-safe. */
final class SmallObjects {
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String TYPE = "text/plain";

    private final S3Context context;

    SmallObjects(S3Context context) {
        this.context = context;
    }

    /**
     * @param object with the moment of its last change
     */
    record Text(StoredObject object, String text) {}

    /** Empty when there is none. */
    Optional<Text> read(String key) {
        try (ObjectStream stream = context.bucket().reads().get(key)) {
            byte[] bytes = new byte[(int) stream.length()];
            stream.readFully(bytes);
            return Optional.of(new Text(stream.object(), new String(bytes, StandardCharsets.UTF_8)));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UnavailableException(context.keys().about(key), RETRY, e);
        }
    }

    /** @return the entity tag; empty from a store that has none */
    String write(String key, String text, ObjectCondition condition) {
        ObjectBody body = ObjectBody.of(text.getBytes(StandardCharsets.UTF_8));
        return context.bucket()
                .writes()
                .put(key, body, condition, TYPE, Map.of())
                .etag()
                .orElse("");
    }
}
