package io.headroom.server.method;

import io.headroom.server.access.Right;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.util.stream.Stream;

/**
 * What each method asks of the person behind a request. A refusal depends on the path alone, so it tells nobody what is there. Whoever
 * isn't logged in is asked to (401), others are told which privilege they lack (RFC 3744 §7.1.1).
 */
final class Rights {
    private Rights() {}

    /** GET, HEAD, PROPFIND: also a folder on the way to what may be read, of which that way alone is shown. */
    static void requireShown(DavRequest request) {
        if (!request.caller().access().shows(request.path())) {
            throw refusal(request, request.path(), Right.READ);
        }
    }

    /** A file on the way to nothing. */
    static void requireRead(DavRequest request) {
        if (!request.caller().access().at(request.path()).allows(Right.READ)) {
            throw refusal(request, request.path(), Right.READ);
        }
    }

    /** PUT, MKCOL, PROPPATCH, UNLOCK. */
    static void requireChange(DavRequest request) {
        if (!request.caller().access().at(request.path()).allows(Right.WRITE)) {
            throw refusal(request, request.path(), Right.WRITE);
        }
    }

    /** DELETE, LOCK, and POST, which makes members. */
    static void requireTreeChange(DavRequest request) {
        requireThroughout(request, request.path(), Right.WRITE);
    }

    /** What the page of a collection offers by POST. */
    static boolean mayAddMembers(DavRequest request) {
        return request.caller().access().throughout(request.path()).allows(Right.WRITE);
    }

    /** COPY reads all of the one tree and replaces all of the other. */
    static void requireCopy(DavRequest request) {
        requireThroughout(request, request.path(), Right.READ);
        requireThroughout(request, request.destination().path(), Right.WRITE);
    }

    static void requireMove(DavRequest request) {
        requireThroughout(request, request.path(), Right.WRITE);
        requireThroughout(request, request.destination().path(), Right.WRITE);
    }

    private static void requireThroughout(DavRequest request, ResourcePath path, Right right) {
        if (!request.caller().access().throughout(path).allows(right)) {
            throw refusal(request, path, right);
        }
    }

    /** What a listing may show of the members of a collection. Closing the result closes the members. */
    static Stream<Resource> shown(DavRequest request, ResourcePath collection, Stream<Resource> members) {
        return request.caller().access().showsAllBelow(collection)
                ? members
                : members.filter(member -> request.caller().access().shows(member.path()));
    }

    private static RequestRefusedException refusal(DavRequest request, ResourcePath path, Right right) {
        if (request.caller().identity().isNobody()) {
            return RequestRefusedException.unauthenticated("Log in to do this.");
        }
        return right == Right.READ
                ? new RequestRefusedException(
                        403, "You may not read what is at this address.", Condition.needPrivilege(path, "read"))
                : new RequestRefusedException(
                        403, "You may not change what is at this address.", Condition.needPrivilege(path, "write"));
    }
}
