package io.headroom.server.xml;

import io.headroom.server.failure.RequestRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * What a PROPPATCH demands (RFC 4918 §14.19).
 *
 * @param instructions in document order, which is the order to carry them out; may be none
 */
public record ProppatchBody(List<Instruction> instructions) {
    /** One change of one property. */
    public sealed interface Instruction {
        PropertyName name();
    }

    /**
     * Sets or replaces.
     *
     * @param xml the whole property element, self-contained: prefixes declared inside, xml:lang in scope written onto it
     * @param text its text without markup and without white space at the ends, for live properties
     */
    public record Set(PropertyName name, String xml, String text) implements Instruction {}

    /** Removes. */
    public record Remove(PropertyName name) implements Instruction {}

    public ProppatchBody {
        instructions = List.copyOf(instructions);
    }

    /**
     * @param body read to its end, not closed
     * @throws IOException when the client's end fails
     * @throws RequestRefusedException 400 when missing or malformed, 403 for external entities, 413 when too large
     */
    public static ProppatchBody parse(SafeXmlReader reader, InputStream body) throws IOException {
        ProppatchBody parsed = reader.read(body, "propertyupdate", ProppatchBody::parse);
        if (parsed == null) {
            throw RequestRefusedException.badRequest("PROPPATCH needs an XML body.");
        }
        return parsed;
    }

    private static ProppatchBody parse(XmlCursor cursor) throws XMLStreamException {
        List<Instruction> instructions = new ArrayList<>();
        String language = cursor.language().orElse("");
        boolean any = false;
        while (cursor.nextChild()) {
            boolean set = cursor.isDav("set");
            if (set || cursor.isDav("remove")) {
                any = true;
                update(cursor, set, language, instructions);
            } else {
                cursor.skip();
            }
        }
        if (!any) {
            throw RequestRefusedException.badRequest("A propertyupdate element holds at least one set or remove.");
        }
        return new ProppatchBody(instructions);
    }

    private static void update(XmlCursor cursor, boolean set, String outerLanguage, List<Instruction> instructions)
            throws XMLStreamException {
        String language = cursor.language().orElse(outerLanguage);
        boolean any = false;
        while (cursor.nextChild()) {
            if (cursor.isDav("prop")) {
                any = true;
                properties(cursor, set, language, instructions);
            } else {
                cursor.skip();
            }
        }
        if (!any) {
            throw RequestRefusedException.badRequest("A set or remove element holds a prop.");
        }
    }

    private static void properties(XmlCursor cursor, boolean set, String outerLanguage, List<Instruction> instructions)
            throws XMLStreamException {
        String language = cursor.language().orElse(outerLanguage);
        while (cursor.nextChild()) {
            PropertyName name = cursor.name();
            if (set) {
                ElementCopy copy = ElementCopy.of(cursor, language);
                instructions.add(new Set(name, copy.xml(), copy.text()));
            } else {
                instructions.add(new Remove(name));
                cursor.skip();
            }
        }
    }
}
