package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.property.ModificationTimes.Kept;
import io.headroom.spi.EntityTag;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs on each kind of database. */
abstract class JdbcModificationTimesContract {
    private static final Kept ONE = new Kept(EntityTag.strong("W/1"), Instant.parse("2001-09-09T01:46:40.123Z"));
    private static final Kept OTHER = new Kept(new EntityTag("1", true), Instant.parse("1960-01-01T00:00:00Z"));

    private MetadataDatabase database;
    private JdbcModificationTimes times;

    /** Of the same database each time. */
    protected abstract MetadataSettings settings();

    /** Else other servers may fill it at any time, and it is asked each time. */
    private boolean onlyOurs() {
        return !settings().isShared();
    }

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    @BeforeEach
    void open() {
        database = MetadataDatabase.open(settings());
        times = new JdbcModificationTimes(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whatIsKeptComesBackAfterARestart() {
        assertThat(times.isEmpty()).isEqualTo(onlyOurs());
        times.put(path("/a"), ONE);
        times.put(path("/c/ä😀"), ONE);
        times.put(path("/c/ä😀"), OTHER);
        close();
        open();
        assertThat(times.isEmpty()).isFalse();
        assertThat(times.find(path("/a"))).contains(ONE);
        assertThat(times.find(path("/b"))).isEmpty();
        assertThat(times.findMembers(path("/c"))).isEqualTo(Map.of("ä😀", OTHER));
        assertThat(times.findMembers(ResourcePath.ROOT)).isEqualTo(Map.of("a", ONE));
        assertThat(times.findTree(ResourcePath.ROOT)).isEqualTo(Map.of(path("/a"), ONE, path("/c/ä😀"), OTHER));
    }

    @Test
    void aTreeIsReplacedAndItsNeighboursStay() {
        List.of("/t", "/t/a", "/t/sub/b", "/t-", "/t-/a", "/t0", "/s/t").forEach(each -> times.put(path(each), ONE));
        times.replace(List.of(path("/t")), Map.of(path("/t/a"), OTHER, path("/u/b"), OTHER));
        assertThat(times.findTree(path("/t"))).isEqualTo(Map.of(path("/t/a"), OTHER));
        assertThat(times.findTree(ResourcePath.ROOT))
                .containsOnlyKeys(path("/t/a"), path("/u/b"), path("/t-"), path("/t-/a"), path("/t0"), path("/s/t"));
    }

    @Test
    void whenAllAreForgottenNoQuestionIsAsked() {
        times.put(path("/t/a"), ONE);
        times.replace(List.of(path("/t")), Map.of());
        assertThat(times.isEmpty()).isEqualTo(onlyOurs());
        times.replace(List.of(path("/t")), Map.of());
        times.put(path("/t/a"), ONE);
        assertThat(times.find(path("/t/a"))).contains(ONE);
    }
}
