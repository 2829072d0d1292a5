package io.headroom.server.conditional;

import io.headroom.server.lock.LockToken;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;

/** How an If header learns the state of resources. Asked only as far as needed, on the thread that evaluates. */
public interface StateLookup {
    /** The entity tag of what stands there; empty for collections and where nothing stands. */
    Optional<EntityTag> entityTag(ResourcePath path);

    /**
     * Whether the token names a living lock whose scope holds this resource. False where nothing stands, even below a
     * locked collection (RFC 4918 §10.4.4).
     */
    boolean locked(ResourcePath path, LockToken token);
}
