package io.headroom.server.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTargetTest {
    @ParameterizedTest
    @Proves("EXT-AUTH-03")
    @CsvSource({
        "/a%20b?x=1, /a%20b?x=1, true, true",
        "http://host/a%20b?x=1, /a%20b?x=1, false, true",
        "http://host, /, false, true",
        "/a%20b, /a%20b?x=1, false, true",
        "/a b, /a%20b, false, true",
        "/%c3%a4, /%C3%A4, false, true",
        "/ä, /%C3%A4, false, true",
        "/%7Ea, /~a, false, true",
        "/a, /b, false, false",
        "/a, /a/, false, false",
        "/a?x=2, /a?x=1, false, false",
        "/a?x=1, /a, false, false",
        "/a%2Fb, /a/b, false, false",
        "/a%3Fb, /a?b, false, false",
        "/a%2520b, /a%20b, false, false",
        "/a%, /a%25, false, false",
        "host/a, /a, false, false",
        "'', /, false, false",
        "'http://[', /, false, false",
        "*, *, true, true"
    })
    void aProofIsForOneTarget(String uri, String target, boolean exact, boolean lenient) {
        assertThat(DigestTarget.EXACT.test(uri, target)).isEqualTo(exact);
        assertThat(DigestTarget.LENIENT.test(uri, target)).isEqualTo(lenient);
    }
}
