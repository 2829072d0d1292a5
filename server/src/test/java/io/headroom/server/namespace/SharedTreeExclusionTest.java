package io.headroom.server.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.namespace.NodeExclusion.Wanted;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTreeExclusionTest {
    private static final ResourcePath A = ResourcePath.parse("/a");
    private static final ResourcePath A_X = ResourcePath.parse("/a/x");
    private static final ResourcePath B = ResourcePath.parse("/b");

    private final List<Object> events = new ArrayList<>();
    private boolean refuses;
    private boolean lost;
    private final TreeExclusion exclusion = new TreeExclusion(this::take, () -> events.add("learn"));

    private NodeExclusion.Claim take(List<Wanted> wanted) {
        if (refuses) {
            throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(1), null);
        }
        events.add(wanted);
        return new NodeExclusion.Claim() {
            @Override
            public void requireHeld() {
                if (lost) {
                    throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(1), null);
                }
            }

            @Override
            public void close() {
                events.add("close");
            }
        };
    }

    private static Wanted shared(ResourcePath path) {
        return new Wanted(path, false);
    }

    private static Wanted exclusively(ResourcePath path) {
        return new Wanted(path, true);
    }

    @Test
    void othersAreKeptAwayFromThePathAndFromMovesOfItsAncestors() {
        try (TreeExclusion.Held held = exclusion.exclusive(A_X)) {
            assertThat(events)
                    .containsExactly(List.of(shared(ResourcePath.ROOT), shared(A), exclusively(A_X)), "learn");
            assertThatCode(held::requireStill).doesNotThrowAnyException();
        }
        assertThat(events).last().isEqualTo("close");
        assertThat(exclusion.size()).isZero();
    }

    @Test
    void aMoveTakesBothEnds() {
        exclusion.exclusive(A_X, true, B).close();
        exclusion.exclusive(A_X, false, B).close();
        exclusion.exclusive(List.of(A_X, B)).close();

        assertThat(events.stream().filter(List.class::isInstance))
                .containsExactly(
                        List.of(shared(ResourcePath.ROOT), shared(A), exclusively(A_X), exclusively(B)),
                        List.of(shared(ResourcePath.ROOT), shared(A), shared(A_X), exclusively(B)),
                        List.of(shared(ResourcePath.ROOT), shared(A), exclusively(A_X), exclusively(B)));
    }

    @Test
    void whatOthersDoNotGiveIsNotHeldHereEither() {
        refuses = true;
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> exclusion.exclusive(A_X));
        assertThat(exclusion.size()).isZero();

        refuses = false;
        exclusion.exclusive(A).close();
    }

    @Test
    void whoCannotLearnHoldsNothing() {
        TreeExclusion ignorant = new TreeExclusion(this::take, () -> {
            throw new UnavailableException(ResourcePath.ROOT, Duration.ofSeconds(1), null);
        });

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> ignorant.exclusive(A));

        assertThat(events).last().isEqualTo("close");
        assertThat(ignorant.size()).isZero();
    }

    @Test
    void whatWasLostIsNoticed() {
        try (TreeExclusion.Held held = exclusion.exclusive(A)) {
            lost = true;
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(held::requireStill);
        }
    }
}
