package io.headroom.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPagesTest {
    private final OwnPages pages = new OwnPages(new OwnAuthorities(Set.of("cloud.example")));

    @ParameterizedTest
    @CsvSource({
        "same-origin, https://other.example, false",
        "none, , false",
        "same-site, http://nas:8080, true",
        "cross-site, http://nas:8080, true",
        "something-new, http://nas:8080, true",
    })
    void whatTheBrowserComparedDecides(String site, String origin, boolean foreign) {
        assertThat(pages.isForeign(site, origin, "nas:8080", "nas:8080")).isEqualTo(foreign);
    }

    @ParameterizedTest
    @CsvSource({
        "http://nas:8080, nas:8080, nas:8080, false",
        "http://NAS:8080, nas:8080, nas:8080, false",
        "http://nas:9000, nas:8080, nas:8080, true",
        "http://nas, nas:8080, nas:8080, true",
        "http://nas, nas, nas:80, false",
        "http://nas:80, , nas:80, false",
        "http://nas, , nas:80, false",
        "https://nas, , nas:443, false",
        "https://nas, nas, nas:80, false",
        "http://[::1]:8080, [::1]:8080, [::1]:8080, false",
        "http://[::1], , [::1]:80, false",
        "https://cloud.example, 127.0.0.1:8080, 127.0.0.1:8080, false",
        "https://cloud.example:8443, 127.0.0.1:8080, 127.0.0.1:8080, false",
        "https://cloud.example.evil.example, 127.0.0.1:8080, 127.0.0.1:8080, true",
        "https://evil.example, nas:8080, nas:8080, true",
    })
    void elseTheOriginNamesUs(String origin, String host, String authority, boolean foreign) {
        assertThat(pages.isForeign(null, origin, host, authority)).isEqualTo(foreign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "nas:8080", "file:"})
    void aPageThatHidesItsOriginIsForeign(String origin) {
        assertThat(pages.isForeign(null, origin, "nas:8080", "nas:8080")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nas:8080", "anything"})
    void programsSayNothingAndAreBelieved(String host) {
        assertThat(pages.isForeign(null, null, host, "nas:8080")).isFalse();
    }
}
