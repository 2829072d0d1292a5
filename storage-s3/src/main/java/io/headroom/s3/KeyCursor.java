package io.headroom.s3;

import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks along the objects of a listing beside another row of keys in the same order. For one thread. */
final class KeyCursor {
    private final Iterator<StoredObject> objects;
    private final ResourcePath about;
    private @Nullable StoredObject next;
    private String last = "";

    /** @param objects in the order of keys */
    KeyCursor(Iterator<StoredObject> objects, ResourcePath about) {
        this.objects = objects;
        this.about = about;
        advance();
    }

    /** The first that was not taken. */
    Optional<StoredObject> peek() {
        return Optional.ofNullable(next);
    }

    /** Takes the first. */
    void skip() {
        advance();
    }

    /**
     * The object at a key.
     *
     * @param key behind that of the call before
     */
    Optional<StoredObject> at(String key) {
        while (next != null && KeyOrder.INSTANCE.compare(next.key(), key) < 0) {
            advance();
        }
        return next != null && next.key().equals(key) ? Optional.of(next) : Optional.empty();
    }

    private void advance() {
        next = objects.hasNext() ? objects.next() : null;
        if (next == null) {
            return;
        }
        if (KeyOrder.INSTANCE.compare(last, next.key()) >= 0) {
            // What is old and what is new couldn't be told apart.
            throw new UnsupportedException(about, "a tree in a store whose listings have no order");
        }
        last = next.key();
    }
}
