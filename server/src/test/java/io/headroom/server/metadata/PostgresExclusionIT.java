package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.headroom.server.namespace.NodeExclusion.Claim;
import io.headroom.server.namespace.NodeExclusion.Wanted;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.PostgresServer;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers' connections to a real PostgreSQL. */
@Timeout(120)
class PostgresExclusionIT {
    private static final ResourcePath A = ResourcePath.parse("/a");
    private static final ResourcePath A_X = ResourcePath.parse("/a/x");
    private static final ResourcePath A_Y = ResourcePath.parse("/a/y");
    private static final ResourcePath B = ResourcePath.parse("/b");
    private static final Duration SHORT = Duration.ofMillis(200);

    private final String url = PostgresServer.shared().createDatabase();
    private final MetadataDatabase oneDatabase = MetadataDatabase.open(MetadataSettings.parse(url, true));
    private final MetadataDatabase twoDatabase = MetadataDatabase.open(MetadataSettings.parse(url, true));
    private final PostgresExclusion oneNode = new PostgresExclusion(oneDatabase, 8);
    private final PostgresExclusion twoNode = new PostgresExclusion(twoDatabase, 8);
    private final TreeExclusion one = new TreeExclusion(oneNode, () -> {});
    private final TreeExclusion two = new TreeExclusion(twoNode, () -> {});
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        oneNode.close();
        twoNode.close();
        oneDatabase.close();
        twoDatabase.close();
    }

    private Future<?> taking(ResourcePath path) {
        return threads.submit(() -> two.exclusive(path).close());
    }

    private static boolean waits(Future<?> future) throws Exception {
        try {
            future.get(300, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        }
    }

    private List<Wanted> wanted(ResourcePath path) {
        return List.of(new Wanted(ResourcePath.ROOT, false), new Wanted(path, true));
    }

    @Test
    void whatOneServerChangesTheOtherLeavesAlone() throws Exception {
        Future<?> same;
        Future<?> above;
        Future<?> below;
        try (TreeExclusion.Held held = one.exclusive(A_X)) {
            assertThat(waits(taking(A_Y))).isFalse();
            assertThat(waits(taking(B))).isFalse();
            same = taking(A_X);
            above = taking(A);
            below = taking(A_X.child("deep"));
            assertThat(waits(same)).isTrue();
            assertThat(waits(above)).isTrue();
            assertThat(waits(below)).isTrue();
            held.requireStill();
        }
        same.get();
        above.get();
        below.get();
    }

    @Test
    void aSourceThatStaysMayBeCopiedByBoth() throws Exception {
        try (TreeExclusion.Held held = one.exclusive(A, false, B)) {
            held.requireStill();
            Future<?> copying = threads.submit(
                    () -> two.exclusive(A, false, ResourcePath.parse("/c")).close());
            assertThat(waits(copying)).isFalse();
            assertThat(waits(taking(A_X))).isFalse();
            Future<?> moving = threads.submit(
                    () -> two.exclusive(A, true, ResourcePath.parse("/c")).close());
            assertThat(waits(moving)).isTrue();
        }
    }

    @Test
    void waitingForTheOtherServerHasAnEnd() {
        try (PostgresExclusion hasty = new PostgresExclusion(twoDatabase, 1, SHORT);
                TreeExclusion.Held held = one.exclusive(A)) {
            held.requireStill();
            UnavailableException refused = assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> hasty.take(wanted(A)))
                    .actual();
            assertThat(refused.retryAfter()).isPositive();
            // What was there already is given back, and so is the connection.
            hasty.take(wanted(B)).close();
        }
    }

    @Test
    void thereAreSoManyConnectionsAndNoMore() {
        try (PostgresExclusion few = new PostgresExclusion(oneDatabase, 2, SHORT)) {
            Claim first = few.take(wanted(A));
            few.take(wanted(B));
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> few.take(wanted(ResourcePath.parse("/c"))));
            first.close();
            first.close();
            few.take(wanted(ResourcePath.parse("/c"))).close();
        }
    }

    @Test
    void aConnectionThatIsLostIsNoticedAndLetsOthersGoOn() {
        try (TreeExclusion.Held held = one.exclusive(A)) {
            endAllThatHold();
            two.exclusive(A).close();
            await().untilAsserted(() ->
                    assertThatExceptionOfType(UnavailableException.class).isThrownBy(held::requireStill));
        }
        one.exclusive(A).close();
    }

    /** As a proxy or an administrator does. */
    private void endAllThatHold() {
        twoDatabase.read(ResourcePath.ROOT, session -> {
            try (ResultSet row = session.prepare("""
                    SELECT count(pg_terminate_backend(pid, 5000))
                    FROM pg_locks
                    WHERE locktype = 'advisory' AND pid <> pg_backend_pid()
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """).executeQuery()) {
                return row.next();
            }
        });
    }

    @Test
    void connectionsThatBrokeWhileTheyRestedAreReplaced() {
        one.exclusive(A).close();
        one.exclusive(List.of(A, B)).close();
        twoDatabase.read(ResourcePath.ROOT, session -> {
            try (ResultSet row = session.prepare("""
                    SELECT count(pg_terminate_backend(pid, 5000))
                    FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'ROLLBACK%'
                    """).executeQuery()) {
                return row.next();
            }
        });

        try (TreeExclusion.Held held = one.exclusive(A)) {
            held.requireStill();
        }
    }

    @Test
    void noTwoServersMeetAndNobodyWaitsForEver() throws Exception {
        List<ResourcePath> paths = List.of(A, A_X, A_Y, B, B.child("x"));
        AtomicInteger[] inside = new AtomicInteger[paths.size()];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = new AtomicInteger();
        }
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            TreeExclusion exclusion = thread % 2 == 0 ? one : two;
            Random random = new Random(thread);
            running.add(threads.submit(() -> {
                for (int round = 0; round < 60; round++) {
                    int which = random.nextInt(paths.size());
                    try (TreeExclusion.Held held = random.nextInt(4) == 0
                            ? exclusion.exclusive(A, true, B)
                            : exclusion.exclusive(paths.get(which))) {
                        held.requireStill();
                    }
                    try (TreeExclusion.Held held = exclusion.exclusive(paths.get(which))) {
                        assertThat(inside[which].incrementAndGet()).isEqualTo(1);
                        held.requireStill();
                        inside[which].decrementAndGet();
                    }
                }
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        assertThat(one.size()).isZero();
        assertThat(two.size()).isZero();
    }
}
