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
import io.headroom.conformance.wire.Connection;
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import io.headroom.conformance.wire.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What programs in use send, request by request. */
final class ClientRows implements Topic {
    private static final long FILE = 300_000;
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "FINDER-FITS",
                        Level.CLIENT,
                        "Finder copies a file: empty PUT, LOCK, chunked PUT, UNLOCK",
                        ClientRows::finderFits),
                new Row(
                        "FINDER-TOO-BIG",
                        Level.CLIENT,
                        "Finder copies a file that doesn't fit: 507 early, and UNLOCK works after it",
                        ClientRows::finderTooBig),
                new Row(
                        "FINDER-WRONG-LENGTH",
                        Level.CLIENT,
                        "X-Expected-Entity-Length is a hint: the bytes that come decide",
                        ClientRows::finderLies),
                new Row(
                        "KEEPASS-FULL",
                        Level.CLIENT,
                        "KeePass saves by DELETE and MOVE where nothing is left",
                        ClientRows::keepass),
                new Row(
                        "KOPIA-REPLACE",
                        Level.CLIENT,
                        "kopia makes parents after a 409 and replaces by MOVE; the old file's room comes back",
                        ClientRows::kopia),
                new Row(
                        "EDGE-OVERWRITE",
                        Level.CLIENT,
                        "A file that fills the room can be replaced by an empty one",
                        ClientRows::emptied));
    }

    private static Request finderPut(Scene scene, String token, long bytes) {
        return Request.of("PUT", scene.path("a"))
                .header("X-Expected-Entity-Length", Long.toString(bytes))
                .header("If", "(<" + token + ">)");
    }

    private static Verdict finderFits(Scene scene) throws IOException, NotTriedException {
        Reply empty = scene.send(Dav.put(scene.path("a"), Content.nothing()));
        String token = scene.lock("a");
        Findings findings = new Findings().status("empty PUT", empty, 201, 204);
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(finderPut(scene, token, FILE));
            connection.chunk(Content.noise(FILE, 1)).lastChunk();
            findings.status("chunked PUT", connection.readFinal(), 200, 204);
        }
        findings.status("UNLOCK", scene.send(Dav.unlock(scene.path("a"), token)), 204);
        int length = scene.send(Dav.get(scene.path("a"))).body().length;
        return findings.that(length == FILE, FILE + " bytes are stored, not " + length)
                .verdict();
    }

    private static Verdict finderTooBig(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.put(scene.path("a"), Content.nothing()));
        String token = scene.lock("a");
        long bytes = scene.tooMuch();
        Findings findings = new Findings();
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(finderPut(scene, token, bytes));
            connection.chunk(Content.noise(64 * Sizes.KIB, 1));
            Optional<Reply> early = connection.readWithin(AT_ONCE);
            early.ifPresentOrElse(
                    reply -> findings.status("chunked PUT", reply, 507),
                    () -> findings.that(false, "507 before the body is complete"));
        }
        findings.status("UNLOCK", scene.send(Dav.unlock(scene.path("a"), token)), 204);
        Reply left = scene.send(Dav.get(scene.path("a")));
        return findings.that(left.isSuccess() && left.body().length == 0, "the empty file is as it was, not " + left)
                .verdict();
    }

    private static Verdict finderLies(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.put(scene.path("a"), Content.text("old")));
        scene.leaveLittle();
        Findings findings = new Findings();
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(Request.of("PUT", scene.path("a")).header("X-Expected-Entity-Length", "10"));
            try {
                connection.chunk(Content.noise(3 * Scene.LITTLE, 1)).lastChunk();
            } catch (IOException e) {
                findings.note("the server closed its end while it was sent to");
            }
            findings.status("PUT of 3 MiB that was said to have 10 bytes", connection.readFinal(), 507);
        }
        return findings.that(scene.send(Dav.get(scene.path("a"))).text().equals("old"), "the old content stays")
                .verdict();
    }

    private static Verdict keepass(Scene scene) throws IOException, NotTriedException {
        scene.file("db", 100_000);
        scene.file("db.tmp", 100_001);
        scene.leaveNothing();
        Findings findings = new Findings()
                .success("DELETE db", scene.send(Dav.delete(scene.path("db"))))
                .status("MOVE db.tmp db", scene.send(Dav.move(scene.path("db.tmp"), scene.url("db"))), 201, 204);
        int length = scene.send(Dav.get(scene.path("db"))).body().length;
        return findings.that(length == 100_001, "the new bytes are there").verdict();
    }

    private static Verdict kopia(Scene scene) throws IOException, NotTriedException {
        Findings findings = new Findings()
                .status("PUT without parent", scene.send(Dav.put(scene.path("p/x"), Content.noise(10, 1))), 409, 404)
                .status("MKCOL", scene.send(Dav.mkcol(scene.path("p/"))), 201, 204);
        scene.file("p/x", 2 * Scene.LITTLE);
        scene.file("p/x.tmp", 1000);
        scene.leaveLittle();
        Reply move =
                scene.send(Dav.move(scene.path("p/x.tmp"), scene.url("p/x")).header("Overwrite", "T"));
        return findings.status("MOVE over 2 MiB", move, 201, 204)
                .status(
                        "PUT of 2 MiB, with room for 1 MiB before",
                        scene.send(Dav.put(scene.path("y"), Content.noise(2 * Scene.LITTLE, 1))),
                        201)
                .verdict();
    }

    private static Verdict emptied(Scene scene) throws IOException, NotTriedException {
        scene.file("file", 2 * Scene.LITTLE);
        scene.leaveNothing();
        return new Findings()
                .status("empty PUT", scene.send(Dav.put(scene.path("file"), Content.nothing())), 200, 204)
                .status(
                        "PUT of 1 MiB",
                        scene.send(Dav.put(scene.path("new"), Content.noise(Scene.LITTLE, 1))),
                        201,
                        204)
                .verdict();
    }
}
