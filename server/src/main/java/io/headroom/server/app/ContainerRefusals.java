package io.headroom.server.app;

import io.headroom.server.answer.FailedRequest;
import io.headroom.server.answer.FailureBody;
import io.headroom.server.answer.Hrefs;
import io.headroom.server.exchange.AcceptHeader;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.Failure;
import io.headroom.server.exchange.ResponseBody;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.text.Texts;
import io.headroom.spi.path.ResourcePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What the container refuses by itself, before the servlet sees it, in the form of all other refusals. Whatever stood in the
 * request is not repeated. Thread-safe.
 */
final class ContainerRefusals extends ErrorHandler {
    /** The request may be broken, so nothing is read from it: not even what it would like to get. */
    private static final Hrefs ROOT = new Hrefs() {
        @Override
        public String resource(ResourcePath path) {
            return "/";
        }

        @Override
        public String collection(ResourcePath path) {
            return "/";
        }
    };

    private final FailureBody failures;
    private final FailedRequest failed;

    ContainerRefusals(FailureBody failures, Texts texts) {
        this.failures = failures;
        this.failed = new FailedRequest("", "/", ResourcePath.ROOT, AcceptHeader.parse(null), "", texts, ROOT);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        int status = status(request, response);
        response.setStatus(status);
        Failure failure = Failure.of(new RequestRefusedException(status, sentence(status)));
        Bytes body = new Bytes(new ByteArrayOutputStream());
        try (DavResponse answer = failures.answer(failure, failed)) {
            answer.forEachHeader(response.getHeaders()::put);
            if (answer.body().isPresent()) {
                answer.body().get().writeTo(body);
            }
        }
        response.write(true, ByteBuffer.wrap(body.stream().toByteArray()), callback);
        return true;
    }

    /** A body that is sent in one piece. */
    private record Bytes(ByteArrayOutputStream stream) implements ResponseBody.Sink {
        @Override
        public WritableByteChannel channel() {
            return Channels.newChannel(stream);
        }
    }

    private static int status(Request request, Response response) {
        return request.getAttribute(ERROR_EXCEPTION) instanceof HttpException refusal
                ? refusal.getCode()
                : response.getStatus();
    }

    private static String sentence(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 -> "This is not a request as HTTP has them.";
            case HttpStatus.REQUEST_TIMEOUT_408 -> "The request did not come to its end in time.";
            case HttpStatus.URI_TOO_LONG_414 -> "The address is too long.";
            case HttpStatus.EXPECTATION_FAILED_417 -> "The only expectation that is known here is 100-continue.";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are too large.";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The server is about to stop.";
            case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "This version of HTTP is not known here.";
            default -> HttpStatus.getMessage(status) + ".";
        };
    }
}
