package io.headroom.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptHeaderTest {
    /** The weight of {@code text/html}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | 1000",
                "TEXT/HTML | 1000",
                "text/html;q=0.5 | 500",
                "text/html ; Q=0.123 | 123",
                "text/html;q=1.000 | 1000",
                "text/html;q=0 | 0",
                "text/html;q=.2 | 200",
                "text/html;level=1;q=0.3 | 300",
                "text/html;title=\"a,b;q=0\";q=0.4 | 400",
                "text/html;title=\"a\\\",\";q=0.4, text/html;q=0.1 | 400",
                "application/xml, text/html;q=0.9 | 900",
                "*/* | 1000",
                "*/*;q=0.1, text/*;q=0.2 | 200",
                "text/*, text/html;q=0.2 | 200",
                "*/*, text/html;q=0 | 0",
                "*;q=.2 | 200",
                ", ,text/html | 1000",
                "text/html;q=2 | 0",
                "text/html;q=1.001 | 0",
                "text/html;q=0.1234 | 0",
                "text/html;q=-1 | 0",
                "text/html;q= | 0",
                "text/html;q=. | 0",
                "text/html;q=high | 0",
                "text | 0",
                "/html | 0",
                "te xt/html | 0",
                "text/html/x | 0",
                "application/json | 0",
            })
    void theRangeThatSaysMostDecides(String header, int weight) {
        assertThat(AcceptHeader.parse(header).weight("text", "html")).isEqualTo(weight);
    }

    @Test
    void onlyWhatIsWrittenOutIsNamed() {
        assertThat(AcceptHeader.parse("*/*, text/*").named("text", "html")).isEmpty();
        assertThat(AcceptHeader.parse("text/html;q=0").named("text", "html")).hasValue(0);
        assertThat(AcceptHeader.parse(null).named("text", "html")).isEmpty();
        assertThat(AcceptHeader.parse(null).weight("text", "html")).isZero();
    }
}
