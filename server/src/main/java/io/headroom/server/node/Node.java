package io.headroom.server.node;

import java.util.UUID;

/**
 * One run of a server.
 *
 * @param id of this run, never used again
 * @param host that it runs on, as that calls itself
 * @param pid of its process
 * @param version of the program
 * @param storage what it serves: two servers serve the same when this is the same
 */
public record Node(String id, String host, long pid, String version, String storage) {
    /** This process, with a new id. */
    public static Node ofThisProcess(String version, String storage) {
        return new Node(
                UUID.randomUUID().toString(),
                HostName.ofThisMachine(),
                ProcessHandle.current().pid(),
                version,
                storage);
    }

    /** As people tell servers apart. */
    public String name() {
        return host + "/" + pid;
    }
}
