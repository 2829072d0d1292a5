package io.headroom.server.xml;

import static io.headroom.server.failure.Refusals.assertRefused;
import static io.headroom.server.xml.Bodies.READER;
import static io.headroom.server.xml.Bodies.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.xml.ProppatchBody.Instruction;
import io.headroom.server.xml.ProppatchBody.Remove;
import io.headroom.server.xml.ProppatchBody.Set;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ProppatchBodyTest {
    private static ProppatchBody parse(String text) throws IOException {
        return ProppatchBody.parse(READER, body(text));
    }

    private static ProppatchBody inside(String content) throws IOException {
        return parse("<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propertyupdate xmlns:D=\"DAV:\" xmlns:x=\"urn:x\">"
                + content + "</D:propertyupdate>");
    }

    private static Set set(String property) throws IOException {
        List<Instruction> instructions =
                inside("<D:set><D:prop>" + property + "</D:prop></D:set>").instructions();
        assertThat(instructions).hasSize(1);
        return (Set) instructions.get(0);
    }

    @Test
    @Proves({"DAV-PP-01", "DAV-PP-03"})
    void keepsInstructionsInOrder() throws IOException {
        ProppatchBody body = inside("""
                <D:set><D:prop><x:a>1</x:a><x:b>2</x:b></D:prop></D:set>
                <D:remove><D:prop><x:a/><x:c>ignored<D:y/></x:c></D:prop></D:remove>
                <D:set><D:prop><x:a>3</x:a></D:prop></D:set>
                """);

        assertThat(body.instructions())
                .containsExactly(
                        new Set(new PropertyName("urn:x", "a"), "<x:a xmlns:x=\"urn:x\">1</x:a>", "1"),
                        new Set(new PropertyName("urn:x", "b"), "<x:b xmlns:x=\"urn:x\">2</x:b>", "2"),
                        new Remove(new PropertyName("urn:x", "a")),
                        new Remove(new PropertyName("urn:x", "c")),
                        new Set(new PropertyName("urn:x", "a"), "<x:a xmlns:x=\"urn:x\">3</x:a>", "3"));
    }

    @Test
    void mayHoldSeveralPropsAndUnknownElements() throws IOException {
        ProppatchBody body = inside("<y/><D:set><y><D:prop><x:no/></D:prop></y><D:prop><x:a/></D:prop>"
                + "<D:prop><x:b/></D:prop></D:set><D:more><D:prop><x:no/></D:prop></D:more>");

        assertThat(body.instructions())
                .extracting(instruction -> instruction.name().localName())
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @Proves({"DAV-PP-07", "DAV-PP-08", "DAV-PP-09"})
    @CsvSource(
            delimiter = '|',
            value = {
                // What was sent inside D:prop | what is kept.
                "<x:a/>                                       | <x:a xmlns:x=\"urn:x\"/>",
                "<x:a></x:a>                                  | <x:a xmlns:x=\"urn:x\"/>",
                "<a/>                                         | <a xmlns=\"\"/>",
                "<nonamespace xmlns=\"\">v</nonamespace>      | <nonamespace xmlns=\"\">v</nonamespace>",
                "<a xmlns=\"urn:y\">v</a>                     | <a xmlns=\"urn:y\">v</a>",
                "<D:displayname>n</D:displayname>             | <D:displayname xmlns:D=\"DAV:\">n</D:displayname>",
                "<x:a><D:b/><x:c/></x:a>                      | <x:a xmlns:x=\"urn:x\"><D:b xmlns:D=\"DAV:\"/><x:c/></x:a>",
                "<x:a><D:b/><D:c/></x:a>                      | <x:a xmlns:x=\"urn:x\"><D:b xmlns:D=\"DAV:\"/><D:c xmlns:D=\"DAV:\"/></x:a>",
                "<x:a><b/></x:a>                              | <x:a xmlns:x=\"urn:x\"><b xmlns=\"\"/></x:a>",
                "<x:a><b xmlns=\"urn:y\"><c/></b></x:a>       | <x:a xmlns:x=\"urn:x\"><b xmlns=\"urn:y\"><c/></b></x:a>",
                "<x:a><b xmlns=\"urn:y\"><c xmlns=\"\"/></b></x:a> | <x:a xmlns:x=\"urn:x\"><b xmlns=\"urn:y\"><c xmlns=\"\"/></b></x:a>",
                "<x:a><x:a xmlns:x=\"urn:z\"/><x:b/></x:a>    | <x:a xmlns:x=\"urn:x\"><x:a xmlns:x=\"urn:z\"/><x:b/></x:a>",
                "<x:a b=\"c\"/>                               | <x:a xmlns:x=\"urn:x\" b=\"c\"/>",
                "<x:a x:b=\"c\" D:d=\"e\"/>                   | <x:a xmlns:x=\"urn:x\" x:b=\"c\" xmlns:D=\"DAV:\" D:d=\"e\"/>",
                "<x:a b=\"&lt;&amp;&quot;'\"/>                | <x:a xmlns:x=\"urn:x\" b=\"&lt;&amp;&quot;'\"/>",
                "<x:a b=\"&#10;&#9;&#13;\"/>                  | <x:a xmlns:x=\"urn:x\" b=\"&#10;&#9;&#13;\"/>",
                "<x:a>t<x:b>u</x:b>v</x:a>                    | <x:a xmlns:x=\"urn:x\">t<x:b>u</x:b>v</x:a>",
                "<x:a> t </x:a>                               | <x:a xmlns:x=\"urn:x\"> t </x:a>",
                "<x:a><![CDATA[<&]]]]>&gt;</x:a>              | <x:a xmlns:x=\"urn:x\">&lt;&amp;]]&gt;</x:a>",
                "<x:a>&lt;&amp;&#65;&#x1F600;</x:a>           | <x:a xmlns:x=\"urn:x\">&lt;&amp;A😀</x:a>",
                "<x:a>&#13;</x:a>                             | <x:a xmlns:x=\"urn:x\">&#13;</x:a>",
                "<x:a>😀𐀀</x:a>                              | <x:a xmlns:x=\"urn:x\">😀𐀀</x:a>",
                "<x:a><!-- c -->1<?pi d?>2</x:a>              | <x:a xmlns:x=\"urn:x\">12</x:a>",
                "<x:a xmlns:q=\"urn:q\" type=\"q:name\"/>     | <x:a xmlns:q=\"urn:q\" xmlns:x=\"urn:x\" type=\"q:name\"/>",
                "<é xmlns=\"urn:ü\">ß</é>                     | <é xmlns=\"urn:ü\">ß</é>",
            })
    void keepsValuesSelfContained(String sent, String kept) throws IOException {
        assertThat(set(sent).xml()).isEqualTo(kept);
    }

    @ParameterizedTest
    @Proves("DAV-PP-07")
    @ValueSource(
            strings = {
                "<x:a><D:b x:c='1' D:c='2' c='3'>t&amp;<y xmlns='urn:y'><z xmlns=''/></y>u</D:b></x:a>",
                "<x:a xmlns:p='urn:p'><p:b><q:c xmlns:q='urn:p' q:d='e'/></p:b></x:a>",
                "<a xmlns='urn:y' xmlns:x='urn:other' x:b='c'><x:d/></a>",
                "<x:a xml:space='preserve' xml:lang='de'>  <x:b/>  </x:a>",
            })
    void keepsTheInfoset(String sent) throws IOException, SAXException, ParserConfigurationException {
        Element before = dom("<D:prop xmlns:D=\"DAV:\" xmlns:x=\"urn:x\">" + sent + "</D:prop>");
        Element after = dom("<D:prop xmlns:D=\"DAV:\">" + set(sent).xml() + "</D:prop>");

        assertThat(names(after.getFirstChild())).isEqualTo(names(before.getFirstChild()));
    }

    private static Element dom(String xml) throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    /** The infoset without prefixes and declarations. */
    private static String names(Node node) {
        if (!(node instanceof Element)) {
            return '"' + node.getTextContent() + '"';
        }
        StringBuilder text = new StringBuilder("{" + node.getNamespaceURI() + "}" + node.getLocalName() + "[");
        TreeSet<String> attributes = new TreeSet<>();
        for (int i = 0; i < node.getAttributes().getLength(); i++) {
            Node attribute = node.getAttributes().item(i);
            if (!"http://www.w3.org/2000/xmlns/".equals(attribute.getNamespaceURI())) {
                attributes.add(attribute.getNamespaceURI() + attribute.getLocalName() + attribute.getNodeValue());
            }
        }
        text.append(attributes).append("](");
        for (int i = 0; i < node.getChildNodes().getLength(); i++) {
            text.append(names(node.getChildNodes().item(i)));
        }
        return text.append(')').toString();
    }

    @ParameterizedTest
    @Proves("DAV-PP-10")
    @CsvSource(
            delimiter = '|',
            value = {
                "<D:set xml:lang=\"de\"><D:prop><x:a/></D:prop></D:set>                        | ' xml:lang=\"de\"'",
                "<D:set><D:prop xml:lang=\"de\"><x:a/></D:prop></D:set>                        | ' xml:lang=\"de\"'",
                "<D:set xml:lang=\"en\"><D:prop xml:lang=\"de\"><x:a/></D:prop></D:set>        | ' xml:lang=\"de\"'",
                "<D:set xml:lang=\"en\"><D:prop><x:a xml:lang=\"de\"/></D:prop></D:set>        | ' xml:lang=\"de\"'",
                "<D:set xml:lang=\"en\"><D:prop><x:a xml:lang=\"\"/></D:prop></D:set>          | ' xml:lang=\"\"'",
                "<D:set xml:lang=\"en\"><D:prop xml:lang=\"\"><x:a/></D:prop></D:set>          | ''",
                "<D:set><D:prop><x:a/></D:prop></D:set>                                        | ''",
            })
    void writesTheLanguageInScopeOntoTheValue(String content, String attribute) throws IOException {
        assertThat(inside(content).instructions())
                .extracting(instruction -> ((Set) instruction).xml())
                .containsExactly("<x:a xmlns:x=\"urn:x\"" + attribute + "/>");
    }

    @Test
    @Proves("DAV-PP-10")
    void inheritsTheLanguageOfTheRoot() throws IOException {
        ProppatchBody body = parse(
                "<propertyupdate xmlns=\"DAV:\" xml:lang=\"fr\"><set><prop><a>b</a></prop></set>"
                        + "<set xml:lang=\"de\"><prop><a>b</a></prop></set><set><prop><a><c/></a></prop></set></propertyupdate>");

        assertThat(body.instructions())
                .extracting(instruction -> ((Set) instruction).xml())
                .containsExactly(
                        "<a xmlns=\"DAV:\" xml:lang=\"fr\">b</a>",
                        "<a xmlns=\"DAV:\" xml:lang=\"de\">b</a>",
                        "<a xmlns=\"DAV:\" xml:lang=\"fr\"><c/></a>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<x:a/>                           | ''",
                "<x:a>  v  </x:a>                 | v",
                "<x:a>a<x:b>b</x:b>c</x:a>        | abc",
                "<x:a>a<![CDATA[<b>]]>&amp;</x:a> | a<b>&",
                "<x:a>a<!-- x -->b</x:a>          | ab",
            })
    void givesTheText(String sent, String text) throws IOException {
        assertThat(set(sent).text()).isEqualTo(text);
    }

    @Test
    void longTextComesWhole() throws IOException {
        String text = "é😀<&>".repeat(20_000).replace("<", "&lt;").replace("&>", "&amp;>");

        assertThat(set("<x:a>" + text + "</x:a>").text()).isEqualTo("é😀<&>".repeat(20_000));
    }

    @ParameterizedTest
    @Proves("DAV-PP-12")
    @ValueSource(
            strings = {
                "",
                "  ",
                "<D:propfind xmlns:D=\"DAV:\"><D:set><D:prop/></D:set></D:propfind>",
                "<propertyupdate><set><prop/></set></propertyupdate>",
                "<D:propertyupdate xmlns:D=\"DAV:\"/>",
                "<D:propertyupdate xmlns:D=\"DAV:\"><D:prop/></D:propertyupdate>",
                "<D:propertyupdate xmlns:D=\"DAV:\"><D:set/></D:propertyupdate>",
                "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:a/></D:set></D:propertyupdate>",
                "<D:propertyupdate xmlns:D=\"DAV:\"><D:remove/></D:propertyupdate>",
                "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><a></D:prop></D:set></D:propertyupdate>",
                "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop><p:a/></D:prop></D:set></D:propertyupdate>",
                "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop>",
            })
    void refusesAMissingOrWrongBody(String text) {
        assertRefused(400, () -> parse(text));
    }

    @Test
    void anEmptyPropHasNoInstructions() throws IOException {
        assertThat(inside("<D:set><D:prop/></D:set>").instructions()).isEmpty();
    }

    @Test
    @Proves("DAV-XML-02")
    void copiesDoNotOutgrowTheBody() {
        String long1 = "urn:" + "x".repeat(1000);
        StringBuilder properties = new StringBuilder();
        for (int i = 0; i < 9_000; i++) {
            properties.append("<l:p").append(i).append("/>");
        }

        assertRefused(
                413,
                () -> parse("<D:propertyupdate xmlns:D=\"DAV:\" xmlns:l=\"" + long1 + "\"><D:set><D:prop>" + properties
                        + "</D:prop></D:set></D:propertyupdate>"));
    }
}
