package io.headroom.server.method;

import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.spi.Resource;
import io.headroom.spi.error.StorageException;
import java.util.Optional;

/** OPTIONS (RFC 4918 §10.1): works everywhere, also where nothing is yet, and when the storage doesn't. */
final class OptionsMethod implements DavMethod {
    private final Services services;
    private final AllowedMethods allowed;

    OptionsMethod(Services services, AllowedMethods allowed) {
        this.services = services;
        this.allowed = allowed;
    }

    @Override
    public DavResponse handle(DavRequest request) {
        return new DavResponse(200)
                .header("DAV", services.compliance())
                // Without it Office opens everything read-only.
                .header("MS-Author-Via", "DAV")
                .header("Allow", allow(request))
                .contentLength(0);
    }

    private String allow(DavRequest request) {
        if (!request.caller().access().shows(request.path())) {
            return allowed.everything();
        }
        Optional<Resource> resource;
        try {
            resource = services.storage().find(request.path());
        } catch (StorageException e) {
            return allowed.everything();
        }
        return allowed.at(request.path(), resource);
    }
}
