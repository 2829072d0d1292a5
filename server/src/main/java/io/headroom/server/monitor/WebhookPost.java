package io.headroom.server.monitor;

import io.headroom.server.monitor.Delivery.Result;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;

/** One POST of one event. Redirects are not followed: what is signed goes where it was meant to. Thread-safe. */
final class WebhookPost {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final WebhookSettings settings;
    private final Clock clock;
    private final EventJson json = new EventJson();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** @param clock gives the time of sending that is signed */
    WebhookPost(WebhookSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Waits for the answer, for a bounded time. */
    Delivery send(CapacityEvent event) {
        byte[] body = json.of(event);
        long timestamp = clock.instant().getEpochSecond();
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Headroom")
                .header("X-Headroom-Timestamp", Long.toString(timestamp))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        settings.secret()
                .ifPresent(
                        secret -> request.header("X-Headroom-Signature", WebhookSignature.of(secret, timestamp, body)));
        try {
            return delivery(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (IOException e) {
            return new Delivery(Result.FAILED, e.toString());
        } catch (IllegalArgumentException e) {
            // An address that only looks like one, such as one with the port 99999.
            return new Delivery(Result.REFUSED, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery(Result.FAILED, "the server stops");
        }
    }

    private static Delivery delivery(int status) {
        if (status >= 200 && status < 300) {
            return new Delivery(Result.DELIVERED, "");
        }
        boolean mayPass = status >= 500 || status == TIMEOUT || status == TOO_MANY;
        return new Delivery(mayPass ? Result.FAILED : Result.REFUSED, "it answered " + status);
    }
}
