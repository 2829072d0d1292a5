package io.headroom.server.admin;

/** Nobody answers at the address of the administration, or somebody else does. */
public final class ServerUnreachableException extends RuntimeException {
    ServerUnreachableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
