package io.headroom.conformance.rows;

import static io.headroom.conformance.dav.RoomFigures.AVAILABLE;
import static io.headroom.conformance.dav.RoomFigures.USED;

import io.headroom.conformance.dav.Dav;
import io.headroom.conformance.dav.Element;
import io.headroom.conformance.dav.MultiStatus;
import io.headroom.conformance.dav.RoomFigures;
import io.headroom.conformance.suite.Findings;
import io.headroom.conformance.suite.Level;
import io.headroom.conformance.suite.NotTriedException;
import io.headroom.conformance.suite.Row;
import io.headroom.conformance.suite.Scene;
import io.headroom.conformance.suite.Topic;
import io.headroom.conformance.suite.Verdict;
import io.headroom.conformance.wire.Reply;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;

/** The form of quota-available-bytes and quota-used-bytes (RFC 4331 §2-4). */
final class FigureRows implements Topic {
    private static final QName PROTECTED = Element.dav("cannot-modify-protected-property");

    @Override
    public List<Row> rows() {
        return List.of(
                new Row("QUOTA-PF-01", Level.MUST, "A collection has both figures, in digits", FigureRows::collections),
                new Row("QUOTA-PF-02", Level.SHOULD, "A file has both figures or neither", FigureRows::files),
                new Row(
                        "QUOTA-PF-03",
                        Level.MUST,
                        "Not in allprop, but in propname and in include",
                        FigureRows::requests),
                new Row(
                        "QUOTA-PF-04",
                        Level.MUST,
                        "Whole numbers, not negative, whose sum fits 64 bits",
                        FigureRows::numbers),
                new Row(
                        "QUOTA-PF-09",
                        Level.SHOULD,
                        "PROPPATCH of a figure is refused in its propstat",
                        FigureRows::guarded),
                new Row(
                        "QUOTA-PF-12",
                        Level.CLIENT,
                        "The names of the old draft, which macOS asks for, are a plain 404",
                        FigureRows::oldNames));
    }

    private static MultiStatus.Response ask(Scene scene, String path, String what) throws IOException {
        return MultiStatus.of(scene.send(Dav.propfind(path, "0", what))).only();
    }

    private static String words(int status) {
        return status == 0 ? "not named" : Integer.toString(status);
    }

    private static Verdict collections(Scene scene) throws IOException {
        MultiStatus.Response response = ask(scene, scene.folder(), RoomFigures.NAMES);
        Findings findings = new Findings();
        for (QName name : List.of(AVAILABLE, USED)) {
            Optional<String> text = response.text(name);
            findings.note(name.getLocalPart() + ": " + text.orElse(words(response.status(name))));
            findings.that(text.flatMap(RoomFigures::octets).isPresent(), "a whole number of octets");
        }
        return findings.verdict();
    }

    private static Verdict files(Scene scene) throws IOException, NotTriedException {
        scene.file("file", 10);
        MultiStatus.Response response = ask(scene, scene.path("file"), RoomFigures.NAMES);
        return new Findings()
                .note("available " + words(response.status(AVAILABLE)) + ", used " + words(response.status(USED)))
                .that(
                        response.text(AVAILABLE).isPresent()
                                == response.text(USED).isPresent(),
                        "both or neither are there")
                .verdict();
    }

    private static Verdict requests(Scene scene) throws IOException, NotTriedException {
        scene.figures();
        MultiStatus.Response all = ask(scene, scene.folder(), "<D:allprop/>");
        MultiStatus.Response names = ask(scene, scene.folder(), "<D:propname/>");
        MultiStatus.Response included = ask(
                scene,
                scene.folder(),
                "<D:allprop/><D:include><D:quota-available-bytes/><D:quota-used-bytes/></D:include>");
        Findings findings = new Findings();
        for (QName name : List.of(AVAILABLE, USED)) {
            findings.that(all.property(name).isEmpty(), name.getLocalPart() + " is not in allprop");
            findings.that(names.status(name) == 200, name.getLocalPart() + " is in propname");
            findings.that(included.status(name) == 200, name.getLocalPart() + " comes with allprop and include");
        }
        return findings.good() ? findings.note("as it should be").verdict() : findings.verdict();
    }

    private static Verdict numbers(Scene scene) throws IOException, NotTriedException {
        MultiStatus.Response response = ask(scene, scene.folder(), RoomFigures.NAMES);
        Optional<String> available = response.text(AVAILABLE);
        Optional<String> used = response.text(USED);
        if (available.isEmpty() && used.isEmpty()) {
            throw new NotTriedException("the server has no figures");
        }
        Findings findings = new Findings();
        BigInteger sum = BigInteger.ZERO;
        for (String text : List.of(available.orElse("0"), used.orElse("0"))) {
            findings.note(text);
            boolean octets = RoomFigures.octets(text).isPresent();
            findings.that(octets, "a number from 0 to 2^63-1, in digits alone");
            sum = octets ? sum.add(new BigInteger(text)) : sum;
        }
        return findings.that(sum.bitLength() <= 63, "the sum is below 2^63").verdict();
    }

    private static Verdict guarded(Scene scene) throws IOException, NotTriedException {
        scene.figures();
        Findings findings = new Findings();
        for (QName name : List.of(AVAILABLE, USED)) {
            Reply reply = scene.send(
                    Dav.set(scene.folder(), "<D:" + name.getLocalPart() + ">1</D:" + name.getLocalPart() + ">"));
            MultiStatus.Response response = MultiStatus.of(reply).only();
            findings.note(name.getLocalPart() + ": propstat " + response.status(name));
            findings.that(response.status(name) == 403, "propstat 403");
            findings.that(
                    response.property(name).stream()
                            .anyMatch(property -> property.conditions().contains(PROTECTED)),
                    "the condition cannot-modify-protected-property");
        }
        return findings.verdict();
    }

    private static Verdict oldNames(Scene scene) throws IOException {
        MultiStatus.Response response = ask(
                scene,
                scene.folder(),
                "<D:prop><D:quota-available-bytes/><D:quota-used-bytes/><D:quota/><D:quotaused/></D:prop>");
        int quota = response.status(Element.dav("quota"));
        int used = response.status(Element.dav("quotaused"));
        return new Findings()
                .note("quota " + words(quota) + ", quotaused " + words(used))
                .that(quota == 404 && used == 404, "both in a 404 propstat")
                .verdict();
    }
}
