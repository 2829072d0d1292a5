package io.headroom.it;

import java.util.TreeMap;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/** What an XML element says, whatever its prefixes are; for comparing. */
final class Infoset {
    private static final String DECLARATIONS = "http://www.w3.org/2000/xmlns/";

    private Infoset() {}

    static String of(Element element) {
        StringBuilder text = new StringBuilder();
        append(element, text);
        return text.toString();
    }

    private static void append(Element element, StringBuilder text) {
        TreeMap<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!DECLARATIONS.equals(attribute.getNamespaceURI())) {
                attributes.put(attribute.getNamespaceURI() + " " + attribute.getLocalName(), attribute.getValue());
            }
        }
        text.append('<')
                .append(MultiStatusView.nameOf(element))
                .append(attributes)
                .append('>');
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                append(child, text);
            } else if (node instanceof Text run) {
                text.append(run.getData());
            }
        }
        text.append("</>");
    }
}
