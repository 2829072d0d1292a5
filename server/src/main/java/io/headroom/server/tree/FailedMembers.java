package io.headroom.server.tree;

import io.headroom.spi.Resource;
import io.headroom.spi.TreeListener;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.List;

/** Collects what a backend could not do of a whole tree. For one thread at a time. */
public final class FailedMembers implements TreeListener {
    private final List<MemberFailure> failures = new ArrayList<>();

    @Override
    public void done(Resource member) {
        // What went well is no part of an answer (RFC 4918 §9.6.1, §9.8.3).
    }

    @Override
    public void failed(ResourcePath member, boolean collection, StorageException cause) {
        failures.add(new MemberFailure(member, collection, cause));
    }

    public List<MemberFailure> failures() {
        return List.copyOf(failures);
    }
}
