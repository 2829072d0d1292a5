package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uploads that don't fit, as clients of all tempers send them: the 507 comes as early as it can, whole, and no reset takes it
 * away from those who write everything before they read (RFC 9112 §9.6).
 */
final class EarlyRefusalIT {
    private static final int MIB = 1 << 20;
    private static final int ROOM = MIB;
    private static final int CHUNK = 64 * 1024;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(ROOM);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private RawClient put(String path, String... headers) throws IOException {
        RawClient client = server.raw();
        client.send("PUT " + path + " HTTP/1.1\r\nHost: " + server.authority() + "\r\n");
        for (String header : headers) {
            client.send(header + "\r\n");
        }
        return client.send("\r\n");
    }

    private static void assertNoRoom(Answer answer) {
        NoRoom.assertRefused(answer, "/a");
    }

    private void assertNothingStored(String path) {
        assertThat(server.dav().get(path).status()).isEqualTo(404);
        assertThat(server.dav().propfind("/", "1").hrefs()).containsExactly("/");
        assertThat(RoomView.available(server)).isEqualTo(ROOM);
    }

    @Test
    @Proves({"S507-PUT-01", "S507-GEN-11", "S507-RA-01", "S507-CON-02"})
    void waitingClientGetsTheRefusalInsteadOfContinue() throws IOException {
        try (RawClient client = put("/a", "Content-Length: " + (ROOM + 1), "Expect: 100-continue")) {
            Answer answer = client.read();
            assertNoRoom(answer);
            assertThat(answer.require("Connection")).isEqualTo("close");
            assertThat(client.isAtEnd()).isTrue();
        }
        assertNothingStored("/a");
    }

    @Test
    @Proves({"S507-PUT-01", "HTTP-100-01"})
    void waitingClientIsToldToGoOnWhenItFits() throws IOException {
        try (RawClient client = put("/a", "Content-Length: " + ROOM, "Expect: 100-continue")) {
            assertThat(client.read().status()).isEqualTo(100);
            client.send(new byte[ROOM]);
            assertThat(client.read().status()).isEqualTo(201);
        }
        assertThat(RoomView.available(server)).isZero();
    }

    @Test
    @Proves({"S507-PUT-02", "S507-CON-01"})
    void refusalComesBeforeTheFirstByteOfTheBody() throws IOException {
        try (RawClient client = put("/a", "Content-Length: " + 64L * MIB)) {
            assertNoRoom(client.read());
        }
        assertNothingStored("/a");
    }

    /** 64 MiB are more than all buffers between us hold: who doesn't read them blocks the sender for ever. */
    @ParameterizedTest
    @Proves({"S507-CON-01", "S507-CON-02", "S507-PUT-02", "S507-PUT-04"})
    @CsvSource({"sized, false", "sized, true", "chunked, false", "chunked, true"})
    void clientThatWritesEverythingFirstReadsTheRefusal(String framing, boolean expect) throws IOException {
        boolean chunked = framing.equals("chunked");
        String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + 64L * MIB;
        try (RawClient client = expect ? put("/a", length, "Expect: 100-continue") : put("/a", length)) {
            byte[] content = new byte[MIB];
            for (int i = 0; i < 64; i++) {
                if (chunked) {
                    client.chunk(content);
                } else {
                    client.send(content);
                }
            }
            if (chunked) {
                client.lastChunk();
            }
            Answer answer = client.read();
            while (answer.status() == 100) {
                answer = client.read();
            }
            assertNoRoom(answer);
            assertThat(client.isAtEnd()).isTrue();
        }
        assertNothingStored("/a");
    }

