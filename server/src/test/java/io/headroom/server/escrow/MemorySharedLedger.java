package io.headroom.server.escrow;

import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A shared ledger in memory: one transaction at a time, each on a copy that takes the place of the state when it is done. It can be
 * out of reach, and fail before any step or right after the commit. Thread-safe.
 */
public final class MemorySharedLedger implements SharedLedger {
    private static final class State {
        private final Map<String, NodeRow> nodes = new TreeMap<>();
        private final Map<ResourcePath, RootRow> roots = new TreeMap<>();
        private final Map<ResourcePath, Map<String, LeaseRow>> leases = new TreeMap<>();
        private final Map<ResourcePath, Amount> administered = new TreeMap<>();

        State copy() {
            State copy = new State();
            copy.nodes.putAll(nodes);
            copy.roots.putAll(roots);
            leases.forEach((root, rows) -> copy.leases.put(root, new TreeMap<>(rows)));
            copy.administered.putAll(administered);
            return copy;
        }
    }

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private State state = new State();
    private boolean out;
    private int failAt;
    private int failAfterCommit;
    private int steps;
    private int changes;

    public MemorySharedLedger(Clock clock) {
        this.clock = clock;
    }

    /** Whether nobody can reach it. */
    public void out(boolean now) {
        locked(() -> out = now);
    }

    /** The next transactions fail before their n-th step, counted from 1 over all of them; 0 for none. */
    public void failAtStep(int step) {
        locked(() -> {
            failAt = step;
            steps = 0;
            return this;
        });
    }

    /** The n-th change from now on is done, and whoever asked for it does not hear so; 0 for none. */
    public void failAfterCommit(int nth) {
        locked(() -> failAfterCommit = nth);
    }

    /** Whether the step that should fail was reached. */
    public boolean hasFailed() {
        return locked(() -> failAt == 0);
    }

    /** How many transactions changed something, or tried to. */
    public int changes() {
        return locked(() -> changes);
    }

    private <T> T locked(java.util.function.Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private static UnavailableException failure() {
        return new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(1), null);
    }

    /** The same ledger without its faults, for those who look whether all is well. */
    public SharedLedger untroubled() {
        return new SharedLedger() {
            @Override
            public <T> T change(Work<T> work) {
                return locked(() -> attempt(work, true, false));
            }

            @Override
            public <T> T look(Work<T> work) {
                return locked(() -> attempt(work, false, false));
            }
        };
    }

    @Override
    public <T> T change(Work<T> work) {
        return locked(() -> {
            changes++;
            T value = attempt(work, true, true);
            if (failAfterCommit > 0 && --failAfterCommit == 0) {
                throw failure();
            }
            return value;
        });
    }

    @Override
    public <T> T look(Work<T> work) {
        return locked(() -> attempt(work, false, true));
    }

    private <T> T attempt(Work<T> work, boolean keep, boolean fails) {
        if (fails && out) {
            throw failure();
        }
        Rows rows = new Rows(state.copy(), fails);
        T value = work.run(rows);
        if (keep) {
            state = rows.state;
        }
        return value;
    }

    private final class Rows implements SharedRows {
        private final State state;

        private final boolean fails;

        private Rows(State state, boolean fails) {
            this.state = state;
            this.fails = fails;
        }

        private void step() {
            if (!fails) {
                return;
            }
            steps++;
            if (failAt > 0 && steps == failAt) {
                failAt = 0;
                throw failure();
            }
        }

        @Override
        public long now() {
            return clock.millis();
        }

        @Override
        public List<NodeRow> nodes() {
            step();
            return List.copyOf(state.nodes.values());
        }

        @Override
        public Optional<NodeRow> lockNode(String node) {
            step();
            return Optional.ofNullable(state.nodes.get(node));
        }

        @Override
        public void saveNode(NodeRow row) {
            step();
            state.nodes.put(row.node(), row);
        }

        @Override
        public void removeNode(String node) {
            step();
            state.nodes.remove(node);
        }

        @Override
        public Optional<RootRow> lockRoot(ResourcePath root) {
            step();
            return Optional.ofNullable(state.roots.get(root));
        }

        @Override
        public List<RootRow> roots(long touchedSince) {
            step();
            return state.roots.values().stream()
                    .filter(row -> row.touchedAt() >= touchedSince)
                    .toList();
        }

        @Override
        public void saveRoot(RootRow row) {
            step();
            state.roots.put(row.root(), row.touched(now()));
        }

        @Override
        public void forgetRoot(ResourcePath root) {
            step();
            state.roots.remove(root);
            state.leases.remove(root);
        }

        private Map<String, LeaseRow> rows(ResourcePath root) {
            return state.leases.computeIfAbsent(root, key -> new HashMap<>());
        }

        @Override
        public Optional<LeaseRow> lease(ResourcePath root, String node) {
            step();
            return Optional.ofNullable(rows(root).get(node));
        }

        @Override
        public List<LeaseRow> leases(ResourcePath root) {
            step();
            return List.copyOf(rows(root).values());
        }

        @Override
        public List<ResourcePath> rootsOf(String node) {
            step();
            return state.leases.entrySet().stream()
                    .filter(entry -> entry.getValue().containsKey(node))
                    .map(Map.Entry::getKey)
                    .toList();
        }

        @Override
        public void saveLease(LeaseRow row) {
            step();
            rows(row.root()).put(row.node(), row);
        }

        @Override
        public void removeLease(ResourcePath root, String node) {
            step();
            rows(root).remove(node);
        }

        @Override
        public Map<ResourcePath, Amount> administered() {
            step();
            return Map.copyOf(state.administered);
        }

        @Override
        public void saveAdministered(ResourcePath root, Amount limit) {
            step();
            state.administered.put(root, limit);
        }

        @Override
        public void removeAdministered(ResourcePath root) {
            step();
            state.administered.remove(root);
        }
    }
}
