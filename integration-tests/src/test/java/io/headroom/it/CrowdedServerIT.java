package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many senders at once on a server with eight threads: whatever they do, those who read are answered. */
final class CrowdedServerIT {
    private static final int MIB = 1 << 20;
    private static final int ROOM = MIB;
    private static final int SENDERS = 64;
    /** What half of the threads makes. */
    private static final int SLOTS = 4;

    /** Who waits for a sender waits for ever; a crowded machine takes its time, too. */
    private static final Duration GOOD_TIME = Duration.ofSeconds(10);

    private final List<RawClient> clients = Collections.synchronizedList(new ArrayList<>());
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(Map.of(Setting.THREADS, "8"), clock -> new MemoryStorage(ROOM, clock));
        server.dav().put("/small", "content");
    }

    @AfterEach
    void stop() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient put(String path, String framing) throws IOException {
        RawClient client = server.raw();
        clients.add(client);
        return client.head("PUT " + path + " HTTP/1.1", "Host: " + server.authority(), framing);
    }

    private void assertReadersAreAnswered() {
        long start = System.nanoTime();
        Answer answer = server.dav().get("/small");
        assertThat(answer.text()).isEqualTo("content");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GOOD_TIME);
    }

    private static void sendAll(RawClient client, boolean chunked, int mebibytes) throws IOException {
        byte[] content = new byte[MIB];
        for (int i = 0; i < mebibytes; i++) {
            if (chunked) {
                client.chunk(content);
            } else {
                client.send(content);
            }
        }
        if (chunked) {
            client.lastChunk();
        }
    }

    @ParameterizedTest
    @Proves("S507-CON-01")
    @CsvSource({"Content-Length: 1073741824, false", "Transfer-Encoding: chunked, true"})
    void wholeGibibyteIsWrittenBeforeTheRefusalIsRead(String framing, boolean chunked) throws IOException {
        RawClient client = put("/a", framing);
        sendAll(client, chunked, 1024);
        NoRoom.assertRefused(client.read(), "/a");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    @Proves({"S507-CON-01", "S507-GEN-11"})
    void slowSenderReadsTheRefusalAtItsEnd() throws Exception {
        RawClient client = put("/a", "Content-Length: " + 4 * MIB);
        for (int i = 0; i < 64; i++) {
            client.send(new byte[64 * 1024]);
            // The pace is what this is about: each piece finds an idle connection.
            TimeUnit.MILLISECONDS.sleep(10);
        }
        NoRoom.assertRefused(client.read(), "/a");
    }

    @Test
    @Proves("S507-CON-01")
    void manyFastSendersReadTheirRefusalsWhileOthersAreAnswered() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        AtomicInteger done = new AtomicInteger();
        try {
            List<Future<Answer>> refusals = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                boolean chunked = i % 2 == 0;
                refusals.add(threads.submit(() -> {
                    RawClient client =
                            put("/a", chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + 32L * MIB);
                    sendAll(client, chunked, 32);
                    Answer answer = client.read();
                    done.incrementAndGet();
                    return answer;
                }));
            }
            do {
                assertReadersAreAnswered();
            } while (done.get() < SENDERS && refusals.stream().anyMatch(refusal -> !refusal.isDone()));
            for (Future<Answer> refusal : refusals) {
                NoRoom.assertRefused(refusal.get(), "/a");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Proves("S507-CON-01")
    void smallRestThatNeverComesHoldsNoThread() throws IOException {
        server.dav()
                .request("PUT", "/ballast")
                .body(new byte[(int) RoomView.available(server)])
                .send();
        for (int i = 0; i < 40; i++) {
            NoRoom.assertRefused(put("/a", "Content-Length: 1000").read(), "/a");
            assertReadersAreAnswered();
        }
        RawClient last = clients.get(0).send(new byte[1000]);
        last.head("OPTIONS / HTTP/1.1", "Host: " + server.authority());
        assertThat(last.read().status()).isEqualTo(200);
    }

    @Test
    @Proves("S507-503-01")
    void silentUploadsLeaveThreadsToReaders() throws Exception {
        for (int i = 0; i < SLOTS; i++) {
            assertThat(put("/slow" + i, "Content-Length: 1000\r\nExpect: 100-continue")
                            .read()
                            .status())
                    .isEqualTo(100);
        }
        for (int i = 0; i < 100; i++) {
            put("/late" + i, "Content-Length: 1000");
        }
        assertReadersAreAnswered();
        for (RawClient client : List.copyOf(clients).subList(SLOTS, clients.size())) {
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.require("Retry-After")).matches("[0-9]+");
        }
        assertReadersAreAnswered();
        // What is there already needs no slot, and what doesn't fit is told so even now.
        RawClient complete = server.raw();
        clients.add(complete);
        complete.send("PUT /complete HTTP/1.1\r\nHost: " + server.authority() + "\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(complete.read().status()).isEqualTo(201);
        NoRoom.assertRefused(put("/a", "Content-Length: " + 8L * MIB).read(), "/a");
        // Those who were let in come to their end.
        RawClient first = clients.get(0).send(new byte[1000]);
        assertThat(first.read().status()).isEqualTo(201);
    }
}