    @Test
    @Proves("S507-CON-01")
    void refusedClientsThatGoOnSendingHoldNoThread() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (TestServer small =
                TestServer.start(Map.of(Setting.THREADS, "8"), clock -> new MemoryStorage(ROOM, clock))) {
            for (int i = 0; i < 40; i++) {
                RawClient client = small.raw();
                clients.add(client);
                client.head(
                        "PUT /a HTTP/1.1",
                        "Host: " + small.authority(),
                        "Transfer-Encoding: chunked",
                        "X-Expected-Entity-Length: " + 64L * MIB);
                client.chunk(new byte[CHUNK]);
                assertNoRoom(client.read());
            }
            assertThat(small.dav().put("/other", "there are threads").status()).isEqualTo(201);
            for (RawClient client : clients) {
                for (int i = 0; i < 16; i++) {
                    client.chunk(new byte[CHUNK]);
                }
                assertThat(client.isAtEnd()).isTrue();
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    @Proves("S507-CON-01")
    void patienceWithARefusedClientEnds() throws IOException {
        try (TestServer impatient =
                        TestServer.start(Map.of(Setting.DRAIN_SECONDS, "1"), clock -> new MemoryStorage(ROOM, clock));
                RawClient client = impatient.raw()) {
            client.head("PUT /a HTTP/1.1", "Host: " + impatient.authority(), "Content-Length: 2000000000");
            assertNoRoom(client.read());
            assertThatIOException().isThrownBy(() -> {
                while (true) {
                    client.send(new byte[CHUNK]);
                }
            });
        }
    }

    @Test
    @Proves("S507-CON-01")
    void smallBodyIsReadAndTheConnectionLivesOn() throws IOException {
        try (RawClient client = put("/a", "Content-Length: " + 2 * MIB)) {
            client.send(new byte[2 * MIB]);
            Answer answer = client.read();
            assertNoRoom(answer);
            assertThat(answer.header("Connection")).isEmpty();
            client.head("OPTIONS / HTTP/1.1", "Host: " + server.authority());
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @Test
    @Proves({"S507-PUT-03", "S507-CON-01"})
    void finderIsRefusedByTheLengthThatItExpects() throws IOException {
        Dav dav = server.dav();
        assertThat(dav.put("/a", "").status()).isEqualTo(201);
        String token = dav.locked("/a", "0");
        try (RawClient client = put(
                "/a", "Transfer-Encoding: chunked", "X-Expected-Entity-Length: " + 8L * MIB, "If: (" + token + ")")) {
            client.chunk(new byte[CHUNK]);
            assertNoRoom(client.read());
            for (int i = 1; i < 128; i++) {
                client.chunk(new byte[CHUNK]);
            }
            client.lastChunk();
            assertThat(client.isAtEnd()).isTrue();
        }
        assertThat(dav.request("UNLOCK", "/a")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.get("/a").body()).isEmpty();
        assertThat(RoomView.available(server)).isEqualTo(ROOM);
    }

    @Test
    @Proves({"S507-PUT-03", "S507-PUT-04", "S507-GEN-05"})
    void lyingLengthIsFoundOutByTheRunningCount() throws IOException {
        Dav dav = server.dav();
        String before = dav.put("/a", "old").require("ETag");
        try (RawClient client = put("/a", "Transfer-Encoding: chunked", "X-Expected-Entity-Length: 10")) {
            for (int i = 0; i < 2 * ROOM / CHUNK; i++) {
                client.chunk(new byte[CHUNK]);
            }
            assertNoRoom(client.read());
        }
        Answer after = dav.get("/a");
        assertThat(after.text()).isEqualTo("old");
        assertThat(after.require("ETag")).isEqualTo(before);
        assertThat(RoomView.available(server)).isEqualTo(ROOM - 3);
    }

    @Test
    @Proves({"S507-PUT-05", "S507-PUT-04"})
    void unknownLengthIsToldToGoOnAndRefusedWhenItPassesTheRoom() throws IOException {
        try (RawClient client = put("/a", "Transfer-Encoding: chunked", "Expect: 100-continue")) {
            assertThat(client.read().status()).isEqualTo(100);
            for (int i = 0; i <= ROOM / CHUNK; i++) {
                client.chunk(new byte[CHUNK]);
            }
            assertNoRoom(client.read());
        }
        assertNothingStored("/a");
    }

    @Test
    @Proves("S507-PUT-05")
    void unknownLengthIsRefusedAtOnceWhenNothingIsLeft() throws IOException {
        server.dav().request("PUT", "/full").body(new byte[ROOM]).send();
        try (RawClient client = put("/a", "Transfer-Encoding: chunked", "Expect: 100-continue")) {
            assertNoRoom(client.read());
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @Proves({"S507-PUT-08", "S507-GEN-05"})
    @ValueSource(strings = {"Content-Length: 1000", "Transfer-Encoding: chunked"})
    void shortBodyIsNoFileAndGivesItsRoomBack(String length) throws IOException {
        Dav dav = server.dav();
        dav.put("/a", "old");
        try (RawClient client = put("/a", length)) {
            client.send(length.startsWith("C") ? "only this" : "5\r\nhello\r\n");
            client.halfClose();
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(400);
        }
        assertThat(dav.get("/a").body()).isEqualTo("old".getBytes(StandardCharsets.UTF_8));
        assertThat(RoomView.available(server)).isEqualTo(ROOM - 3);
    }
}
