package io.headroom.server.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.access.HomePattern;
import io.headroom.server.account.Identity;
import io.headroom.server.capacity.Quota;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.Quotas;
import io.headroom.server.namespace.TreeExclusion;
import io.headroom.spi.Storage;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HomeFoldersTest {
    private static final Identity ALICE = new Identity("alice", Set.of());
    private static final ResourcePath HOME = ResourcePath.parse("/home/alice");
    private static final QuotaLimit LIMIT = QuotaLimit.ofBytes(1000);

    private final Storage storage = new MemoryStorage(1000, Clock.systemUTC());
    private final ListedQuotas quotas = new ListedQuotas();
    private final HomeFolders homes =
            new HomeFolders(storage, new TreeExclusion(), quotas, new HomePattern("/home/{user}"), Optional.of(LIMIT));

    private static final class ListedQuotas implements Quotas {
        private final List<Quota> all = new ArrayList<>();
        private boolean away;

        @Override
        public List<Quota> list() {
            return all;
        }

        @Override
        public void set(ResourcePath root, QuotaLimit limit) {
            if (away) {
                throw new UnavailableException(root, Duration.ofSeconds(1), null);
            }
            all.add(new Quota(root, limit, Quota.Source.ADMINISTRATION));
        }

        @Override
        public boolean remove(ResourcePath root) {
            return all.removeIf(quota -> quota.root().equals(root));
        }

        @Override
        public boolean recount(ResourcePath root) {
            return true;
        }
    }

    @Test
    void theFirstVisitMakesHomeAndQuotaAndTheNextNothing() {
        homes.welcome(ALICE);
        assertThat(storage.find(HOME)).isPresent();
        assertThat(quotas.all).containsExactly(new Quota(HOME, LIMIT, Quota.Source.ADMINISTRATION));
        quotas.away = true;
        homes.welcome(ALICE);
        homes.welcome(Identity.NOBODY);
        assertThat(quotas.all).hasSize(1);
    }

    @Test
    void aHomeIsNotThereWithoutItsQuota() {
        quotas.away = true;
        assertThatThrownBy(() -> homes.welcome(ALICE)).isInstanceOf(UnavailableException.class);
        assertThat(storage.find(HOME)).isEmpty();
        quotas.away = false;
        homes.welcome(ALICE);
        assertThat(storage.find(HOME)).isPresent();
        assertThat(quotas.all).hasSize(1);
    }

    @Test
    void aQuotaThatIsSetAlreadyStays() {
        Quota own = new Quota(HOME, QuotaLimit.ofBytes(5), Quota.Source.CONFIGURATION);
        quotas.all.add(own);
        homes.welcome(ALICE);
        assertThat(quotas.all).containsExactly(own);
    }

    @Test
    void aHomeThatIsThereKeepsWhatItHas() {
        storage.createCollection(ResourcePath.parse("/home"));
        storage.createCollection(HOME);
        homes.welcome(ALICE);
        assertThat(quotas.all).isEmpty();
    }
}
