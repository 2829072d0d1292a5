package io.headroom.server.exchange;

import io.headroom.server.conditional.HttpPreconditions;
import io.headroom.server.conditional.IfHeader;
import io.headroom.server.conditional.IfHeaderParser;
import io.headroom.server.path.DepthHeader;
import io.headroom.server.path.DestinationHeader;
import io.headroom.server.path.Href;
import io.headroom.server.path.HrefCodec;
import io.headroom.server.path.OverwriteHeader;
import io.headroom.server.path.OwnPages;
import io.headroom.server.text.Messages;
import io.headroom.server.text.Texts;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request as the methods see it. Headers are parsed when they are asked for. For one thread. */
public final class DavRequest {
    /** By header name; gives null when the header is absent. */
    @FunctionalInterface
    public interface Headers {
        @Nullable
        String get(String name);
    }

    /**
     * What holds for all requests of a server.
     *
     * @param hrefs between URLs and paths
     * @param destinations reads Destination headers
     * @param pages tells our own pages from those of others
     * @param messages what people are told
     */
    public record Context(HrefCodec hrefs, DestinationHeader destinations, OwnPages pages, Messages messages) {}

    private final String method;
    private final Href target;
    private final Caller caller;
    private final String scheme;
    private final String authority;
    private final Headers headers;
    private final RequestBody body;
    private final Context context;
    private @Nullable IfHeader ifHeader;

    /**
     * @param caller who asks, and what that person may do
     * @param scheme {@code http} or {@code https}
     * @param authority the Host, port included
     */
    public DavRequest(
            String method,
            Href target,
            Caller caller,
            String scheme,
            String authority,
            Headers headers,
            RequestBody body,
            Context context) {
        this.method = method;
        this.target = target;
        this.caller = caller;
        this.scheme = scheme;
        this.authority = authority;
        this.headers = headers;
        this.body = body;
        this.context = context;
    }

    public String method() {
        return method;
    }

    public ResourcePath path() {
        return target.path();
    }

    /** Whether the URL ended in a slash. */
    public boolean trailingSlash() {
        return target.trailingSlash();
    }

    /** Whose locks are this request's own; empty for nobody in particular. */
    public String principal() {
        return caller.identity().name();
    }

    public Caller caller() {
        return caller;
    }

    public RequestBody body() {
        return body;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** @param absent what a missing header means for this method */
    public DepthHeader depth(DepthHeader absent) {
        return DepthHeader.parse(headers.get("Depth"), absent);
    }

    /** Whether a mapped destination may be replaced (RFC 4918 §10.6). */
    public boolean overwrite() {
        return OverwriteHeader.parse(headers.get("Overwrite"));
    }

    /** Where COPY and MOVE go (RFC 4918 §10.3). */
    public Href destination() {
        return context.destinations().parse(headers.get("Destination"), scheme, authority);
    }

    /** Whether a browser sends this for a page of another origin. */
    public boolean isFromForeignPage() {
        return context.pages()
                .isForeign(headers.get("Sec-Fetch-Site"), headers.get("Origin"), headers.get("Host"), authority);
    }

    /** The If header (RFC 4918 §10.4); an empty one when there is none. */
    public IfHeader ifHeader() {
        IfHeader parsed = ifHeader;
        if (parsed == null) {
            parsed = IfHeaderParser.parse(
                    headers.get("If"),
                    reference -> context.destinations()
                            .ours(reference, scheme, authority)
                            .map(Href::path));
            ifHeader = parsed;
        }
        return parsed;
    }

    /** The conditional headers of HTTP (RFC 9110 §13.1). */
    public HttpPreconditions preconditions() {
        return HttpPreconditions.parse(
                headers.get("If-Match"),
                headers.get("If-None-Match"),
                headers.get("If-Modified-Since"),
                headers.get("If-Unmodified-Since"));
    }

    /** The URL of a resource as this client sees it: an absolute path, with a slash at the end of a collection. */
    public String href(ResourcePath path, boolean collection) {
        return context.hrefs().encode(path, collection);
    }

    /** What this client's people are told, in the language that they like best. */
    public Texts texts() {
        return context.messages().in(headers.get("Accept-Language"));
    }

    /** For sentences that go into others which are English only. */
    public Texts english() {
        return context.messages().english();
    }

    /**
     * Whether the body has no byte at all; an empty chunked body counts as none (RFC 4918 §8.4). Reads only when nothing else
     * tells.
     */
    public boolean hasEmptyBody() throws IOException {
        if (!body.isAnnounced()) {
            return true;
        }
        return body.declaredLength() < 0 && body.read(ByteBuffer.allocate(1)) < 0;
    }
}
