package io.headroom.server.xml;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Bodies of requests. */
final class Bodies {
    static final SafeXmlReader READER = new SafeXmlReader(XmlLimits.DEFAULT);

    private Bodies() {}

    static InputStream body(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
