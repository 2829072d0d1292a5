package io.headroom.server.capacity;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.NodeLedger;
import io.headroom.spi.path.ResourcePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The quotas that several nodes share: every change is one of the shared ledger, and holds here at once. Thread-safe. */
final class SharedQuotaBook implements ConfigurableQuotas {
    private final Accounts accounts;
    private final NodeLedger ledger;
    private final LeaseKeeper leases;
    private final Recounts recounts;

    SharedQuotaBook(Accounts accounts, NodeLedger ledger, LeaseKeeper leases, Recounts recounts) {
        this.accounts = accounts;
        this.ledger = ledger;
        this.leases = leases;
        this.recounts = recounts;
    }

    @Override
    public List<Quota> list() {
        return accounts.all().stream().map(Account::quota).toList();
    }

    @Override
    public void set(ResourcePath root, QuotaLimit limit) {
        requireNotConfigured(root);
        ledger.limit(root, limit.amount());
        leases.tick();
        recounts.await(Recounts.PATIENCE);
    }

    @Override
    public boolean remove(ResourcePath root) {
        requireNotConfigured(root);
        boolean known = ledger.remove(root);
        leases.tick();
        return known;
    }

    @Override
    public void configure(Map<ResourcePath, QuotaLimit> others) {
        Map<ResourcePath, Amount> limits = new HashMap<>();
        others.forEach((root, limit) -> limits.put(root, limit.amount()));
        ledger.configure(limits);
        leases.tick();
    }

    private void requireNotConfigured(ResourcePath root) {
        Account account = accounts.find(root);
        if (account != null && account.quota().source() == Quota.Source.CONFIGURATION) {
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
        ledger.counts().want(root);
        recounts.begin(List.of(account));
        return true;
    }
}
