package io.headroom.server.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.Capacity;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloorTest {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource({
        "1%, 10, 107374182",
        "1%, 1000, 1073741824",
        "0.5%, 10, 53687091",
        "5%, 1000, 53687091200",
        "0, 1000, 0",
        "500MiB, 1000, 524288000",
        "500m, 1000, 524288000",
        "2G, 1, 1073741824",
        "4096, 1, 4096",
    })
    void isAShareOrASize(String text, long volumeGib, long expected) {
        Capacity.Bounded volume = new Capacity.Bounded(0, 0, volumeGib * GIB, Instant.EPOCH);
        assertThat(Floor.parse(text).bytes(volume)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "-1%", "101%", "1 apple", "1%%"})
    void refusesNonsense(String text) {
        assertThatThrownBy(() -> Floor.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
