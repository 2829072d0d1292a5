package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.TooLargeException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargestFileTest {
    private static final ResourcePath FILE = ResourcePath.parse("/file");
    private final Clock clock = Clock.systemUTC();
    private final CapacityLedger ledger = CapacityLedger.open(
            new MemoryStorage(50, clock),
            new CapacityLedger.Settings(new Floor(0, 0), Map.of(), Duration.ZERO),
            new MemoryQuotaStore(),
            clock);
    private final Storage storage = new LargestFile(ledger.storage(), 10);

    @AfterEach
    void close() {
        ledger.close();
        storage.close();
    }

    private static WriteRequest request(OptionalLong expected) {
        return new WriteRequest(expected, Optional.empty(), Optional.empty(), new Precondition.None());
    }

    @Test
    @Proves({"S507-413-01", "S507-413-02"})
    void theLimitComesBeforeTheQuestionOfRoom() {
        for (long bytes : new long[] {11, 51}) {
            assertThatThrownBy(() -> storage.beginWrite(FILE, request(OptionalLong.of(bytes))))
                    .isInstanceOfSatisfying(
                            TooLargeException.class,
                            failure -> assertThat(failure.limitBytes()).isEqualTo(10));
        }
        assertThat(storage.limits().largestFile()).isEqualTo(10);
    }

    @Test
    void preparingReachesTheStorage() {
        FaultyStorage faults = new FaultyStorage(new MemoryStorage(50, clock));
        faults.failAlways(
                FaultyStorage.Point.PREPARE, path -> new UnavailableException(path, Duration.ofSeconds(1), null));
        try (Storage limited = new LargestFile(faults, 10);
                PendingWrite write = limited.beginWrite(FILE, request(OptionalLong.of(1)))) {
            write.append(ByteBuffer.allocate(1));
            assertThatThrownBy(write::prepare).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void exactlyTheLimitIsStored() {
        try (PendingWrite write = storage.beginWrite(FILE, request(OptionalLong.of(10)))) {
            write.append(ByteBuffer.allocate(10));
            assertThat(write.commit().size()).isEqualTo(10);
        }
    }

    @Test
    @Proves("S507-413-01")
    void anUnknownLengthIsRefusedAtTheFirstByteTooMany() {
        try (PendingWrite write = storage.beginWrite(FILE, request(OptionalLong.empty()))) {
            write.append(ByteBuffer.allocate(10));
            assertThatThrownBy(() -> write.append(ByteBuffer.allocate(1))).isInstanceOf(TooLargeException.class);
        }
        assertThat(storage.find(FILE)).isEmpty();
    }
}
