package io.headroom.server.node;

import io.headroom.server.node.NodeStatus.State;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Servers in a map, by a clock of its own. For one thread. */
final class MemoryNodeStore implements NodeStore {
    private final Clock clock;
    private final Map<String, NodeStatus> rows = new LinkedHashMap<>();
    private boolean away;

    MemoryNodeStore(Clock clock) {
        this.clock = clock;
    }

    /** From now on, until it is called again. */
    void outOfReach(boolean now) {
        away = now;
    }

    private Instant now() {
        if (away) {
            throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(1), null);
        }
        return clock.instant();
    }

    private void put(NodeStatus row, String service, String admin, Instant seen, State state) {
        rows.put(
                row.node().id(), new NodeStatus(row.node(), service, admin, row.started(), seen, Duration.ZERO, state));
    }

    private void put(NodeStatus row, Instant seen, State state) {
        put(row, row.service(), row.admin(), seen, state);
    }

    @Override
    public List<NodeStatus> join(Node node) {
        NodeStatus known = rows.get(node.id());
        Instant started = known == null ? now() : known.started();
        rows.put(node.id(), new NodeStatus(node, "", "", started, now(), Duration.ZERO, State.LIVE));
        return all().stream().filter(each -> !each.node().equals(node)).toList();
    }

    @Override
    public void announce(String id, String service, String admin) {
        NodeStatus row = rows.get(id);
        put(row, service, admin, row.seen(), row.state());
    }

    @Override
    public Beat beat(String id) {
        NodeStatus row = rows.get(id);
        boolean registered = row != null && row.state() == State.LIVE;
        if (registered) {
            put(row, now(), State.LIVE);
        }
        return new Beat(registered, now());
    }

    @Override
    public List<NodeStatus> all() {
        Instant now = now();
        return rows.values().stream()
                .map(row -> new NodeStatus(
                        row.node(),
                        row.service(),
                        row.admin(),
                        row.started(),
                        row.seen(),
                        Duration.between(row.seen(), now),
                        row.state()))
                .toList();
    }

    @Override
    public boolean bury(String id, Duration lease) {
        NodeStatus row = rows.get(id);
        if (row.state() != State.LIVE || !row.seen().isBefore(now().minus(lease))) {
            return false;
        }
        put(row, row.seen(), State.DEAD);
        return true;
    }

    @Override
    public void leave(String id) {
        put(rows.get(id), now(), State.LEFT);
    }

    @Override
    public void withdraw(String id) {
        rows.remove(id);
    }

    @Override
    public void forget(Duration endedBefore) {
        Instant moment = now().minus(endedBefore);
        rows.values().removeIf(row -> row.state() != State.LIVE && row.seen().isBefore(moment));
    }
}
