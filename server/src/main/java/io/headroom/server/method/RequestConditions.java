package io.headroom.server.method;

import io.headroom.server.access.Right;
import io.headroom.server.conditional.HttpPreconditions;
import io.headroom.server.conditional.IfHeader;
import io.headroom.server.conditional.StateLookup;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.lock.LockService;
import io.headroom.server.lock.LockToken;
import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import java.util.Optional;

/**
 * The conditions of a request: first the If header (RFC 4918 §10.4), then those of HTTP (RFC 9110 §13.2.2). A false one is 412,
 * whatever locks say; whether a needed token was submitted is another question.
 */
final class RequestConditions {
    private final Storage storage;
    private final LockService locks;

    RequestConditions(Storage storage, LockService locks) {
        this.storage = storage;
        this.locks = locks;
    }

    /**
     * For methods that change something.
     *
     * @param current what stands at the request's path
     * @throws RequestRefusedException 412
     */
    void require(DavRequest request, Optional<? extends Resource> current) {
        if (evaluate(request, current, false) != HttpPreconditions.Outcome.PROCEED) {
            throw RequestRefusedException.preconditionFailed("The resource is not as the request demands.");
        }
    }

    /**
     * For GET and HEAD.
     *
     * @return whether the client's copy is still good: 304
     * @throws RequestRefusedException 412
     */
    boolean isNotModified(DavRequest request, Optional<? extends Resource> current) {
        if (request.ifHeader().isPresent()) {
            locks.bringUpToDateIfPossible();
        }
        HttpPreconditions.Outcome outcome = evaluate(request, current, true);
        if (outcome == HttpPreconditions.Outcome.FAILED) {
            throw RequestRefusedException.preconditionFailed("The resource is not as the request demands.");
        }
        return outcome == HttpPreconditions.Outcome.NOT_MODIFIED;
    }

    private HttpPreconditions.Outcome evaluate(
            DavRequest request, Optional<? extends Resource> current, boolean safeMethod) {
        IfHeader ifHeader = request.ifHeader();
        if (ifHeader.isPresent() && !ifHeader.holds(request.path(), new States(request, current))) {
            return HttpPreconditions.Outcome.FAILED;
        }
        HttpPreconditions preconditions = request.preconditions();
        return preconditions.isPresent()
                ? preconditions.evaluate(safeMethod, current)
                : HttpPreconditions.Outcome.PROCEED;
    }

    private final class States implements StateLookup {
        private final DavRequest request;
        private final Optional<? extends Resource> current;

        States(DavRequest request, Optional<? extends Resource> current) {
            this.request = request;
            this.current = current;
        }

        @Override
        public Optional<EntityTag> entityTag(ResourcePath path) {
            return resource(path).filter(FileResource.class::isInstance).map(file -> ((FileResource) file).entityTag());
        }

        @Override
        public boolean locked(ResourcePath path, LockToken token) {
            // On an unmapped URL no state matches, even below a depth-infinity lock (RFC 4918 §10.4.4).
            return locks.covering(path).stream().anyMatch(lock -> lock.token().equals(token))
                    && resource(path).isPresent();
        }

        private Optional<? extends Resource> resource(ResourcePath path) {
            if (path.equals(request.path())) {
                return current;
            }
            // A condition tells of the state of another resource, which not everybody may know.
            return request.caller().access().at(path).allows(Right.READ) ? storage.find(path) : Optional.empty();
        }
    }
}
