package io.headroom.server.upkeep;

import static io.headroom.server.upkeep.Copies.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.QuotaStore.Usage;
import io.headroom.server.metadata.JdbcQuotaStore;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.upkeep.Finding.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetadataCheckTest extends MetadataCheckContract {
    @Override
    MetadataSettings settings() {
        return MetadataSettings.memory();
    }

    @Test
    void figuresOfQuotasAreComparedWithWhatIsThere() throws Exception {
        storage.createCollection(path("/a/in"));
        file("/a/in/x", "123");
        JdbcQuotaStore store = new JdbcQuotaStore(database);
        for (String root : List.of("/", "/a", "/a/in", "/a/there.txt")) {
            store.set(path(root), QuotaLimit.parse("1GiB"));
        }
        store.save(
                List.of(usage("/", 8, 4), usage("/a", 8, 9), usage("/a/in", 4, 1), usage("/a/there.txt", 5, 0)), true);

        assertThat(look().examples(Kind.WRONG_COUNT))
                .containsExactlyInAnyOrder(
                        new Finding(Kind.WRONG_COUNT, "/a", "holds 8 bytes in 3 entries; the books say 8 in 9"),
                        new Finding(Kind.WRONG_COUNT, "/a/in", "holds 3 bytes in 1 entries; the books say 4 in 1"));
        assertThat(mend().open()).isZero();
        assertThat(look().count()).isZero();
        assertThat(store.usages())
                .contains(
                        new Usage(path("/a"), 8, 3, Optional.of(clock.instant()), 0, -6),
                        new Usage(path("/a/in"), 3, 1, Optional.of(clock.instant()), -1, 0),
                        usage("/", 8, 4));
    }

    @Test
    void figuresThatTheNextStartCountsAnywayAreNone() throws Exception {
        new JdbcQuotaStore(database).save(List.of(usage("/a", 99, 99)), false);
        CheckReport report = look();
        assertThat(report.count()).isZero();
        assertThat(report.notes()).singleElement().asString().contains("counted at the next start");
    }

    private static Usage usage(String root, long bytes, long entries) {
        return new Usage(path(root), bytes, entries, Optional.empty(), 0, 0);
    }
}
