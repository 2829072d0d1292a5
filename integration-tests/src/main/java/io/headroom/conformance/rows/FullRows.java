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
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import io.headroom.conformance.wire.Request;
import java.io.IOException;
import java.util.List;
import javax.xml.namespace.QName;

/** What has to work on a full server, so that somebody can tidy it up. */
final class FullRows implements Topic {
    private static final QName COLOUR = new QName("urn:x", "colour");

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "S507-GEN-09",
                        Level.CARE,
                        "Reading, listing, refreshing and ending a lock work where nothing is left",
                        FullRows::reading),
                new Row(
                        "QUOTA-PF-08",
                        Level.CARE,
                        "Where nothing is left: overwrite by the same size, removal of a property, MOVE, DELETE",
                        FullRows::tidying),
                new Row(
                        "QUOTA-ERR-04",
                        Level.SHOULD,
                        "PUT, COPY, MKCOL and LOCK where nothing is left give 507 or succeed, nothing else",
                        FullRows::methods));
    }

    private static Verdict reading(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.put(scene.path("file"), Content.text("content")));
        Findings findings = new Findings();
        String token = "";
        try {
            token = scene.lock("file");
        } catch (NotTriedException e) {
            findings.note("no locks here");
        }
        scene.leaveNothing();
        Reply get = scene.send(Dav.get(scene.path("file")));
        findings.status("GET", get, 200).that(get.text().equals("content"), "the content is whole");
        findings.status("HEAD", scene.send(Request.of("HEAD", scene.path("file"))), 200);
        findings.success("OPTIONS", scene.send(Request.of("OPTIONS", scene.folder())));
        findings.status("PROPFIND", scene.send(Dav.propfind(scene.folder(), "1", "<D:allprop/>")), 207);
        if (!token.isEmpty()) {
            findings.status("LOCK refresh", scene.send(Dav.refresh(scene.path("file"), token)), 200);
            findings.status("UNLOCK", scene.send(Dav.unlock(scene.path("file"), token)), 204);
        }
        return findings.verdict();
    }

    private static Verdict tidying(Scene scene) throws IOException, NotTriedException {
        scene.file("file", 64 * Sizes.KIB);
        scene.file("doomed", 1000);
        scene.prepare(Dav.mkcol(scene.path("sub/")));
        Reply set = scene.send(Dav.set(scene.path("file"), "<x:colour>red</x:colour>"));
        boolean properties = set.status() == 207 && MultiStatus.of(set).only().status(COLOUR) == 200;
        scene.leaveNothing();
        Findings findings = new Findings();
        Reply put = scene.send(Dav.put(scene.path("file"), Content.noise(64 * Sizes.KIB, 2)));
        if (put.status() == 507 && !Refusal.blamesQuota(put)) {
            findings.note("PUT over the same size: 507, and a disk may need room for old and new at once");
        } else {
            findings.status("PUT over the same size", put, 200, 201, 204);
        }
        if (properties) {
            Reply removed =
                    scene.send(Dav.proppatch(scene.path("file"), "<D:remove><D:prop><x:colour/></D:prop></D:remove>"));
            int status =
                    removed.status() == 207 ? MultiStatus.of(removed).only().status(COLOUR) : removed.status();
            findings.note("removal of a property: " + status).that(status == 200, "a property can be removed");
        }
        findings.status("MOVE", scene.send(Dav.move(scene.path("file"), scene.url("sub/file"))), 201, 204);
        findings.status("DELETE of a file", scene.send(Dav.delete(scene.path("doomed"))), 200, 201, 204);
        findings.status("DELETE of a tree", scene.send(Dav.delete(scene.path("sub/"))), 200, 201, 204);
        return findings.verdict();
    }

    private static Verdict methods(Scene scene) throws IOException, NotTriedException {
        scene.file("big", 64 * Sizes.KIB);
        scene.lock("big");
        scene.leaveNothing();
        return new Findings()
                .status("PUT", scene.send(Dav.put(scene.path("a"), Content.noise(64 * Sizes.KIB, 1))), 507)
                .status("COPY", scene.send(Dav.copy(scene.path("big"), scene.url("b"))), 507)
                .status("MKCOL", scene.send(Dav.mkcol(scene.path("c/"))), 201, 507)
                .status("LOCK", scene.tryLock("d"), 201, 507)
                .verdict();
    }
}
