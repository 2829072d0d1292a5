package io.headroom.server.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.ByteRange;
import io.headroom.spi.testkit.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {
    /** {@code "0+5 10+1"} as ranges of offset and length. */
    private static List<ByteRange> ranges(String text) {
        List<ByteRange> ranges = new ArrayList<>();
        for (String range : text.split(" ", -1)) {
            int plus = range.indexOf('+');
            ranges.add(
                    new ByteRange(Long.parseLong(range.substring(0, plus)), Long.parseLong(range.substring(plus + 1))));
        }
        return ranges;
    }

    @ParameterizedTest
    @Proves({"HTTP-RNG-01", "HTTP-RNG-02", "HTTP-RNG-04"})
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0                     | 1000 | 0+1",
                "bytes=0-499                   | 1000 | 0+500",
                "bytes=500-999                 | 1000 | 500+500",
                "bytes=500-                    | 1000 | 500+500",
                "bytes=0-                      | 1000 | 0+1000",
                "bytes=999-                    | 1000 | 999+1",
                "bytes=-1                      | 1000 | 999+1",
                "bytes=-500                    | 1000 | 500+500",
                "bytes=-1000                   | 1000 | 0+1000",
                "bytes=-5000                   | 1000 | 0+1000",
                "bytes=900-5000                | 1000 | 900+100",
                "bytes=900-99999999999999999999| 1000 | 900+100",
                "bytes=-99999999999999999999   | 1000 | 0+1000",
                "BYTES=0-1                     | 1000 | 0+2",
                "' bytes=0-1 '                 | 1000 | 0+2",
                "bytes=0-1,5-6                 | 1000 | 0+2 5+2",
                "bytes=0-1 , 5-6               | 1000 | 0+2 5+2",
                "bytes=,0-1,,5-6,              | 1000 | 0+2 5+2",
                "bytes=5-6,0-1                 | 1000 | 5+2 0+2",
                "bytes=0-1,-1                  | 1000 | 0+2 999+1",
                "bytes=0-1,2-3                 | 1000 | 0+4",
                "bytes=2-3,0-1                 | 1000 | 0+4",
                "bytes=0-9,5-14                | 1000 | 0+15",
                "bytes=0-,0-,0-                | 1000 | 0+1000",
                "bytes=0-99,10-19              | 1000 | 0+100",
                "bytes=0-1,2000-3000           | 1000 | 0+2",
                "bytes=2000-,-5                | 1000 | 995+5",
                "bytes=0-1,-0                  | 1000 | 0+2",
                "bytes=9223372036854775806-    | 9223372036854775807 | 9223372036854775806+1",
                "bytes=0-9223372036854775807   | 9223372036854775807 | 0+9223372036854775807",
                "bytes=4294967296-4294967297   | 5000000000 | 4294967296+2",
                "bytes=0-0,2-2,4-4,6-6         | 10   | 0+1 2+1 4+1 6+1",
            })
    void findsRanges(String value, long length, String expected) {
        assertThat(RangeHeader.parse(value, length)).isEqualTo(new RangeHeader.Ranges(ranges(expected)));
    }

    @ParameterizedTest
    @Proves("HTTP-RNG-03")
    @CsvSource({
        "bytes=1000-,1000",
        "bytes=1000-1001,1000",
        "bytes=-0,1000",
        "'bytes=1000-,2000-3000',1000",
        "bytes=0-,0",
        "bytes=0-0,0",
        "bytes=99999999999999999999-,1000",
        "bytes=-0,0",
    })
    void findsNothingToSend(String value, long length) {
        assertThat(RangeHeader.parse(value, length)).isInstanceOf(RangeHeader.Unsatisfiable.class);
    }

    @ParameterizedTest
    @Proves("HTTP-RNG-06")
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes= , ,",
                "bytes=-",
                "bytes=--5",
                "bytes=5",
                "bytes=a-b",
                "bytes=0-x",
                "bytes=x-1",
                "bytes=5-4",
                "bytes=0-1,5-4",
                "bytes=0-1,x",
                "bytes=0-1;2-3",
                "bytes=0 - 1",
                "bytes 0-1",
                "bytes:0-1",
                "bytes=+0-1",
                "bytes=0-1-2",
                "items=0-1",
                "seconds=1-2",
                "bytesx=0-1",
                "0-1",
                "none",
            })
    void ignoresBadSyntaxAndOtherUnits(String value) {
        assertThat(RangeHeader.parse(value, 1000)).isEqualTo(new RangeHeader.None());
    }

    @Test
    void ignoresTheSuffixOfAnEmptyFile() {
        assertThat(RangeHeader.parse("bytes=-5", 0)).isEqualTo(new RangeHeader.None());
    }

    @Test
    void noHeaderIsNoRange() {
        assertThat(RangeHeader.parse(null, 1000)).isEqualTo(new RangeHeader.None());
    }

    private static String spread(int count, int each) {
        return IntStream.range(0, count)
                .mapToObj(i -> i * 10_000 + "-" + (i * 10_000 + each - 1))
                .collect(Collectors.joining(",", "bytes=", ""));
    }

    @Test
    @Proves("HTTP-RNG-04")
    void sendsTheWholeInsteadOfTooManyRanges() {
        assertThat(RangeHeader.parse(spread(16, 1000), 1_000_000)).isInstanceOf(RangeHeader.Ranges.class);
        assertThat(RangeHeader.parse(spread(17, 1000), 1_000_000)).isEqualTo(new RangeHeader.None());
        assertThat(RangeHeader.parse("bytes=" + "0-,".repeat(5_000), 1_000_000)).isEqualTo(new RangeHeader.None());
    }

    @Test
    @Proves("HTTP-RNG-04")
    void sendsTheWholeInsteadOfCrumbs() {
        assertThat(RangeHeader.parse(spread(4, 1), 1_000_000)).isInstanceOf(RangeHeader.Ranges.class);
        assertThat(RangeHeader.parse(spread(5, 1), 1_000_000)).isEqualTo(new RangeHeader.None());
        assertThat(RangeHeader.parse(spread(16, 99), 1_000_000)).isEqualTo(new RangeHeader.None());
        assertThat(RangeHeader.parse(spread(16, 100), 1_000_000)).isInstanceOf(RangeHeader.Ranges.class);
    }
}
