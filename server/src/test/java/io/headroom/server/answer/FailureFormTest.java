package io.headroom.server.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.exchange.AcceptHeader;
import io.headroom.spi.testkit.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureFormTest {
    /** What a DAV method gets, and what GET and POST get. */
    @ParameterizedTest
    @Proves("S507-BODY-06")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | XML | XML",
                "*/* | XML | XML",
                "application/xml | XML | XML",
                "text/xml, */* | XML | XML",
                "image/png | XML | XML",
                "text/* | XML | XML",
                "text/html | HTML | HTML",
                "text/html, */* | XML | HTML",
                "text/html, */*;q=0.8 | HTML | HTML",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | HTML | HTML",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2 | HTML | HTML",
                "text/html, application/xml | XML | HTML",
                "text/html;q=0.5, application/xml | XML | XML",
                "text/html;q=0.5, text/xml;q=0.6 | XML | XML",
                "text/html;q=0 | XML | XML",
                "text/html;q=0, */* | XML | XML",
                "application/json | JSON | JSON",
                "application/problem+json | JSON | JSON",
                "application/json, text/plain, */* | JSON | JSON",
                "application/json;q=0.1, */* | JSON | JSON",
                "application/json, application/xml | XML | JSON",
                "application/json;q=0.5, application/xml | XML | XML",
                "application/json, application/xml;q=0.5 | JSON | JSON",
                "application/json, text/html | JSON | HTML",
                "application/json, text/html;q=0.9 | JSON | JSON",
                "application/json;q=0.9, text/html | HTML | HTML",
                "application/json;q=0 | XML | XML",
                "application/xml;q=0, */* | JSON | HTML",
                "application/xml;q=0, text/*;q=0.3 | HTML | HTML",
                "application/xml;q=0 | XML | XML",
                "*/*;q=0 | XML | XML",
                "text/html;q=junk, application/json | JSON | JSON",
            })
    void theClientChooses(String accept, FailureForm forDav, FailureForm forBrowser) {
        AcceptHeader header = AcceptHeader.parse(accept);
        for (String method : new String[] {"PUT", "MKCOL", "COPY", "LOCK", "PROPPATCH", "PROPFIND"}) {
            assertThat(FailureForm.of(header, method)).as(method).isEqualTo(forDav);
        }
        for (String method : new String[] {"GET", "HEAD", "POST"}) {
            assertThat(FailureForm.of(header, method)).as(method).isEqualTo(forBrowser);
        }
    }

    @Test
    @Proves("S507-BODY-06")
    void whoSaysNothingGetsXml() {
        assertThat(FailureForm.of(AcceptHeader.parse(null), "PUT")).isEqualTo(FailureForm.XML);
        assertThat(FailureForm.of(AcceptHeader.parse(null), "GET")).isEqualTo(FailureForm.XML);
    }
}
