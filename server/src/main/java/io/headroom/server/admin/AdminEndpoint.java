package io.headroom.server.admin;

import java.io.IOException;

/** One thing that the administration can be asked for. Thread-safe. */
@FunctionalInterface
interface AdminEndpoint {
    /**
     * @throws AdminRefusedException when the request can't be carried out as it is
     * @throws IOException when the client's end failed
     */
    AdminAnswer answer(AdminRequest request) throws IOException;
}
