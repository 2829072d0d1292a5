package io.headroom.spi.testkit;

import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down what it hears of a tree. For one thread at a time. */
public final class HeardMembers implements TreeListener {
    private final List<Resource> done = new ArrayList<>();
    private final Map<ResourcePath, StorageException> failed = new LinkedHashMap<>();

    @Override
    public void done(Resource member) {
        done.add(member);
    }

    @Override
    public void failed(ResourcePath member, boolean collection, StorageException cause) {
        failed.put(member, cause);
    }

    /** In the order in which it was heard. */
    public List<Resource> done() {
        return done;
    }

    /** Paths of what went, sorted. */
    public List<String> donePaths() {
        return done.stream().map(member -> member.path().toString()).sorted().toList();
    }

    /** Paths of what didn't go, sorted. */
    public List<String> failedPaths() {
        return failed.keySet().stream().map(ResourcePath::toString).sorted().toList();
    }
}
