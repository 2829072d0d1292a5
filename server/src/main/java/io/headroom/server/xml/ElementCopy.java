package io.headroom.server.xml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Copies one element out of a body so that it means the same anywhere else: every prefix that it uses is declared inside,
 * CDATA becomes text, comments and processing instructions are dropped (RFC 4918 §4.3). One use, one thread.
 */
final class ElementCopy {
    private final XmlCursor cursor;
    private final XMLStreamReader2 reader;
    private final StringBuilder xml = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> openNames = new ArrayDeque<>();
    /** The scopes around the current one; several elements may share one. */
    private final Deque<Map<String, String>> outerScopes = new ArrayDeque<>();
    /** What the copy has declared so far: prefix to namespace. Replaced, not changed, once its element is open. */
    private Map<String, String> scope = Map.of();

    private boolean justOpened;

    private ElementCopy(XmlCursor cursor) {
        this.cursor = cursor;
        this.reader = cursor.reader();
    }

    /**
     * Copies the element on whose start the cursor stands; afterwards it stands on its end.
     *
     * @param language xml:lang around the element; empty for none
     */
    static ElementCopy of(XmlCursor cursor, String language) throws XMLStreamException {
        ElementCopy copy = new ElementCopy(cursor);
        copy.start(cursor.language().isPresent() ? "" : language);
        while (!copy.openNames.isEmpty()) {
            copy.event(cursor.next());
        }
        return copy;
    }

    /** The copied element. */
    String xml() {
        return xml.toString();
    }

    /** All of its text, markup left out, without white space at the ends. */
    String text() {
        return text.toString().strip();
    }

    private void event(int event) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> start("");
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> characters();
            default -> {
                // Comments and processing instructions are no part of a value.
            }
        }
    }

    private void start(String language) {
        int before = xml.length();
        closeStartTag();
        outerScopes.push(scope);
        String name = qualified(reader.getPrefix(), reader.getLocalName());
        openNames.push(name);
        xml.append('<').append(name);
        // Those that this element declares for its descendants may be meant for names inside of text, too.
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            declare(reader.getNamespacePrefix(i), reader.getNamespaceURI(i));
        }
        declare(reader.getPrefix(), reader.getNamespaceURI());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = orEmpty(reader.getAttributePrefix(i));
            if (!prefix.isEmpty()) {
                declare(prefix, reader.getAttributeNamespace(i));
            }
            attribute(qualified(prefix, reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
        }
        if (!language.isEmpty()) {
            attribute("xml:lang", language);
        }
        justOpened = true;
        cursor.countCopied(xml.length() - before);
    }

    private void end() {
        scope = outerScopes.pop();
        String name = openNames.pop();
        if (justOpened) {
            xml.append("/>");
            justOpened = false;
        } else {
            xml.append("</").append(name).append('>');
        }
    }

    private void characters() {
        closeStartTag();
        String run = reader.getText();
        text.append(run);
        XmlText.escape(run, xml);
    }

    private void closeStartTag() {
        if (justOpened) {
            xml.append('>');
            justOpened = false;
        }
    }

    private void declare(@Nullable String prefix, @Nullable String namespace) {
        String name = orEmpty(prefix);
        String uri = orEmpty(namespace);
        if (name.equals("xml") || uri.equals(scope.get(name))) {
            return;
        }
        if (scope == outerScopes.peek()) {
            scope = new HashMap<>(scope);
        }
        scope.put(name, uri);
        attribute(name.isEmpty() ? "xmlns" : "xmlns:" + name, uri);
    }

    private void attribute(String name, String value) {
        xml.append(' ').append(name).append("=\"");
        XmlText.escapeAttribute(value, xml);
        xml.append('"');
    }

    private static String qualified(@Nullable String prefix, String localName) {
        return orEmpty(prefix).isEmpty() ? localName : prefix + ':' + localName;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
