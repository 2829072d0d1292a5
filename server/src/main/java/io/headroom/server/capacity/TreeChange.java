package io.headroom.server.capacity;

import io.headroom.server.tree.TreeWalk;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a change of whole trees means for each account, quotas inside the trees included. For one thread. */
final class TreeChange {
    private static final class Sum {
        private long bytes;
        private long entries;
    }

    /** Takes what one account gains or, below 0, loses. */
    @FunctionalInterface
    interface Action {
        void accept(Account account, long bytes, long entries);
    }

    private final Accounts accounts;
    private final Map<Account, Sum> sums = new HashMap<>();

    TreeChange(Accounts accounts) {
        this.accounts = accounts;
    }

    /** One more file or collection. */
    void add(ResourcePath path, long bytes) {
        change(path, bytes, 1);
    }

    /** All that stands at a path now goes. Walks the tree. */
    void removeTree(TreeWalk walk, ResourcePath top) {
        walk.forEach(top, member -> change(member.path(), -size(member), -1));
    }

    /** All that stands at a path now goes to another one. Walks the tree. */
    void moveTree(TreeWalk walk, ResourcePath source, ResourcePath target) {
        walk.forEach(source, member -> {
            change(member.path(), -size(member), -1);
            change(member.path().rebase(source, target), size(member), 1);
        });
    }

    /** All that stands at a path now has come there. Walks the tree. */
    void addTree(TreeWalk walk, ResourcePath top) {
        walk.forEach(top, this::add);
    }

    /** One more file or collection. */
    void add(Resource member) {
        change(member.path(), size(member), 1);
    }

    /** One file or collection less. */
    void remove(Resource member) {
        change(member.path(), -size(member), -1);
    }

    /** All that another change does, does this one too. */
    TreeChange plus(TreeChange other) {
        TreeChange both = new TreeChange(accounts);
        for (TreeChange one : List.of(this, other)) {
            one.sums.forEach((account, sum) -> {
                Sum to = both.sums.computeIfAbsent(account, key -> new Sum());
                to.bytes += sum.bytes;
                to.entries += sum.entries;
            });
        }
        return both;
    }

    private static long size(Resource member) {
        return member instanceof FileResource file ? file.size() : 0;
    }

    private void change(ResourcePath path, long bytes, long entries) {
        for (Account account : accounts.covering(path)) {
            Sum sum = sums.computeIfAbsent(account, key -> new Sum());
            sum.bytes += bytes;
            sum.entries += Books.entriesOf(account, path, entries);
        }
    }

    /** How many bytes an account loses so far. */
    long bytesLost(Account account) {
        Sum sum = sums.get(account);
        return sum == null ? 0 : -sum.bytes;
    }

    /** How many entries an account loses so far. */
    long entriesLost(Account account) {
        Sum sum = sums.get(account);
        return sum == null ? 0 : -sum.entries;
    }

    void forEach(Action action) {
        sums.forEach((account, sum) -> action.accept(account, sum.bytes, sum.entries));
    }
}
