package io.headroom.conformance.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection that sends exactly what it is told and reads one reply at a time; a reply may be read while the body is half
 * sent. For one thread, except that {@link #close} may come from any. Closed by whoever opened it.
 */
public final class Connection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Endpoint endpoint;
    private final Socket socket;
    private final InputStream in;
    private final ReplyReader replies;
    private final Consumer<Connection> closed;
    private String method = "";

    Connection(Endpoint endpoint, Consumer<Connection> closed) throws IOException {
        this.endpoint = endpoint;
        this.closed = closed;
        this.socket = endpoint.connect();
        this.in = new BufferedInputStream(socket.getInputStream());
        this.replies = new ReplyReader(in);
    }

    /** The head alone, with a Content-Length as the request's content has it. */
    public Connection head(Request request) throws IOException {
        return send(
                request.saysLength()
                        ? request.header(
                                "Content-Length",
                                Long.toString(request.content().length()))
                        : request);
    }

    /** The head alone, for a body of unknown length that is sent in chunks. */
    public Connection chunkedHead(Request request) throws IOException {
        return send(request.header("Transfer-Encoding", "chunked"));
    }

    private Connection send(Request request) throws IOException {
        method = request.method();
        StringBuilder head = new StringBuilder(512)
                .append(method)
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(endpoint.authority())
                .append("\r\nUser-Agent: headroom-conformance\r\n");
        endpoint.authorization()
                .ifPresent(value -> head.append("Authorization: ").append(value).append("\r\n"));
        for (Header header : request.headers()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        OutputStream out = socket.getOutputStream();
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        return this;
    }

    /** A piece of the body, or all of it. */
    public Connection body(Content content) throws IOException {
        OutputStream out = socket.getOutputStream();
        content.writeTo(out);
        out.flush();
        return this;
    }

    public Connection chunk(Content content) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((Long.toHexString(content.length()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        content.writeTo(out);
        out.write(LINE_END);
        out.flush();
        return this;
    }

    public Connection lastChunk() throws IOException {
        return body(Content.text("0\r\n\r\n"));
    }

    /** No more will be sent; replies can still be read. */
    public Connection halfClose() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /**
     * The next reply, provided that it begins in time; a 100 Continue counts as one.
     *
     * @return empty when nothing came
     */
    public Optional<Reply> readWithin(Duration time) throws IOException {
        try {
            socket.setSoTimeout((int) Math.max(1, time.toMillis()));
            in.mark(1);
            if (in.read() >= 0) {
                in.reset();
            }
            return Optional.of(read());
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (SocketException e) {
            throw new BrokenReplyException("the connection was reset before a reply", e);
        }
    }

    /** The next reply; a 100 Continue counts as one. */
    public Reply read() throws IOException {
        try {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return replies.read(method);
        } catch (SocketTimeoutException e) {
            throw new BrokenReplyException("no reply within " + PATIENCE.toSeconds() + " s", e);
        } catch (SocketException e) {
            throw new BrokenReplyException("the connection was reset before a reply", e);
        }
    }

    /** The next reply that is not an interim one. */
    public Reply readFinal() throws IOException {
        Reply reply = read();
        while (reply.status() < 200) {
            reply = read();
        }
        return reply;
    }

    @Override
    public void close() {
        closed.accept(this);
        try {
            socket.close();
        } catch (IOException e) {
            // Everything of interest has been read: nobody is to be told.
            return;
        }
    }
}
