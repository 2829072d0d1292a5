package io.headroom.server.property;

import io.headroom.server.xml.PropertyName;
import io.headroom.server.xml.XmlBytes;
import io.headroom.spi.Resource;
import java.io.IOException;

/**
 * A property whose value the server computes (RFC 4918 §4.2). Every one of them is protected. Thread-safe.
 */
public interface LiveProperty {
    PropertyName name();

    /** Whether {@code allprop} shows it (RFC 4918 §9.1, RFC 4331 §2). */
    boolean inAllprop();

    /** Whether the resource has it. */
    boolean appliesTo(Resource resource, PropertyScope scope);

    /** Whether the resource has it, but the person who asks may not see it (RFC 3744 §3.6). */
    default boolean isHidden(Resource resource, PropertyScope scope) {
        return false;
    }

    /** Writes the whole element; only where it applies. */
    void write(Resource resource, PropertyScope scope, XmlBytes out) throws IOException;
}
