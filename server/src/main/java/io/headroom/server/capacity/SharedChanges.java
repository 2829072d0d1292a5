package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The changes that this node makes, as far as other nodes must know: nothing is changed when the leases are over, and a count of
 * another node hears whether anything changed while it walked. Thread-safe.
 */
final class SharedChanges {
    /** A change on its way. */
    private static final class Change implements ChangeGate.Pass {
        private final SharedChanges owner;
        private final ResourcePath one;
        private final ResourcePath other;
        private final boolean tree;
        private final ChangeGate.Pass pass;

        private Change(SharedChanges owner, ResourcePath one, ResourcePath other, boolean tree, ChangeGate.Pass pass) {
            this.owner = owner;
            this.one = one;
            this.other = other;
            this.tree = tree;
            this.pass = pass;
        }

        private boolean concerns(ResourcePath root) {
            return one.startsWith(root)
                    || other.startsWith(root)
                    || (tree && (root.startsWith(one) || root.startsWith(other)));
        }

        @Override
        public void close() {
            pass.close();
            owner.ended(this);
        }
    }

    private final Accounts accounts;
    private final Consumer<ResourcePath> current;
    private final Set<Change> running = ConcurrentHashMap.newKeySet();

    /** @param current throws when the leases of this node are over */
    SharedChanges(Accounts accounts, Consumer<ResourcePath> current) {
        this.accounts = accounts;
        this.current = current;
    }

    ChangeGate.Pass enter(ResourcePath one, ResourcePath other, boolean tree, Supplier<ChangeGate.Pass> gate) {
        Change change = new Change(this, one, other, tree, gate.get());
        running.add(change);
        try {
            // Once inside: whoever waited at the gate may have waited long.
            current.accept(one);
        } catch (RuntimeException e) {
            change.close();
            throw e;
        }
        return change;
    }

    /** Counted first and taken out after, so that whoever sees it gone sees it counted. */
    private void ended(Change change) {
        count(change.one, change.tree);
        if (!change.other.equals(change.one)) {
            count(change.other, change.tree);
        }
        running.remove(change);
    }

    private void count(ResourcePath path, boolean tree) {
        List<Account> concerned = tree ? accounts.concerned(path) : accounts.covering(path);
        concerned.forEach(Account::changed);
    }

    /** Whether a change at a root or below is on its way. */
    boolean isBusy(ResourcePath root) {
        return running.stream().anyMatch(change -> change.concerns(root));
    }
}
