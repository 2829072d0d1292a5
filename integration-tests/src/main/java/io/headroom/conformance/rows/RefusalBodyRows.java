package io.headroom.conformance.rows;

import io.headroom.conformance.dav.Element;
import io.headroom.conformance.dav.MalformedXmlException;
import io.headroom.conformance.dav.Refusal;
import io.headroom.conformance.suite.Findings;
import io.headroom.conformance.suite.Level;
import io.headroom.conformance.suite.NotTriedException;
import io.headroom.conformance.suite.Row;
import io.headroom.conformance.suite.Scene;
import io.headroom.conformance.suite.Topic;
import io.headroom.conformance.suite.Verdict;
import io.headroom.conformance.wire.Reply;
import io.headroom.conformance.wire.Request;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/** What a 507 says, to programs and to people (RFC 4331 §6, RFC 4918 §14 and §16). */
final class RefusalBodyRows implements Topic {
    private static final int TWO_PACKETS = 4096;
    /** What gives a server away: folders of the host, stack traces. */
    private static final Pattern SECRETS = Pattern.compile(
            "(/(?:home|srv|var|tmp|mnt|usr|opt|data)/[^\\s<\"]*)|(\\bat [a-z]+\\.[\\w.$]+\\()|(\\w+Exception\\b)");

    @Override
    public List<Row> rows() {
        return List.of(
                new Row(
                        "QUOTA-ERR-01",
                        Level.SHOULD,
                        "A 507 that comes from a quota says quota-not-exceeded",
                        scene -> condition(scene, Refusal.QUOTA, Refusal.DISK)),
                new Row(
                        "QUOTA-ERR-02",
                        Level.SHOULD,
                        "A 507 that comes from the disk says sufficient-disk-space",
                        scene -> condition(scene, Refusal.DISK, Refusal.QUOTA)),
                new Row(
                        "S507-BODY-01",
                        Level.SHOULD,
                        "The body is a DAV:error, or a DAV:multistatus with href, status and error",
                        RefusalBodyRows::shape),
                new Row(
                        "S507-BODY-02",
                        Level.CARE,
                        "XML in UTF-8, with Content-Length, below 4 KiB",
                        RefusalBodyRows::headers),
                new Row(
                        "S507-BODY-03",
                        Level.MUST,
                        "The href is the URL that could not be stored, spelled as in a listing",
                        RefusalBodyRows::href),
                new Row(
                        "S507-BODY-04",
                        Level.MUST,
                        "DAV:error holds conditions of RFC 4331 and nothing else of DAV:",
                        RefusalBodyRows::conditions),
                new Row(
                        "S507-BODY-05",
                        Level.CARE,
                        "A sentence says what happened, with figures",
                        RefusalBodyRows::sentence),
                new Row(
                        "S507-BODY-FIGURES",
                        Level.CARE,
                        "What the 507 says is available is what quota-available-bytes says",
                        RefusalBodyRows::figures),
                new Row(
                        "S507-BODY-06",
                        Level.CARE,
                        "Accept chooses: HTML for browsers, XML for all others",
                        RefusalBodyRows::negotiated),
                new Row(
                        "S507-BODY-07",
                        Level.CARE,
                        "Where scripts can have application/problem+json, it has type, title, status, detail and instance",
                        RefusalBodyRows::problem),
                new Row(
                        "S507-BODY-08",
                        Level.CARE,
                        "Nobody keeps it, and it gives away no folder and no stack trace",
                        RefusalBodyRows::discreet),
                new Row(
                        "S507-BODY-10",
                        Level.CARE,
                        "Prefer: return=minimal leaves the body of a refusal alone",
                        RefusalBodyRows::minimal));
    }

    /** The 507 to a PUT that doesn't fit. */
    static Reply refusal(Scene scene, Request put) throws IOException, NotTriedException {
        Reply reply = scene.refused(put);
        if (reply.status() != 507) {
            throw new NotTriedException("the server has no 507: " + reply);
        }
        return reply;
    }

    private static Reply refusal(Scene scene) throws IOException, NotTriedException {
        return refusal(scene, Request.of("PUT", scene.path("new")));
    }

    /** For rows that ask for details: that it is XML at all is a row of its own. */
    private static Refusal xml(Reply reply) throws NotTriedException {
        try {
            return Refusal.of(reply);
        } catch (MalformedXmlException e) {
            throw new NotTriedException("the 507 has no XML");
        }
    }

    private static String names(List<QName> names) {
        return names.isEmpty()
                ? "no condition"
                : String.join(", ", names.stream().map(QName::getLocalPart).toList());
    }

    private static Verdict condition(Scene scene, QName condition, QName other) throws IOException, NotTriedException {
        Refusal refusal = Refusal.of(refusal(scene));
        if (refusal.names(other) && !refusal.names(condition)) {
            throw new NotTriedException("the limit here is another: " + other.getLocalPart());
        }
        return new Findings()
                .note(names(refusal.conditions()))
                .that(refusal.names(condition), condition.getLocalPart())
                .verdict();
    }

