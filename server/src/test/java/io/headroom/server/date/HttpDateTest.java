package io.headroom.server.date;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("DAV-LP-07")
class HttpDateTest {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
                "Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z",
                "Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z",
                "Wed Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z",
                "Wednesday, 16-Nov-94 08:49:37 GMT | 1994-11-16T08:49:37Z",
                "Thu, 01 Jan 1970 00:00:00 GMT     | 1970-01-01T00:00:00Z",
                "Thursday, 01-Jan-70 00:00:00 GMT  | 1970-01-01T00:00:00Z",
                "Monday, 01-Jan-68 00:00:00 GMT    | 2068-01-01T00:00:00Z",
                "Monday, 01-Jan-69 00:00:00 GMT    | 1969-01-01T00:00:00Z",
                "Saturday, 01-Jan-00 00:00:00 GMT  | 2000-01-01T00:00:00Z",
                "Thu, 29 Feb 2024 23:59:59 GMT     | 2024-02-29T23:59:59Z",
                "Sat, 31 Dec 2016 23:59:60 GMT     | 2017-01-01T00:00:00Z",
                "Fri, 31 Dec 9999 23:59:59 GMT     | 9999-12-31T23:59:59Z",
                "Mon, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z",
                "' Sun, 06 Nov 1994 08:49:37 GMT ' | 1994-11-06T08:49:37Z",
            })
    void readsAllThreeForms(String text, Instant instant) {
        assertThat(HttpDate.parse(text)).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "now",
                "784111777",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 gmt",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 nov 1994 08:49:37 GMT",
                "Sun, 06 anF 1994 08:49:37 GMT",
                "sun, 06 Nov 1994 08:49:37 GMT",
                "Xyz, 06 Nov 1994 08:49:37 GMT",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 29 Feb 2023 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 06 Nov 1994 08-49-37 GMT",
                "Sun, 06 Nov 1994  8:49:37 GMT",
                "Sun, 06 Nov -994 08:49:37 GMT",
                "Sun,x06 Nov 1994 08:49:37 GMT",
                "Sun, 06xNov 1994 08:49:37 GMT",
                "Sun, 06 Novx1994 08:49:37 GMT",
                "Sun, 06 Nov 1994x08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37",
                "Sunday, 06-Nov-1994 08:49:37 GMT",
                "Sunday, 06 Nov 94 08:49:37 GMT",
                "Someday, 06-Nov-94 08:49:37 GMT",
                "Sunday, 06-Nov-xx 08:49:37 GMT",
                "Sunday,",
                "Sun Nov 06 08:49:37 94",
                "Sun Nov  6 08:49:37 19x4",
                "Sun Nov    08:49:37 1994",
                "SunxNov  6 08:49:37 1994",
                "Sun, ",
                "JoplinIgnore-12345",
            })
    void ignoresWhatIsNoDate(String text) {
        assertThat(HttpDate.parse(text)).isEmpty();
    }

    @Test
    void noHeaderIsNoDate() {
        assertThat(HttpDate.parse(null)).isEmpty();
    }

    @Test
    void writesAsTheJdkDoes() {
        Random random = new Random(9110);
        for (int i = 0; i < 20_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(-59_000_000_000L, 253_402_300_800L));
            String text = HttpDate.format(instant);
            assertThat(text).isEqualTo(IMF_FIXDATE.format(instant));
            assertThat(HttpDate.parse(text)).contains(instant);
            assertThat(Rfc3339.format(instant)).isEqualTo(DateTimeFormatter.ISO_INSTANT.format(instant));
        }
    }

    @Test
    void writesEachDayOfTwoCenturies() {
        for (long day = -25_567; day < 48_000; day++) {
            Instant instant = Instant.ofEpochSecond(day * 86_400 + 86_399);
            assertThat(Rfc3339.format(instant)).isEqualTo(instant.toString());
        }
    }

    @Test
    void writesIntoTheMiddleOfAnArray() {
        byte[] out = "<________________________________>".getBytes(StandardCharsets.US_ASCII);

        assertThat(HttpDate.write(784_111_777, out, 2)).isEqualTo(2 + HttpDate.LENGTH);
        assertThat(new String(out, StandardCharsets.US_ASCII)).isEqualTo("<_Sun, 06 Nov 1994 08:49:37 GMT__>");
    }

    @Test
    @Proves("DAV-LP-01")
    void writesTimestampsForCreationDates() {
        byte[] out = "<______________________>".getBytes(StandardCharsets.US_ASCII);

        assertThat(Rfc3339.write(784_111_777, out, 1)).isEqualTo(1 + Rfc3339.LENGTH);
        assertThat(new String(out, StandardCharsets.US_ASCII)).isEqualTo("<1994-11-06T08:49:37Z__>");
    }

    @Test
    void cutsFractions() {
        assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37.999Z"))).endsWith("08:49:37 GMT");
        assertThat(HttpDate.format(Instant.parse("1969-12-31T23:59:59.999Z"))).endsWith("31 Dec 1969 23:59:59 GMT");
    }

    @Test
    void yearsWithoutFourDigitsBecomeTheNearest() {
        assertThat(HttpDate.format(Instant.MAX)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
        assertThat(Rfc3339.format(Instant.MAX)).isEqualTo("9999-12-31T23:59:59Z");
        assertThat(Rfc3339.format(Instant.MIN)).isEqualTo("0000-01-01T00:00:00Z");
        assertThat(HttpDate.format(Instant.MIN)).endsWith("01 Jan 0000 00:00:00 GMT");
    }
}
