package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.failure.RequestRefusedException;
import java.io.IOException;

/** A method that is begun only for those who may do all of it. */
final class GuardedMethod implements DavMethod {
    /** What a method needs; one of {@link Rights}. */
    @FunctionalInterface
    interface Need {
        /** @throws RequestRefusedException 401 or 403 */
        void require(DavRequest request);
    }

    private final Need need;
    private final DavMethod method;

    GuardedMethod(Need need, DavMethod method) {
        this.need = need;
        this.method = method;
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        need.require(request);
        return method.handle(request);
    }
}
