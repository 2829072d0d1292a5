package io.headroom.s3;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes collections, and removes them and files; with a marker where a collection would else be gone with its last member. Thread-safe. */
final class S3Collections {
    /** As other programs mark theirs. */
    static final String MARKER_TYPE = "application/x-directory";

    private static final Logger LOG = LoggerFactory.getLogger(S3Collections.class);

    private final S3Context context;
    private final S3Reader reader;

    S3Collections(S3Context context, S3Reader reader) {
        this.context = context;
        this.reader = reader;
    }

    CollectionResource create(ResourcePath path) {
        if (path.isRoot()) {
            throw new AlreadyExistsException(path);
        }
        context.keys().checkNew(path);
        try (PathLocks.Held held = context.locks().hold(path)) {
            if (reader.find(path).isPresent()) {
                throw new AlreadyExistsException(path);
            }
            if (!reader.isCollection(path.parent())) {
                throw new ParentMissingException(path);
            }
            mark(path);
            context.changes().happened();
            CollectionResource made = Members.collection(path);
            context.recent().made(made);
            return made;
        } catch (StorageException e) {
            context.recent().unknown(path);
            throw e;
        }
    }

    /**
     * Writes the marker of a collection that has none.
     *
     * @throws AlreadyExistsException when somebody was faster
     */
    void mark(ResourcePath path) {
        String marker = context.keys().collection(path);
        ObjectCondition condition =
                context.traits().conditionalCreate() ? ObjectCondition.ABSENT : ObjectCondition.NONE;
        try {
            context.bucket().writes().put(marker, ObjectBody.EMPTY, condition, MARKER_TYPE, Map.of());
        } catch (PreconditionFailedException e) {
            throw new AlreadyExistsException(path, e);
        } catch (OutcomeUnknownException e) {
            // It wasn't there before: if it is now, it is ours, or as good.
            if (context.bucket().reads().head(marker).isEmpty()) {
                throw e;
            }
        }
    }

    void delete(ResourcePath path) {
        if (path.isRoot()) {
            throw new AccessDeniedException(path);
        }
        try (PathLocks.Held held = context.locks().hold(path)) {
            Resource resource = reader.find(path).orElseThrow(() -> new NotFoundException(path));
            String key;
            if (resource instanceof FileResource) {
                key = context.keys().file(path);
            } else {
                key = context.keys().collection(path);
                checkEmpty(path, key);
            }
            keepingParent(path, key);
            context.changes().happened();
            context.recent().removed(path);
            if (resource instanceof FileResource file) {
                context.used().removed(file.size());
            }
        } catch (StorageException e) {
            context.recent().unknown(path);
            throw e;
        }
    }

    private void checkEmpty(ResourcePath path, String marker) {
        boolean empty = context.bucket().reads().list(marker, 2).objects().stream()
                .allMatch(object -> object.key().equals(marker));
        if (!empty) {
            throw new NotEmptyException(path);
        }
    }

    /** Removes the object so that the collection above it stays. */
    void keepingParent(ResourcePath path, String key) {
        ResourcePath parent = path.parent();
        if (parent.isRoot()
                || context.bucket()
                        .reads()
                        .head(context.keys().collection(parent))
                        .isPresent()) {
            context.bucket().writes().delete(key);
            return;
        }
        // Another program's collection, without a marker. Of two removals of its last members at once one must mark it.
        try (PathLocks.Held held = context.locks().hold(parent)) {
            boolean last = context.bucket().reads().list(context.keys().collection(parent), 2).objects().stream()
                    .allMatch(object -> object.key().equals(key));
            boolean marked = !last || markIfThereIsRoom(parent);
            context.bucket().writes().delete(key);
            if (!marked && !markIfThereIsRoom(parent)) {
                LOG.warn("The collection {} is gone with its last member: there was no room to mark it.", parent);
            }
        }
    }

    /** Whether a collection will stay when its last member goes; marks it when it must. */
    boolean keep(ResourcePath collection) {
        return collection.isRoot()
                || context.bucket()
                        .reads()
                        .head(context.keys().collection(collection))
                        .isPresent()
                || markIfThereIsRoom(collection);
    }

    private boolean markIfThereIsRoom(ResourcePath collection) {
        try {
            mark(collection);
            return true;
        } catch (AlreadyExistsException e) {
            return true;
        } catch (InsufficientStorageException | OutcomeUnknownException e) {
            // A removal makes room, so it must not wait for any.
            LOG.debug("The collection {} can't be marked.", collection, e);
            return false;
        }
    }
}
