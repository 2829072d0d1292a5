package io.headroom.server.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every lock store does. */
public abstract class LockStoreContract {
    private static final Instant EXPIRY = Instant.parse("2026-11-22T10:00:00.123Z");

    /** An empty store; the same one throughout a test. */
    protected abstract LockStore store();

    protected static Lock lock(String token, String root) {
        return new Lock(
                new LockToken("urn:uuid:" + token),
                ResourcePath.parse(root),
                true,
                LockScope.EXCLUSIVE,
                "anna",
                "<D:owner xmlns:D=\"DAV:\">Änna 👩</D:owner>",
                Duration.ofMinutes(10),
                EXPIRY);
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store().loadAll()).isEmpty();
    }

    @Test
    void whatWasAddedComesBackWhole() {
        Lock plain = lock("1", "/a/b");
        Lock odd = new Lock(
                new LockToken("opaquelocktoken:2"),
                ResourcePath.ROOT,
                false,
                LockScope.SHARED,
                "",
                "",
                Duration.ofSeconds(1),
                EXPIRY.plusSeconds(1));
        Lock unusualName = lock("3", "/Grüße 100%/'quoted\"/😀");

        store().add(plain);
        store().add(odd);
        store().add(unusualName);

        assertThat(store().loadAll()).containsExactlyInAnyOrder(plain, odd, unusualName);
    }

    @Test
    void aRefreshChangesTimesOnly() {
        Lock lock = lock("1", "/a");
        store().add(lock);
        store().add(lock("2", "/b"));

        Lock renewed = new Lock(
                lock.token(),
                lock.root(),
                lock.infinite(),
                lock.scope(),
                lock.principal(),
                lock.ownerXml(),
                Duration.ofSeconds(7),
                EXPIRY.plusSeconds(7));
        store().refresh(renewed);

        assertThat(store().loadAll()).containsExactlyInAnyOrder(renewed, lock("2", "/b"));
    }

    @Test
    void aRefreshDoesNotReviveWhatWasRemoved() {
        store().refresh(lock("1", "/a"));

        assertThat(store().loadAll()).isEmpty();
    }

    @Test
    void removingTakesThoseNamedAndMindsNoUnknownOnes() {
        store().add(lock("1", "/a"));
        store().add(lock("2", "/b"));
        store().add(lock("3", "/c"));

        store().remove(List.of(new LockToken("urn:uuid:1"), new LockToken("urn:uuid:3"), new LockToken("nobody")));
        store().remove(List.of());

        assertThat(store().loadAll()).containsExactly(lock("2", "/b"));
    }
}
