package io.headroom.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.node.NodeStatus.State;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {
    private static final Node ONE = new Node("1", "alpha", 11, "1.0", "s3://bucket");
    private static final Node TWO = new Node("2", "beta", 22, "1.0", "s3://bucket");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final MemoryNodeStore store = new MemoryNodeStore(clock);
    private Duration waited = Duration.ZERO;

    private NodeRegistry join(Node node) {
        return NodeRegistry.join(store, node, true, this::pass);
    }

    private NodeRegistry joinAlone(Node node) {
        return NodeRegistry.join(store, node, false, this::pass);
    }

    private void pass(Duration time) {
        waited = waited.plus(time);
        clock.advance(time);
    }

    private void beatFor(Duration time, NodeRegistry... registries) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(NodeRegistry.BEAT)) {
            clock.advance(NodeRegistry.BEAT);
            for (NodeRegistry each : registries) {
                each.beat();
            }
        }
    }

    private State state(Node node) {
        return store.all().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow()
                .state();
    }

    @Test
    void serversOfOneStorageSeeEachOther() {
        NodeRegistry one = join(ONE);
        one.announce("http://alpha/", "http://alpha:8081");
        NodeRegistry two = join(TWO);
        beatFor(NodeRegistry.BEAT, one, two);

        assertThat(one.live()).isEqualTo(2);
        assertThat(two.all()).extracting(NodeStatus::node).containsExactly(ONE, TWO);
        assertThat(two.all().get(0).service()).isEqualTo("http://alpha/");
        assertThat(waited).isZero();
        assertThat(ONE.name()).isEqualTo("alpha/11");
    }

    @Test
    void whoLeavesInGoodOrderIsGoneAtOnce() {
        NodeRegistry one = join(ONE);
        NodeRegistry two = join(TWO);
        one.close();
        two.beat();

        assertThat(two.live()).isEqualTo(1);
        assertThat(state(ONE)).isEqualTo(State.LEFT);
        assertThat(two.ended()).containsExactly("1");
    }

    @Test
    void whoShowsNoSignOfLifeIsDeadAfterTheLease() {
        join(ONE);
        NodeRegistry two = join(TWO);
        two.beat();

        beatFor(NodeRegistry.LEASE, two);
        assertThat(two.live()).isEqualTo(2);
        assertThat(state(ONE)).isEqualTo(State.LIVE);
        beatFor(NodeRegistry.BEAT, two);

        assertThat(two.live()).isEqualTo(1);
        assertThat(state(ONE)).isEqualTo(State.DEAD);
        assertThat(two.ended()).containsExactly("1");
    }

    @Test
    void whoComesBackFromTheDeadIsRegisteredAnew() {
        NodeRegistry one = join(ONE);
        NodeRegistry two = join(TWO);
        two.beat();
        beatFor(NodeRegistry.LEASE.plus(NodeRegistry.BEAT), two);

        one.beat();
        two.beat();

        assertThat(state(ONE)).isEqualTo(State.LIVE);
        assertThat(two.live()).isEqualTo(2);
    }

    @Test
    void nobodyIsBuriedForATimeWithoutTheDatabase() {
        NodeRegistry one = join(ONE);
        NodeRegistry two = join(TWO);
        beatFor(NodeRegistry.LEASE.multipliedBy(2), one, two);
        store.outOfReach(true);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(two::beat);
        clock.advance(NodeRegistry.LEASE.multipliedBy(10));
        store.outOfReach(false);

        two.beat();
        assertThat(state(ONE)).isEqualTo(State.LIVE);
        one.beat();
        beatFor(NodeRegistry.LEASE.multipliedBy(2), one, two);

        assertThat(state(ONE)).isEqualTo(State.LIVE);
        assertThat(two.live()).isEqualTo(2);
    }

    @Test
    void aDatabaseBelongsToOneStorageAtATime() {
        NodeRegistry one = join(ONE);
        Node other = new Node("3", "gamma", 33, "1.0", "s3://other");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> join(other))
                .withMessageContaining("s3://bucket")
                .withMessageContaining("s3://other")
                .withMessageContaining("alpha/11");
        assertThat(store.all()).extracting(NodeStatus::node).containsExactly(ONE);

        one.close();
        join(other);
    }

    @Test
    void aStorageThatCannotBeSharedHasOneServer() {
        NodeRegistry one = joinAlone(ONE);
        one.announce("http://alpha/", "");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> NodeRegistry.join(store, TWO, false, time -> {
                    pass(time);
                    one.beat();
                }))
                .withMessageContaining("alpha/11 at http://alpha/")
                .withMessageContaining("stop the other");
        assertThat(store.all()).extracting(NodeStatus::node).containsExactly(ONE);

        one.close();
        joinAlone(TWO);
    }

    @Test
    void afterACrashTheNextServerWaitsUntilItIsClearThatNobodyLives() {
        joinAlone(ONE);
        joinAlone(TWO);
        assertThat(waited).isBetween(NodeRegistry.LEASE, NodeRegistry.LEASE.plusSeconds(2));
        assertThat(state(ONE)).isEqualTo(State.DEAD);
    }

    @Test
    void anOldSignOfLifeAloneProvesNoDeath() {
        NodeRegistry one = joinAlone(ONE);
        clock.advance(NodeRegistry.LEASE.multipliedBy(3));

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> NodeRegistry.join(store, TWO, false, time -> {
                    pass(time);
                    one.beat();
                }));

        clock.advance(NodeRegistry.LEASE.multipliedBy(3));
        waited = Duration.ZERO;
        joinAlone(TWO);
        assertThat(waited).isBetween(NodeRegistry.BEAT, NodeRegistry.BEAT.multipliedBy(3));
    }

    @Test
    void whatIsLeftOfEachThatEndedIsLookedAfterOnce() {
        NodeRegistry one = join(ONE);
        NodeRegistry two = join(TWO);
        List<String> events = new ArrayList<>();
        NodeUpkeep upkeep = new NodeUpkeep(two, events::add, () -> events.add("always"));
        upkeep.run();
        one.close();
        upkeep.run();
        upkeep.run();

        assertThat(events).containsExactly("always", "1", "always", "always");
    }

    @Test
    void thoseThatEndedLongAgoAreForgotten() {
        join(ONE).close();
        NodeRegistry two = join(TWO);
        clock.advance(Duration.ofDays(8));

        assertThat(two.ended()).isEmpty();
        assertThat(two.all()).extracting(NodeStatus::node).containsExactly(TWO);
    }

    @Test
    void leavingWithoutTheDatabaseIsNoFailure() {
        NodeRegistry one = join(ONE);
        store.outOfReach(true);

        one.close();

        store.outOfReach(false);
        assertThat(state(ONE)).isEqualTo(State.LIVE);
    }
}
