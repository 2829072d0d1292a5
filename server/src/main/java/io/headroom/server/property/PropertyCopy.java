package io.headroom.server.property;

import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.StorageException;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Copies dead properties along with their files. What needs room comes first, out of sight; what comes after the files have
 * been copied needs none, so a full database refuses a COPY before anything has changed. Thread-safe.
 */
public final class PropertyCopy {
    /** No client can name it: the storage keeps the name back. */
    private static final ResourcePath STAGED = ResourcePath.parse("/.headroom-copies");

    private final PropertyStore properties;

    public PropertyCopy(PropertyStore properties) {
        this.properties = properties;
    }

    /**
     * @param withMembers whether the properties of members go along
     * @param files copies the files, replacing what is at the target, or throws and leaves it as it was
     * @return what {@code files} gave
     * @throws StorageException what {@code files} threw, or that there is no room for the properties: then nothing changed
     */
    public <T> T copy(ResourcePath source, ResourcePath target, boolean withMembers, Supplier<T> files) {
        if (!properties.anyBelow(source)) {
            T result = files.get();
            if (properties.anyBelow(target)) {
                properties.delete(target);
            }
            return result;
        }
        ResourcePath staged = STAGED.child(UUID.randomUUID().toString());
        properties.copy(source, staged, withMembers);
        T result;
        try {
            result = files.get();
        } catch (RuntimeException e) {
            drop(staged, e);
            throw e;
        }
        properties.move(staged, target);
        return result;
    }

    private void drop(ResourcePath staged, RuntimeException cause) {
        try {
            properties.delete(staged);
        } catch (StorageException e) {
            // The next start drops what was left.
            cause.addSuppressed(e);
        }
    }

    /** Before anything is served: drops what a crash left half-way. */
    public void recover() {
        if (properties.anyBelow(STAGED)) {
            properties.delete(STAGED);
        }
    }
}
