package io.headroom.server.xml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The namespaces of the answers and how names are written in them. */
public final class DavNames {
    /** Our own elements: never in {@code DAV:} (RFC 4918 §17). */
    public static final String HEADROOM_NAMESPACE = "urn:headroom:capacity";

    private DavNames() {}

    /** An empty element with this name, where {@code D} stands for {@code DAV:}. */
    public static String emptyElement(PropertyName name) {
        if (name.namespace().equals(PropertyName.DAV_NAMESPACE)) {
            return "<D:" + name.localName() + "/>";
        }
        if (name.namespace().isEmpty()) {
            return "<" + name.localName() + "/>";
        }
        return "<x:" + name.localName() + " xmlns:x=\"" + escaped(name.namespace()) + "\"/>";
    }

    /** Character data as it may stand in an element or an attribute. */
    public static String escaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        XmlBytes xml = new XmlBytes(bytes);
        try {
            xml.text(text).flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array doesn't fail", e);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\"", "&quot;");
    }
}
