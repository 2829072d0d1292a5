package io.headroom.server.admin;

import io.headroom.server.exchange.Failure;
import io.headroom.server.text.Texts;
import io.headroom.spi.error.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks, finds the endpoint, catches, and answers. Thread-safe. */
final class AdminHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

    private final AdminGuard guard;
    private final AdminRoutes routes;
    private final Texts texts;

    AdminHandler(AdminGuard guard, AdminRoutes routes, Texts texts) {
        this.guard = guard;
        this.routes = routes;
        this.texts = texts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        AdminAnswer answer = answer(request);
        HttpFields.Mutable headers = response.getHeaders();
        response.setStatus(answer.status());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(headers::put);
        if (!answer.contentType().isEmpty()) {
            headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private AdminAnswer answer(Request request) throws IOException {
        try {
            AdminRequest asked = new AdminRequest(request);
            guard.check(asked);
            return routes.find(asked).answer(asked);
        } catch (AdminRefusedException e) {
            return AdminAnswer.problem(e);
        } catch (StorageException e) {
            Failure failure = Failure.of(e);
            if (failure.status() == 500) {
                LOG.error(
                        "{} {}: the storage failed",
                        request.getMethod(),
                        request.getHttpURI().getPath(),
                        e);
            }
            return AdminAnswer.problem(
                    new AdminRefusedException(failure.status(), failure.message(texts), failure.headers()));
        } catch (RuntimeException e) {
            LOG.error(
                    "{} {}: unexpected",
                    request.getMethod(),
                    request.getHttpURI().getPath(),
                    e);
            return AdminAnswer.problem(new AdminRefusedException(
                    500, "The server failed in a way it was not made for. The log has more."));
        }
    }
}
