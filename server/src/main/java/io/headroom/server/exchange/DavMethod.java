package io.headroom.server.exchange;

import java.io.IOException;

/** One method of the protocol. Thread-safe: one instance serves all requests. */
public interface DavMethod {
    /**
     * Carries the request out.
     *
     * @return the answer; whoever called closes it
     * @throws IOException when the client's end failed: it went away, or its body broke off
     * @throws io.headroom.spi.error.StorageException when the storage failed
     * @throws io.headroom.server.failure.RequestRefusedException when the request can't be carried out as it is
     */
    DavResponse handle(DavRequest request) throws IOException;
}
