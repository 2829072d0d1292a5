package io.headroom.server.property;

import io.headroom.server.property.ModificationTimes.Kept;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hears which versions came of the files of a tree whose times are known, and so what is to be kept. For one thread at a time. */
final class TimedTree implements TreeListener {
    private final TreeListener listener;
    private final ResourcePath source;
    private final ResourcePath target;
    private final Map<ResourcePath, Instant> old;
    private final Map<ResourcePath, Kept> kept = new HashMap<>();
    private final List<ResourcePath> failed = new ArrayList<>();

    TimedTree(TreeListener listener, ResourcePath source, ResourcePath target, Map<ResourcePath, Instant> old) {
        this.listener = listener;
        this.source = source;
        this.target = target;
        this.old = old;
    }

    @Override
    public void done(Resource member) {
        if (member instanceof FileResource file) {
            Instant time = old.get(file.path().rebase(target, source));
            if (time != null && !time.equals(file.lastModified())) {
                Kept version = Kept.of(file, time);
                kept.put(file.path(), version);
                listener.done(version.shownBy(file));
                return;
            }
        }
        listener.done(member);
    }

    @Override
    public void failed(ResourcePath member, boolean collection, StorageException cause) {
        failed.add(member);
        listener.failed(member, collection, cause);
    }

    boolean anyFailed() {
        return !failed.isEmpty();
    }

    void keepFailed(Map<ResourcePath, Kept> before) {
        before.forEach((path, time) -> {
            if (failed.stream().anyMatch(path::startsWith)) {
                kept.putIfAbsent(path, time);
            }
        });
    }

    Map<ResourcePath, Kept> kept() {
        return kept;
    }
}
