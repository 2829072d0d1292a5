package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.testkit.PostgresServer;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers over one bucket and one PostgreSQL behind HAProxy, set up as docs/haproxy.cfg says. In the last two tests they are
 * killed, one after the other.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HaproxyIT {
    private static final int MIB = 1 << 20;

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static TestBucket bucket;
    private static String database;
    private static HeadroomProcess one;
    private static HeadroomProcess two;
    private static HaproxyProxy proxy;

    @BeforeAll
    static void start() throws Exception {
        Needs.program("haproxy");
        postgres = PostgresServer.start();
        bucket = new TestBucket(RgwCluster.shared(), RgwCluster.shared().newBucket());
        database = postgres.createDatabase();
        one = node("one");
        two = node("two");
        proxy = HaproxyProxy.start(one, two, folder);
    }

    private static HeadroomProcess node(String name, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("--quota", "/small=1MiB"));
        all.addAll(List.of(options));
        return HeadroomProcess.serve(bucket, "files", database, folder.resolve(name), all.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {proxy, one, two, postgres}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    @Order(1)
    void requestsPassWholeAndTheDestinationIsTheNameThatClientsUse() {
        Dav dav = proxy.dav();
        byte[] content = new byte[24 * MIB];
        new Random(1).nextBytes(content);
        assertThat(dav.request("PUT", "/big").body(content).send().status()).isEqualTo(201);
        assertThat(dav.copy("/big", "/copy").status()).isEqualTo(201);
        assertThat(dav.move("/copy", "/moved").status()).isEqualTo(201);
        for (HeadroomProcess each : new HeadroomProcess[] {one, two}) {
            assertThat(each.dav().get("/moved").body()).isEqualTo(content);
        }
        assertThat(dav.get("/moved").body()).isEqualTo(content);
        assertThat(dav.request("COPY", "/big")
                        .header("Destination", "http://elsewhere.example/copy")
                        .send()
                        .status())
                .isEqualTo(502);
        String token = dav.locked("/moved", "0");
        for (int i = 0; i < 4; i++) {
            assertThat(dav.put("/moved", "x").status()).isEqualTo(423);
            assertThat(dav.request("PUT", "/moved")
                            .token(token)
                            .body("x")
                            .send()
                            .status())
                    .isEqualTo(204);
        }
    }

    @Test
    @Order(2)
    @Proves({"S507-CON-04", "S507-CON-02"})
    void aRefusalComesThroughBeforeTheBodyAndAlsoToThoseWhoWriteEverythingFirst() throws Exception {
        Dav dav = proxy.dav();
        assertThat(dav.mkcol("/small").status()).isEqualTo(201);
        try (RawClient client = dav.raw()) {
            client.head(
                    "PUT /small/a HTTP/1.1",
                    "Host: " + proxy.authority(),
                    "Expect: 100-continue",
                    "Content-Length: " + 64 * MIB);
            assertRefused(client.read("PUT"));
        }
        try (RawClient client = dav.raw()) {
            client.head("PUT /small/a HTTP/1.1", "Host: " + proxy.authority(), "Content-Length: " + 32 * MIB);
            for (int i = 0; i < 32; i++) {
                client.send(new byte[MIB]);
            }
            assertRefused(client.read("PUT"));
        }
        try (RawClient client = dav.raw()) {
            client.head(
                    "PUT /small/a HTTP/1.1", "Host: " + proxy.authority(), "Expect: 100-continue", "Content-Length: 3");
            assertThat(client.read("PUT").status()).isEqualTo(100);
            assertThat(client.send("abc").read("PUT").status()).isEqualTo(201);
        }
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(507);
        assertThat(NoRoom.body(answer).only().conditions()).containsExactly("quota-not-exceeded");
    }

    @Test
    @Order(3)
    void whileTheDatabaseIsAwayReadsGoThroughAndWritesAreToldToComeAgain() {
        Dav dav = proxy.dav();
        dav.put("/file", "old");
        postgres.stop();
        // Longer than HAProxy takes to see that no node is ready.
        await().during(Duration.ofSeconds(7)).atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
            assertThat(dav.get("/file").text()).isEqualTo("old");
            Answer refused = dav.put("/file", "new");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isPresent();
        });
        postgres.startAgain();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> dav.put("/file", "new").status() == 204);
    }

    @Test
    @Order(4)
    void whenANodeIsKilledRequestsGoOn() throws Exception {
        Dav dav = proxy.dav();
        one.kill();
        for (int i = 0; i < 20; i++) {
            assertThat(dav.put("/after" + i, "x").status()).isEqualTo(201);
            assertThat(dav.get("/after" + i).text()).isEqualTo("x");
        }
    }

    @Test
    @Order(5)
    void whenItComesBackItServesAgain() throws Exception {
        Dav dav = proxy.dav();
        String token = dav.locked("/after0", "0");
        HeadroomProcess killed = one;
        one = node(
                "one",
                "--port",
                Integer.toString(killed.url().getPort()),
                "--admin-port",
                Integer.toString(killed.admin().getPort()));
        killed.close();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            dav.get("/after0");
            return hasServed(one);
        });
        two.kill();
        for (int i = 0; i < 20; i++) {
            assertThat(dav.put("/last" + i, "x").status()).isEqualTo(201);
        }
        // Taken on the node that is gone now, while this one was away.
        assertThat(dav.put("/after0", "y").status()).isEqualTo(423);
        assertThat(dav.request("PUT", "/after0").token(token).body("y").send().status())
                .isEqualTo(204);
    }

    private static boolean hasServed(HeadroomProcess node) throws IOException, InterruptedException {
        HttpResponse<String> metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(node.admin().resolve("/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString());
        return metrics.body().contains("headroom_requests_seconds_count{");
    }
}
