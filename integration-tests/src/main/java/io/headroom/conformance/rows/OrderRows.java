package io.headroom.conformance.rows;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.dav.RoomFigures;
import io.headroom.conformance.suite.Findings;
import io.headroom.conformance.suite.Level;
import io.headroom.conformance.suite.NotTriedException;
import io.headroom.conformance.suite.Row;
import io.headroom.conformance.suite.Scene;
import io.headroom.conformance.suite.Sizes;
import io.headroom.conformance.suite.Topic;
import io.headroom.conformance.suite.Verdict;
import io.headroom.conformance.wire.BrokenReplyException;
import io.headroom.conformance.wire.Connection;
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import io.headroom.conformance.wire.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When a 507 is due, what comes before it, and what it leaves behind. */
final class OrderRows implements Topic {
    private static final int REFUSALS = 5;

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "S507-GEN-01",
                        Level.SHOULD,
                        "Lack of room is 507 wherever it is noticed: PUT, chunked PUT, COPY, a small PUT at the brim",
                        OrderRows::everywhere),
                new Row(
                        "S507-GEN-04",
                        Level.MUST,
                        "The 507 of one resource stands in the status line, not inside a 207",
                        OrderRows::statusLine),
                new Row(
                        "S507-GEN-05",
                        Level.CARE,
                        "After a 507 all is as before: bytes, ETag, properties, listing, room",
                        OrderRows::unchanged),
                new Row(
                        "S507-GEN-07",
                        Level.CARE,
                        "Of two uploads at once that fit only alone, one is stored and one gets 507",
                        OrderRows::race),
                new Row("S507-GEN-08", Level.CARE, "409, 412 and 423 come before 507", OrderRows::order),
                new Row(
                        "S507-GEN-11",
                        Level.CLIENT,
                        "The phrase is 'Insufficient Storage': neon shows it to the user",
                        OrderRows::phrase),
                new Row(
                        "S507-RA-01",
                        Level.CARE,
                        "No Retry-After: nothing gets better by asking again",
                        OrderRows::noRetry));
    }

    private static Verdict everywhere(Scene scene) throws IOException, NotTriedException {
        scene.file("big", 2 * Scene.LITTLE);
        scene.leaveLittle();
        Findings findings = new Findings()
                .status("PUT of 4 MiB", scene.send(Dav.put(scene.path("a"), Content.noise(4 * Scene.LITTLE, 1))), 507);
        try (Connection connection = scene.connect()) {
            connection.chunkedHead(Request.of("PUT", scene.path("b")));
            connection.chunk(Content.noise(2 * Scene.LITTLE, 1)).lastChunk();
            findings.status("PUT of 2 MiB in one chunk", connection.readFinal(), 507);
        } catch (BrokenReplyException e) {
            throw e;
        } catch (IOException e) {
            findings.that(false, "the chunked PUT is read, or answered so that it can be read: " + e.getMessage());
        }
        findings.status("COPY of 2 MiB", scene.send(Dav.copy(scene.path("big"), scene.url("c"))), 507);
        scene.leaveNothing();
        return findings.status(
                        "PUT of 64 KiB at the brim",
                        scene.send(Dav.put(scene.path("d"), Content.noise(64 * Sizes.KIB, 1))),
                        507)
                .verdict();
    }

    private static Verdict statusLine(Scene scene) throws IOException, NotTriedException {
        Reply reply = scene.refused(Request.of("PUT", scene.path("new")));
        return new Findings()
                .status("PUT", reply, 507)
                .that(!scene.exists("new"), "nothing is stored")
                .verdict();
    }

    private static Verdict unchanged(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.put(scene.path("file"), Content.text("old")));
        scene.prepare(Dav.set(scene.path("file"), "<x:colour>red</x:colour>"));
        scene.leaveLittle();
        String before = state(scene);
        Findings findings = new Findings();
        for (int i = 0; i < REFUSALS; i++) {
            Reply reply = scene.send(Dav.put(scene.path("file"), Content.noise(2 * Scene.LITTLE, i)));
            findings.that(reply.status() == 507, "PUT of 2 MiB is refused with 507, not " + reply);
        }
        String after = state(scene);
        findings.that(before.equals(after), "the same as before, not " + after + " after " + before);
        Reply fits = scene.send(Dav.put(scene.path("fits"), Content.noise(Scene.LITTLE / 4 * 3, 1)));
        return findings.status("PUT of 768 KiB after " + REFUSALS + " refusals", fits, 201, 204)
                .verdict();
    }

    private static String state(Scene scene) throws IOException {
        Reply get = scene.send(Dav.get(scene.path("file")));
        Reply colour = scene.send(Dav.propfind(scene.path("file"), "0", "<D:prop><x:colour/></D:prop>"));
        Reply listing = scene.send(Dav.propfind(scene.folder(), "1", "<D:prop><D:resourcetype/></D:prop>"));
        return "'" + (get.body().length > 100 ? get.body().length + " bytes" : get.text()) + "', ETag "
                + get.header("ETag").orElse("none") + ", property "
                + colour.text().contains(">red<") + ", members "
                + listing.text().split("response>", -1).length / 2;
    }

    private static Verdict race(Scene scene) throws IOException, NotTriedException {
        scene.leaveLittle();
        long whole = Scene.LITTLE / 10 * 6;
        Map<String, Reply> replies = new LinkedHashMap<>();
        List<String> broken = new ArrayList<>();
        Optional<Long> before = available(scene);
        Optional<Long> promised = Optional.empty();
        try (Connection first = scene.connect();
                Connection second = scene.connect()) {
            first.head(Dav.put(scene.path("first"), Content.noise(whole, 1)));
            first.body(Content.noise(whole / 2, 1));
            promised = settled(scene, before, whole);
            second.head(Dav.put(scene.path("second"), Content.noise(whole, 1)));
            for (Connection connection : List.of(second, first)) {
                try {
                    connection.body(Content.noise(connection == first ? whole - whole / 2 : whole, 1));
                } catch (IOException e) {
                    broken.add(String.valueOf(e.getMessage()));
                }
            }
            replies.put("first", first.readFinal());
            replies.put("second", second.readFinal());
        }
        Findings findings = new Findings();
        replies.forEach((name, reply) -> findings.note(name + " of 60 %: " + reply));
        broken.forEach(message -> findings.note("while sending: " + message));
        findings.that(replies.values().stream().filter(Reply::isSuccess).count() == 1, "one of both is stored");
        findings.that(
                replies.values().stream().filter(reply -> reply.status() == 507).count() == 1, "one of both gets 507");
        if (before.isPresent() && promised.isPresent()) {
            findings.note("available " + before.get() + ", during the first " + promised.get());
            findings.that(
                    promised.get() <= before.get() - whole + 64 * Sizes.KIB,
                    "what the first was promised is not available any more");
        }
        return findings.verdict();
    }

    private static Optional<Long> available(Scene scene) throws IOException {
        return RoomFigures.of(scene.client(), scene.folder()).map(figures -> figures.available());
    }

    /** The server may need a moment to begin with what was sent on another connection. */
    private static Optional<Long> settled(Scene scene, Optional<Long> before, long promised) throws IOException {
        Optional<Long> now = available(scene);
        for (int i = 0; i < 100 && before.isPresent() && now.isPresent() && now.get() > before.get() - promised; i++) {
            now = available(scene);
        }
        return now;
    }

    private static Verdict order(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.put(scene.path("file"), Content.text("old")));
        scene.prepare(Dav.put(scene.path("locked"), Content.text("old")));
        Findings findings = new Findings();
        try {
            scene.lock("locked");
            findings.status("PUT on a locked file", scene.refused(Request.of("PUT", scene.path("locked"))), 423);
        } catch (NotTriedException e) {
            findings.note("no locks here");
        }
        return findings.status("PUT without parent", scene.refused(Request.of("PUT", scene.path("missing/file"))), 409)
                .status(
                        "PUT with If-None-Match: *",
                        scene.refused(Request.of("PUT", scene.path("file")).header("If-None-Match", "*")),
                        412)
                .verdict();
    }

    private static Verdict phrase(Scene scene) throws IOException, NotTriedException {
        Reply reply = RefusalBodyRows.refusal(scene, Request.of("PUT", scene.path("new")));
        return new Findings()
                .note(reply.statusLine())
                .that(reply.statusLine().endsWith(" 507 Insufficient Storage"), "507 Insufficient Storage")
                .verdict();
    }

    private static Verdict noRetry(Scene scene) throws IOException, NotTriedException {
        Reply reply = RefusalBodyRows.refusal(scene, Request.of("PUT", scene.path("new")));
        return new Findings()
                .note("Retry-After: " + reply.header("Retry-After").orElse("none"))
                .that(reply.header("Retry-After").isEmpty(), "no Retry-After")
                .verdict();
    }
}
