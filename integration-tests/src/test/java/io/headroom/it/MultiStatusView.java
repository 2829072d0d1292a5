package io.headroom.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A 207 as a client sees it (RFC 4918 §13). Names are written {@code {namespace}local}; where the namespace is left out it is
 * {@code DAV:}.
 *
 * @param responses in the order of the answer
 */
record MultiStatusView(List<Response> responses) {
    private static final String DAV = "DAV:";

    /**
     * One resource.
     *
     * @param status of the resource as a whole, when it has no propstat
     * @param conditions inside the response's own {@code DAV:error}
     */
    record Response(String href, OptionalInt status, List<String> conditions, List<Propstat> propstats) {
        Optional<Propstat> of(String property) {
            return propstats.stream()
                    .filter(propstat -> propstat.names().contains(qualified(property)))
                    .findFirst();
        }

        /** The status of one property. */
        int status(String property) {
            return of(property)
                    .map(Propstat::status)
                    .orElseThrow(() -> new AssertionError("no " + property + " at " + href));
        }

        /** All names in propstats of one status. */
        List<String> names(int propstatStatus) {
            return propstats.stream()
                    .filter(propstat -> propstat.status() == propstatStatus)
                    .flatMap(propstat -> propstat.names().stream())
                    .toList();
        }

        Element element(String property) {
            return of(property)
                    .flatMap(propstat -> propstat.properties().stream()
                            .filter(element -> nameOf(element).equals(qualified(property)))
                            .findFirst())
                    .orElseThrow(() -> new AssertionError("no " + property + " at " + href));
        }

        /** The text of a property that has to be there. */
        String text(String property) {
            if (status(property) != 200) {
                throw new AssertionError(property + " has status " + status(property));
            }
            return element(property).getTextContent();
        }
    }

    /** Some properties that share a status. */
    record Propstat(int status, List<String> conditions, List<Element> properties) {
        List<String> names() {
            return properties.stream().map(MultiStatusView::nameOf).toList();
        }
    }

    static MultiStatusView parse(byte[] xml) {
        Element root = root(xml);
        if (!nameOf(root).equals("{DAV:}multistatus")) {
            throw new AssertionError("not a multistatus: " + nameOf(root));
        }
        return new MultiStatusView(children(root, "response").stream()
                .map(MultiStatusView::response)
                .toList());
    }

    List<String> hrefs() {
        return responses.stream().map(Response::href).toList();
    }

    Response response(String href) {
        return responses.stream()
                .filter(response -> response.href().equals(href))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no response for " + href + " but for " + hrefs()));
    }

    /** The one response that there is. */
    Response only() {
        if (responses.size() != 1) {
            throw new AssertionError("not one response but " + hrefs());
        }
        return responses.get(0);
    }

    MultiStatusView requireStatus(String property, int status) {
        int actual = only().status(property);
        if (actual != status) {
            throw new AssertionError(property + " has status " + actual + " and not " + status);
        }
        return this;
    }

    static Element root(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("the answer is no XML", e);
        }
    }

    /** The names inside {@code DAV:error}, which is the element itself or a child of it. */
    static List<String> conditions(Element element) {
        Optional<Element> error = nameOf(element).equals("{DAV:}error")
                ? Optional.of(element)
                : children(element, "error").stream().findFirst();
        return error.stream()
                .flatMap(found -> children(found).stream())
                .filter(child -> DAV.equals(child.getNamespaceURI()))
                .map(Element::getLocalName)
                .toList();
    }

    private static Response response(Element response) {
        List<Element> hrefs = children(response, "href");
        List<Element> status = children(response, "status");
        List<Element> propstats = children(response, "propstat");
        if (hrefs.size() != 1 || status.size() > 1 || status.isEmpty() == propstats.isEmpty()) {
            throw new AssertionError("a response has one href, and a status or propstats");
        }
        return new Response(
                hrefs.get(0).getTextContent(),
                status.isEmpty() ? OptionalInt.empty() : OptionalInt.of(status(status.get(0))),
                conditions(response),
                propstats.stream().map(MultiStatusView::propstat).toList());
    }

    private static Propstat propstat(Element propstat) {
        return new Propstat(
                status(children(propstat, "status").get(0)),
                conditions(propstat),
                children(children(propstat, "prop").get(0)));
    }

    private static int status(Element status) {
        String text = status.getTextContent();
        if (!text.matches("HTTP/1\\.1 [1-5]\\d\\d .+")) {
            throw new AssertionError("not a status line: " + text);
        }
        return Integer.parseInt(text.substring(9, 12));
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    static List<Element> children(Element parent, String localName) {
        return children(parent).stream()
                .filter(child -> nameOf(child).equals("{DAV:}" + localName))
                .toList();
    }

    static String nameOf(Element element) {
        String namespace = element.getNamespaceURI();
        return "{" + (namespace == null ? "" : namespace) + "}" + element.getLocalName();
    }

    private static String qualified(String name) {
        return name.startsWith("{") ? name : "{DAV:}" + name;
    }
}
