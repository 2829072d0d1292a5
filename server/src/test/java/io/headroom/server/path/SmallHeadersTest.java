package io.headroom.server.path;

import static io.headroom.server.failure.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallHeadersTest {
    @Nested
    @Proves("DAV-PF-04")
    class Depth {
        @ParameterizedTest
        @CsvSource({"0,ZERO", "1,ONE", "infinity,INFINITY", "Infinity,INFINITY", "INFINITY,INFINITY", "' 1 ',ONE"})
        void isRead(String value, DepthHeader depth) {
            assertThat(DepthHeader.parse(value, DepthHeader.ZERO)).isEqualTo(depth);
        }

        @ParameterizedTest
        @EnumSource
        void isWhatTheMethodSaysWhenAbsent(DepthHeader absent) {
            assertThat(DepthHeader.parse(null, absent)).isEqualTo(absent);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", " ", "2", "-1", "00", "01", "0,1", "infinite", "1,noroot", "infinity,noroot", "zero"})
        void isNothingElse(String value) {
            assertRefused(400, () -> DepthHeader.parse(value, DepthHeader.INFINITY));
        }
    }

    @Nested
    @Proves("DAV-CP-07")
    class Overwrite {
        @ParameterizedTest
        @CsvSource({",true", "T,true", "t,true", "F,false", "f,false", "' F ',false"})
        void isRead(@Nullable String value, boolean overwrite) {
            assertThat(OverwriteHeader.parse(value)).isEqualTo(overwrite);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "true", "false", "TF", "T,F", "0", "1", "yes"})
        void isNothingElse(String value) {
            assertRefused(400, () -> OverwriteHeader.parse(value));
        }
    }

    @Nested
    @Proves("S507-PUT-03")
    class Expected {
        @ParameterizedTest
        @CsvSource({
            "-1,,,", // nothing known
            "0,,,0",
            "10,,,10",
            "10,99,,10", // Content-Length is exact
            "-1,99,,99",
            "-1,' 99 ',,99",
            "-1,0,,0",
            "10,,500,500", // one part of a larger file
            "500,,10,500",
            "-1,,500,500",
            "-1,700,500,700",
            "-1,9223372036854775806,,9223372036854775806",
            "-1,9223372036854775807,,",
            "-1,99999999999999999999,,",
            "-1,-5,,",
            "-1,abc,,",
            "-1,'',,",
            "-1,1.5,,",
            "-1,+5,,",
            "-1,0x10,,",
            "7,nonsense,nonsense,7",
        })
        void isTheBestFigureAtHand(
                long contentLength, @Nullable String entityLength, @Nullable String total, @Nullable Long expected) {
            assertThat(ExpectedLength.of(contentLength, entityLength, total))
                    .isEqualTo(expected == null ? OptionalLong.empty() : OptionalLong.of(expected));
        }
    }

    @Nested
    @Proves("DAV-LK-15")
    class Timeout {
        private static final Duration PREFERRED = Duration.ofMinutes(5);
        private static final Duration MAXIMUM = Duration.ofHours(1);

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                nullValues = "null",
                value = {
                    "null                            | 300",
                    "''                              | 300",
                    "Second-600                      | 600",
                    "second-600                      | 600",
                    "Second-1                        | 1",
                    "Second-3600                     | 3600",
                    "Second-3601                     | 3600",
                    "Second-4100000000               | 3600",
                    "Second-99999999999999999999999  | 3600",
                    "Infinite                        | 3600",
                    "infinite                        | 3600",
                    "Infinite, Second-4100000000     | 3600",
                    "Second-600, Infinite            | 600",
                    "Second-x, Second-20             | 20",
                    "Minute-5,Second-30              | 30",
                    "Second-0                        | 300",
                    "Second-0, Second-9              | 9",
                    "Second--5                       | 300",
                    "Second-                         | 300",
                    "Second 600                      | 300",
                    "600                             | 300",
                    ",,                              | 300",
                    " , Second-7                     | 7",
                })
        void isTheFirstThatMeansSomething(@Nullable String value, long seconds) {
            assertThat(TimeoutHeader.parse(value, PREFERRED, MAXIMUM)).isEqualTo(Duration.ofSeconds(seconds));
        }

        @Test
        void isNeverOverTheMaximum() {
            assertThat(TimeoutHeader.parse(null, Duration.ofDays(9), MAXIMUM)).isEqualTo(MAXIMUM);
        }
    }
}
