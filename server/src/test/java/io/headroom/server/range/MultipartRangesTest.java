package io.headroom.server.range;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.ByteRange;
import io.headroom.spi.testkit.Proves;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@Proves("HTTP-RNG-04")
class MultipartRangesTest {
    private static final byte[] FILE = "0123456789".getBytes(StandardCharsets.US_ASCII);

    @Test
    void framesTheParts() {
        List<ByteRange> ranges = List.of(new ByteRange(0, 2), new ByteRange(7, 3));
        MultipartRanges multipart = MultipartRanges.of(ranges, FILE.length, "text/plain");

        String boundary = multipart.contentType().replace("multipart/byteranges; boundary=", "");
        assertThat(boundary).matches("[0-9a-f-]{36}");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < multipart.ranges().size(); i++) {
            ByteRange range = multipart.ranges().get(i);
            body.writeBytes(multipart.partHeader(i));
            body.write(FILE, (int) range.offset(), (int) range.length());
        }
        body.writeBytes(multipart.end());

        String expected = """
                --B
                Content-Type: text/plain
                Content-Range: bytes 0-1/10

                01
                --B
                Content-Type: text/plain
                Content-Range: bytes 7-9/10

                789
                --B--
                """;
        assertThat(body.toString(StandardCharsets.US_ASCII))
                .isEqualTo(expected.replace("\n", "\r\n").replace("--B", "--" + boundary));
        assertThat(multipart.contentLength()).isEqualTo(body.size());
    }

    @Test
    void lengthsAreLong() {
        long huge = 1L << 60;
        MultipartRanges multipart =
                MultipartRanges.of(List.of(new ByteRange(0, huge), new ByteRange(huge + 1, huge)), huge * 4, "a/b");

        assertThat(multipart.contentLength()).isGreaterThan(2 * huge).isLessThan(2 * huge + 1000);
    }

    @Test
    void boundariesDiffer() {
        List<ByteRange> ranges = List.of(new ByteRange(0, 1));

        assertThat(MultipartRanges.of(ranges, 10, "a/b").contentType())
                .isNotEqualTo(MultipartRanges.of(ranges, 10, "a/b").contentType());
    }

    @Test
    @Proves({"HTTP-RNG-01", "HTTP-RNG-03"})
    void writesContentRanges() {
        assertThat(ContentRange.of(new ByteRange(5, 10), 100)).isEqualTo("bytes 5-14/100");
        assertThat(ContentRange.unsatisfied(100)).isEqualTo("bytes */100");
    }
}
