package io.headroom.server.http;

import io.headroom.server.exchange.DavRequest;
import io.headroom.server.method.AllowedMethods;
import io.headroom.server.method.MethodTable;
import io.headroom.server.method.Services;
import io.headroom.spi.Capability;
import java.time.Duration;

/** Puts the servlet together. */
public final class WebDavServlets {
    private WebDavServlets() {}

    /**
     * @param context what holds for all requests
     * @param drain how long a refused client may go on sending
     * @param listener hears of every request
     */
    public static WebDavServlet of(
            Services services, DavRequest.Context context, Duration drain, RequestListener listener) {
        boolean readOnly = services.storage().capabilities().contains(Capability.READ_ONLY);
        return new WebDavServlet(
                new RequestReader(context, services.clock()),
                new MethodTable(services),
                new FailureAnswers(
                        context.hrefs(),
                        new AllowedMethods(readOnly),
                        services.storage(),
                        new RoomLog(services.clock()),
                        listener),
                new UnreadBody(services.clock(), drain),
                listener,
                readOnly);
    }
}
