package io.headroom.server.digest;

/** The client knows the password, but its nonce is too old or was used before: with a new one it may come again. */
public final class StaleNonceException extends Exception {
    StaleNonceException() {
        // No stack trace: it is an answer, not a fault.
        super("The nonce is not good any more.", null, false, false);
    }
}
