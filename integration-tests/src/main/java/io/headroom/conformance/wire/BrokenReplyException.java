package io.headroom.conformance.wire;

import java.io.IOException;

/** The connection ended, or was reset, where a reply was due; or what came is no HTTP. */
public final class BrokenReplyException extends IOException {
    BrokenReplyException(String message) {
        super(message);
    }

    BrokenReplyException(String message, IOException cause) {
        super(message, cause);
    }
}
