package io.headroom.server.property;

import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import java.util.function.Supplier;

/**
 * Copies files together with their dead properties. The properties go first where the target has none: when there is no room
 * for them, nothing was made yet. What is replaced keeps its own until it is. Thread-safe.
 */
public final class PropertyCopy {
    private final PropertyStore properties;

    public PropertyCopy(PropertyStore properties) {
        this.properties = properties;
    }

    /**
     * @param tree whether the properties of members go along
     * @param files copies the files, or throws and leaves the target as it was
     * @return what {@code files} gave
     * @throws StorageException what {@code files} threw, or what kept the properties from being copied
     */
    public <T> T copy(ResourcePath source, ResourcePath target, boolean tree, Supplier<T> files) {
        if (properties.anyBelow(target)) {
            T copied = files.get();
            properties.delete(target);
            copyRows(source, target, tree);
            return copied;
        }
        copyRows(source, target, tree);
        try {
            return files.get();
        } catch (OutcomeUnknownException e) {
            // The copy may stand, and then they belong to it.
            throw e;
        } catch (RuntimeException e) {
            forget(target, e);
            throw e;
        }
    }

    private void copyRows(ResourcePath source, ResourcePath target, boolean tree) {
        if (properties.anyBelow(source)) {
            properties.copy(source, target, tree);
        }
    }

    private void forget(ResourcePath target, RuntimeException cause) {
        try {
            if (properties.anyBelow(target)) {
                properties.delete(target);
            }
        } catch (StorageException e) {
            // Whoever makes something at this place next drops them.
            cause.addSuppressed(e);
        }
    }
}
