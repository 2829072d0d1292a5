package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import java.io.IOException;

/** A method that is not even begun while its changes could not be carried out whole. */
final class GatedMethod implements DavMethod {
    private final WriteGate gate;
    private final DavMethod method;

    GatedMethod(WriteGate gate, DavMethod method) {
        this.gate = gate;
        this.method = method;
    }

    @Override
    public DavResponse handle(DavRequest request) throws IOException {
        gate.require(request.path());
        return method.handle(request);
    }
}
