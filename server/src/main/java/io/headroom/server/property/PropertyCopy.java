package io.headroom.server.property;

import io.headroom.server.tree.MemberFailure;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Copies dead properties along with their files. What needs room comes first, out of sight; what comes after the files have
 * been copied needs none, so a full database refuses a COPY before anything has changed. Thread-safe.
 */
public final class PropertyCopy {
    /** No client can name it: the storage keeps the name back. */
    public static final ResourcePath STAGED = ResourcePath.parse("/.headroom-copies");

    /** Stands for a server that is alone. */
    private static final String ALONE = "alone";

    private final PropertyStore properties;
    private final ResourcePath own;
    private final boolean shared;

    /** For a server that is alone. */
    public PropertyCopy(PropertyStore properties) {
        this(properties, ALONE, false);
    }

    /**
     * For one of several servers.
     *
     * @param node the id under which this one is registered
     */
    public PropertyCopy(PropertyStore properties, String node) {
        this(properties, node, true);
    }

    private PropertyCopy(PropertyStore properties, String node, boolean shared) {
        this.properties = properties;
        this.shared = shared;
        this.own = STAGED.child(node);
    }

    /**
     * @param withMembers whether the properties of members go along
     * @param files copies the files, replacing what is at the target, and says which members are not in the copy and which old
     *     ones are still there; or throws and leaves it as it was
     * @return what {@code files} gave
     * @throws StorageException what {@code files} threw, or that there is no room for the properties: then nothing changed
     */
    public List<MemberFailure> copy(
            ResourcePath source, ResourcePath target, boolean withMembers, Supplier<List<MemberFailure>> files) {
        if (!properties.anyBelow(source)) {
            // Asked before, so that a database that is away lets nothing change.
            boolean replaces = properties.anyBelow(target);
            List<MemberFailure> failures = files.get();
            if (replaces) {
                keeping(old(target, failures), () -> properties.delete(target));
            }
            return failures;
        }
        ResourcePath staged = own.child(UUID.randomUUID().toString());
        properties.copy(source, staged, withMembers);
        List<MemberFailure> failures;
        try {
            failures = files.get();
        } catch (RuntimeException e) {
            drop(staged, e);
            throw e;
        }
        if (shared && !properties.anyBelow(staged)) {
            // This server was taken for dead meanwhile, and another one dropped what had been staged. The source still
            // has it.
            properties.copy(source, staged, withMembers);
        }
        for (MemberFailure failure : failures) {
            if (failure.path().startsWith(source)) {
                properties.delete(failure.path().rebase(source, staged));
            }
        }
        keeping(old(target, failures), () -> properties.move(staged, target));
        return failures;
    }

    /** The old members of the target that could not be removed. */
    private static List<ResourcePath> old(ResourcePath target, List<MemberFailure> failures) {
        return failures.stream()
                .map(MemberFailure::path)
                .filter(path -> path.startsWith(target))
                .toList();
    }

    /** Puts some properties aside while those around them are replaced. */
    private void keeping(List<ResourcePath> kept, Runnable replacing) {
        Map<ResourcePath, ResourcePath> aside = new LinkedHashMap<>();
        for (ResourcePath path : kept) {
            ResourcePath place = own.child(UUID.randomUUID().toString());
            properties.move(path, place);
            aside.put(path, place);
        }
        replacing.run();
        aside.forEach((path, place) -> properties.move(place, path));
    }

    private void drop(ResourcePath staged, RuntimeException cause) {
        try {
            properties.delete(staged);
        } catch (StorageException e) {
            // The next start drops what was left.
            cause.addSuppressed(e);
        }
    }

    /** For a server that is alone, before anything is served: drops what a crash left half-way. */
    public void recover() {
        drop(STAGED);
    }

    /**
     * Drops what another server left half-way that doesn't live any more.
     *
     * @param node its id
     */
    public void recover(String node) {
        drop(STAGED.child(node));
    }

    private void drop(ResourcePath staged) {
        if (properties.anyBelow(staged)) {
            properties.delete(staged);
        }
    }
}
