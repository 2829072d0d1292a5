package io.headroom.server.failure;

import java.util.Map;
import java.util.Optional;

/** The request can't be carried out for a reason of its own, not of the storage. The message is shown to the client. */
public final class RequestRefusedException extends RuntimeException {
    private final int status;
    private final String sentence;
    private final Optional<Condition> condition;
    private final Optional<FixedLimit> limit;
    private final Map<String, String> headers;

    /**
     * @param status 3xx or 4xx, 502 for a foreign Destination, or 503 for an overload that passes
     * @param message one sentence for the client
     */
    public RequestRefusedException(int status, String message) {
        this(status, message, Optional.empty(), Optional.empty(), Map.of());
    }

    public RequestRefusedException(int status, String message, Condition condition) {
        this(status, message, Optional.of(condition), Optional.empty(), Map.of());
    }

    /** @param headers sent with the answer, such as Allow */
    public RequestRefusedException(int status, String message, Map<String, String> headers) {
        this(status, message, Optional.empty(), Optional.empty(), headers);
    }

    private RequestRefusedException(
            int status,
            String message,
            Optional<Condition> condition,
            Optional<FixedLimit> limit,
            Map<String, String> headers) {
        // No stack trace: a refusal is an answer, not a fault, and costs no more than one.
        super(message, null, false, false);
        this.status = status;
        this.sentence = message;
        this.condition = condition;
        this.limit = limit;
        this.headers = Map.copyOf(headers);
    }

    /** 401: the request may be right for somebody who is logged in. The answer says how. */
    public static RequestRefusedException unauthenticated(String message) {
        return new RequestRefusedException(401, message);
    }

    /** 400 with a sentence. */
    public static RequestRefusedException badRequest(String message) {
        return new RequestRefusedException(400, message);
    }

    /** The same refusal in other words, at another status perhaps. */
    public static RequestRefusedException of(int status, String message, Optional<FixedLimit> limit) {
        return new RequestRefusedException(status, message, Optional.empty(), limit, Map.of());
    }

    /** 413: the request is over a limit that freeing room can't lift. */
    public static RequestRefusedException tooLarge(String message, FixedLimit limit) {
        return new RequestRefusedException(413, message, Optional.empty(), Optional.of(limit), Map.of());
    }

    /** What a false condition of any header gives (RFC 9110 §15.5.13). */
    public static RequestRefusedException preconditionFailed(String message) {
        return new RequestRefusedException(412, message);
    }

    public int status() {
        return status;
    }

    /** What the client is told. */
    public String sentence() {
        return sentence;
    }

    public Optional<Condition> condition() {
        return condition;
    }

    /** The limit of a 413. */
    public Optional<FixedLimit> limit() {
        return limit;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
