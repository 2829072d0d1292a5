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
import io.headroom.conformance.wire.Client;
import io.headroom.conformance.wire.Connection;
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import io.headroom.conformance.wire.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Whether the figures are true: what they say, and what a write gets. */
final class AccountRows implements Topic {
    /** A careful server keeps a little back for what a file system needs beside the content, and finds some of it unused. */
    private static final long CRUMBS = 64 * 1024;

    private static final long FILE = 512 * Sizes.KIB;
    /** What the figures may be off by: blocks, names, properties, and what the server keeps for itself. */
    private static final long SLACK = 128 * Sizes.KIB;

    private static final int ASKED = 15;
    private static final long CHEAP_MICROS = 10_000;

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "QUOTA-PF-05",
                        Level.SHOULD,
                        "Available falls by what is stored, rises when it is deleted, and is the same all over",
                        AccountRows::follows),
                new Row(
                        "QUOTA-PF-06",
                        Level.MUST,
                        "Used grows by what is stored below, and shrinks again",
                        AccountRows::used),
                new Row(
                        "QUOTA-PF-10",
                        Level.CARE,
                        "A PUT of 'available' bytes fits; one byte more does not",
                        AccountRows::agrees),
                new Row(
                        "QUOTA-PF-11",
                        Level.CLIENT,
                        "Asking for the figures costs no walk through the tree",
                        AccountRows::cheap),
                new Row(
                        "QUOTA-PF-13",
                        Level.CARE,
                        "A sub-folder has no more room than the folder it is in",
                        AccountRows::nested),
                new Row(
                        "EDGE-EXACT-FIT",
                        Level.CLIENT,
                        "After a PUT of all that is available, next to nothing is",
                        AccountRows::exact));
    }

    private static boolean near(long one, long other) {
        return Math.abs(one - other) <= SLACK;
    }

    private static Verdict follows(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.mkcol(scene.path("sub/")));
        RoomFigures before = scene.figures();
        long elsewhere = RoomFigures.of(scene.client(), scene.path("sub/"))
                .map(RoomFigures::available)
                .orElse(-1L);
        scene.file("sub/file", FILE);
        RoomFigures with = scene.figures();
        scene.prepare(Dav.delete(scene.path("sub/file")));
        RoomFigures after = scene.figures();
        return new Findings()
                .note("available " + before.available() + ", with a file of " + FILE + " bytes " + with.available()
                        + ", without " + after.available())
                .that(near(elsewhere, before.available()), "the sub-folder says the same, not " + elsewhere)
                .that(near(before.available() - FILE, with.available()), "it falls by the file's size")
                .that(near(before.available(), after.available()), "it comes back")
                .verdict();
    }

    private static Verdict used(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.mkcol(scene.path("sub/")));
        RoomFigures before = scene.figures();
        scene.file("sub/file", FILE);
        RoomFigures with = scene.figures();
        scene.prepare(Dav.delete(scene.path("sub/file")));
        RoomFigures after = scene.figures();
        return new Findings()
                .note("used " + before.used() + ", with a file of " + FILE + " bytes " + with.used() + ", without "
                        + after.used())
                .that(near(before.used() + FILE, with.used()), "it grows by the file's size")
                .that(near(before.used(), after.used()), "it shrinks again")
                .verdict();
    }

    private static Verdict agrees(Scene scene) throws IOException, NotTriedException {
        scene.figures();
        scene.leaveLittle();
        long available = scene.figures().available();
        Reply tooMuch = scene.send(Dav.put(scene.path("more"), Content.noise(available + 1, 1)));
        Reply fits = scene.send(Dav.put(scene.path("fits"), Content.noise(available, 2)));
        return new Findings()
                .status("PUT of " + (available + 1) + " bytes", tooMuch, 507)
                .status("PUT of " + available + " bytes", fits, 201, 204)
                .verdict();
    }

    private static Verdict exact(Scene scene) throws IOException, NotTriedException {
        scene.figures();
        scene.leaveLittle();
        long available = scene.figures().available();
        Reply fits = scene.send(Dav.put(scene.path("fits"), Content.noise(available, 2)));
        Findings findings = new Findings().status("PUT of " + available + " bytes", fits, 201, 204);
        if (findings.good()) {
            long left = scene.figures().available();
            findings.note("available " + left).that(left < CRUMBS, "next to nothing is available");
        }
        scene.send(Dav.delete(scene.path("fits")));
        long back = scene.figures().available();
        return findings.that(near(back, available), "it is available again after DELETE, not " + back)
                .verdict();
    }

    private static Verdict cheap(Scene scene) throws IOException, NotTriedException {
        scene.figures();
        try (Connection connection = scene.connect()) {
            long plain = micros(connection, Dav.propfind(scene.folder(), "0", "<D:prop><D:resourcetype/></D:prop>"));
            long figures = micros(connection, Dav.propfind(scene.folder(), "0", RoomFigures.NAMES));
            return new Findings()
                    .note("median " + figures / 1000.0 + " ms, " + plain / 1000.0 + " ms without the figures")
                    .that(figures <= plain + CHEAP_MICROS, "no more than 10 ms for the figures")
                    .verdict();
        }
    }

    private static long micros(Connection connection, Request request) throws IOException {
        long[] times = new long[ASKED];
        for (int i = 0; i < ASKED; i++) {
            long began = System.nanoTime();
            Client.send(connection, request);
            times[i] = (System.nanoTime() - began) / 1000;
        }
        Arrays.sort(times);
        return times[ASKED / 2];
    }

    private static Verdict nested(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.mkcol(scene.path("sub/")));
        long outer = scene.figures().available();
        long inner = RoomFigures.of(scene.client(), scene.path("sub/"))
                .map(RoomFigures::available)
                .orElseThrow(() -> new NotTriedException("the sub-folder has no figures"));
        return new Findings()
                .note("folder " + outer + ", sub-folder " + inner)
                .that(inner <= outer + SLACK, "no more room inside than outside")
                .verdict();
    }
}
