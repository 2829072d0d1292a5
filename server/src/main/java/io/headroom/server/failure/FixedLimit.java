package io.headroom.server.failure;

import java.util.OptionalLong;

/**
 * A limit that freeing room can't lift. Shown as an element of our own namespace inside {@code DAV:error}.
 *
 * @param name the local name of that element
 * @param bytes the most there may be; empty when the limit is not one of bytes
 */
public record FixedLimit(String name, OptionalLong bytes) {
    /** For one file. */
    public static FixedLimit ofFile(long bytes) {
        return new FixedLimit("largest-file", OptionalLong.of(bytes));
    }

    /** For the XML of one request, in bytes. */
    public static FixedLimit ofXml(long bytes) {
        return new FixedLimit("largest-xml-body", OptionalLong.of(bytes));
    }

    /** For the XML of one request, in elements, depth or the like. */
    public static FixedLimit ofXmlContent() {
        return new FixedLimit("largest-xml-content", OptionalLong.empty());
    }
}
