package io.headroom.conformance.dav;

import io.headroom.conformance.wire.Reply;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XML element.
 *
 * @param text its own, without that of its children and without space around it
 */
public record Element(QName name, String text, List<Element> children) {
    private static final int DEEPEST = 100;

    /** A name of WebDAV's own. */
    public static QName dav(String local) {
        return new QName("DAV:", local);
    }

    /** @throws MalformedXmlException when the body of the reply is no XML */
    public static Element parse(Reply reply) throws MalformedXmlException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(reply.body()));
            reader.nextTag();
            Element root = element(reader, 0);
            while (reader.hasNext()) {
                // What follows the root has to be well-formed, too.
                reader.next();
            }
            return root;
        } catch (XMLStreamException e) {
            throw new MalformedXmlException("the body is no XML: " + reply, e);
        }
    }

    private static Element element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new XMLStreamException("too deep");
        }
        QName name = reader.getName();
        StringBuilder text = new StringBuilder();
        List<Element> children = new ArrayList<>();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(reader, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        return new Element(name, text.toString().strip(), List.copyOf(children));
    }

    public boolean is(QName other) {
        return name.equals(other);
    }

    public List<Element> children(QName wanted) {
        return children.stream().filter(child -> child.is(wanted)).toList();
    }

    public Optional<Element> child(QName wanted) {
        return children.stream().filter(child -> child.is(wanted)).findFirst();
    }

    /** The text of a child; empty when there is no such child. */
    public Optional<String> textOf(QName wanted) {
        return child(wanted).map(Element::text);
    }

    /** This element and all below, in document order. */
    public Stream<Element> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
    }
}
