package io.headroom.conformance.rows;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.suite.Findings;
import io.headroom.conformance.suite.Level;
import io.headroom.conformance.suite.NotTriedException;
import io.headroom.conformance.suite.Row;
import io.headroom.conformance.suite.Scene;
import io.headroom.conformance.suite.Sizes;
import io.headroom.conformance.suite.Topic;
import io.headroom.conformance.suite.Verdict;
import io.headroom.conformance.wire.Client;
import io.headroom.conformance.wire.Connection;
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import io.headroom.conformance.wire.Request;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What becomes of the connection (RFC 9112 §9.6): a server that closes it while a client still sends makes TCP throw the reply
 * away, and the user reads of a network error.
 */
final class ConnectionRows implements Topic {
    /** More than the buffers of both ends hold, so that somebody has to read. */
    private static final long LARGE = 24 * Sizes.MIB;

    private static final long SLOW_PIECE = 64 * Sizes.KIB;
    private static final int SLOW_PIECES = 40;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "S507-CON-01-WHOLE",
                        Level.SHOULD,
                        "A client that writes 24 MiB and only then reads gets the 507, not a reset",
                        ConnectionRows::whole),
                new Row(
                        "S507-CON-01-SLOW",
                        Level.SHOULD,
                        "A client that takes 4 s for its body and only then reads gets the 507",
                        ConnectionRows::slow),
                new Row(
                        "S507-CON-01-CHUNKED",
                        Level.SHOULD,
                        "A client that writes 24 MiB in chunks and only then reads gets the 507",
                        ConnectionRows::chunked),
                new Row(
                        "S507-CON-01-SMALL",
                        Level.SHOULD,
                        "After a small body, the connection stays, or the 507 says that it ends",
                        ConnectionRows::small),
                new Row(
                        "S507-CON-02",
                        Level.SHOULD,
                        "After a 507 to Expect, the connection stays, or the 507 says that it ends",
                        ConnectionRows::afterExpect));
    }

    private static long tooLarge(Scene scene) throws IOException, NotTriedException {
        scene.leaveLittle();
        return LARGE;
    }

    private static Verdict whole(Scene scene) throws IOException, NotTriedException {
        long bytes = tooLarge(scene);
        return new Findings()
                .status("PUT of 24 MiB", scene.send(Dav.put(scene.path("new"), Content.noise(bytes, 1))), 507)
                .verdict();
    }

    private static Verdict chunked(Scene scene) throws IOException, NotTriedException {
        long bytes = tooLarge(scene);
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(Request.of("PUT", scene.path("new")));
            boolean all = true;
            try {
                for (long sent = 0; sent < bytes; sent += SLOW_PIECE) {
                    connection.chunk(Content.noise(SLOW_PIECE, sent));
                }
                connection.lastChunk();
            } catch (IOException e) {
                all = false;
            }
            return new Findings()
                    .note(all ? "all was sent" : "the server closed its end while it was sent to")
                    .status("PUT of 24 MiB in chunks", connection.readFinal(), 507)
                    .verdict();
        }
    }

    private static Verdict slow(Scene scene) throws IOException, NotTriedException {
        scene.leaveLittle();
        try (Connection connection = scene.connect()) {
            connection.head(Dav.put(scene.path("new"), Content.noise(SLOW_PIECE * SLOW_PIECES, 1)));
            boolean all = true;
            try {
                for (int i = 0; i < SLOW_PIECES; i++) {
                    connection.body(Content.noise(SLOW_PIECE, i));
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException e) {
                all = false;
            }
            return new Findings()
                    .note(all ? "all was sent" : "the server closed its end while it was sent to")
                    .status("slow PUT of 2.5 MiB", connection.readFinal(), 507)
                    .verdict();
        }
    }

    private static Verdict small(Scene scene) throws IOException, NotTriedException {
        scene.leaveNothing();
        try (Connection connection = scene.connect()) {
            Reply reply = Client.send(connection, Dav.put(scene.path("new"), Content.noise(64 * Sizes.KIB, 1)));
            Findings findings = new Findings().status("PUT of 64 KiB at the brim", reply, 507);
            return next(scene, connection, reply, findings);
        }
    }

    private static Verdict afterExpect(Scene scene) throws IOException, NotTriedException {
        long bytes = scene.tooMuch();
        try (Connection connection = scene.connect()) {
            connection.head(Dav.put(scene.path("new"), Content.noise(bytes, 1)).header("Expect", "100-continue"));
            Reply reply = connection.read();
            if (reply.status() != 507) {
                throw new NotTriedException("the server did not refuse before the body: " + reply);
            }
            return next(scene, connection, reply, new Findings().note("PUT with Expect: " + reply));
        }
    }

    private static Verdict next(Scene scene, Connection connection, Reply reply, Findings findings) {
        if (reply.list("Connection").toLowerCase(Locale.ROOT).contains("close")) {
            return findings.note("it says Connection: close").verdict();
        }
        try {
            Reply next = Client.send(connection, Request.of("OPTIONS", scene.folder()));
            return findings.success("the next request", next).verdict();
        } catch (IOException e) {
            return findings.that(
                            false, "a connection that is not said to close serves the next request: " + e.getMessage())
                    .verdict();
        }
    }
}
