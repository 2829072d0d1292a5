package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.capacity.Room;
import io.headroom.spi.error.Shortage.Unit;
import io.headroom.spi.path.ResourcePath;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of levels does. */
public abstract class ThresholdStoreContract {
    private static final WatchedLimit VOLUME = new WatchedLimit(Room.Kind.VOLUME, ResourcePath.ROOT, Unit.BYTES);
    private static final WatchedLimit ROOT_QUOTA = new WatchedLimit(Room.Kind.QUOTA, ResourcePath.ROOT, Unit.BYTES);
    private static final WatchedLimit ENTRIES =
            new WatchedLimit(Room.Kind.QUOTA, ResourcePath.parse("/Grüße 100%/'q\"/😀"), Unit.ENTRIES);

    /** An empty store; the same one throughout a test. */
    protected abstract ThresholdStore store();

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store().levels()).isEmpty();
    }

    @Test
    void eachLimitHasALevelOfItsOwn() {
        store().keep(VOLUME, 80);
        store().keep(ROOT_QUOTA, 90);
        store().keep(ENTRIES, 100);
        assertThat(store().levels()).isEqualTo(Map.of(VOLUME, 80, ROOT_QUOTA, 90, ENTRIES, 100));
    }

    @Test
    void whoClaimsAChangeFirstHasIt() {
        assertThat(store().claim(VOLUME, 0, 80)).isTrue();
        assertThat(store().claim(VOLUME, 0, 80)).isFalse();
        assertThat(store().claim(ROOT_QUOTA, 80, 90)).isFalse();
        assertThat(store().claim(VOLUME, 80, 100)).isTrue();
        assertThat(store().claim(VOLUME, 80, 90)).isFalse();
        assertThat(store().levels()).isEqualTo(Map.of(VOLUME, 100));
        assertThat(store().claim(VOLUME, 100, 0)).isTrue();
        assertThat(store().claim(VOLUME, 100, 0)).isFalse();
        assertThat(store().levels()).isEmpty();
    }

    @Test
    void theLastLevelCountsAndZeroForgets() {
        store().keep(VOLUME, 80);
        store().keep(VOLUME, 100);
        store().keep(ROOT_QUOTA, 80);
        store().keep(ROOT_QUOTA, 0);
        store().keep(ENTRIES, 0);
        assertThat(store().levels()).isEqualTo(Map.of(VOLUME, 100));
    }
}
