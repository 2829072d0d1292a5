package io.headroom.conformance.rows;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.dav.MultiStatus;
import io.headroom.conformance.suite.Findings;
import io.headroom.conformance.suite.Level;
import io.headroom.conformance.suite.NotTriedException;
import io.headroom.conformance.suite.Row;
import io.headroom.conformance.suite.Scene;
import io.headroom.conformance.suite.Topic;
import io.headroom.conformance.suite.Verdict;
import io.headroom.conformance.wire.Content;
import io.headroom.conformance.wire.Reply;
import java.io.IOException;
import java.util.List;
import javax.xml.namespace.QName;

/** What makes small things where nothing is left: MKCOL, LOCK and PROPPATCH. */
final class MakeRows implements Topic {
    private static final QName SHAPE = new QName("urn:x", "shape");
    private static final QName COLOUR = new QName("urn:x", "colour");
    /** Characters of a property; servers have limits. */
    private static final int LONG_VALUE = 32_000;

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "S507-MK-01",
                        Level.SHOULD,
                        "MKCOL where nothing is left is done, or 507",
                        MakeRows::collection),
                new Row(
                        "S507-LK-01",
                        Level.SHOULD,
                        "LOCK of a new name where nothing is left is done, or 507 with no file and no lock",
                        MakeRows::lock),
                new Row(
                        "S507-PP-01",
                        Level.MUST,
                        "PROPPATCH without room: 507 in that propstat, 424 in the others, nothing changed",
                        MakeRows::property),
                new Row(
                        "S507-PP-03",
                        Level.CLIENT,
                        "The dates and attributes of Windows are kept where nothing is left",
                        MakeRows::windows));
    }

    /** A server may have kept room for small things, or count no bytes for them; but it must not fail otherwise. */
    static Verdict doneOrRefused(Scene scene, String request, Reply reply, String name)
            throws IOException, NotTriedException {
        if (reply.status() == 201 && scene.exists(name)) {
            throw new NotTriedException("there was still room for it: " + request + ": " + reply);
        }
        return new Findings()
                .status(request, reply, 507)
                .that(!scene.exists(name), "nothing was made")
                .verdict();
    }

    private static Verdict collection(Scene scene) throws IOException, NotTriedException {
        scene.leaveNothing();
        Reply reply = scene.send(Dav.mkcol(scene.path("new/")));
        return doneOrRefused(scene, "MKCOL", reply, "new/");
    }

    private static Verdict lock(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.put(scene.path("probe"), Content.text("x")));
        // Without locks at all, a refusal tells nothing.
        String token = scene.lock("probe");
        scene.leaveNothing();
        Reply reply = scene.tryLock("new");
        Verdict verdict = doneOrRefused(scene, "LOCK", reply, "new");
        if (reply.status() != 507) {
            return verdict;
        }
        scene.prepare(Dav.delete(scene.path("probe")).header("If", "(<" + token + ">)"));
        scene.unlocked("probe");
        Reply after = scene.tryLock("new");
        return after.status() == 423
                ? Verdict.fail(verdict.seen() + "; WRONG: the refused LOCK left a lock: " + after)
                : verdict;
    }

    private static Verdict property(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.put(scene.path("file"), Content.text("x")));
        MultiStatus.Response set = MultiStatus.of(
                        scene.prepare(Dav.set(scene.path("file"), "<x:colour>red</x:colour>")))
                .only();
        if (set.status(COLOUR) != 200) {
            throw new NotTriedException("the server keeps no properties of clients: propstat " + set.status(COLOUR));
        }
        scene.leaveNothing();
        Reply reply = scene.send(Dav.proppatch(
                scene.path("file"),
                "<D:remove><D:prop><x:colour/></D:prop></D:remove><D:set><D:prop><x:shape>"
                        + "round ".repeat(LONG_VALUE / 6) + "</x:shape></D:prop></D:set>"));
        Findings findings = new Findings().status("PROPPATCH", reply, 207);
        if (!findings.good()) {
            return findings.verdict();
        }
        MultiStatus.Response response = MultiStatus.of(reply).only();
        if (response.status(SHAPE) == 200) {
            throw new NotTriedException("properties still had room: propstat 200");
        }
        MultiStatus.Response after = MultiStatus.of(
                        scene.send(Dav.propfind(scene.path("file"), "0", "<D:prop><x:colour/><x:shape/></D:prop>")))
                .only();
        return findings.note(
                        "set: propstat " + response.status(SHAPE) + ", remove: propstat " + response.status(COLOUR))
                .that(response.status(SHAPE) == 507, "propstat 507 for what finds no room")
                .that(response.status(COLOUR) == 424, "propstat 424 for what depends on it")
                .that(
                        response.property(SHAPE).stream()
                                .anyMatch(property -> property.conditions().stream()
                                        .anyMatch(name -> name.getNamespaceURI().equals("DAV:"))),
                        "a condition in the propstat")
                .that(after.status(COLOUR) == 200 && after.status(SHAPE) == 404, "nothing was changed")
                .verdict();
    }

    private static Verdict windows(Scene scene) throws IOException, NotTriedException {
        scene.prepare(Dav.put(scene.path("file"), Content.text("x")));
        String properties = "<m:Win32CreationTime xmlns:m=\"urn:schemas-microsoft-com:\">"
                + "Sun, 06 Nov 1994 08:49:37 GMT</m:Win32CreationTime>"
                + "<m:Win32LastModifiedTime xmlns:m=\"urn:schemas-microsoft-com:\">"
                + "Sun, 06 Nov 1994 08:49:37 GMT</m:Win32LastModifiedTime>"
                + "<m:Win32FileAttributes xmlns:m=\"urn:schemas-microsoft-com:\">00000020</m:Win32FileAttributes>";
        scene.leaveNothing();
        Reply reply = scene.send(Dav.set(scene.path("file"), properties));
        if (reply.status() == 405 || reply.status() == 501) {
            throw new NotTriedException("the server has no PROPPATCH: " + reply);
        }
        MultiStatus.Response response = MultiStatus.of(reply).only();
        Findings findings = new Findings();
        for (String name : List.of("Win32CreationTime", "Win32LastModifiedTime", "Win32FileAttributes")) {
            int status = response.status(new QName("urn:schemas-microsoft-com:", name));
            findings.note(name + ": " + status).that(status == 200, "propstat 200");
        }
        return findings.verdict();
    }
}
