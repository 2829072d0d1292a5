package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** That a dead property comes back as it was set (RFC 4918 §4.3, §4.4, §17). */
final class PropertyValueIT extends EachStorage {
    @BeforeEach
    void makeFile() {
        dav.put("/file", "content");
    }

    /** Sets one property, written as a whole, and reads it back. */
    private Element roundTrip(String property, String name) {
        dav.proppatch("/file", "<D:set><D:prop>" + property + "</D:prop></D:set>")
                .multiStatus()
                .requireStatus(name, 200);
        return dav.propfind("/file", "0").only().element(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x:a>plain text</x:a>",
                "<x:a> kept   space \n and lines </x:a>",
                "<x:a/>",
                "<x:a><x:b><c xmlns='urn:c' d='1' x:e='2'>deep</c></x:b></x:a>",
                "<x:a>mixed <x:b/> text <x:c>and</x:c> elements</x:a>",
                "<x:a>&lt;not&gt; &amp; &quot;markup&quot; ]]&gt;</x:a>",
                "<x:a quote='&quot;' apostrophe=\"'\" less='&lt;' tab='&#9;' line='&#10;'/>",
                "<x:a xmlns:p='urn:p'><p:b p:c='v' type='p:name'/></x:a>",
                "<x:a><D:href>/file</D:href></x:a>",
                "<x:a>&#13;carriage</x:a>"
            })
    @Proves("DAV-PP-07")
    void valuesKeepTheirInfoset(String property) {
        Element sent = MultiStatusView.root(
                ("<w xmlns:D='DAV:' xmlns:x='urn:x'>" + property + "</w>").getBytes(StandardCharsets.UTF_8));
        Element got = roundTrip(property, "{urn:x}a");
        assertThat(Infoset.of(got))
                .isEqualTo(Infoset.of(MultiStatusView.children(sent).get(0)));
    }

    @Test
    @Proves("DAV-PP-07")
    void cdataIsKeptAsText() {
        assertThat(roundTrip("<x:a><![CDATA[<b> & </b>]]></x:a>", "{urn:x}a").getTextContent())
                .isEqualTo("<b> & </b>");
    }

    @Test
    @Proves("DAV-PP-08")
    void namesMayHaveNoNamespace() {
        Element got = roundTrip("<bare xmlns=''>value<inner/></bare>", "{}bare");
        assertThat(got.getTextContent()).isEqualTo("value");
        assertThat(MultiStatusView.nameOf(MultiStatusView.children(got).get(0))).isEqualTo("{}inner");
        assertThat(dav.propfind("/file", "0", "<bare xmlns=''/>").only().status("{}bare"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD834\uDD1E\uD83D\uDE00", "\u65E5\u672C\u8A9E", "e\u0301 \u00E9", "\u202Eright to left"})
    @Proves("DAV-PP-09")
    void charactersOutsideTheBasicPlaneSurvive(String text) {
        assertThat(roundTrip("<x:a attr='" + text + "'>" + text + "</x:a>", "{urn:x}a"))
                .satisfies(got -> {
                    assertThat(got.getTextContent()).isEqualTo(text);
                    assertThat(got.getAttribute("attr")).isEqualTo(text);
                });
    }

    @Test
    @Proves("DAV-PP-09")
    void namesOutsideAscii() {
        assertThat(roundTrip("<gr\u00FC\u00DFe xmlns='urn:\u00FC'>1</gr\u00FC\u00DFe>", "{urn:\u00FC}gr\u00FC\u00DFe")
                        .getTextContent())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<D:set><D:prop><x:a xml:lang='de'>v</x:a></D:prop></D:set>",
                "<D:set><D:prop xml:lang='de'><x:a>v</x:a></D:prop></D:set>",
                "<D:set xml:lang='de'><D:prop><x:a>v</x:a></D:prop></D:set>",
                "<D:set xml:lang='en'><D:prop xml:lang='de'><x:a>v</x:a></D:prop></D:set>"
            })
    @Proves("DAV-PP-10")
    void theLanguageInScopeIsKept(String instruction) {
        dav.proppatch("/file", instruction).multiStatus().requireStatus("{urn:x}a", 200);
        Element got = dav.propfind("/file", "0", "<x:a/>").only().element("{urn:x}a");
        assertThat(got.getAttributeNS("http://www.w3.org/XML/1998/namespace", "lang"))
                .isEqualTo("de");
    }

    @Test
    @Proves("DAV-PP-07")
    void manyNamespacesInOneAnswer() {
        StringBuilder properties = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            properties
                    .append("<p xmlns='urn:n")
                    .append(i)
                    .append("'>")
                    .append(i)
                    .append("</p>");
        }
        dav.proppatch("/file", "<D:set><D:prop>" + properties + "</D:prop></D:set>")
                .multiStatus();
        MultiStatusView.Response file = dav.propfind("/file", "0").only();
        for (int i = 0; i < 50; i++) {
            assertThat(file.text("{urn:n" + i + "}p")).isEqualTo(Integer.toString(i));
        }
    }
}
