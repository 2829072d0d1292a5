package io.headroom.conformance.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends requests, each on a connection of its own. Thread-safe. */
public final class Client {
    /** How long a client waits for 100 Continue before it sends the body without (RFC 9110 §10.1.1 names no figure). */
    private static final Duration EXPECTATION = Duration.ofSeconds(2);

    private final Endpoint endpoint;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    public Client(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /** A connection for a trial that cares about timing; closed by the caller. */
    public Connection connect() throws IOException {
        Connection connection = new Connection(endpoint, open::remove);
        open.add(connection);
        return connection;
    }

    /**
     * Writes the whole request, then reads: what most client libraries do.
     *
     * @throws BrokenReplyException when there was no reply to read
     */
    public Reply send(Request request) throws IOException {
        try (Connection connection = connect()) {
            return send(connection, request);
        }
    }

    /** As {@link #send(Request)}, on a connection that may have been used before. */
    public static Reply send(Connection connection, Request request) throws IOException {
        try {
            connection.head(request);
            connection.body(request.content());
        } catch (IOException e) {
            // The server may have closed its end after a refusal: what it said can often still be read.
            return afterBrokenWrite(connection, e);
        }
        return connection.readFinal();
    }

    private static Reply afterBrokenWrite(Connection connection, IOException write) throws IOException {
        try {
            return connection.readFinal();
        } catch (IOException e) {
            e.addSuppressed(write);
            throw new BrokenReplyException(
                    "the connection was reset while the body was sent, with no reply to read", e);
        }
    }

    /**
     * Says {@code Expect: 100-continue} and sends the body when it is asked for, or when nothing was said for a while.
     *
     * @return the final reply
     */
    public Reply sendExpecting(Request request) throws IOException {
        try (Connection connection = connect()) {
            connection.head(request.header("Expect", "100-continue"));
            Optional<Reply> first = connection.readWithin(EXPECTATION);
            if (first.isPresent() && first.get().status() >= 200) {
                return first.get();
            }
            try {
                connection.body(request.content());
            } catch (IOException e) {
                return afterBrokenWrite(connection, e);
            }
            return connection.readFinal();
        }
    }

    /** Ends all that is under way; whoever waits gets an {@link IOException}. */
    public void abort() {
        open.forEach(Connection::close);
    }
}
