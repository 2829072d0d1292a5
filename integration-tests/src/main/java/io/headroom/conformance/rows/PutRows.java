package io.headroom.conformance.rows;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.dav.MultiStatus;
import io.headroom.conformance.dav.Refusal;
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

/** PUT without room. */
final class PutRows implements Topic {
    /** How soon a refusal that needs no more of the body has to come. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final int CHUNK = 64 * 1024;

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "S507-PUT-01",
                        Level.MUST,
                        "With Expect, 507 comes instead of 100, and no body is asked for",
                        PutRows::expecting),
                new Row(
                        "S507-PUT-02",
                        Level.SHOULD,
                        "With Content-Length, 507 comes before the body is sent",
                        PutRows::declared),
                new Row(
                        "S507-PUT-03",
                        Level.CLIENT,
                        "Chunked with X-Expected-Entity-Length, 507 comes after the first chunk",
                        PutRows::hinted),
                new Row(
                        "S507-PUT-04",
                        Level.CARE,
                        "Chunked of unknown length, 507 comes when the room runs out; the old file stays",
                        PutRows::runsOut),
                new Row(
                        "S507-PUT-05",
                        Level.MUST,
                        "Chunked with Expect: 100 while something fits, else 507",
                        PutRows::chunkedExpecting),
                new Row(
                        "S507-PUT-07",
                        Level.CARE,
                        "A bigger file is replaced by a smaller one while the quota is full",
                        PutRows::shrinks),
                new Row(
                        "S507-PUT-08",
                        Level.MUST,
                        "A body shorter than its Content-Length is not stored, and its room comes back",
                        PutRows::lies),
                new Row(
                        "S507-PUT-09",
                        Level.CARE,
                        "A new file that is refused shows up in no listing, at no moment",
                        PutRows::unseen));
    }

    private static Verdict expecting(Scene scene) throws IOException, NotTriedException {
        long bytes = scene.tooMuch();
        try (Connection connection = scene.connect()) {
            connection.head(Dav.put(scene.path("new"), Content.noise(bytes, 1)).header("Expect", "100-continue"));
            Optional<Reply> first = connection.readWithin(AT_ONCE);
            Findings findings = new Findings();
            String request = "PUT of " + Sizes.words(bytes);
            first.ifPresentOrElse(
                    reply -> findings.status(request, reply, 507),
                    () -> findings.note(request).that(false, "an answer within 5 s"));
            return findings.verdict();
        }
    }

    private static Verdict declared(Scene scene) throws IOException, NotTriedException {
        long bytes = scene.tooMuch();
        try (Connection connection = scene.connect()) {
            connection.head(Dav.put(scene.path("new"), Content.noise(bytes, 1)));
            connection.body(Content.noise(CHUNK, 1));
            return early("PUT of " + Sizes.words(bytes) + ", of which 64 KiB were sent", connection);
        }
    }

    private static Verdict hinted(Scene scene) throws IOException, NotTriedException {
        long bytes = scene.tooMuch();
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(
                    Request.of("PUT", scene.path("new")).header("X-Expected-Entity-Length", Long.toString(bytes)));
            connection.chunk(Content.noise(CHUNK, 1));
            return early("PUT of one chunk out of " + Sizes.words(bytes), connection);
        }
    }

    private static Verdict early(String request, Connection connection) throws IOException {
        Optional<Reply> reply = connection.readWithin(AT_ONCE);
        if (reply.isEmpty()) {
            return Verdict.fail(request + ": WRONG: no answer within 5 s, the server waits for the whole body");
        }
        return new Findings().status(request, reply.get(), 507).verdict();
    }

    private static Verdict runsOut(Scene scene) throws IOException, NotTriedException {
        Content old = Content.text("the old content");
        scene.prepare(Dav.put(scene.path("old"), old));
        scene.leaveLittle();
        Reply reply = chunks(scene, "old", 4 * Scene.LITTLE);
        return new Findings()
                .status("PUT of 4 MiB in chunks, with room for 1 MiB", reply, 507)
                .that(
                        scene.send(Dav.get(scene.path("old"))).text().equals("the old content"),
                        "the old content is still there")
                .verdict();
    }

    /** Sends all chunks, then reads. */
    private static Reply chunks(Scene scene, String name, long bytes) throws IOException {
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(Request.of("PUT", scene.path(name)));
            try {
                for (long sent = 0; sent < bytes; sent += CHUNK) {
                    connection.chunk(Content.noise(CHUNK, sent));
                }
                connection.lastChunk();
            } catch (IOException e) {
                // What the server said before it closed its end is read below; without it, that fails.
                return connection.readFinal();
            }
            return connection.readFinal();
        }
    }

    private static Verdict chunkedExpecting(Scene scene) throws IOException, NotTriedException {
        Findings findings = new Findings();
        scene.leaveLittle();
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(Request.of("PUT", scene.path("fits")).header("Expect", "100-continue"));
            Optional<Reply> first = connection.readWithin(AT_ONCE);
            findings.note("with room: " + first.map(Reply::toString).orElse("no answer within 5 s"));
            findings.that(first.isPresent() && first.get().status() == 100, "100 Continue");
            connection.chunk(Content.text("fits")).lastChunk();
            findings.status("PUT of a few bytes", connection.readFinal(), 201, 204);
        }
        scene.leaveNothing();
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(Request.of("PUT", scene.path("new")).header("Expect", "100-continue"));
            Optional<Reply> first = connection.readWithin(AT_ONCE);
            findings.note("without room: " + first.map(Reply::toString).orElse("no answer within 5 s"));
            findings.that(first.isPresent() && first.get().status() == 507, "507");
        }
        return findings.verdict();
    }

    private static Verdict shrinks(Scene scene) throws IOException, NotTriedException {
        scene.file("file", 64 * Sizes.KIB);
        scene.leaveNothing();
        Reply reply = scene.send(Dav.put(scene.path("file"), Content.noise(32 * Sizes.KIB, 1)));
        if (reply.status() == 507 && !Refusal.blamesQuota(reply)) {
            throw new NotTriedException(
                    "the limit is the disk, where the old and the new file need room at once: " + reply);
        }
        return new Findings()
                .status("PUT of 32 KiB over 64 KiB", reply, 200, 204)
                .verdict();
    }

    private static Verdict lies(Scene scene) throws IOException, NotTriedException {
        scene.leaveLittle();
        long half = Scene.LITTLE / 2;
        Findings findings = new Findings();
        try (Connection connection = scene.connect()) {
            connection.head(Dav.put(scene.path("short"), Content.noise(half + half / 2, 1)));
            connection.body(Content.noise(half, 1)).halfClose();
            try {
                findings.status("half of a body", connection.readFinal(), 400, 408);
            } catch (IOException e) {
                findings.note("half of a body: the server closed the connection");
            }
        }
        findings.that(!scene.exists("short"), "nothing is stored");
        return findings.status(
                        "PUT that needs this room",
                        scene.send(Dav.put(scene.path("whole"), Content.noise(half + half / 2, 1))),
                        201)
                .verdict();
    }

    private static Verdict unseen(Scene scene) throws IOException, NotTriedException {
        scene.leaveLittle();
        Findings findings = new Findings();
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(Request.of("PUT", scene.path("new")));
            connection.chunk(Content.noise(CHUNK, 1));
            listing(scene, findings, "while it is sent");
            boolean whole = true;
            try {
                for (int i = 0; i < 4 * Scene.LITTLE / CHUNK; i++) {
                    connection.chunk(Content.noise(CHUNK, i));
                }
                connection.lastChunk();
            } catch (IOException e) {
                whole = false;
            }
            Reply reply = connection.readFinal();
            findings.note(whole ? "all was sent" : "the server closed its end");
            findings.status("PUT", reply, 507);
        }
        listing(scene, findings, "afterwards");
        return findings.verdict();
    }

    private static void listing(Scene scene, Findings findings, String when) throws IOException {
        List<String> hrefs = MultiStatus.of(
                        scene.send(Dav.propfind(scene.folder(), "1", "<D:prop><D:resourcetype/></D:prop>")))
                .hrefs();
        findings.that(hrefs.size() == 1, when + " the listing is empty, not " + hrefs);
    }
}
