package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.headroom.server.monitor.Delivery.Result;
import io.headroom.spi.testkit.MutableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver that checks as its author would, from the documentation alone. */
class WebhookIT {
    private static final String SECRET = "geheim 🔑";

    private record Received(String timestamp, String signature, String type, String body) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final MutableClock clock = new MutableClock(Events.TIME);
    private HttpServer receiver;
    private WebhookSettings settings;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", this::receive);
        receiver.start();
        URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?a=b");
        settings = new WebhookSettings(url, Optional.of(SECRET));
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestHeaders().getFirst("X-Headroom-Timestamp"),
                exchange.getRequestHeaders().getFirst("X-Headroom-Signature"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        Integer status = statuses.poll();
        exchange.sendResponseHeaders(status == null ? 204 : status, -1);
        exchange.close();
    }

    private Received next() throws InterruptedException {
        Received next = received.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private static String sign(String timestamp, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '.');
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsSentIsSignedWithItsTimeAndSaysEverything() throws Exception {
        assertThat(new WebhookPost(settings, clock).send(Events.reached("id-1")).result())
                .isEqualTo(Result.DELIVERED);
        Received message = next();
        assertThat(message.type()).isEqualTo("application/json");
        assertThat(message.timestamp()).isEqualTo(Long.toString(Events.TIME.getEpochSecond()));
        assertThat(message.signature()).isEqualTo(sign(message.timestamp(), message.body()));
        JsonNode json = new JsonMapper().readTree(message.body());
        assertThat(json.path("id").asText()).isEqualTo("id-1");
        assertThat(json.path("event").asText()).isEqualTo("capacity.threshold.reached");
        assertThat(json.path("level").asInt()).isEqualTo(90);
        assertThat(json.path("kind").asText()).isEqualTo("quota");
        assertThat(json.path("path").asText()).isEqualTo("/alice");
        assertThat(json.path("unit").asText()).isEqualTo("bytes");
        assertThat(json.path("limit").asLong()).isEqualTo(1024);
        assertThat(json.path("used").asLong()).isEqualTo(960);
        assertThat(json.path("reserved").asLong()).isEqualTo(4);
        assertThat(json.path("available").asLong()).isEqualTo(60);
        assertThat(json.path("fill").asDouble()).isEqualTo(0.9375);
        assertThat(json.path("daysUntilFull").asDouble()).isEqualTo(12.4);
        assertThat(json.path("time").asText()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(json.path("text").asText()).startsWith("The quota of /alice is 93.7 % full");
    }

    @Test
    void a500IsTriedAgainAndTheOrderIsKept() throws Exception {
        statuses.add(500);
        try (Webhook webhook = Webhook.open(settings, new SimpleMeterRegistry(), clock)) {
            webhook.crossed(Events.reached("first"));
            webhook.crossed(Events.reached("second"));
            assertThat(next().body()).contains("first");
            assertThat(next().body()).contains("first");
            assertThat(next().body()).contains("second");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, DELIVERED",
        "500, FAILED",
        "503, FAILED",
        "429, FAILED",
        "408, FAILED",
        "301, REFUSED",
        "404, REFUSED"
    })
    void whatTheReceiverSaysDecides(int status, Result result) {
        statuses.add(status);
        assertThat(new WebhookPost(settings, clock).send(Events.reached("1")).result())
                .isEqualTo(result);
    }

    @Test
    void nobodyThereMayBeSomebodyLater() {
        receiver.stop(0);
        assertThat(new WebhookPost(settings, clock).send(Events.reached("1")).result())
                .isEqualTo(Result.FAILED);
    }

    @Test
    void withoutASecretNothingIsSigned() throws Exception {
        new WebhookPost(new WebhookSettings(settings.url(), Optional.empty()), clock).send(Events.reached("1"));
        assertThat(next().signature()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/", "example.org", "http:///x", "http://a:b@example.org/", "http://a b/"})
    void onlyWebAddressesWithoutPasswordsAreTaken(String url) {
        assertThatThrownBy(() -> WebhookSettings.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLogSeesNeitherPathNorSecret() {
        assertThat(settings.toString()).isEqualTo("http://127.0.0.1 (signed)");
    }
}
