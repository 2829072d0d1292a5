package io.headroom.server.node;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine calls itself. */
final class HostName {
    private HostName() {}

    /** Asks no name server where the system says it. */
    static String ofThisMachine() {
        String set = System.getenv("HOSTNAME");
        if (set != null && !set.isBlank()) {
            return set.strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The name is for people only.
            return "localhost";
        }
    }
}
