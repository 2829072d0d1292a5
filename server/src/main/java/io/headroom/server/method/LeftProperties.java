package io.headroom.server.method;

import io.headroom.server.property.PropertyStore;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dead properties of what is no more. Thread-safe. */
final class LeftProperties {
    private static final Logger LOG = LoggerFactory.getLogger(LeftProperties.class);

    private final PropertyStore properties;

    LeftProperties(PropertyStore properties) {
        this.properties = properties;
    }

    /**
     * Before something is made: what was removed behind the server's back, or while the database had no room or was away, may
     * have left properties, and what is new must not inherit them.
     */
    void clear(ResourcePath path) {
        if (properties.anyBelow(path)) {
            properties.delete(path);
        }
    }

    /**
     * As {@link #clear}, where somebody else may have made something meanwhile.
     *
     * @param stands whether there is something now; asked only when there are properties
     */
    void clearUnless(ResourcePath path, BooleanSupplier stands) {
        if (properties.anyBelow(path) && !stands.getAsBoolean()) {
            properties.delete(path);
        }
    }

    /**
     * After a whole tree went. The files are gone, and so it is said: properties that can't be removed now belong to nobody, and
     * go when their name is used again.
     */
    void forget(ResourcePath path) {
        try {
            clear(path);
        } catch (InsufficientStorageException | UnavailableException e) {
            keep(e);
        }
    }

    /**
     * As {@link #forget}, after a tree went in part: what could not go keeps its own.
     *
     * @param stands whether something still stands at a path; asked for those that have properties
     */
    void forgetGone(ResourcePath path, Predicate<ResourcePath> stands) {
        try {
            if (properties.anyBelow(path)) {
                properties.deleteEach(properties.holders(path).stream()
                        .filter(each -> !stands.test(each))
                        .toList());
            }
        } catch (InsufficientStorageException | UnavailableException e) {
            keep(e);
        }
    }

    private static void keep(StorageException cause) {
        LOG.warn("The properties of what was deleted stay until their name is used again: {}", cause.getMessage());
    }
}
