package io.headroom.server.method;

import io.headroom.server.exchange.DavRequest;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What stands, or could stand, at the place that a request is about. */
final class Targets {
    private final Storage storage;

    Targets(Storage storage) {
        this.storage = storage;
    }

    Optional<Resource> find(ResourcePath path) {
        return storage.find(path);
    }

    /** @throws RequestRefusedException 404 */
    Resource require(ResourcePath path) {
        return storage.find(path)
                .orElseThrow(() -> new RequestRefusedException(404, "There is nothing at this address."));
    }

    /** @throws StorageException PARENT_MISSING when nothing can be made here */
    void requireParent(ResourcePath path) {
        if (path.isRoot() || !(storage.find(path.parent()).orElse(null) instanceof CollectionResource)) {
            throw new ParentMissingException(path);
        }
    }

    /**
     * Where another volume begins is fixed, and so is what holds it.
     *
     * @param what was asked for: moved, deleted, replaced
     * @throws RequestRefusedException 403
     */
    void requireMovable(ResourcePath tree, String what) {
        for (ResourcePath volume : storage.volumes().keySet()) {
            if (!volume.isRoot() && volume.startsWith(tree)) {
                throw new RequestRefusedException(
                        403,
                        volume.equals(tree)
                                ? "Another storage is mounted here: this folder can't be " + what + "."
                                : "Another storage is mounted inside: this folder can't be " + what + ".");
            }
        }
    }

    /** The URL of something that may be a collection or not; costs a look at the storage. */
    String href(DavRequest request, ResourcePath path) {
        return request.href(path, storage.find(path).orElse(null) instanceof CollectionResource);
    }

    /** Bytes in a coding can't be stored as they are meant (RFC 9110 §8.4). */
    static void requirePlainBody(DavRequest request) {
        String coding = request.header("Content-Encoding").orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw new RequestRefusedException(
                    415,
                    "The coding '" + coding + "' can't be stored; send the bytes as they are.",
                    Map.of("Accept-Encoding", "identity"));
        }
    }

    /** A body where none is expected is refused, not ignored (RFC 4918 §8.4). */
    static void requireNoBody(DavRequest request) throws IOException {
        if (!request.hasEmptyBody()) {
            throw new RequestRefusedException(415, request.method() + " takes no body.");
        }
    }
}
