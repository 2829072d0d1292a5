package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** Two servers at work on one bucket at a time: they share a quota to its last byte, locks, and the loss of the database, which comes last. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BucketNodesIT extends BucketNodes {
    private static final int WRITERS = 16;

    @Test
    @Order(1)
    @Proves({"QUOTA-PF-06", "S507-GEN-05"})
    void writersOnBothNodesFillAQuotaToItsLastByteAndNotBeyond() throws Exception {
        assertThat(one.dav().mkcol("/full").status()).isEqualTo(201);
        AtomicLong written = new AtomicLong();
        AtomicInteger replaced = new AtomicInteger();
        List<Callable<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Dav dav = nodes().get(writer % 2);
            String name = "/full/w" + writer + "-";
            Random random = new Random(writer);
            work.add(() -> {
                int largest = 24 * 1024;
                long last = 0;
                for (int i = 0; largest > 0; ) {
                    int size = largest == 1 ? 1 : 1 + random.nextInt(largest);
                    boolean replaces = i > 0 && size > last && random.nextInt(4) == 0;
                    Answer answer = dav.request("PUT", name + (replaces ? i - 1 : i))
                            .body(new byte[size])
                            .send();
                    if (answer.status() == 503) {
                        answer.require("Retry-After");
                        continue;
                    }
                    if (answer.status() == 507) {
                        assertThat(NoRoom.body(answer).only().conditions()).containsExactly("quota-not-exceeded");
                        // What is refused is at most the room: in the end one byte doesn't fit.
                        largest = size / 2;
                        continue;
                    }
                    assertThat(answer.status()).isEqualTo(replaces ? 204 : 201);
                    written.addAndGet(replaces ? size - last : size);
                    replaced.addAndGet(replaces ? 1 : 0);
                    last = size;
                    i += replaces ? 0 : 1;
                }
                return null;
            });
        }
        requireAll(threads.invokeAll(work));

        assertThat(bytes(stored("full/"))).isEqualTo(written.get()).isEqualTo(FULL);
        assertThat(replaced).hasPositiveValue();
        for (Dav each : nodes()) {
            await().untilAsserted(() -> assertThat(RoomView.of(each, "/full/")).isEqualTo(new RoomView(0, FULL)));
            assertThat(each.put("/full/more", "x").status()).isEqualTo(507);
        }
        assertThat(two.dav().delete("/full/w0-0").status()).isEqualTo(204);
        assertThat(one.dav().put("/full/more", "x").status()).isEqualTo(201);
    }

    @Test
    @Order(2)
    void ofBothNodesOneGetsTheLockAndTheOtherHeedsIt() throws Exception {
        int rounds = 25;
        int each = 2;
        AtomicInteger granted = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(2 * each);
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < 2 * each; thread++) {
            Dav dav = nodes().get(thread % 2);
            Dav other = nodes().get((thread + 1) % 2);
            work.add(() -> {
                for (int round = 0; round < rounds; round++) {
                    String path = "/locked" + round % 5;
                    start.await();
                    Answer answer = dav.lock(path, "0").send();
                    assertThat(answer.status()).isIn(200, 201, 423);
                    start.await();
                    if (answer.status() != 423) {
                        granted.incrementAndGet();
                        String token = answer.require("Lock-Token");
                        assertThat(other.put(path, "x").status()).isEqualTo(423);
                        assertThat(other.delete(path).status()).isEqualTo(423);
                        assertThat(other.move(path, "/stolen").status()).isEqualTo(423);
                        assertThat(other.request("PUT", path)
                                        .token(token)
                                        .body("mine")
                                        .send()
                                        .status())
                                .isEqualTo(204);
                        assertThat(other.request("UNLOCK", path)
                                        .header("Lock-Token", token)
                                        .send()
                                        .status())
                                .isEqualTo(204);
                    }
                    start.await();
                }
                return null;
            });
        }
        requireAll(threads.invokeAll(work));
        assertThat(granted).hasValue(rounds);
    }

    @Test
    @Order(3)
    void whileTheDatabaseIsAwayThereIsReadingAndAfterItAllIsAsBefore() {
        one.dav().put("/read", "old");
        String token = one.dav().locked("/read", "0");
        postgres.stop();
        for (Dav each : nodes()) {
            assertThat(each.get("/read").text()).isEqualTo("old");
            assertThat(each.propfind("/", "1", "<D:getcontentlength/>").hrefs()).contains("/read");
            for (Answer refused : List.of(
                    each.put("/fresh", "x"),
                    each.delete("/read"),
                    each.mkcol("/folder"),
                    each.copy("/read", "/copied"),
                    each.move("/read", "/moved"),
                    each.lock("/fresh", "0").send())) {
                assertThat(refused.status()).as(refused::toString).isEqualTo(503);
                assertThat(Integer.parseInt(refused.require("Retry-After"))).isPositive();
            }
        }
        assertThat(stored("").keySet())
                .contains(KEY + "read")
                .doesNotContain(KEY + "fresh", KEY + "copied", KEY + "moved");
        postgres.startAgain();
        for (Dav each : nodes()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> each.put("/fresh", "x").status() < 300);
            assertThat(each.put("/read", "new").status()).isEqualTo(423);
        }
        assertThat(two.dav().request("DELETE", "/read").token(token).send().status())
                .isEqualTo(204);
    }
}
