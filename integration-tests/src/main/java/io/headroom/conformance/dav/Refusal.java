package io.headroom.conformance.dav;

import static io.headroom.conformance.dav.Element.dav;

import io.headroom.conformance.wire.Reply;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/**
 * What the XML body of a 507 says: a DAV:error as RFC 4918 §16 has it, or a DAV:multistatus with a DAV:error in its response
 * (§14.24).
 */
public record Refusal(Element root) {
    public static final QName QUOTA = dav("quota-not-exceeded");
    public static final QName DISK = dav("sufficient-disk-space");
    private static final QName ERROR = dav("error");
    private static final QName MULTISTATUS = dav("multistatus");

    /** @throws MalformedXmlException when the body is no XML */
    public static Refusal of(Reply reply) throws MalformedXmlException {
        return new Refusal(Element.parse(reply));
    }

    /** Whether a 507 says that a quota is the limit; any other may come from the disk. */
    public static boolean blamesQuota(Reply reply) {
        try {
            return of(reply).names(QUOTA);
        } catch (MalformedXmlException e) {
            return false;
        }
    }

    /** What the 507 is about; empty when its body doesn't say. */
    public static List<String> hrefs(Reply reply) {
        try {
            return of(reply).hrefs();
        } catch (MalformedXmlException e) {
            return List.of();
        }
    }

    public boolean isMultiStatus() {
        return root.is(MULTISTATUS);
    }

    public boolean isError() {
        return root.is(ERROR);
    }

    /** What it is about; a bare DAV:error doesn't say. */
    public List<Element> responses() {
        return isMultiStatus() ? root.children(dav("response")) : List.of();
    }

    public List<String> hrefs() {
        return responses().stream()
                .flatMap(response -> response.textOf(dav("href")).stream())
                .toList();
    }

    /** The condition codes: the children of each DAV:error. */
    public List<QName> conditions() {
        Stream<Element> errors =
                isError() ? Stream.of(root) : responses().stream().flatMap(response -> response.child(ERROR).stream());
        return errors.flatMap(error -> error.children().stream())
                .map(Element::name)
                .toList();
    }

    public boolean names(QName condition) {
        return conditions().contains(condition);
    }

    /** A figure that stands in a condition, in whatever namespace, such as {@code available-bytes}. */
    public Optional<String> figure(String localName) {
        return root.all()
                .filter(element -> element.name().getLocalPart().equals(localName))
                .map(Element::text)
                .findFirst();
    }

    /** The sentence for people. */
    public Optional<String> sentence() {
        return root.all()
                .filter(element -> element.is(dav("responsedescription"))
                        || element.name().getLocalPart().equals("message"))
                .map(Element::text)
                .filter(text -> !text.isBlank())
                .findFirst();
    }
}