    private static Verdict shape(Scene scene) throws IOException, NotTriedException {
        Refusal refusal = Refusal.of(refusal(scene));
        Findings findings = new Findings().note("root " + refusal.root().name().getLocalPart());
        findings.that(refusal.isError() || refusal.isMultiStatus(), "DAV:error or DAV:multistatus");
        if (refusal.isMultiStatus()) {
            findings.that(refusal.responses().size() == 1, "one response");
            for (Element response : refusal.responses()) {
                findings.that(response.child(Element.dav("href")).isPresent(), "an href");
                findings.that(response.child(Element.dav("error")).isPresent(), "an error");
                findings.that(
                        response.textOf(Element.dav("status")).orElse("").contains(" 507 "), "a status that says 507");
            }
        }
        return findings.verdict();
    }

    private static Verdict headers(Scene scene) throws IOException, NotTriedException {
        Reply reply = refusal(scene);
        String type = reply.header("Content-Type").orElse("no Content-Type").toLowerCase(Locale.ROOT);
        return new Findings()
                .note(type + ", " + reply.body().length + " bytes")
                .that(type.startsWith("application/xml") || type.startsWith("text/xml"), "XML")
                .that(type.contains("utf-8"), "UTF-8 is named")
                .that(
                        reply.header("Content-Length").equals(Optional.of(Integer.toString(reply.body().length))),
                        "a Content-Length: a client that is still sending must know where the reply ends")
                .that(reply.body().length < TWO_PACKETS, "less than 4 KiB")
                .verdict();
    }

    private static Verdict href(Scene scene) throws IOException, NotTriedException {
        String path = scene.path("new%20file%26%C3%A9");
        Refusal refusal = xml(refusal(scene, Request.of("PUT", path)));
        if (!refusal.isMultiStatus()) {
            throw new NotTriedException("the body names no URL");
        }
        return new Findings()
                .note(String.join(", ", refusal.hrefs()))
                .that(refusal.hrefs().stream().allMatch(href -> href.endsWith(path)), path)
                .verdict();
    }

    private static Verdict conditions(Scene scene) throws IOException, NotTriedException {
        List<QName> conditions = xml(refusal(scene)).conditions();
        List<QName> ofDav = conditions.stream()
                .filter(name -> name.getNamespaceURI().equals("DAV:"))
                .toList();
        return new Findings()
                .note(names(conditions))
                .that(!ofDav.isEmpty(), "a condition")
                .that(List.of(Refusal.QUOTA, Refusal.DISK).containsAll(ofDav), "only those of RFC 4331")
                .verdict();
    }

    private static Verdict sentence(Scene scene) throws IOException, NotTriedException {
        Optional<String> sentence = xml(refusal(scene)).sentence();
        return new Findings()
                .note(sentence.orElse("no sentence"))
                .that(sentence.isPresent() && sentence.get().matches("(?s).*[0-9].*"), "a sentence with figures")
                .verdict();
    }

    private static Verdict figures(Scene scene) throws IOException, NotTriedException {
        Reply reply = refusal(scene);
        String said =
                xml(reply).figure("available-bytes").orElseThrow(() -> new NotTriedException("the 507 has no figures"));
        long available = scene.figures().available();
        return new Findings()
                .note("the 507 says " + said + ", quota-available-bytes " + available)
                .that(said.equals(Long.toString(available)), "the same figure")
                .verdict();
    }

    private static Verdict negotiated(Scene scene) throws IOException, NotTriedException {
        Findings findings = new Findings();
        type(scene, findings, "*/*", "application/xml");
        type(scene, findings, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html");
        return findings.verdict();
    }

    private static void type(Scene scene, Findings findings, String accept, String wanted)
            throws IOException, NotTriedException {
        Reply reply = refusal(scene, Request.of("PUT", scene.path("new")).header("Accept", accept));
        String type = reply.header("Content-Type").orElse("no Content-Type");
        findings.note("Accept: " + accept + ": " + type);
        findings.that(type.startsWith(wanted) || (wanted.endsWith("/xml") && type.startsWith("text/xml")), wanted);
        findings.that(reply.list("Vary").toLowerCase(Locale.ROOT).contains("accept"), "Vary: Accept");
    }

    private static Verdict problem(Scene scene) throws IOException, NotTriedException {
        Reply reply = refusal(scene, Request.of("PUT", scene.path("new")).header("Accept", "application/problem+json"));
        String type = reply.header("Content-Type").orElse("no Content-Type");
        if (!type.startsWith("application/problem+json")) {
            throw new NotTriedException("the server has no problem+json: " + type);
        }
        return new Problem(reply).judge(scene.path("new")).verdict();
    }

    private static Verdict discreet(Scene scene) throws IOException, NotTriedException {
        Reply reply = refusal(scene);
        String text = reply.text().replace(scene.folder(), "");
        // The server's own addresses may begin like a folder of its host.
        Optional<String> secret = SECRETS.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(found -> !scene.folder().startsWith(found))
                .findFirst();
        return new Findings()
                .note("Cache-Control: " + reply.header("Cache-Control").orElse("none"))
                .that(reply.list("Cache-Control").contains("no-store"), "no-store")
                .that(reply.list("X-Content-Type-Options").contains("nosniff"), "X-Content-Type-Options: nosniff")
                .that(secret.isEmpty(), "nothing of the host is told: " + secret.orElse(""))
                .verdict();
    }

    private static Verdict minimal(Scene scene) throws IOException, NotTriedException {
        Reply reply = refusal(scene, Request.of("PUT", scene.path("new")).header("Prefer", "return=minimal"));
        return new Findings()
                .note(reply.body().length + " bytes")
                .that(reply.body().length > 0, "a body")
                .verdict();
    }
}
