package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowthEstimateTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    /** @param text samples such as {@code 0h:100 1h:200} */
    private static GrowthEstimate of(String text) {
        GrowthEstimate estimate = new GrowthEstimate();
        for (String sample : text.split(" ", -1)) {
            String[] parts = sample.split(":", -1);
            estimate.add(START.plus(Duration.parse("PT" + parts[0])), Long.parseLong(parts[1]));
        }
        return estimate;
    }

    @ParameterizedTest
    @CsvSource({
        "0h:0 1h:10 2h:20, 240",
        "2h:20 0h:0 1h:10, 240",
        "0h:5 24h:5 48h:5, 0",
        "0h:100 24h:50 48h:0, -50",
        // Noise around 10 a day.
        "0h:2 24h:8 48h:22 72h:28, 9.2",
        // Large numbers with small differences.
        "0h:9000000000000000000 24h:9000000000000100000 48h:9000000000000200000, 100000",
    })
    void theLineThroughTheSamples(String samples, double perDay) {
        assertThat(of(samples).perDay()).hasValueCloseTo(perDay, Offset.offset(Math.abs(perDay) * 0.001 + 1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0h:0", "0h:0 9h:10", "0m:0 30m:10 59m:20", "0h:0 0h:5 0h:9"})
    void tooLittleToSay(String samples) {
        assertThat(of(samples).perDay()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10, 100, 10", "100, 0, 0", "1, 3650, 3650"})
    void daysUntilFull(double perDay, long left, double days) {
        assertThat(GrowthEstimate.daysUntilFull(perDay, left)).hasValue(days);
    }

    @Test
    void noNumberForWhatIsNotGrowingOrIsTooFar() {
        assertThat(GrowthEstimate.daysUntilFull(0, 100)).isEmpty();
        assertThat(GrowthEstimate.daysUntilFull(-3, 100)).isEmpty();
        assertThat(GrowthEstimate.daysUntilFull(1, 3651)).isEmpty();
    }
}
