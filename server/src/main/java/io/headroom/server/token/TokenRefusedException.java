package io.headroom.server.token;

/** A token is not good here. The message is for its sender: no part of the token is in it. */
public final class TokenRefusedException extends Exception {
    TokenRefusedException(String message) {
        // No stack trace: a refusal is an answer, not a fault.
        super(message, null, false, false);
    }

    /** In letters that may stand between quotes in a header. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
