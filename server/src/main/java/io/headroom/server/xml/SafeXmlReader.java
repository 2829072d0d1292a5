package io.headroom.server.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import io.headroom.server.failure.FixedLimit;
import io.headroom.server.failure.RequestRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML that strangers send: no DTD, no entity but the five of XML itself, nothing fetched, every size bounded
 * (RFC 4918 §20.6). Immutable and thread-safe; one for the server.
 */
public final class SafeXmlReader {
    private final XmlLimits limits;
    private final WstxInputFactory factory;

    public SafeXmlReader(XmlLimits limits) {
        this.limits = limits;
        this.factory = factory(limits);
    }

    private static WstxInputFactory factory(XmlLimits limits) {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("external entity");
        });
        // With lazy parsing, bad syntax would come to light as unchecked exceptions.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        // Names of strangers stay out of the table of interned strings, which never shrinks.
        factory.setProperty(XMLInputFactory2.P_INTERN_NS_URIS, false);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, limits.maxDepth());
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, limits.maxAttributes());
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, limits.maxTextLength());
        factory.setProperty(WstxInputProperties.P_MAX_TEXT_LENGTH, (long) limits.maxTextLength());
        return factory;
    }

    /** How a body becomes a value. Reads to the end of the root element. */
    interface BodyParser<T> {
        T parse(XmlCursor cursor) throws XMLStreamException;
    }

    /** As the other, with 400 for another root. */
    <T> @Nullable T read(InputStream body, String root, BodyParser<T> parser) throws IOException {
        return read(body, root, 400, parser);
    }

    /**
     * Reads a whole body; closes nothing.
     *
     * @param root the local name that the root must have, in the {@code DAV:} namespace
     * @param otherRoot the status that another root is refused with
     * @return null when the body is empty or blank
     * @throws IOException when the client's end fails
     * @throws RequestRefusedException 413 when too large, 403 when it points to external entities, 400 when malformed
     */
    <T> @Nullable T read(InputStream body, String root, int otherRoot, BodyParser<T> parser) throws IOException {
        byte[] bytes = body.readNBytes(limits.maxBytes() + 1);
        if (bytes.length > limits.maxBytes()) {
            throw RequestRefusedException.tooLarge(
                    "The XML body is over " + limits.maxBytes() + " bytes.", FixedLimit.ofXml(limits.maxBytes()));
        }
        if (isBlank(bytes)) {
            return null;
        }
        try {
            XMLStreamReader2 reader = (XMLStreamReader2) factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
            try {
                XmlCursor cursor = new XmlCursor(reader, limits);
                cursor.enterRoot(root, otherRoot);
                T value = parser.parse(cursor);
                cursor.finish();
                return value;
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            // All bytes are here already, so this is never the connection.
            throw RequestRefusedException.badRequest("The XML body is malformed or over a limit.");
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }
}
