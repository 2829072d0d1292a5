package io.headroom.server.xml;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("DAV-XML-06")
class XmlTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "é€😀", "it's", "\u0085\u2028\uFFFD", "x \u007f"})
    void plainTextStaysAsItIs(String text) {
        assertThat(XmlText.escape(text)).isEqualTo(text);
        assertThat(XmlText.escapeAttribute(text)).isEqualTo(text);
    }

    @Test
    void plainTextIsNotCopied() {
        String text = "plain";

        assertThat(XmlText.escape(text)).isSameAs(text);
    }

    @Test
    void markupIsEscaped() {
        assertThat(XmlText.escape("a<b>&\"]]>")).isEqualTo("a&lt;b&gt;&amp;\"]]&gt;");
        assertThat(XmlText.escapeAttribute("a<b>&\"'")).isEqualTo("a&lt;b&gt;&amp;&quot;'");
    }

    @Test
    void whiteSpaceSurvivesAParser() {
        assertThat(XmlText.escape("a\tb\nc\r")).isEqualTo("a\tb\nc&#13;");
        assertThat(XmlText.escapeAttribute("a\tb\nc\r")).isEqualTo("a&#9;b&#10;c&#13;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "\u0001", "\u0008", "\u000B", "\u001F", "\uFFFE", "\uFFFF", "\uD83D", "\uDE00"})
    void whatXmlCannotCarryIsReplaced(String bad) {
        assertThat(XmlText.escape("a" + bad + "b")).isEqualTo("a\uFFFDb");
        assertThat(XmlText.escapeAttribute("a" + bad)).isEqualTo("a\uFFFD");
        StringBuilder out = new StringBuilder();
        XmlText.escape(bad + "😀", out);
        XmlText.escapeAttribute(bad, out);
        assertThat(out).hasToString("\uFFFD😀\uFFFD");
    }
}
