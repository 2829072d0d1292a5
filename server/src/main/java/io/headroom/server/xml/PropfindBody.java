package io.headroom.server.xml;

import io.headroom.server.failure.RequestRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** What a PROPFIND asks for (RFC 4918 §14.20). */
public sealed interface PropfindBody {
    /** Each is answered for each member, so a small request could ask for an endless answer. */
    int MAX_NAMES = 1_000;

    /**
     * All dead properties, the live ones of RFC 4918, and those named.
     *
     * @param include without doubles
     */
    record AllProp(List<PropertyName> include) implements PropfindBody {
        public AllProp {
            include = List.copyOf(include);
        }
    }

    /** Names only. */
    record PropName() implements PropfindBody {}

    /**
     * The properties named.
     *
     * @param names without doubles, in the order of the request; may be none
     */
    record Prop(List<PropertyName> names) implements PropfindBody {
        public Prop {
            names = List.copyOf(names);
        }
    }

    /**
     * @param body read to its end, not closed; empty or blank means allprop
     * @throws IOException when the client's end fails
     * @throws RequestRefusedException 400 when malformed, 403 for external entities, 413 when too large
     */
    static PropfindBody parse(SafeXmlReader reader, InputStream body) throws IOException {
        PropfindBody parsed = reader.read(body, "propfind", PropfindBody::parse);
        return parsed == null ? new AllProp(List.of()) : parsed;
    }

    private static PropfindBody parse(XmlCursor cursor) throws XMLStreamException {
        boolean allProp = false;
        boolean propName = false;
        Set<PropertyName> prop = null;
        Set<PropertyName> include = null;
        boolean twice = false;
        while (cursor.nextChild()) {
            if (cursor.isDav("prop")) {
                twice |= prop != null;
                prop = names(cursor);
            } else if (cursor.isDav("include")) {
                twice |= include != null;
                include = names(cursor);
            } else {
                allProp |= cursor.isDav("allprop");
                propName |= cursor.isDav("propname");
                cursor.skip();
            }
        }
        if (twice) {
            throw badChoice();
        }
        return choice(allProp, propName, prop, include);
    }

    private static PropfindBody choice(
            boolean allProp, boolean propName, @Nullable Set<PropertyName> prop, @Nullable Set<PropertyName> include) {
        boolean one = allProp ? !propName && prop == null : propName != (prop != null);
        if (!one || (include != null && !allProp)) {
            throw badChoice();
        }
        if (allProp) {
            return new AllProp(include == null ? List.of() : List.copyOf(include));
        }
        return prop == null ? new PropName() : new Prop(List.copyOf(prop));
    }

    private static RequestRefusedException badChoice() {
        return RequestRefusedException.badRequest(
                "A propfind element holds one of prop, propname, and allprop with or without include.");
    }

    private static Set<PropertyName> names(XmlCursor cursor) throws XMLStreamException {
        Set<PropertyName> names = new LinkedHashSet<>();
        while (cursor.nextChild()) {
            names.add(cursor.name());
            cursor.skip();
        }
        if (names.size() > MAX_NAMES) {
            throw RequestRefusedException.badRequest("A propfind element names at most " + MAX_NAMES + " properties.");
        }
        return names;
    }
}
