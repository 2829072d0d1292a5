package io.headroom.server.conditional;

import static io.headroom.server.failure.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.lock.LockToken;
import io.headroom.spi.testkit.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockTokenHeaderTest {
    private static final String TOKEN = "urn:uuid:a515cfa4-5da4-22e1-f5b5-00a0451e6bf7";

    @ParameterizedTest
    @ValueSource(strings = {"<" + TOKEN + ">", TOKEN, " <" + TOKEN + "> "})
    void isOneUrl(String value) {
        assertThat(LockTokenHeader.parse(value)).isEqualTo(new LockToken(TOKEN));
    }

    @ParameterizedTest
    @Proves("DAV-UL-03")
    @ValueSource(
            strings = {
                "",
                " ",
                "<>",
                "<",
                ">",
                "<urn:uuid:a",
                "urn:uuid:a>",
                "<<urn:uuid:a>>",
                "<urn:uuid:a> <urn:uuid:b>",
                "<urn:uuid:a>,<urn:uuid:b>",
                "(<urn:uuid:a>)",
                "<urn:uu id:a>",
                "<nonsense>",
                "nonsense",
                "<:a>",
                "<urn:é>",
            })
    void isNothingElse(String value) {
        assertRefused(400, () -> LockTokenHeader.parse(value));
    }

    @Test
    @Proves("DAV-UL-03")
    void mustBeThere() {
        assertRefused(400, () -> LockTokenHeader.parse(null));
        assertRefused(400, () -> LockTokenHeader.parse("<urn:" + "x".repeat(2_000) + ">"));
    }
}
