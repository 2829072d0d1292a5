package io.headroom.server.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.server.exchange.AcceptHeader;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.method.FormCommit.Stored;
import java.io.UncheckedIOException;
import java.util.List;

/** What a form is answered with: a browser goes back to the folder, programs get to know what stands where. */
final class FormAnswer {
    private static final JsonMapper JSON = new JsonMapper();

    private FormAnswer() {}

    /** One file, as a program reads it. */
    private record Entry(String name, String href, long size, String etag, boolean created) {}

    /** @param stored at least one */
    static DavResponse of(DavRequest request, List<Stored> stored) {
        AcceptHeader accept = AcceptHeader.parse(request.header("Accept").orElse(null));
        if (accept.asksFor("text", "html")) {
            return new DavResponse(303)
                    .header("Location", request.href(request.path(), true))
                    .header("Vary", "Accept")
                    .contentLength(0);
        }
        boolean created = stored.stream().anyMatch(Stored::created);
        boolean json = accept.asksFor("application", "json");
        DavResponse response = new DavResponse(created ? 201 : json ? 200 : 204).header("Vary", "Accept");
        if (created && stored.size() == 1) {
            response.header("Location", request.href(stored.get(0).file().path(), false));
        }
        if (!json) {
            return response.contentLength(0);
        }
        return response.header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .body(json(request, stored));
    }

    private static byte[] json(DavRequest request, List<Stored> stored) {
        List<Entry> entries = stored.stream()
                .map(each -> new Entry(
                        each.file().path().name(),
                        request.href(each.file().path(), false),
                        each.file().size(),
                        each.file().entityTag().toString(),
                        each.created()))
                .toList();
        try {
            return JSON.writeValueAsBytes(entries);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("names and numbers can always be written", e);
        }
    }
}
