package io.headroom.conformance.dav;

import java.io.IOException;

/** What should be XML is not well-formed. */
public final class MalformedXmlException extends IOException {
    MalformedXmlException(String message, Throwable cause) {
        super(message, cause);
    }
}
