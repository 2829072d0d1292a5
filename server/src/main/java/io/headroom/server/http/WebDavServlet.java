package io.headroom.server.http;

import io.headroom.server.audit.Change;
import io.headroom.server.audit.ChangeListener;
import io.headroom.server.exchange.Caller;
import io.headroom.server.exchange.DavMethod;
import io.headroom.server.exchange.DavResponse;
import io.headroom.server.exchange.Failure;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.method.MethodTable;
import io.headroom.spi.error.StorageException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.ee11.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpFields;
import org.slf4j.MDC;

/**
 * Picks the method, calls it, catches, and answers: the only place that does. The two ends of a transfer stay apart: an
 * {@link IOException} is the client's, a {@link StorageException} the storage's.
 */
public final class WebDavServlet extends HttpServlet {
    private static final int NOT_MODIFIED = 304;

    private final transient RequestReader requests;
    private final transient MethodTable methods;
    private final transient FailureAnswers failures;
    private final transient UnreadBody unread;
    private final transient RequestListener listener;
    private final transient Supplier<Callers> callers;
    private final transient ChangeListener changes;
    private final transient SlowRequests slow;
    private final transient RequestIds ids = new RequestIds();
    private final transient Clock clock;
    private final boolean readOnly;

    WebDavServlet(
            RequestReader requests,
            MethodTable methods,
            FailureAnswers failures,
            UnreadBody unread,
            RequestListener listener,
            Supplier<Callers> callers,
            ChangeListener changes,
            SlowRequests slow,
            Clock clock,
            boolean readOnly) {
        this.requests = requests;
        this.methods = methods;
        this.failures = failures;
        this.unread = unread;
        this.listener = listener;
        this.callers = callers;
        this.changes = changes;
        this.slow = slow;
        this.clock = clock;
        this.readOnly = readOnly;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        long start = System.nanoTime();
        String id = ids.next();
        request.setAttribute(RequestTags.ID, id);
        RequestTimes times = new RequestTimes();
        listener.began();
        try (MDC.MDCCloseable named = MDC.putCloseable("request", id);
                ServletBody body = requests.body(request, times)) {
            answer(request, response, body, times);
        } finally {
            long nanos = System.nanoTime() - start;
            listener.ended(request.getMethod(), response.getStatus(), nanos);
            slow.ended(request, response.getStatus(), nanos, times);
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, ServletBody body, RequestTimes times)
            throws IOException {
        try (DavResponse answer = answer(request, body)) {
            answer.shortage().ifPresent(cause -> failures.partRefused(request, cause));
            if (!MethodTable.isReading(request.getMethod())) {
                changes.answering(change(request, body, answer.status()));
            }
            send(request, response, body, answer, times);
        } catch (StorageException e) {
            failedWhileAnswering(request, response, body, e, times);
        }
    }

    private Change change(HttpServletRequest request, ServletBody body, int status) {
        return new Change(
                clock.instant(),
                RequestTags.id(request),
                RequestTags.user(request),
                request.getRemoteAddr(),
                request.getMethod(),
                request.getRequestURI(),
                Optional.ofNullable(request.getHeader("Destination")),
                body.bytes(),
                status);
    }

    private void failedWhileAnswering(
            HttpServletRequest request,
            HttpServletResponse response,
            ServletBody body,
            StorageException cause,
            RequestTimes times)
            throws IOException {
        if (response.isCommitted()) {
            // Too late for a status: the answer is broken off, so that nobody takes it for whole.
            failures.brokenOff(request, cause);
            throw new AnswerBrokenOffException(cause);
        }
        response.reset();
        try (DavResponse answer = failures.failed(request, cause)) {
            send(request, response, body, answer, times);
        }
    }

    private DavResponse answer(HttpServletRequest request, ServletBody body) throws IOException {
        try {
            DavMethod method = method(request);
            Caller caller = callers.get().of(request);
            if (!caller.identity().isNobody()) {
                request.setAttribute(RequestTags.USER, caller.identity().name());
            }
            return method.handle(requests.read(request, body, caller));
        } catch (RequestRefusedException e) {
            return failures.refused(request, e);
        } catch (StorageException e) {
            return failures.failed(request, e);
        } catch (IOException e) {
            return failures.clientBrokeOff(request, e);
        } catch (RuntimeException e) {
            return failures.unexpected(request, e);
        }
    }

    private DavMethod method(HttpServletRequest request) {
        String name = request.getMethod();
        if (readOnly && methods.find(name).isPresent() && !MethodTable.isReading(name)) {
            throw new RequestRefusedException(403, "This server is read-only.");
        }
        if ("cross-site".equals(request.getHeader("Sec-Fetch-Site")) && !MethodTable.isReading(name)) {
            throw new RequestRefusedException(403, "Another site may not change files here.");
        }
        return methods.find(name)
                .orElseThrow(() -> methods.isKnown(name)
                        ? new RequestRefusedException(405, name + " is not possible here.")
                        : new RequestRefusedException(501, "This server does not know the method " + name + "."));
    }

    private void send(
            HttpServletRequest request,
            HttpServletResponse response,
            ServletBody body,
            DavResponse answer,
            RequestTimes times)
            throws IOException {
        response.setStatus(answer.status());
        // Past the servlet API, which would add a charset of its own to text types: files are in the one they were sent
        // in.
        HttpFields.Mutable headers = ServletContextResponse.getServletContextResponse(response)
                .getWrapped()
                .getHeaders();
        answer.forEachHeader(headers::add);
        headers.add("X-Request-Id", RequestTags.id(request));
        if (answer.contentLength().isPresent()) {
            response.setContentLengthLong(answer.contentLength().getAsLong());
        } else if (answer.body().isPresent() && Protocol.of(request) == Protocol.HTTP_1_1) {
            // Also where the client asked for the connection to be closed: without chunks, an answer that ends with the
            // connection looks whole when it is broken off.
            response.setHeader("Transfer-Encoding", "chunked");
        }
        boolean refusal = answer.status() >= Failure.FIRST_REFUSAL;
        if (refusal) {
            unread.prepare(request, response, body);
        }
        if (answer.body().isPresent() && !request.getMethod().equals("HEAD")) {
            answer.body().get().writeTo(new ServletSink(response, times));
        }
        if (answer.status() == NOT_MODIFIED) {
            // The container would say Content-Length: 0, and that is not the length of the file.
            response.flushBuffer();
        }
        if (refusal) {
            unread.drain(request, response, body);
        }
    }
}
