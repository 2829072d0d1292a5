package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.node.Node;
import io.headroom.server.node.NodeStatus;
import io.headroom.server.node.NodeStatus.State;
import io.headroom.server.node.NodeStore;
import io.headroom.spi.testkit.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JdbcNodeStorePostgresIT {
    private static final Node ONE = new Node("1", "alpha", 11, "1.0", "s3://bucket");
    private static final Node TWO = new Node("2", "beta", 22, "1.1", "s3://bucket");

    private final String url = PostgresServer.shared().createDatabase();
    private final MetadataDatabase database = MetadataDatabase.open(MetadataSettings.parse(url, true));
    private final NodeStore store = new JdbcNodeStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoJoinsSeesTheOthers() {
        assertThat(store.join(ONE)).isEmpty();
        store.announce("1", "http://alpha/", "http://alpha:8081");
        List<NodeStatus> others = store.join(TWO);

        assertThat(others).extracting(NodeStatus::node).containsExactly(ONE);
        NodeStatus one = others.get(0);
        assertThat(one.service()).isEqualTo("http://alpha/");
        assertThat(one.admin()).isEqualTo("http://alpha:8081");
        assertThat(one.state()).isEqualTo(State.LIVE);
        assertThat(one.age()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
        assertThat(Duration.between(one.started(), one.seen())).isBetween(Duration.ZERO, Duration.ofSeconds(1));
        assertThat(store.all()).extracting(NodeStatus::node).containsExactly(ONE, TWO);
    }

    @Test
    void aSignOfLifeMakesYoung() {
        store.join(ONE);
        NodeStatus before = store.all().get(0);
        await().until(() -> {
            NodeStore.Beat beat = store.beat("1");
            NodeStatus now = store.all().get(0);
            assertThat(beat.registered()).isTrue();
            assertThat(now.started()).isEqualTo(before.started());
            assertThat(beat.time()).isAfterOrEqualTo(now.seen());
            return now.seen().isAfter(before.seen());
        });
        assertThat(store.bury("1", Duration.ofSeconds(30))).isFalse();
    }

    @Test
    void theDeadShowNoSignOfLifeUntilTheyJoinAgain() {
        store.join(ONE);
        await().until(() -> store.bury("1", Duration.ofMillis(20)));
        assertThat(store.bury("1", Duration.ZERO)).isFalse();
        assertThat(store.all().get(0).state()).isEqualTo(State.DEAD);
        assertThat(store.beat("1").registered()).isFalse();

        store.join(ONE);
        assertThat(store.beat("1").registered()).isTrue();
    }

    @Test
    void whoLeftIsForgottenAfterAWhile() {
        store.join(ONE);
        store.join(TWO);
        store.leave("1");
        assertThat(store.all().get(0).state()).isEqualTo(State.LEFT);
        store.forget(Duration.ofDays(1));
        assertThat(store.all()).hasSize(2);
        store.withdraw("2");

        await().until(() -> {
            store.forget(Duration.ofMillis(1));
            return store.all().isEmpty();
        });
    }

    @Test
    void ofTwoThatComeAtOnceOneSeesTheOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (MetadataDatabase second = MetadataDatabase.open(MetadataSettings.parse(url, true))) {
            NodeStore other = new JdbcNodeStore(second);
            for (int round = 0; round < 20; round++) {
                Node left = new Node("left" + round, "alpha", 1, "1.0", "s");
                Node right = new Node("right" + round, "alpha", 2, "1.0", "s");
                List<Callable<Integer>> joins = new ArrayList<>();
                joins.add(() -> store.join(left).size());
                joins.add(() -> other.join(right).size());
                int seen = 0;
                for (Future<Integer> each : threads.invokeAll(joins)) {
                    seen += each.get();
                }
                assertThat(seen).isEqualTo(4 * round + 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
