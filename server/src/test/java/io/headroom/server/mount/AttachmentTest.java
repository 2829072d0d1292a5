package io.headroom.server.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.Capability;
import io.headroom.spi.Capacity;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A storage that is away refuses what it is asked, is seen all the same, and comes back. */
class AttachmentTest {
    private static final ResourcePath PLACE = ResourcePath.parse("/mount");

    private final FaultyStorage inner = new FaultyStorage(new MemoryStorage(1_000, Clock.systemUTC()));
    private final AtomicBoolean reachable = new AtomicBoolean();
    private final Attachment attachment = new Attachment(PLACE, () -> {
        if (!reachable.get()) {
            throw new SettingsException("The store does not answer.");
        }
        return inner;
    });
    private final Storage all = new MountedStorage(
            new MemoryStorage(1_000, Clock.systemUTC()),
            Map.of(PLACE, new AttachedStorage(attachment, Set.of(Capability.KEEPS_MODIFICATION_TIME))),
            Map.of(),
            Clock.systemUTC());

    @AfterEach
    void close() {
        all.close();
    }

    private void assertAway() {
        assertThatThrownBy(() -> all.find(PLACE.child("x"))).isInstanceOfSatisfying(UnavailableException.class, e -> {
            assertThat(e.path()).isEqualTo(PLACE);
            assertThat(e.retryAfter()).isPositive();
        });
        assertThatThrownBy(() -> all.list(PLACE)).isInstanceOf(UnavailableException.class);
        assertThat(all.capacity(PLACE)).isInstanceOf(Capacity.Unknown.class);
        assertThat(all.find(ResourcePath.parse("/other"))).isEmpty();
        try (Stream<Resource> members = all.list(ResourcePath.ROOT)) {
            assertThat(members).singleElement().isInstanceOf(CollectionResource.class);
        }
    }

    @Test
    void oneThatCanNotBeOpenedIsAwayAndComesBackByItself() {
        attachment.start();
        attachment.await(Duration.ofSeconds(10));
        assertAway();
        assertThatThrownBy(attachment::requireReady).hasMessage("The store does not answer.");
        reachable.set(true);
        Awaitility.await().ignoreExceptions().untilAsserted(attachment::requireReady);
        assertThat(all.find(PLACE)).isPresent();
        assertThat(all.capabilities(PLACE, PLACE)).contains(Capability.STAGED_TREE);
    }

    @Test
    void oneWhoseTopIsGoneIsAwayAndNotEmpty() {
        reachable.set(true);
        attachment.start();
        attachment.await(Duration.ofSeconds(10));
        assertThat(all.find(PLACE.child("x"))).isEmpty();
        reachable.set(false);
        inner.failAlways(Point.FIND, NotFoundException::new);
        assertAway();
        assertThatThrownBy(attachment::requireReady).isInstanceOf(IllegalStateException.class);
        inner.heal();
        reachable.set(true);
        Awaitility.await().ignoreExceptions().untilAsserted(attachment::requireReady);
        assertThat(all.find(PLACE.child("x"))).isEmpty();
    }
}
