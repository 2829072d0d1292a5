package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Which quotas there are: those of the configuration, which win, and those that the administration set. Thread-safe. */
final class QuotaBook implements ConfigurableQuotas {
    private final Accounts accounts;
    private final QuotaStore store;
    private final Recounts recounts;
    private Map<ResourcePath, QuotaLimit> configured;
    private final ReentrantLock lock = new ReentrantLock();

    QuotaBook(Accounts accounts, QuotaStore store, Recounts recounts, Map<ResourcePath, QuotaLimit> configured) {
        this.accounts = accounts;
        this.store = store;
        this.recounts = recounts;
        this.configured = Map.copyOf(configured);
    }

    /**
     * Opens an account for each, with what is known of its use.
     *
     * @param complete whether nothing changed since that was written down
     */
    void load(boolean complete) {
        Map<ResourcePath, Quota> quotas = new HashMap<>();
        store.limits().forEach((root, limit) -> quotas.put(root, new Quota(root, limit, Quota.Source.ADMINISTRATION)));
        configured.forEach((root, limit) -> quotas.put(root, new Quota(root, limit, Quota.Source.CONFIGURATION)));
        Map<ResourcePath, Account> opened = new HashMap<>();
        quotas.values().forEach(quota -> opened.put(quota.root(), new Account(quota)));
        for (QuotaStore.Usage usage : store.usages()) {
            Account account = opened.get(usage.root());
            if (account != null) {
                account.restore(usage, complete);
            } else if (!complete) {
                // Nobody looks after these figures now, so nobody would find out how wrong they are.
                store.remove(usage.root());
            }
        }
        opened.values().forEach(accounts::put);
    }

    @Override
    public List<Quota> list() {
        return accounts.all().stream().map(Account::quota).toList();
    }

    @Override
    public void set(ResourcePath root, QuotaLimit limit) {
        lock.lock();
        try {
            requireNotConfigured(root);
            store.set(root, limit);
            Quota quota = new Quota(root, limit, Quota.Source.ADMINISTRATION);
            List<Account> opened = new ArrayList<>();
            change(quota, opened);
            if (opened.isEmpty()) {
                return;
            }
            recounts.begin(opened);
        } finally {
            lock.unlock();
        }
        recounts.await(Recounts.PATIENCE);
    }

    @Override
    public boolean remove(ResourcePath root) {
        lock.lock();
        try {
            requireNotConfigured(root);
            boolean known = accounts.find(root) != null;
            store.remove(root);
            accounts.remove(root);
            return known;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void configure(Map<ResourcePath, QuotaLimit> others) {
        lock.lock();
        try {
            Map<ResourcePath, QuotaLimit> administered = store.limits();
            Set<ResourcePath> ended = new HashSet<>(configured.keySet());
            ended.removeAll(others.keySet());
            ended.removeAll(administered.keySet());
            // Figures that nobody looks after must not be taken for right when the quota comes back.
            ended.forEach(store::remove);
            List<Account> opened = new ArrayList<>();
            for (ResourcePath root : configured.keySet()) {
                if (!others.containsKey(root) && administered.containsKey(root)) {
                    change(new Quota(root, administered.get(root), Quota.Source.ADMINISTRATION), opened);
                }
            }
            others.forEach((root, limit) -> change(new Quota(root, limit, Quota.Source.CONFIGURATION), opened));
            ended.forEach(accounts::remove);
            configured = Map.copyOf(others);
            recounts.begin(opened);
        } finally {
            lock.unlock();
        }
    }

    private void change(Quota quota, List<Account> opened) {
        Account known = accounts.find(quota.root());
        if (known != null) {
            known.change(quota);
            return;
        }
        Account account = new Account(quota);
        accounts.put(account);
        opened.add(account);
    }

    private void requireNotConfigured(ResourcePath root) {
        if (configured.containsKey(root)) {
            throw new IllegalArgumentException(
                    "The quota of " + root + " is set in the configuration; change it there.");
        }
    }

    @Override
    public boolean recount(ResourcePath root) {
        Account account = accounts.find(root);
        if (account == null) {
            return false;
        }
        recounts.begin(List.of(account));
        return true;
    }
}
