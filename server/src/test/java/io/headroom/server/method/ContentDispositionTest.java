package io.headroom.server.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentDispositionTest {
    @Test
    @Proves("HTTP-DISP-01")
    void aNameIsThereInBothFormsAndCleaned() {
        Map.of(
                        "page.html", "filename=\"page.html\"; filename*=UTF-8''page.html",
                        "a b.svg", "filename=\"a b.svg\"; filename*=UTF-8''a%20b.svg",
                        "na\u00efve \u20ac\ud83d\ude00",
                                "filename=\"na_ve __\"; filename*=UTF-8''na%C3%AFve%20%E2%82%AC%F0%9F%98%80",
                        "a\"; filename=\"b.exe",
                                "filename=\"a_; filename=_b.exe\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe",
                        "a\r\nSet-Cookie: x", "filename=\"a__Set-Cookie: x\"; filename*=UTF-8''a__Set-Cookie%3A%20x",
                        "..\\%2e%41'()*", "filename=\"..__2e_41'()*\"; filename*=UTF-8''..%5C%252e%2541%27%28%29%2A",
                        "\u007f\u0085", "filename=\"__\"; filename*=UTF-8''__")
                .forEach((name, value) ->
                        assertThat(ContentDisposition.attachment(name)).isEqualTo("attachment; " + value));
    }
}
