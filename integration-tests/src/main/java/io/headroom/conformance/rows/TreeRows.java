package io.headroom.conformance.rows;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.dav.Refusal;
import io.headroom.conformance.suite.Findings;
import io.headroom.conformance.suite.Level;
import io.headroom.conformance.suite.NotTriedException;
import io.headroom.conformance.suite.Row;
import io.headroom.conformance.suite.Scene;
import io.headroom.conformance.suite.Sizes;
import io.headroom.conformance.suite.Topic;
import io.headroom.conformance.suite.Verdict;
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import java.io.IOException;
import java.util.List;

/** COPY and MOVE without room (RFC 4918 §9.8, §9.9). */
final class TreeRows implements Topic {
    private static final long MEMBER = 512 * Sizes.KIB;

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "S507-COPY-01",
                        Level.SHOULD,
                        "COPY of a file that doesn't fit is 507 about the destination",
                        TreeRows::file),
                new Row(
                        "S507-COPY-02",
                        Level.CARE,
                        "COPY of a tree whose sum doesn't fit is refused as a whole",
                        TreeRows::tree),
                new Row(
                        "S507-COPY-04",
                        Level.SHOULD,
                        "COPY of an empty collection where nothing is left is done, or 507",
                        TreeRows::emptyCollection),
                new Row(
                        "S507-MOVE-01",
                        Level.CARE,
                        "MOVE of a file and of a tree work where nothing is left",
                        TreeRows::move),
                new Row(
                        "S507-MOVE-04",
                        Level.CARE,
                        "COPY over a file and over a tree that doesn't fit leaves the old ones",
                        TreeRows::overwrite));
    }

    private static void makeTree(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.mkcol(scene.path("tree/")));
        for (String name : List.of("a", "b", "c", "d")) {
            scene.file("tree/" + name, MEMBER);
        }
    }

    private static Verdict file(Scene scene) throws IOException, NotTriedException {
        scene.file("big", 2 * Scene.LITTLE);
        scene.leaveLittle();
        Reply reply = scene.send(Dav.copy(scene.path("big"), scene.url("copy")));
        Findings findings = new Findings()
                .status("COPY of 2 MiB, with room for 1 MiB", reply, 507)
                .that(!scene.exists("copy"), "nothing is left at the destination");
        if (reply.status() == 507) {
            for (String href : Refusal.hrefs(reply)) {
                findings.note("about " + href).that(href.endsWith(scene.path("copy")), "about the destination");
            }
        }
        return findings.verdict();
    }

    private static Verdict tree(Scene scene) throws IOException, NotTriedException {
        makeTree(scene);
        scene.leaveLittle();
        Reply reply = scene.send(Dav.copy(scene.path("tree/"), scene.url("copy/")));
        return new Findings()
                .status("COPY of 4 x 512 KiB, with room for 1 MiB", reply, 507)
                .that(!scene.exists("copy/"), "nothing is left at the destination")
                .verdict();
    }

    private static Verdict emptyCollection(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.mkcol(scene.path("from/")));
        scene.leaveNothing();
        Reply reply = scene.send(Dav.copy(scene.path("from/"), scene.url("to/")).header("Depth", "0"));
        return MakeRows.doneOrRefused(scene, "COPY", reply, "to/");
    }

    private static Verdict move(Scene scene) throws IOException, NotTriedException {
        makeTree(scene);
        scene.file("file", 1000);
        scene.leaveNothing();
        return new Findings()
                .status("MOVE of a file", scene.send(Dav.move(scene.path("file"), scene.url("moved"))), 201, 204)
                .status("MOVE of a tree", scene.send(Dav.move(scene.path("tree/"), scene.url("other/"))), 201, 204)
                .that(scene.exists("moved") && scene.exists("other/a"), "they are at their destinations")
                .that(!scene.exists("file") && !scene.exists("tree/"), "they are gone from where they were")
                .verdict();
    }

    private static Verdict overwrite(Scene scene) throws IOException, NotTriedException {
        makeTree(scene);
        scene.prepare(Dav.mkcol(scene.path("target/")));
        scene.prepare(Dav.put(scene.path("target/old"), Content.text("old")));
        scene.file("big", 2 * Scene.LITTLE);
        scene.prepare(Dav.put(scene.path("small"), Content.text("old")));
        scene.leaveLittle();
        return new Findings()
                .status("COPY over a file", scene.send(Dav.copy(scene.path("big"), scene.url("small"))), 507)
                .status("COPY over a tree", scene.send(Dav.copy(scene.path("tree/"), scene.url("target/"))), 507)
                .that(scene.send(Dav.get(scene.path("small"))).text().equals("old"), "the old file is still there")
                .that(scene.send(Dav.get(scene.path("target/old"))).text().equals("old"), "the old tree is still there")
                .that(!scene.exists("target/a"), "nothing of the source is in the old tree")
                .verdict();
    }
}
