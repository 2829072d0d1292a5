package io.headroom.server.node;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A server that is alone. Thread-safe. */
public final class SingleNode implements Nodes {
    private final Node node;
    private final Clock clock;
    private final Instant started;
    private volatile String service = "";
    private volatile String admin = "";

    public SingleNode(Node node, Clock clock) {
        this.node = node;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Empty texts for nowhere. */
    public void announce(String serviceUrl, String adminUrl) {
        service = serviceUrl;
        admin = adminUrl;
    }

    @Override
    public List<NodeStatus> all() {
        return List.of(
                new NodeStatus(node, service, admin, started, clock.instant(), Duration.ZERO, NodeStatus.State.LIVE));
    }

    @Override
    public int live() {
        return 1;
    }
}
