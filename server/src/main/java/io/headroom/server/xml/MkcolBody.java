package io.headroom.server.xml;

import io.headroom.server.failure.RequestRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * What an extended MKCOL makes (RFC 5689 §5.1).
 *
 * @param names of all properties, the resource type among them, in document order
 * @param properties all but the resource type
 * @param collection whether it is an ordinary collection: the resource type says so and no more, or wasn't given
 */
public record MkcolBody(List<PropertyName> names, List<ProppatchBody.Set> properties, boolean collection) {
    private static final PropertyName RESOURCE_TYPE = PropertyName.dav("resourcetype");

    public MkcolBody {
        names = List.copyOf(names);
        properties = List.copyOf(properties);
    }

    /**
     * @param body read to its end, not closed
     * @return empty when there is no body: an ordinary MKCOL
     * @throws IOException when the client's end fails
     * @throws RequestRefusedException 415 for XML of another kind, 400 when malformed, 403 for external entities, 413 when too
     *     large
     */
    public static Optional<MkcolBody> parse(SafeXmlReader reader, InputStream body) throws IOException {
        return Optional.ofNullable(reader.read(body, "mkcol", 415, cursor -> new Parser(cursor).parse()));
    }

    /** One walk through one body. */
    private static final class Parser {
        private final XmlCursor cursor;
        private final List<PropertyName> names = new ArrayList<>();
        private final List<ProppatchBody.Set> properties = new ArrayList<>();
        private boolean collection = true;

        Parser(XmlCursor cursor) {
            this.cursor = cursor;
        }

        MkcolBody parse() throws XMLStreamException {
            String language = cursor.language().orElse("");
            boolean any = false;
            while (cursor.nextChild()) {
                if (cursor.isDav("set")) {
                    any = true;
                    set(cursor.language().orElse(language));
                } else {
                    cursor.skip();
                }
            }
            if (!any) {
                throw RequestRefusedException.badRequest("A mkcol element holds at least one set.");
            }
            return new MkcolBody(names, properties, collection);
        }

        private void set(String language) throws XMLStreamException {
            while (cursor.nextChild()) {
                if (cursor.isDav("prop")) {
                    properties(cursor.language().orElse(language));
                } else {
                    cursor.skip();
                }
            }
        }

        private void properties(String language) throws XMLStreamException {
            while (cursor.nextChild()) {
                PropertyName name = cursor.name();
                names.add(name);
                if (name.equals(RESOURCE_TYPE)) {
                    collection &= isCollection();
                } else {
                    ElementCopy copy = ElementCopy.of(cursor, language);
                    properties.add(new ProppatchBody.Set(name, copy.xml(), copy.text()));
                }
            }
        }

        private boolean isCollection() throws XMLStreamException {
            boolean collections = false;
            boolean others = false;
            while (cursor.nextChild()) {
                boolean known = cursor.isDav("collection");
                collections |= known;
                others |= !known;
                cursor.skip();
            }
            return collections && !others;
        }
    }
}
