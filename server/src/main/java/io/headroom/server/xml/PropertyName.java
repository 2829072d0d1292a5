package io.headroom.server.xml;

/**
 * The name of a property (RFC 4918 §4.4).
 *
 * @param namespace empty for no namespace
 * @param localName the name inside it
 */
public record PropertyName(String namespace, String localName) {
    public static final String DAV_NAMESPACE = "DAV:";

    /** A name in the {@code DAV:} namespace. */
    public static PropertyName dav(String localName) {
        return new PropertyName(DAV_NAMESPACE, localName);
    }
}
