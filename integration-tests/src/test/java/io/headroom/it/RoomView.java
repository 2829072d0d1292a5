package io.headroom.it;

/**
 * The room as a client sees it (RFC 4331).
 *
 * @param available bytes that may still be stored
 * @param used bytes
 */
record RoomView(long available, long used) {
    static RoomView of(TestServer server, String path) {
        return of(server.dav(), path);
    }

    static RoomView of(Dav dav, String path) {
        MultiStatusView.Response response = dav.propfind(path, "0", "<D:quota-available-bytes/><D:quota-used-bytes/>")
                .only();
        return new RoomView(
                Long.parseLong(response.text("quota-available-bytes")),
                Long.parseLong(response.text("quota-used-bytes")));
    }

    static long available(TestServer server) {
        return of(server, "/").available();
    }
}
