package io.headroom.server.path;

import static io.headroom.server.failure.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationHeaderTest {
    private static final String HOST = "files.example.com:8080";

    private final DestinationHeader header = new DestinationHeader(
            new HrefCodec("/dav"), new OwnAuthorities(Set.of("Public.example.org", "cloud.example.org:443")));

    @ParameterizedTest
    @Proves("DAV-CP-02")
    @CsvSource(
            delimiter = '|',
            value = {
                "/dav/b                                       | /b   | false",
                "/dav/b/                                      | /b   | true",
                "/dav/                                        | /    | true",
                "/dav/b%20c                                   | /b c | false",
                "http://files.example.com:8080/dav/b          | /b   | false",
                "http://files.example.com/dav/b               | /b   | false",
                "https://files.example.com/dav/b%20c          | /b c | false",
                "https://files.example.com:443/dav/b/         | /b   | true",
                "HTTPS://FILES.Example.COM/dav/b              | /b   | false",
                "https://files.example.com./dav/b             | /b   | false",
                "webdav://files.example.com/dav/b             | /b   | false",
                "webdavs://files.example.com/dav/b            | /b   | false",
                "dav://files.example.com/dav/b                | /b   | false",
                "davs://files.example.com/dav/b               | /b   | false",
                "https://user@files.example.com/dav/b3        | /b3  | false",
                "https://user:pass@files.example.com:1/dav/b3 | /b3  | false",
                "https://u@v@files.example.com/dav/b3         | /b3  | false",
                "https://public.example.org/dav/b             | /b   | false",
                "https://cloud.example.org:8443/dav/b         | /b   | false",
                "' /dav/b '                                   | /b   | false",
                "http://files.example.com/dav                 | /    | false",
            })
    void finds(String value, String path, boolean trailingSlash) {
        assertThat(header.parse(value, "http", HOST)).isEqualTo(new Href(ResourcePath.parse(path), trailingSlash));
        assertThat(header.ours(value, "http", HOST)).contains(new Href(ResourcePath.parse(path), trailingSlash));
    }

    @ParameterizedTest
    @Proves("DAV-CP-03")
    @ValueSource(
            strings = {
                "http://other.example.com/dav/b",
                "http://files.example.com.evil.org/dav/b",
                "http://evil.org/files.example.com/dav/b",
                "http://files.example.com@evil.org/dav/b",
                "http://files.example.com:8080@evil.org/dav/b",
                "http://evilfiles.example.com/dav/b",
                "http:///dav/b",
                "http://:8080/dav/b",
                "http://other.example.com/dav/%zz",
                "ftp://files.example.com/dav/b",
                "file:///dav/b",
                "urn:uuid:00000000-0000-0000-0000-000000000000",
                "mailto:a@files.example.com",
                "/other/b",
                "/",
                "/davb",
                "http://files.example.com/other/b",
                "http://files.example.com/",
                "http://files.example.com",
            })
    void refusesOtherServersAndOtherPlaces(String value) {
        assertRefused(502, () -> header.parse(value, "http", HOST));
        assertThat(header.ours(value, "http", HOST)).isEmpty();
    }

    @ParameterizedTest
    @Proves({"DAV-ST-08", "DAV-URL-05"})
    @ValueSource(
            strings = {
                "",
                " ",
                "b",
                "b.txt",
                "./b",
                "../b",
                "dav/b",
                "://host/dav/b",
                "1http://files.example.com/dav/b",
                "ht tp://files.example.com/dav/b",
                "http:/dav/b",
                "http:dav/b",
                "//files.example.com/dav/b",
                "/dav//b",
                "/dav/../b",
                "/dav/%2e%2e/b",
                "/dav/a%2Fb",
                "/dav/%",
                "/dav/b?x=y",
                "/dav/b#x",
                "http://files.example.com/dav/b?x",
                "http://files.example.com/dav/../../etc",
                "http://files.example.com?x",
            })
    void refusesWhatIsMalformed(String value) {
        assertRefused(400, () -> header.parse(value, "http", HOST));
        assertRefused(400, () -> header.ours(value, "http", HOST));
    }

    @Test
    @Proves({"DAV-CP-01", "DAV-ST-08"})
    void refusesTheMissingAndTheTooLong() {
        assertRefused(400, () -> header.parse(null, "http", HOST));
        assertRefused(400, () -> header.parse("/dav/" + "x".repeat(8 * 1024), "http", HOST));
        assertThat(header.parse("/dav/" + "x".repeat(8 * 1024 - 5), "http", HOST)
                        .path()
                        .depth())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "[::1]:8080,http://[::1]/dav/b,true",
        "[::1],http://[::1]:99/dav/b,true",
        "[::1]:8080,http://[::2]/dav/b,false",
        "127.0.0.1:8080,http://127.0.0.1/dav/b,true",
        "localhost,http://localhost:8080/dav/b,true",
        "'',http://localhost/dav/b,false",
        "'',http:///dav/b,false",
        "'',https://public.example.org/dav/b,true",
    })
    void comparesHostsOnly(String requestAuthority, String value, boolean ours) {
        assertThat(header.ours(value, "http", requestAuthority).isPresent()).isEqualTo(ours);
    }

    @Test
    void schemeOfTheRequestIsAlwaysKnown() {
        assertThat(header.ours("h2c://files.example.com/dav/b", "h2c", HOST)).isPresent();
        assertThat(header.ours("h2c://files.example.com/dav/b", "http", HOST)).isEmpty();
    }
}
