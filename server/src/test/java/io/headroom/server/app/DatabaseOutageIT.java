package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.spi.Storage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.PostgresServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A whole server whose PostgreSQL goes away and comes back. Starts a real one for each test. */
@Timeout(240)
final class DatabaseOutageIT {
    private static final String LOCKINFO = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype></D:lockinfo>";
    private static final String LIVE =
            "<D:prop><D:getetag/><D:getcontentlength/><D:resourcetype/><D:quota-available-bytes/></D:prop>";
    private static final Duration KNOWN = Duration.ofSeconds(30);
    private static final Pattern TOKEN = Pattern.compile("urn:uuid:[-0-9a-f]+");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private PostgresServer postgres;
    private String database;
    private Storage storage;
    private HeadroomServer server;

    @BeforeEach
    void start() {
        postgres = PostgresServer.start();
        database = postgres.createDatabase();
        storage = new MemoryStorage(1 << 20, Clock.systemUTC());
        server = serve();
    }

    private HeadroomServer serve() {
        ServerConfig config = ServerConfig.of(
                Path.of("."),
                Map.of(Setting.PORT, "0", Setting.ADMIN_PORT, "0", Setting.FLOOR, "0", Setting.INFINITE_DEPTH, "true"));
        return ServerAssembly.open(
                config, storage, MetadataSettings.parse(database, true), MetadataDatabase::open, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
        postgres.close();
    }

    /** How the database goes, and how it comes back. */
    enum Outage {
        STOPPED {
            @Override
            void begin(PostgresServer postgres) {
                postgres.stop();
            }

            @Override
            void end(PostgresServer postgres) {
                postgres.startAgain();
            }
        },
        KILLED {
            @Override
            void begin(PostgresServer postgres) {
                postgres.kill();
            }

            @Override
            void end(PostgresServer postgres) {
                postgres.startAgain();
            }
        },
        FROZEN {
            @Override
            void begin(PostgresServer postgres) {
                postgres.freeze();
            }

            @Override
            void end(PostgresServer postgres) {
                postgres.thaw();
            }
        },
        TURNED_INTO_A_STANDBY {
            @Override
            void begin(PostgresServer postgres) {
                postgres.stop();
                postgres.startAgainAsStandby();
            }

            @Override
            void end(PostgresServer postgres) {
                postgres.restart();
            }
        };

        abstract void begin(PostgresServer postgres);

        abstract void end(PostgresServer postgres);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.url()).resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> proppatch(String path, String colour) throws Exception {
        return send(
                "PROPPATCH",
                path,
                "<D:propertyupdate xmlns:D='DAV:' xmlns:x='urn:x'><D:set><D:prop><x:colour>" + colour
                        + "</x:colour></D:prop></D:set></D:propertyupdate>");
    }

    private String propfind(String path, String what, String depth) throws Exception {
        HttpResponse<String> answer = send(
                "PROPFIND",
                path,
                "<D:propfind xmlns:D='DAV:' xmlns:x='urn:x'>" + what + "</D:propfind>",
                "Depth",
                depth);
        assertThat(answer.statusCode()).isEqualTo(207);
        return answer.body();
    }

    private static String token(HttpResponse<String> locked) {
        Matcher found = TOKEN.matcher(locked.body());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private JsonAnswer admin(String path) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(server.adminUrl().orElseThrow().resolve(path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
        return new JsonAnswer(answer.statusCode(), answer.body());
    }

    private record JsonAnswer(int status, String body) {}

    private void awaitRefusal() {
        await().atMost(KNOWN)
                .untilAsserted(() ->
                        assertThat(send("DELETE", "/nothing", "").statusCode()).isEqualTo(503));
    }

    private void awaitRecovery() {
        await().atMost(KNOWN)
                .untilAsserted(() ->
                        assertThat(send("DELETE", "/nothing", "").statusCode()).isEqualTo(404));
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void readsGoOnAndWritesAreRefusedBeforeAnythingChanged(Outage outage) throws Exception {
        send("MKCOL", "/dir/", "");
        for (String file : List.of("/file", "/other", "/locked", "/dir/member")) {
            send("PUT", file, "of " + file);
            assertThat(proppatch(file, "old").statusCode()).isEqualTo(207);
        }
        String token = token(send("LOCK", "/locked", LOCKINFO));
        String tokenHeader = "(<" + token + ">)";
        assertThat(admin("/ready").status()).isEqualTo(200);

        outage.begin(postgres);
        awaitRefusal();
        String before = propfind("/", LIVE, "infinity");
        assertReadsGoOn();
        Map<String, HttpResponse<String>> refused = new LinkedHashMap<>();
        long began = System.nanoTime();
        refused.put("PUT", send("PUT", "/file", "new"));
        refused.put("PUT of a new file", send("PUT", "/fresh", "new"));
        refused.put("MKCOL", send("MKCOL", "/made/", ""));
        refused.put("COPY", send("COPY", "/file", "", "Destination", "/copy"));
        refused.put("COPY of a tree", send("COPY", "/dir/", "", "Destination", "/tree/"));
        refused.put("MOVE", send("MOVE", "/file", "", "Destination", "/other"));
        refused.put("DELETE", send("DELETE", "/file", ""));
        refused.put("DELETE of a tree", send("DELETE", "/dir/", ""));
        refused.put("PROPPATCH", proppatch("/file", "new"));
        refused.put("LOCK", send("LOCK", "/other", LOCKINFO));
        refused.put("LOCK of a new file", send("LOCK", "/unmapped", LOCKINFO));
        refused.put("refresh", send("LOCK", "/locked", "", "If", tokenHeader));
        refused.put("UNLOCK", send("UNLOCK", "/locked", "", "Lock-Token", "<" + token + ">"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2L * refused.size()));
        assertThat(refused).allSatisfy((what, answer) -> {
            assertThat(answer.statusCode()).as(what).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).as(what).hasValue("5");
        });
        assertThat(propfind("/", LIVE, "infinity")).isEqualTo(before);

        outage.end(postgres);
        awaitRecovery();
        assertThat(admin("/ready").status()).isEqualTo(200);
        assertThat(propfind("/", LIVE, "infinity")).isEqualTo(before);
        for (String file : List.of("/file", "/other", "/locked", "/dir/member")) {
            assertThat(propfind(file, "<D:prop><x:colour/></D:prop>", "0"))
                    .contains(">old<")
                    .doesNotContain("HTTP/1.1 503");
        }
        assertThat(send("PUT", "/locked", "new").statusCode()).isEqualTo(423);
        assertThat(send("PUT", "/locked", "new", "If", tokenHeader).statusCode())
                .isEqualTo(204);
        assertThat(proppatch("/file", "new").body()).contains("200 OK");
        assertThat(send("MOVE", "/dir/", "", "Destination", "/moved/").statusCode())
                .isEqualTo(201);
        assertThat(propfind("/moved/member", "<D:allprop/>", "0")).contains(">old<");
    }

    private void assertReadsGoOn() throws Exception {
        assertThat(send("GET", "/file", "").body()).isEqualTo("of /file");
        assertThat(send("GET", "/", "").statusCode()).isEqualTo(200);
        assertThat(send("HEAD", "/file", "").statusCode()).isEqualTo(200);
        assertThat(send("OPTIONS", "/file", "").statusCode()).isEqualTo(200);
        String named = propfind(
                "/",
                "<D:prop><D:getetag/><D:lockdiscovery/><D:quota-available-bytes/><D:quota-used-bytes/><x:colour/></D:prop>",
                "1");
        assertThat(named).contains("urn:uuid:").contains("<D:quota-available-bytes>");
        assertThat(named)
                .containsPattern(Pattern.compile(
                        "<D:propstat><D:prop><[^>]*colour[^>]*/></D:prop><D:status>HTTP/1.1 503 Service Unavailable"));
        assertThat(propfind("/", "<D:allprop/>", "1")).contains("getetag").doesNotContain("colour", "HTTP/1.1 503");
        assertThat(propfind("/", "<D:propname/>", "1")).contains("getetag").doesNotContain("colour", "HTTP/1.1 503");
        assertThat(admin("/health").status()).isEqualTo(200);
        JsonAnswer ready = admin("/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body().replaceAll("\\s", ""))
                .contains("\"metadata\":{\"status\":\"failed\"")
                .contains("\"storage\":{\"status\":\"ok\"");
    }

    /** What clients have been told. */
    private static final class Told {
        final Map<String, String> colours = new ConcurrentHashMap<>();
        final Map<String, String> locks = new ConcurrentHashMap<>();
        final Map<String, Integer> unexpected = new ConcurrentHashMap<>();

        void check(String what, HttpResponse<String> answer) {
            if (answer.statusCode() >= 400 && answer.statusCode() != 503) {
                unexpected.merge(what + " " + answer.statusCode() + " " + answer.body(), 1, Integer::sum);
            }
        }
    }

    @Test
    void nothingThatWasAcknowledgedIsLostHoweverOftenTheDatabaseGoes() throws Exception {
        Told told = new Told();
        AtomicBoolean end = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int number = i;
                running.add(clients.submit(() -> {
                    write(number, end, told);
                    return null;
                }));
            }
            for (Outage outage : List.of(Outage.KILLED, Outage.STOPPED, Outage.FROZEN)) {
                int seen = told.colours.size();
                await().atMost(KNOWN).until(() -> told.colours.size() > seen + 20);
                outage.begin(postgres);
                awaitRefusal();
                outage.end(postgres);
                awaitRecovery();
            }
            end.set(true);
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            end.set(true);
            clients.shutdownNow();
        }
        assertThat(told.unexpected).isEmpty();
        assertThat(told.locks).isNotEmpty();
        for (Map.Entry<String, String> each : told.colours.entrySet()) {
            assertThat(propfind(each.getKey(), "<D:allprop/>", "0"))
                    .as(each.getKey())
                    .contains(">" + each.getValue() + "<");
        }
        for (Map.Entry<String, String> each : told.locks.entrySet()) {
            assertThat(propfind(each.getKey(), "<D:prop><D:lockdiscovery/></D:prop>", "0"))
                    .as(each.getKey())
                    .contains(each.getValue());
        }
    }

    /** Makes a file, gives it a colour, locks it or moves it; and so on. */
    private void write(int number, AtomicBoolean end, Told told) throws Exception {
        for (int i = 0; !end.get(); i++) {
            String path = "/" + number + "-" + i;
            HttpResponse<String> put = send("PUT", path, "content");
            told.check("PUT", put);
            if (put.statusCode() != 201) {
                continue;
            }
            HttpResponse<String> coloured = proppatch(path, "colour" + i);
            told.check("PROPPATCH", coloured);
            boolean kept = coloured.body().contains("200 OK");
            if (i % 2 == 0) {
                HttpResponse<String> locked = send("LOCK", path, LOCKINFO);
                told.check("LOCK", locked);
                if (locked.statusCode() == 200) {
                    told.locks.put(path, token(locked));
                }
                if (kept) {
                    told.colours.put(path, "colour" + i);
                }
                continue;
            }
            HttpResponse<String> moved = send("MOVE", path, "", "Destination", path + "-moved");
            told.check("MOVE", moved);
            if (kept) {
                told.colours.put(moved.statusCode() == 201 ? path + "-moved" : path, "colour" + i);
            }
        }
    }
}
