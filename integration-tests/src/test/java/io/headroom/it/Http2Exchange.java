package io.headroom.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** One stream of a {@link Http2Client}: what is sent, and each frame that comes. */
final class Http2Exchange implements Stream.Listener {
    private static final int PATIENCE_SECONDS = 20;

    private final CompletableFuture<Stream> stream = new CompletableFuture<>();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final CompletableFuture<Integer> interim = new CompletableFuture<>();
    private final CompletableFuture<Integer> reset = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Callback.Completable sent = new Callback.Completable();
    private MetaData.Response head;

    Http2Exchange on(Stream opened) {
        stream.complete(opened);
        return this;
    }

    @Override
    public void onHeaders(Stream from, HeadersFrame frame) {
        MetaData.Response response = (MetaData.Response) frame.getMetaData();
        if (HttpStatus.isInterim(response.getStatus())) {
            interim.complete(response.getStatus());
        } else {
            head = response;
        }
        if (frame.isEndStream()) {
            complete();
        } else {
            from.demand();
        }
    }

    @Override
    public void onDataAvailable(Stream from) {
        Stream.Data data = from.readData();
        if (data == null) {
            from.demand();
            return;
        }
        boolean last = data.frame().isEndStream();
        body.writeBytes(BufferUtil.toArray(data.frame().getByteBuffer()));
        data.release();
        if (last) {
            complete();
        } else {
            from.demand();
        }
    }

    private void complete() {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        head.getHttpFields().forEach(field -> headers.add(Map.entry(field.getName(), field.getValue())));
        // The status line that HTTP/1.1 would have, so that tests of both look alike.
        String line = "HTTP/1.1 " + head.getStatus() + " " + HttpStatus.getMessage(head.getStatus());
        answer.complete(new Answer(line, headers, body.toByteArray()));
    }

    @Override
    public void onReset(Stream from, ResetFrame frame, Callback callback) {
        reset.complete(frame.getError());
        answer.completeExceptionally(new AssertionError("reset with code " + frame.getError() + " before the end"));
        callback.succeeded();
    }

    @Override
    public void onFailure(Stream from, int error, String reason, Throwable failure, Callback callback) {
        answer.completeExceptionally(failure);
        callback.succeeded();
    }

    /** Hands the bytes over; they leave when the server's windows allow. */
    Http2Exchange send(byte[] content, boolean last) throws Exception {
        Stream to = opened();
        to.data(new DataFrame(to.getId(), ByteBuffer.wrap(content), last), sent);
        return this;
    }

    /** Waits until the bytes of the only send have left. */
    Http2Exchange awaitSent() throws Exception {
        sent.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    private Stream opened() throws Exception {
        return stream.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    Http2Exchange cancel() throws Exception {
        Stream to = opened();
        to.reset(new ResetFrame(to.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
        return this;
    }

    /** The whole answer, up to the frame that ends the stream. */
    Answer answer() throws Exception {
        return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** The status that comes before the answer. */
    int interim() throws Exception {
        return interim.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean hasInterim() {
        return interim.isDone();
    }

    /** The code of the server's RST_STREAM; waits for it. */
    int reset() throws Exception {
        return reset.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    boolean isReset() {
        return reset.isDone();
    }
}
