package io.headroom.server.namespace;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.TreeListener;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.NameRejectedException;
import io.headroom.spi.path.ResourcePath;
import java.util.List;
import org.apache.commons.io.FilenameUtils;
import org.apache.commons.io.IOCase;

/**
 * The layer that lets nothing come to names that nobody here wants, such as those of the files that systems leave behind. What has such
 * a name already can be read, written anew, removed and moved away, and goes with the folder that is copied or moved: nothing is
 * hidden, and nothing is lost. Thread-safe.
 */
public final class RefusedNames extends ForwardingStorage {
    private final List<String> patterns;

    /**
     * @param storage owned from here on
     * @param patterns of single names, in which {@code *} stands for any characters and {@code ?} for one; case makes no difference
     */
    public RefusedNames(Storage storage, List<String> patterns) {
        super(storage);
        this.patterns = List.copyOf(patterns);
    }

    private void requireWanted(ResourcePath target) {
        if (isUnwanted(target.name()) && delegate().find(target).isEmpty()) {
            throw new NameRejectedException(target, NameRejectedException.Reason.UNWANTED);
        }
    }

    private boolean isUnwanted(String name) {
        for (String pattern : patterns) {
            if (FilenameUtils.wildcardMatch(name, pattern, IOCase.INSENSITIVE)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public PendingWrite beginWrite(ResourcePath target, WriteRequest request) {
        requireWanted(target);
        return delegate().beginWrite(target, request);
    }

    @Override
    public CollectionResource createCollection(ResourcePath path) {
        requireWanted(path);
        return delegate().createCollection(path);
    }

    @Override
    public FileResource copyFile(ResourcePath source, ResourcePath target, Precondition onTarget) {
        requireWanted(target);
        return delegate().copyFile(source, target, onTarget);
    }

    @Override
    public void move(ResourcePath source, ResourcePath target, Precondition onTarget) {
        requireWanted(target);
        delegate().move(source, target, onTarget);
    }

    @Override
    public PendingTree beginTree(ResourcePath target, TreeSize expected) {
        requireWanted(target);
        return delegate().beginTree(target, expected);
    }

    @Override
    public void moveTree(ResourcePath source, ResourcePath target, Precondition onTarget, TreeListener listener) {
        requireWanted(target);
        delegate().moveTree(source, target, onTarget, listener);
    }

    @Override
    public void copyTree(
            ResourcePath source, ResourcePath target, boolean members, Precondition onTarget, TreeListener listener) {
        requireWanted(target);
        delegate().copyTree(source, target, members, onTarget, listener);
    }
}
