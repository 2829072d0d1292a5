package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of files (RFC 9110 §14). */
final class RangeIT extends EachStorage {
    private static final String CONTENT = "0123456789";

    private String etag;

    @BeforeEach
    void makeAFile() {
        etag = dav.put("/file.txt", CONTENT).require("ETag");
    }

    private Answer get(String range) {
        return dav.request("GET", "/file.txt").header("Range", range).send();
    }

    @ParameterizedTest
    @Proves({"HTTP-RNG-01", "HTTP-RNG-02"})
    @CsvSource({
        "bytes=0-0, 0, 0-0",
        "bytes=2-4, 234, 2-4",
        "bytes=5-, 56789, 5-9",
        "bytes=-3, 789, 7-9",
        "bytes=-50, 0123456789, 0-9",
        "bytes=8-100, 89, 8-9",
        "bytes=9-9, 9, 9-9",
        "bytes=0-99999999999999999999, 0123456789, 0-9",
        "BYTES=1-2, 12, 1-2"
    })
    void singleRangeIsCutAtTheEnd(String range, String part, String bounds) {
        Answer answer = get(range);
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.text()).isEqualTo(part);
        assertThat(answer.require("Content-Range")).isEqualTo("bytes " + bounds + "/10");
        assertThat(answer.require("Content-Length")).isEqualTo("" + part.length());
        assertThat(answer.require("ETag")).isEqualTo(etag);
        assertThat(answer.require("Content-Type")).startsWith("text/plain");
    }

    @ParameterizedTest
    @Proves("HTTP-RNG-03")
    @ValueSource(strings = {"bytes=10-", "bytes=50-60", "bytes=-0", "bytes=10-11, 20-"})
    void nothingSatisfiableIs416WithTheLength(String range) {
        Answer answer = get(range);
        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.require("Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    @Proves("HTTP-RNG-04")
    void severalRangesAreParts() {
        Answer answer = get("bytes=0-1, 4-5, -1");
        assertThat(answer.status()).isEqualTo(206);
        String type = answer.require("Content-Type");
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        assertThat(answer.header("Content-Range")).isEmpty();
        String boundary = type.substring(type.indexOf('=') + 1).replace("\"", "");
        assertThat(answer.text().split("--" + boundary)).hasSize(5);
        assertThat(answer.text())
                .contains("Content-Range: bytes 0-1/10\r\n\r\n01\r\n")
                .contains("Content-Range: bytes 4-5/10\r\n\r\n45\r\n")
                .contains("Content-Range: bytes 9-9/10\r\n\r\n9\r\n")
                .endsWith("--" + boundary + "--\r\n");
        assertThat(answer.require("Content-Length")).isEqualTo("" + answer.body().length);
    }

    @Test
    @Proves("HTTP-RNG-04")
    void manyOrOverlappingRangesDoNoHarm() {
        for (String range : new String[] {
            "bytes=" + "0-,".repeat(500) + "0-", "bytes=0-5, 3-8, 2-9", "bytes=" + "0-0,2-2,4-4,".repeat(200) + "6-6"
        }) {
            Answer answer = get(range);
            assertThat(answer.status()).isIn(200, 206);
            assertThat(answer.body().length).isLessThan(20 * 1024);
        }
    }

    @Test
    @Proves("HTTP-RNG-05")
    void ifRangeDecidesBetweenThePartAndTheWhole() {
        String modified = dav.head("/file.txt").require("Last-Modified");
        assertThat(ifRange(etag)).isEqualTo(206);
        assertThat(ifRange("\"other\"")).isEqualTo(200);
        assertThat(ifRange("W/" + etag)).isEqualTo(200);
        assertThat(ifRange("nonsense")).isEqualTo(200);
        assertThat(ifRange("Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo(200);
        // Within the second of the change, the date could mean two versions.
        Instant change = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(modified));
        server.clock().advance(Duration.between(server.clock().instant(), change));
        assertThat(ifRange(modified)).isEqualTo(200);
        server.clock().advance(Duration.ofMinutes(2));
        assertThat(ifRange(modified)).isEqualTo(206);
    }

    private int ifRange(String value) {
        return dav.request("GET", "/file.txt")
                .header("Range", "bytes=2-4")
                .header("If-Range", value)
                .send()
                .status();
    }

    @ParameterizedTest
    @Proves("HTTP-RNG-06")
    @ValueSource(
            strings = {"lines=1-2", "bytes=", "bytes=a-b", "bytes=5-2", "bytes 0-1", "bytes=1", "bytes=-", "bytes=1-2;3"
            })
    void whatIsNoRangeIsIgnored(String range) {
        Answer answer = get(range);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(CONTENT);
    }

    @Test
    @Proves({"HTTP-RNG-07", "HTTP-HEAD-01"})
    void rangeMeansNothingButForGet() {
        assertThat(dav.get("/file.txt").require("Accept-Ranges")).isEqualTo("bytes");
        Answer head =
                dav.request("HEAD", "/file.txt").header("Range", "bytes=0-1").send();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.require("Content-Length")).isEqualTo("10");
        assertThat(head.require("Accept-Ranges")).isEqualTo("bytes");
        assertThat(dav.request("PUT", "/other")
                        .header("Range", "bytes=0-1")
                        .body("abc")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(dav.get("/other").text()).isEqualTo("abc");
        assertThat(dav.request("GET", "/").header("Range", "bytes=0-1").send().status())
                .isEqualTo(200);
    }

    @Test
    @Proves({"HTTP-RNG-02", "HTTP-RNG-03"})
    void emptyFileHasNoRanges() {
        dav.put("/empty", "");
        for (String range : new String[] {"bytes=0-", "bytes=0-0"}) {
            Answer answer = dav.request("GET", "/empty").header("Range", range).send();
            assertThat(answer.status()).as(range).isEqualTo(416);
            assertThat(answer.require("Content-Range")).isEqualTo("bytes */0");
        }
    }
}
