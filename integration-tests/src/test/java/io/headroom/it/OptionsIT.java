package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import org.junit.jupiter.api.Test;

/** OPTIONS and the compliance classes (RFC 4918 §10.1, §18). */
final class OptionsIT {
    @Test
    @Proves({"DAV-OPT-01", "DAV-OPT-02", "DAV-OPT-03"})
    void claimsTheThreeClassesOnEveryResource() {
        try (TestServer server = TestServer.start()) {
            Dav dav = server.dav();
            dav.mkcol("/folder/");
            dav.put("/folder/file", "x");
            for (String path : new String[] {"/", "/folder/", "/folder/file"}) {
                Answer answer = dav.options(path);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.require("DAV").split(", *")).contains("1", "2", "3");
                assertThat(answer.require("MS-Author-Via")).isEqualTo("DAV");
                assertThat(answer.body()).isEmpty();
            }
        }
    }
}
