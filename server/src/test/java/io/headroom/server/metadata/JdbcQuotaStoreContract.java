package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.QuotaStore;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs on each kind of database. */
abstract class JdbcQuotaStoreContract {
    private static final ResourcePath ALICE = ResourcePath.parse("/alice");
    private static final QuotaStore.Usage USAGE =
            new QuotaStore.Usage(ALICE, -5, 7, Optional.of(Instant.ofEpochMilli(1_234)), 3, -4);

    /** Of the same database each time. */
    protected abstract MetadataSettings settings();

    private MetadataDatabase open() {
        return MetadataDatabase.open(settings());
    }

    @Test
    void quotasAndFiguresOutliveTheServer() {
        try (MetadataDatabase database = open()) {
            QuotaStore store = new JdbcQuotaStore(database);
            store.set(ALICE, QuotaLimit.parse("10GiB,entries=5"));
            store.set(ResourcePath.ROOT, QuotaLimit.parse("entries=9"));
            store.set(ALICE, QuotaLimit.parse("1GiB"));
            store.save(List.of(USAGE), false);
        }
        try (MetadataDatabase database = open()) {
            QuotaStore store = new JdbcQuotaStore(database);
            assertThat(store.limits())
                    .isEqualTo(
                            Map.of(ALICE, QuotaLimit.parse("1GiB"), ResourcePath.ROOT, QuotaLimit.parse("entries=9")));
            assertThat(store.usages()).containsExactly(USAGE);
            store.remove(ALICE);
            assertThat(store.limits()).containsOnlyKeys(ResourcePath.ROOT);
            assertThat(store.usages()).isEmpty();
        }
    }

    @Test
    void figuresAreCompleteOnlyAfterAStopInGoodOrder() {
        try (MetadataDatabase database = open()) {
            QuotaStore store = new JdbcQuotaStore(database);
            assertThat(store.begin()).as("the first start").isFalse();
            store.save(List.of(USAGE), true);
            assertThat(store.begin()).as("after a stop in good order").isTrue();
            assertThat(store.begin()).as("after a crash").isFalse();
            store.save(List.of(USAGE), false);
            assertThat(store.begin()).as("after a crash that came later").isFalse();
        }
    }
}
