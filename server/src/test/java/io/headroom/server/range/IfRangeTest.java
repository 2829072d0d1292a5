package io.headroom.server.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Proves("HTTP-RNG-05")
class IfRangeTest {
    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");
    private static final Instant LATER = MODIFIED.plusSeconds(60);

    private static FileResource file(EntityTag tag) {
        return new FileResource(ResourcePath.parse("/f"), 10, tag, MODIFIED, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null                               | true",
                "\"v1\"                             | true",
                "' \"v1\" '                         | true",
                "\"v2\"                             | false",
                "W/\"v1\"                           | false",
                "\"v1\", \"v2\"                     | false",
                "*                                  | false",
                "v1                                 | false",
                "''                                 | false",
                "Sun, 06 Nov 1994 08:49:37 GMT      | true",
                "Sunday, 06-Nov-94 08:49:37 GMT     | true",
                "Sun, 06 Nov 1994 08:49:36 GMT      | false",
                "Sun, 06 Nov 1994 08:49:38 GMT      | false",
                "Sun, 06 Nov 2094 08:49:37 GMT      | false",
                "yesterday                          | false",
            })
    void holdsForTheSameVersionOnly(@Nullable String value, boolean holds) {
        FileResource file = file(EntityTag.strong("v1"));

        assertThat(IfRange.holds(value, file, LATER)).isEqualTo(holds);
    }

    @Test
    void weakTagNeverHolds() {
        FileResource file = file(new EntityTag("v1", true));

        assertThat(IfRange.holds("\"v1\"", file, LATER)).isFalse();
        assertThat(IfRange.holds("W/\"v1\"", file, LATER)).isFalse();
    }

    @Test
    void dateIsWeakWhileTheFileMayChangeWithinTheSameSecond() {
        FileResource file = file(EntityTag.strong("v1"));
        String date = "Sun, 06 Nov 1994 08:49:37 GMT";

        assertThat(IfRange.holds(date, file, MODIFIED.plusMillis(300))).isFalse();
        assertThat(IfRange.holds(date, file, MODIFIED.plusSeconds(2))).isFalse();
        assertThat(IfRange.holds(date, file, MODIFIED.plusSeconds(3))).isTrue();
        assertThat(IfRange.holds("\"v1\"", file, MODIFIED.plusMillis(300))).isTrue();
    }
}
