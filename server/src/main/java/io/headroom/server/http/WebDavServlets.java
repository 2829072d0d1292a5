package io.headroom.server.http;

import io.headroom.server.answer.FailureBody;
import io.headroom.server.audit.ChangeListener;
import io.headroom.server.exchange.DavRequest;
import io.headroom.server.method.AllowedMethods;
import io.headroom.server.method.MethodTable;
import io.headroom.server.method.Services;
import io.headroom.spi.Capability;
import java.time.Duration;
import java.util.function.Supplier;

/** Puts the servlet together. */
public final class WebDavServlets {
    private WebDavServlets() {}

    /**
     * @param context what holds for all requests
     * @param failures how failures are told
     * @param drain how long a refused client may go on sending
     * @param uploads how many bodies may be waited for at once
     * @param listener hears of every request
     * @param callers finds out who asks
     * @param changes hears of every request that may change something
     * @param slow tells of requests that took long
     */
    public static WebDavServlet of(
            Services services,
            DavRequest.Context context,
            FailureBody failures,
            Duration drain,
            UploadSlots uploads,
            RequestListener listener,
            Supplier<Callers> callers,
            ChangeListener changes,
            SlowRequests slow) {
        boolean readOnly = services.storage().capabilities().contains(Capability.READ_ONLY);
        return new WebDavServlet(
                new RequestReader(context, services.clock(), uploads),
                new MethodTable(services),
                new FailureAnswers(
                        context.hrefs(),
                        context.destinations(),
                        new AllowedMethods(readOnly),
                        services.storage(),
                        new RoomLog(services.clock()),
                        context.messages(),
                        failures,
                        listener,
                        request -> callers.get().challenges(request)),
                new UnreadBody(drain),
                listener,
                callers,
                changes,
                slow,
                services.clock(),
                readOnly);
    }
}
