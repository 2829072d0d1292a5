package io.headroom.server.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * A request that may change something, and what came of it.
 *
 * @param time when it was answered
 * @param request its identifier, as the answer and the server's own log have it
 * @param user empty when nobody is logged in
 * @param address where it came from
 * @param method as the client wrote it
 * @param target the path of its URL, as the client wrote it
 * @param destination of COPY and MOVE, as the client wrote it
 * @param bytes that were read of its body
 * @param status of the answer; a 207 may have failures in it
 */
public record Change(
        Instant time,
        String request,
        Optional<String> user,
        String address,
        String method,
        String target,
        Optional<String> destination,
        long bytes,
        int status) {}
