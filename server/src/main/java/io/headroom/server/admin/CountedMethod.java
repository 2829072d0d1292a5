package io.headroom.server.admin;

/** The methods that are counted by name: a closed set, so that no client can make up a metric of its own. */
enum CountedMethod {
    OPTIONS(false),
    GET(false),
    HEAD(false),
    PUT(true),
    POST(true),
    PATCH(true),
    DELETE(false),
    MKCOL(true),
    COPY(true),
    MOVE(true),
    PROPFIND(false),
    PROPPATCH(true),
    REPORT(false),
    LOCK(true),
    UNLOCK(false),
    /** All others. */
    OTHER(false);

    private final boolean needsRoom;

    CountedMethod(boolean needsRoom) {
        this.needsRoom = needsRoom;
    }

    /** Whether lack of room can refuse it. */
    boolean needsRoom() {
        return needsRoom;
    }

    static CountedMethod of(String method) {
        return switch (method) {
            case "OPTIONS" -> OPTIONS;
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "PUT" -> PUT;
            case "POST" -> POST;
            case "PATCH" -> PATCH;
            case "DELETE" -> DELETE;
            case "MKCOL" -> MKCOL;
            case "COPY" -> COPY;
            case "MOVE" -> MOVE;
            case "PROPFIND" -> PROPFIND;
            case "PROPPATCH" -> PROPPATCH;
            case "REPORT" -> REPORT;
            case "LOCK" -> LOCK;
            case "UNLOCK" -> UNLOCK;
            default -> OTHER;
        };
    }
}
