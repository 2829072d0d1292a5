package io.headroom.conformance.suite;

/** A row can't be tried on this server; the message is the reason. */
public final class NotTriedException extends Exception {
    public NotTriedException(String reason) {
        super(reason);
    }
}
