package io.headroom.server.xml;

import static io.headroom.server.failure.Refusals.assertRefused;
import static io.headroom.server.xml.Bodies.READER;
import static io.headroom.server.xml.Bodies.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.server.xml.PropfindBody.AllProp;
import io.headroom.server.xml.PropfindBody.Prop;
import io.headroom.spi.testkit.Proves;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeXmlReaderTest {
    private static final String ROOT = "<D:propfind xmlns:D=\"DAV:\">";
    private static final String ALL_PROP = ROOT + "<D:allprop/></D:propfind>";

    private static PropfindBody parse(String text) throws IOException {
        return PropfindBody.parse(READER, body(text));
    }

    @ParameterizedTest
    @Proves({"DAV-XML-01", "DAV-PC-03"})
    @ValueSource(
            strings = {
                "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">",
                "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">",
                "<!DOCTYPE x PUBLIC \"-//X//Y\" \"http://127.0.0.1:1/x.dtd\">",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE x [<!ENTITY e PUBLIC \"x\" \"file:///etc/passwd\">]>",
                "<!DOCTYPE x [<!ENTITY % e SYSTEM \"file:///etc/passwd\"> %e;]>",
                "<!DOCTYPE x [\n<!ENTITY a \"b\">\n<!ENTITY e\nSYSTEM 'file:///dev/random'>]>",
            })
    void externalEntitiesAreForbidden(String doctype) {
        RequestRefusedException refusal = assertRefused(
                403, () -> parse("<?xml version=\"1.0\"?>" + doctype + ROOT + "<D:prop>&e;</D:prop></D:propfind>"));

        assertThat(refusal.condition()).contains(Condition.NO_EXTERNAL_ENTITIES);
    }

    @ParameterizedTest
    @Proves("DAV-XML-01")
    @ValueSource(
            strings = {
                "<!DOCTYPE propfind>",
                "<!DOCTYPE x [<!ENTITY e \"text\">]>",
                "<!DOCTYPE x [<!ENTITY % e \"text\"> %e;]>",
                "<!DOCTYPE x [<!ELEMENT x ANY>]>",
                "<!DOCTYPE x [<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">]>",
                "<!DOCTYPE x [<!-- ]> -->]>",
                "<!DOCTYPE x [",
                "<!DOCTYPE",
            })
    void aDoctypeIsRefused(String doctype) {
        RequestRefusedException refusal = assertRefused(400, () -> parse(doctype + ALL_PROP));

        assertThat(refusal.condition()).isEmpty();
    }

    @Test
    @Proves("DAV-XML-01")
    void aBillionLaughsAreNotHeard() {
        String entities = IntStream.range(1, 40)
                .mapToObj(i -> "<!ENTITY e" + i + " \"" + ("&e" + (i - 1) + ";").repeat(10) + "\">")
                .collect(Collectors.joining());

        assertRefused(
                400,
                () -> parse("<!DOCTYPE x [<!ENTITY e0 \"ha\">" + entities + "]>" + ROOT
                        + "&e39;<D:allprop/></D:propfind>"));
    }

    @Test
    void theFiveEntitiesOfXmlAreKnown() throws IOException {
        assertThat(parse(ROOT + "&lt;&gt;&amp;&apos;&quot;&#65;<D:allprop/></D:propfind>"))
                .isEqualTo(new AllProp(List.of()));
    }

    @ParameterizedTest
    @Proves("DAV-XML-04")
    @CsvSource({
        "UTF-8,false",
        "UTF-8,true",
        "UTF-16BE,true",
        "UTF-16LE,true",
        "UTF-16BE,false",
        "UTF-16LE,false",
        "ISO-8859-1,false",
    })
    void readsEncodings(String encoding, boolean mark) throws IOException {
        String text = (mark ? "\uFEFF" : "") + "<?xml version=\"1.0\" encoding=\"" + encoding.replaceAll("[BL]E$", "")
                + "\"?>" + ROOT + "<D:prop><é xmlns=\"urn:ü\"/></D:prop></D:propfind>";

        assertThat(PropfindBody.parse(READER, new ByteArrayInputStream(text.getBytes(Charset.forName(encoding)))))
                .isEqualTo(new Prop(List.of(new PropertyName("urn:ü", "é"))));
    }

    @Test
    @Proves("DAV-XML-04")
    void refusesOctetsThatAreNoText() {
        byte[] bytes = ALL_PROP.replace("allprop", "allprop a='\u00e9'").getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(400, () -> PropfindBody.parse(READER, new ByteArrayInputStream(bytes)));
    }

    @Test
    @Proves({"DAV-XML-02", "S507-413-01"})
    void sizeIsLimited() throws IOException {
        SafeXmlReader small = new SafeXmlReader(new XmlLimits(200, 10, 10, 10, 100, 100));
        String padded = ALL_PROP + " ".repeat(200 - ALL_PROP.length());

        assertThat(PropfindBody.parse(small, body(padded))).isEqualTo(new AllProp(List.of()));
        assertRefused(413, () -> PropfindBody.parse(small, body(padded + " ")));
        assertRefused(413, () -> PropfindBody.parse(small, new EndlessStream()));
    }

    private static final class EndlessStream extends InputStream {
        @Override
        public int read() {
            return ' ';
        }

        @Override
        public int read(byte[] out, int offset, int length) {
            Arrays.fill(out, offset, offset + length, (byte) ' ');
            return length;
        }
    }

    @Test
    @Proves("DAV-XML-02")
    void depthIsLimited() throws IOException {
        assertThat(parse(ROOT + "<D:allprop/>" + "<a>".repeat(63) + "</a>".repeat(63) + "</D:propfind>"))
                .isEqualTo(new AllProp(List.of()));
        assertRefused(400, () -> parse(ROOT + "<D:allprop/>" + "<a>".repeat(64) + "</a>".repeat(64) + "</D:propfind>"));
    }

    @Test
    @Proves("DAV-XML-02")
    void elementsAreCounted() throws IOException {
        assertThat(parse(ROOT + "<D:allprop/>" + "<a/>".repeat(9_998) + "</D:propfind>"))
                .isEqualTo(new AllProp(List.of()));
        assertRefused(400, () -> parse(ROOT + "<D:allprop/>" + "<a/>".repeat(9_999) + "</D:propfind>"));
    }

    @Test
    @Proves("DAV-XML-02")
    void attributesCountAsElements() throws IOException {
        String fifty = "<a" + numbered(49, "a") + "/>";

        assertThat(parse(ROOT + "<D:allprop/>" + fifty.repeat(199) + "</D:propfind>"))
                .isEqualTo(new AllProp(List.of()));
        assertRefused(400, () -> parse(ROOT + "<D:allprop/>" + fifty.repeat(200) + "</D:propfind>"));
    }

    /** Names whose hash codes, as strings have them, are all the same. */
    @Test
    @Timeout(10)
    @Proves("DAV-XML-02")
    void namesThatCollideAreNoBurden() {
        String names = IntStream.range(0, 1 << 16)
                .mapToObj(i -> IntStream.range(0, 16)
                        .mapToObj(bit -> ((i >> bit) & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining("", "<", "/>")))
                .limit(25_000)
                .collect(Collectors.joining());

        assertRefused(400, () -> parse(ROOT + names + "</D:propfind>"));
    }

    private static String numbered(int count, String prefix) {
        return IntStream.range(0, count)
                .mapToObj(i -> " " + prefix + i + "=\"urn:" + i + '"')
                .collect(Collectors.joining());
    }

    @Test
    @Proves("DAV-XML-02")
    void attributesAndNamespacesAreCounted() throws IOException {
        assertThat(parse(ROOT + "<D:allprop" + numbered(64, "a") + "/></D:propfind>"))
                .isEqualTo(new AllProp(List.of()));
        assertRefused(400, () -> parse(ROOT + "<D:allprop" + numbered(65, "a") + "/></D:propfind>"));
        assertThat(parse(ROOT + "<D:allprop" + numbered(64, "xmlns:a") + "/></D:propfind>"))
                .isEqualTo(new AllProp(List.of()));
        assertRefused(400, () -> parse(ROOT + "<D:allprop" + numbered(65, "xmlns:a") + "/></D:propfind>"));
        assertRefused(
                400,
                () -> parse("<D:propfind xmlns:D=\"DAV:\"" + numbered(64, "xmlns:a") + "><D:allprop/></D:propfind>"));
    }

    @Test
    @Proves("DAV-XML-02")
    void textIsLimited() throws IOException {
        int most = XmlLimits.DEFAULT.maxTextLength();

        assertThat(parse(ROOT + "<D:allprop/>" + "x".repeat(most) + "</D:propfind>"))
                .isEqualTo(new AllProp(List.of()));
        assertRefused(400, () -> parse(ROOT + "<D:allprop a=\"" + "x".repeat(most + 1) + "\"/></D:propfind>"));
    }

    @Test
    @Proves("DAV-XML-02")
    void namesAreLimited() throws IOException {
        String most = "x".repeat(1024);

        assertThat(parse(ROOT + "<D:prop><" + most + " xmlns=\"" + most + "\"/></D:prop></D:propfind>"))
                .isEqualTo(new Prop(List.of(new PropertyName(most, most))));
        assertRefused(400, () -> parse(ROOT + "<D:prop><x" + most + "/></D:prop></D:propfind>"));
        assertRefused(400, () -> parse(ROOT + "<D:prop><a xmlns=\"x" + most + "\"/></D:prop></D:propfind>"));
    }

    @Test
    void theClientsEndFailsAsItsOwn() {
        InputStream broken = new SequenceInputStream(body(ROOT), new BrokenStream());

        assertThatThrownBy(() -> PropfindBody.parse(READER, broken))
                .isInstanceOf(IOException.class)
                .hasMessage("reset by peer");
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("reset by peer");
        }

        @Override
        public int read(byte[] out, int offset, int length) throws IOException {
            return read();
        }
    }

    @Test
    void limitsArePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new XmlLimits(0, 1, 1, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new XmlLimits(1, 1, 1, 1, 1, -1));
    }
}
