package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.Capacity;
import io.headroom.spi.WriteRequest;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The figures of the room. */
public abstract class CapacityContract extends ContractGroup {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int BLOCK = 4096;

    protected CapacityContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @Test
    @Proves("QUOTA-PF-04")
    void measuredFiguresAreBoundedAndAddUp() {
        assumeTrue(can(Capability.MEASURED_CAPACITY), "the backend can't measure its room");
        Capacity.Bounded room = (Capacity.Bounded) storage().capacity(path("/"));
        assertThat(room.total()).isPositive();
        assertThat(room.available()).isBetween(0L, room.total());
        assertThat(room.used()).isBetween(0L, room.total());
        assertThat(room.fit(room.available())).isEqualTo(Capacity.Fit.FITS);
        assertThat(room.fit(room.available() + 1)).isEqualTo(Capacity.Fit.TOO_BIG);
    }

    @Test
    void fallsAfterACommitAndRisesAfterADelete() {
        assumeTrue(can(Capability.MEASURED_CAPACITY) && fixture().small(), "others may use the place too");
        long empty = available();
        write(path("/a"), new byte[MEBIBYTE], WriteRequest.ofUnknownLength());
        long less = available();
        // What the backend keeps for itself may depend on what is left.
        assertThat(less).isLessThanOrEqualTo(empty - MEBIBYTE + BLOCK);
        storage().delete(path("/a"));
        assertThat(available()).isGreaterThanOrEqualTo(less + MEBIBYTE - BLOCK);
    }

    @Test
    void isKnownWhereNothingStandsYet() {
        assumeTrue(can(Capability.MEASURED_CAPACITY), "the backend can't measure its room");
        assertThat(storage().capacity(path("/missing/deep")).availableBytes()).isPresent();
    }

    private long available() {
        return storage().capacity(path("/")).availableBytes().orElseThrow();
    }
}
