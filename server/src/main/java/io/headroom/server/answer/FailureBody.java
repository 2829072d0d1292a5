package io.headroom.server.answer;

import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.Failure;
import java.nio.charset.StandardCharsets;

/** Turns a failure into an answer, in the form that the client wants. Immutable. */
public final class FailureBody {
    private final RoomRoot roomRoot;

    /** @param roomRoot the root of a 507 in XML */
    public FailureBody(RoomRoot roomRoot) {
        this.roomRoot = roomRoot;
    }

    /** Small and whole, with its length: a client that stops at its end knows that it has all of it. */
    public DavResponse answer(Failure failure, FailedRequest request) {
        DavResponse response = new DavResponse(failure.status());
        failure.headers().forEach(response::header);
        response.header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Vary", "Accept, Accept-Language")
                .header("Content-Language", request.texts().languageTag());
        return switch (FailureForm.of(request.accept(), request.method())) {
            case XML -> xml(failure, request, response.header("Content-Type", "application/xml; charset=utf-8"));
            case JSON ->
                response.header("Content-Type", "application/problem+json").body(FailureProblem.of(failure, request));
            case HTML ->
                response.header("Content-Type", "text/html; charset=utf-8")
                        .header("Content-Security-Policy", FailurePage.POLICY)
                        .header("Referrer-Policy", "no-referrer")
                        .body(FailurePage.of(failure, request));
        };
    }

    private DavResponse xml(Failure failure, FailedRequest request, DavResponse response) {
        if (failure.storage().isEmpty() || roomRoot.isError(request)) {
            return response.body(FailureXml.error(failure, request));
        }
        if (request.isMirall()) {
            // It reads the text of an error root only, or of this header; its octets are UTF-8.
            byte[] text = failure.message(request.texts()).getBytes(StandardCharsets.UTF_8);
            response.header("OC-ErrorString", new String(text, StandardCharsets.ISO_8859_1));
        }
        return response.body(FailureXml.multiStatus(failure, failure.storage().get(), request));
    }
}
