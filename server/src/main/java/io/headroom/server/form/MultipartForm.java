package io.headroom.server.form;

import io.headroom.server.failure.RequestRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a form (RFC 7578), one after the other as they come in. For one thread; the body is closed by whoever opened it.
 *
 * <p>The client's end throws the {@link IOException} of the body; a form that is broken in itself, or over a limit, is a
 * {@link RequestRefusedException}.
 */
public final class MultipartForm {
    /** How many parts a form may have, fields included. */
    public static final int MOST_PARTS = 1_000;

    private static final int BUFFER = 64 * 1024;
    private static final int LARGEST_HEADERS = 8 * 1024;

    private final ClientStream body;
    private final MultipartInput input;
    private @Nullable PartContent current;
    private int parts;

    /** @param body not read before the first part is asked for */
    public MultipartForm(InputStream body, FormBoundary boundary) throws IOException {
        this.body = new ClientStream(body);
        this.input = MultipartInput.builder()
                .setInputStream(this.body)
                .setBoundary(boundary.bytes())
                .setBufferSize(BUFFER)
                .setMaxPartHeaderSize(LARGEST_HEADERS)
                .get();
        this.input.setHeaderCharset(StandardCharsets.ISO_8859_1);
    }

    /** One step of the parser. */
    @FunctionalInterface
    private interface Step<T> {
        T take() throws IOException;
    }

    private <T> T take(Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (FileUploadSizeException e) {
            throw RequestRefusedException.badRequest(
                    "The headers of a part are over " + LARGEST_HEADERS + " bytes; nothing was stored.");
        } catch (FileUploadException e) {
            body.requireWhole();
            throw RequestRefusedException.badRequest("The form is broken or ends too early; nothing was stored.");
        }
    }

    /**
     * The next part; what was not read of the one before is skipped.
     *
     * @return empty at the end; the body was read to its end then
     * @throws IOException when the client's end failed
     * @throws RequestRefusedException 400 when the form is broken, 413 when it has too many parts
     */
    public Optional<FormPart> next() throws IOException {
        if (!hasNext()) {
            body.requireWhole();
            body.transferTo(OutputStream.nullOutputStream());
            return Optional.empty();
        }
        if (++parts > MOST_PARTS) {
            throw new RequestRefusedException(
                    413, "A form may have at most " + MOST_PARTS + " parts; nothing was stored.");
        }
        PartHeaders headers = PartHeaders.parse(take(input::readHeaders));
        PartContent content = new PartContent(take(input::newInputStream));
        current = content;
        return Optional.of(new FormPart(headers.field(), headers.fileName(), headers.contentType(), content));
    }

    private boolean hasNext() throws IOException {
        PartContent before = current;
        if (before == null) {
            return take(input::skipPreamble);
        }
        before.skipRest();
        return take(input::readBoundary);
    }

    /** The bytes of one part. */
    private final class PartContent extends InputStream {
        private final InputStream part;

        PartContent(InputStream part) {
            this.part = part;
        }

        @Override
        public int read() throws IOException {
            return take(part::read);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return take(() -> part.read(into, offset, length));
        }

        void skipRest() throws IOException {
            transferTo(OutputStream.nullOutputStream());
        }
    }
}
