package io.headroom.server.admin;

import java.util.Map;

/** A request that the administration does not carry out; on the other end, one that it did not. */
public final class AdminRefusedException extends RuntimeException {
    private final int status;
    private final transient Map<String, String> headers;

    /**
     * @param status of HTTP
     * @param sentence for people
     */
    public AdminRefusedException(int status, String sentence) {
        this(status, sentence, Map.of());
    }

    AdminRefusedException(int status, String sentence, Map<String, String> headers) {
        super(sentence);
        this.status = status;
        this.headers = headers;
    }

    public int status() {
        return status;
    }

    /** For people. */
    public String sentence() {
        return String.valueOf(getMessage());
    }

    Map<String, String> headers() {
        return headers;
    }
}
