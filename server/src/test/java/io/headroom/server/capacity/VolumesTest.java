package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.path.ResourcePath;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which promises count for a path. */
class VolumesTest {
    private static final ResourcePath ROOT = ResourcePath.ROOT;
    private static final ResourcePath OWN = ResourcePath.parse("/own");
    private static final ResourcePath SAME = ResourcePath.parse("/a/same");

    private final Volumes volumes = new Volumes(Map.of(ROOT, ROOT, OWN, OWN, SAME, ROOT));

    @Test
    void theInnermostVolumeIsThePathsOne() {
        assertThat(volumes.of(ResourcePath.parse("/own/x/y"))).isEqualTo(OWN);
        assertThat(volumes.of(ResourcePath.parse("/a/same"))).isEqualTo(SAME);
        assertThat(volumes.of(ResourcePath.parse("/a/samething"))).isEqualTo(ROOT);
        assertThat(volumes.roots()).containsExactly(ROOT, SAME, OWN);
    }

    @Test
    void whatIsOnOneDiskIsPromisedOnce() {
        assertThat(volumes.ledger(ResourcePath.parse("/x")).tryReserve(60, 100)).isTrue();
        assertThat(volumes.ledger(ResourcePath.parse("/a/same/x")).tryReserve(60, 100))
                .isFalse();
        assertThat(volumes.ledger(ResourcePath.parse("/own/x")).tryReserve(60, 100))
                .isTrue();
    }
}
