package io.headroom.server.xml;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.FixedLimit;
import io.headroom.server.failure.RequestRefusedException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * Walks through the elements of one body. Each method leaves the cursor on the end of an element that it consumed, so a
 * parser is a loop over {@link #nextChild()} that consumes or skips each child. One thread.
 */
final class XmlCursor {
    /** Keywords of external identifiers; they can hardly be anything else inside a DOCTYPE. */
    private static final Pattern EXTERNAL = Pattern.compile("\\b(SYSTEM|PUBLIC)\\b");

    private static final String XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

    private final XMLStreamReader2 reader;
    private final XmlLimits limits;
    private long copiedLength;
    private int names;

    XmlCursor(XMLStreamReader2 reader, XmlLimits limits) {
        this.reader = reader;
        this.limits = limits;
    }

    /**
     * @param otherRoot the status that another root is refused with
     * @throws RequestRefusedException when there is a DOCTYPE or the root is another element
     */
    void enterRoot(String root, int otherRoot) throws XMLStreamException {
        if ("1.1".equals(reader.getVersion())) {
            // It allows characters that an answer in XML 1.0 couldn't carry back.
            throw RequestRefusedException.badRequest("The XML body must be XML 1.0.");
        }
        int event = reader.next();
        while (event != XMLStreamConstants.START_ELEMENT) {
            if (event == XMLStreamConstants.DTD) {
                throw refusedDoctype();
            }
            event = reader.next();
        }
        checkNames();
        if (!isDav(root)) {
            throw new RequestRefusedException(otherRoot, "The root of the XML body must be DAV:" + root + ".");
        }
    }

    private RequestRefusedException refusedDoctype() throws XMLStreamException {
        String subset = reader.getDTDInfo().getDTDInternalSubset();
        boolean external = reader.getDTDInfo().getDTDSystemId() != null
                || reader.getDTDInfo().getDTDPublicId() != null
                || (subset != null && EXTERNAL.matcher(subset).find());
        return external
                ? new RequestRefusedException(
                        403, "The XML body must not refer to external entities.", Condition.NO_EXTERNAL_ENTITIES)
                : RequestRefusedException.badRequest("The XML body must not have a DOCTYPE.");
    }

    /** What the parser itself doesn't bound. */
    private void checkNames() {
        names += 1 + reader.getAttributeCount();
        boolean tooMany = names > limits.maxElements() || reader.getNamespaceCount() > limits.maxAttributes();
        if (tooMany
                || reader.getLocalName().length() > limits.maxNameLength()
                || namespace().length() > limits.maxNameLength()) {
            throw RequestRefusedException.badRequest("The XML body has too many or too long names.");
        }
    }

    /**
     * Keeps an eye on copies: each repeats the declarations that it needs, so many of them could outgrow the body by far.
     */
    void countCopied(int length) {
        copiedLength += length;
        if (copiedLength > limits.maxCopiedLength()) {
            throw RequestRefusedException.tooLarge("The XML body holds too much.", FixedLimit.ofXmlContent());
        }
    }

    /** Goes on to the next event inside the root, as {@link XMLStreamConstants} name it. */
    int next() throws XMLStreamException {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
            checkNames();
        }
        return event;
    }

    /**
     * From the start of an element, or from the end of one of its children, to its next child.
     *
     * @return false when there is none: the cursor then stands on the end of the element
     */
    boolean nextChild() throws XMLStreamException {
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
    }

    /** From the start of an element to its end. */
    void skip() throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    /** To the end of the document: nothing but comments may follow the root. */
    void finish() throws XMLStreamException {
        while (reader.hasNext()) {
            reader.next();
        }
    }

    /** The name of the element on which the cursor stands. */
    PropertyName name() {
        return new PropertyName(namespace(), reader.getLocalName());
    }

    /** What xml:lang says on the element on whose start the cursor stands. */
    Optional<String> language() {
        return Optional.ofNullable(reader.getAttributeValue(XML_NAMESPACE, "lang"));
    }

    boolean isDav(String localName) {
        return reader.getLocalName().equals(localName) && isDav();
    }

    boolean isDav() {
        return namespace().equals(PropertyName.DAV_NAMESPACE);
    }

    String localName() {
        return reader.getLocalName();
    }

    private String namespace() {
        String uri = reader.getNamespaceURI();
        return uri == null ? "" : uri;
    }

    /** The underlying reader, for {@link ElementCopy}. */
    XMLStreamReader2 reader() {
        return reader;
    }
}
