package io.headroom.conformance.dav;

import static io.headroom.conformance.dav.Element.dav;

import io.headroom.conformance.wire.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;

/** A DAV:multistatus (RFC 4918 §13). */
public record MultiStatus(List<Response> responses) {
    private static final Pattern STATUS = Pattern.compile("HTTP/\\S+ ([0-9]{3}).*");

    /** @throws IOException when the reply is not 207 with a multistatus */
    public static MultiStatus of(Reply reply) throws IOException {
        if (reply.status() != 207) {
            throw new IOException("not a 207 Multi-Status: " + reply);
        }
        Element root = Element.parse(reply);
        if (!root.is(dav("multistatus"))) {
            throw new IOException("the root of a 207 is " + root.name());
        }
        return new MultiStatus(
                root.children(dav("response")).stream().map(Response::new).toList());
    }

    /** @throws IOException when there is not exactly one response */
    public Response only() throws IOException {
        if (responses.size() != 1) {
            throw new IOException("one DAV:response was due, " + responses.size() + " came");
        }
        return responses.get(0);
    }

    public List<String> hrefs() {
        return responses.stream().map(Response::href).toList();
    }

    /** @return 0 for what is no status line */
    private static int code(Element holder) {
        Matcher matcher = STATUS.matcher(holder.textOf(dav("status")).orElse(""));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** What is said of one resource. */
    public record Response(Element element) {
        public String href() {
            return element.textOf(dav("href")).orElse("");
        }

        /** All that is said of a property, in the propstat that names it. */
        public Optional<Property> property(QName name) {
            for (Element propstat : element.children(dav("propstat"))) {
                Optional<Element> value = propstat.child(dav("prop")).flatMap(prop -> prop.child(name));
                if (value.isPresent()) {
                    return Optional.of(new Property(code(propstat), value.get(), propstat));
                }
            }
            return Optional.empty();
        }

        /** @return 0 when nothing is said of the property */
        public int status(QName name) {
            return property(name).map(Property::status).orElse(0);
        }

        /** The text of a property that was found. */
        public Optional<String> text(QName name) {
            return property(name)
                    .filter(property -> property.status() == 200)
                    .map(property -> property.value().text());
        }
    }

    /** @param propstat that the property stands in */
    public record Property(int status, Element value, Element propstat) {
        /** The condition codes that the propstat names. */
        public List<QName> conditions() {
            return propstat.child(dav("error")).stream()
                    .flatMap(error -> error.children().stream())
                    .map(Element::name)
                    .toList();
        }
    }
}
