package io.headroom.server.answer;

/** What the root of a 507 in XML is. The same condition stands in both. */
public enum RoomRoot {
    /** {@code DAV:multistatus}: names the resource too. */
    MULTISTATUS,
    /** {@code DAV:error}: the letter of RFC 4331 §6 and RFC 4918 §16. */
    ERROR,
    /** {@code DAV:error} for programs that read nothing else, {@code DAV:multistatus} for the others. */
    AUTO;

    boolean isError(FailedRequest request) {
        return switch (this) {
            case MULTISTATUS -> false;
            case ERROR -> true;
            case AUTO -> request.isMirall();
        };
    }
}
