package io.headroom.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.error.Shortage.Unit;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CapacityWordsTest {
    @Test
    void aLineForEachKindOfChange() {
        assertThat(CapacityWords.of(Events.reached("1")))
                .isEqualTo("The quota of /alice is 93.7 % full (threshold 90 %): 960 bytes of 1.0 KiB used, 60 bytes"
                        + " available, full in about 12 days.");
        assertThat(CapacityWords.of(Events.event("1", "/inbox", Unit.ENTRIES, 100, 90, OptionalDouble.of(0))))
                .isEqualTo("The quota of /inbox for files and folders is used up: 960 of 1024 used, 60 available.");
        assertThat(CapacityWords.of(Events.event("1", "/a", Unit.BYTES, 0, 80, OptionalDouble.empty())))
                .isEqualTo("The quota of /a is down to 93.7 % (it was at 80 % or more): 960 bytes of 1.0 KiB used, 60"
                        + " bytes available.");
    }

    @Test
    void aNameForgesNoLine() {
        assertThat(CapacityWords.of(Events.event("1", "/a\n2026 ERROR x", Unit.BYTES, 80, 0, OptionalDouble.of(0.5))))
                .startsWith("The quota of /a?2026 ERROR x is")
                .endsWith("full in about 12 hours.")
                .doesNotContain("\n");
    }
}
