package io.headroom.spi;

import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;

/**
 * Hears what becomes of each member while a backend works on a whole tree. Called by one thread at a time, in no promised order.
 * When a copy or a move throws, what was heard before is void: all is as it was.
 */
public interface TreeListener {
    /**
     * A member went where it should.
     *
     * @param member as it stands at the target, or as it was when it is gone now
     */
    void done(Resource member);

    /**
     * A member could not go; the others do.
     *
     * @param member where it still is
     * @param collection whether it is a collection, for its address
     */
    void failed(ResourcePath member, boolean collection, StorageException cause);
}
