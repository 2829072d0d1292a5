package io.headroom.server.exchange;

import io.headroom.spi.error.InsufficientStorageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * The answer of a method: status, headers, body. Built up by the method, then only read. Closed by whoever got it from the
 * method, so that a body which is never sent (HEAD) frees what it held.
 */
public final class DavResponse implements AutoCloseable {
    private final int status;
    private final List<String> headers = new ArrayList<>(16);
    private OptionalLong contentLength = OptionalLong.empty();
    private Optional<ResponseBody> body = Optional.empty();
    private Optional<InsufficientStorageException> shortage = Optional.empty();

    public DavResponse(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** Adds a header; the value must be fit for one. */
    public DavResponse header(String name, String value) {
        headers.add(name);
        headers.add(value);
        return this;
    }

    /** @param length of the body in bytes; HEAD sends it without the body */
    public DavResponse contentLength(long length) {
        this.contentLength = OptionalLong.of(length);
        return this;
    }

    public DavResponse body(ResponseBody content) {
        this.body = Optional.of(content);
        return this;
    }

    /** A body that is there already, with its length. */
    public DavResponse body(byte[] content) {
        return contentLength(content.length)
                .body((ResponseBody.Sink sink) -> sink.stream().write(content));
    }

    /** A body that is there already, in UTF-8, with its length. */
    public DavResponse body(String content) {
        return body(content.getBytes(StandardCharsets.UTF_8));
    }

    /** A part of the request found no room, and the body says so inside a 207: for the log and for those who count. */
    public DavResponse partRefused(InsufficientStorageException cause) {
        this.shortage = Optional.of(cause);
        return this;
    }

    /** The lack of room of a part of the request, the first if there are several. */
    public Optional<InsufficientStorageException> shortage() {
        return shortage;
    }

    public void forEachHeader(BiConsumer<String, String> action) {
        for (int i = 0; i < headers.size(); i += 2) {
            action.accept(headers.get(i), headers.get(i + 1));
        }
    }

    public OptionalLong contentLength() {
        return contentLength;
    }

    public Optional<ResponseBody> body() {
        return body;
    }

    @Override
    public void close() {
        body.ifPresent(ResponseBody::close);
    }
}
