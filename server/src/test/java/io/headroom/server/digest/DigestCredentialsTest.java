package io.headroom.server.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.testkit.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCredentialsTest {
    /** RFC 7616 §3.9.1. */
    private static final String MUFASA =
            "username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
                    + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
                    + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth,"
                    + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    private static final String REST =
            ", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"x\", cnonce=\"c\", nc=0000000a, qop=auth";

    @ParameterizedTest
    @Proves("EXT-AUTH-02")
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void theExamplesOfTheRfcAreRight(String token, String response) {
        DigestCredentials parsed =
                DigestCredentials.parse(MUFASA + ", algorithm=" + token + ", response=\"" + response + "\"");
        DigestAlgorithm algorithm = DigestAlgorithm.find(parsed.algorithm()).orElseThrow();
        String secret = algorithm.secret("Mufasa", "http-auth@example.org", "Circle of Life");
        assertThat(parsed.expected(algorithm, secret, "GET")).isEqualTo(parsed.response());
        assertThat(parsed.expected(algorithm, secret, "PUT")).isNotEqualTo(parsed.response());
        assertThat(parsed.name()).isEqualTo("Mufasa");
        assertThat(parsed.count()).isEqualTo(1);
    }

    @Test
    void whatClientsWriteInOtherWaysIsTheSame() {
        DigestCredentials parsed = DigestCredentials.parse(
                "USERNAME=\"a\\\"b\\\\c, d\" ,\trealm = \"\",nonce=\"n=,\",uri=/x?y=z,response=\"x\",,"
                        + " cnonce=c, nc=\"000000ff\", qop=\"auth\", unknown=1,");
        assertThat(parsed.name()).isEqualTo("a\"b\\c, d");
        assertThat(parsed.realm()).isEmpty();
        assertThat(parsed.nonce()).isEqualTo("n=,");
        assertThat(parsed.uri()).isEqualTo("/x?y=z");
        assertThat(parsed.count()).isEqualTo(255);
        assertThat(parsed.quality()).isEqualTo("auth");
        assertThat(parsed.algorithm()).isEqualTo("MD5");
    }

    @Test
    void namesBeyondAsciiComeInTwoForms() {
        // As the container reads a header: a character for each byte.
        assertThat(DigestCredentials.parse("username=\"J\u00c3\u00a4s\u00c3\u00b8n\"" + REST)
                        .name())
                .isEqualTo("J\u00e4s\u00f8n");
        // RFC 7616 §3.9.2.
        DigestCredentials extended = DigestCredentials.parse("username*=UTF-8''J%C3%A4s%C3%B8n%20Doe" + REST);
        assertThat(extended.name()).isEqualTo("J\u00e4s\u00f8n Doe");
        assertThat(DigestCredentials.parse("username=\"J\u00e4s\"" + REST).name())
                .isEqualTo("J\u00e4s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "username",
                "username=",
                "username=\"alice",
                "username=\"alice\\",
                "username=\"alice\" realm=\"r\"",
                "=x",
                "username=\"a\u0000b\", realm=\"r\"",
                "username=\"alice\", username=\"bob\"",
                "username=\"alice\", Username=\"alice\"",
                "username=\"a\", username*=UTF-8''a",
                "username*=latin-1''a",
                "username*=UTF-8''%zz",
                "realm=\"r\""
            })
    void whatCanNotBeReadIsRefused(String start) {
        String rest = start.contains("realm") ? REST.substring(REST.indexOf(", nonce")) : REST;
        assertThatThrownBy(() -> DigestCredentials.parse(start + rest))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        e -> assertThat(e.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @CsvSource({
        "', realm=\"r\"', '', 400",
        "', nonce=\"n\"', '', 400",
        "', uri=\"/\"', '', 400",
        "', response=\"x\"', '', 400",
        "', cnonce=\"c\"', '', 400",
        "', nc=0000000a', '', 400",
        "', nc=0000000a', ', nc=1', 400",
        "', nc=0000000a', ', nc=-0000001', 400",
        "', qop=auth', '', 401"
    })
    void whatIsMissingIsRefused(String part, String instead, int status) {
        assertThatThrownBy(() -> DigestCredentials.parse("username=\"alice\"" + REST.replace(part, instead)))
                .isInstanceOfSatisfying(
                        RequestRefusedException.class,
                        e -> assertThat(e.status()).isEqualTo(status));
    }
}
