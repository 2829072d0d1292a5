package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdsTest {
    @ParameterizedTest
    @CsvSource({
        // fill, level before, level now
        "0.0,    0,   0",
        "0.7999, 0,   0",
        "0.8,    0,  80",
        "0.95,   0,  90",
        "0.9999, 0,  90",
        "1.0,    0, 100",
        "1.7,   90, 100",
        // Two points below a threshold it is left, and not before.
        "0.79,  80,  80",
        "0.7801, 80, 80",
        "0.78,  80,   0",
        "0.885, 90,  90",
        "0.88,  90,  80",
        "0.985, 100, 100",
        "0.979, 100, 90",
        "0.1,   100,  0",
        // A level that wavers below comes up at its own threshold again.
        "0.79,   0,   0",
        "0.89,  80,  80",
    })
    void levels(double fill, int before, int now) {
        assertThat(Thresholds.DEFAULT.level(fill, before)).isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "9, 10", "29, 100", "57, 100", "7, 100"})
    void exactlyAThresholdIsReached(long used, long limit) {
        int percent = (int) (used * 100 / limit);
        assertThat(Thresholds.parse(Integer.toString(percent)).level((double) used / limit, 0))
                .isEqualTo(percent);
    }

    @Test
    void textsAreSortedAndMayCarryPerCentSigns() {
        assertThat(Thresholds.parse(" 95 %, 50,50").percents()).containsExactly(50, 95);
        assertThat(Thresholds.parse("off").percents()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "101", "80,", "eighty", "80.5", "-1"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> Thresholds.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whole numbers from 1 to 100");
    }

    @Test
    void aLevelOfOtherSettingsIsTheNextOneBelow() {
        Thresholds changed = Thresholds.parse("75,95");
        assertThat(changed.nearest(80)).isEqualTo(75);
        assertThat(changed.nearest(100)).isEqualTo(95);
        assertThat(changed.nearest(70)).isZero();
    }
}
