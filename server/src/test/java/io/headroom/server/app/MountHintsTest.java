package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountHintsTest {
    @Test
    void showsWhereTheServerIs() {
        assertThat(MountHints.of("https://192.0.2.1:8443/dav/", "box"))
                .contains("net use * https://192.0.2.1:8443/dav/", "davs://192.0.2.1:8443/dav/");
        assertThat(MountHints.of("http://[::1]:8080/", "box")).contains("dav://[::1]:8080/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://0.0.0.0:8080/", "http://[::]:8080/", "http://[0:0:0:0:0:0:0:0]:8080/"})
    void showsANameWhereNobodyCanConnectTo(String url) {
        assertThat(MountHints.of(url, "box"))
                .contains("net use * http://box:8080/", " dav://box:8080/")
                .doesNotContain("0.0.0.0", "[");
    }
}
