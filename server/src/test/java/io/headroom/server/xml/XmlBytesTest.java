package io.headroom.server.xml;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlBytesTest {
    private static String written(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new XmlBytes(bytes).text(text).flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "a&b<c>d, a&amp;b&lt;c&gt;d",
        "\"quoted\", \"quoted\"",
        "é ж 漢 😀, é ж 漢 😀",
        "'a\tb', 'a\tb'",
    })
    void escapesWhatXmlNeeds(String text, String expected) throws IOException {
        assertThat(written(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u001f", "\ud800", "\udc00", "\ufffe", "\uffff"})
    @Proves("DAV-XML-06")
    void replacesWhatXmlCannotCarry(String text) throws IOException {
        assertThat(written("a" + text + "b")).isEqualTo("a\ufffdb");
    }

    @Test
    void textOfAnyLengthGoesThroughTheBuffer() throws IOException {
        for (int before = 32_700; before < 32_780; before++) {
            String text = "x".repeat(before) + "&é😀\u0001" + "y".repeat(70_000);
            assertThat(written(text)).isEqualTo("x".repeat(before) + "&amp;é😀\ufffd" + "y".repeat(70_000));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 4096, 1L << 53, Long.MAX_VALUE})
    @Proves("QUOTA-PF-04")
    void numbersArePlainDigits(long number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new XmlBytes(bytes).number(number).flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(Long.toString(number));
    }
}
