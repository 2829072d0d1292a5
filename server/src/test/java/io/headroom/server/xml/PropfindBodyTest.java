package io.headroom.server.xml;

import static io.headroom.server.failure.Refusals.assertRefused;
import static io.headroom.server.xml.Bodies.READER;
import static io.headroom.server.xml.Bodies.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.xml.PropfindBody.AllProp;
import io.headroom.server.xml.PropfindBody.Prop;
import io.headroom.server.xml.PropfindBody.PropName;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropfindBodyTest {
    private static PropfindBody parse(String text) throws IOException {
        return PropfindBody.parse(READER, body(text));
    }

    private static PropfindBody inside(String content) throws IOException {
        return parse(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propfind xmlns:D=\"DAV:\">" + content + "</D:propfind>");
    }

    @ParameterizedTest
    @Proves("DAV-PF-05")
    @ValueSource(strings = {"", " ", "\r\n", "\t \n"})
    void noBodyMeansAllProp(String text) throws IOException {
        assertThat(parse(text)).isEqualTo(new AllProp(List.of()));
    }

    @Test
    @Proves("DAV-PF-06")
    void namesProperties() throws IOException {
        assertThat(inside("<D:prop><D:getetag/><x:a xmlns:x=\"urn:x\"/><none/><D:getetag></D:getetag></D:prop>"))
                .isEqualTo(new Prop(List.of(
                        PropertyName.dav("getetag"), new PropertyName("urn:x", "a"), new PropertyName("", "none"))));
    }

    @Test
    void acceptsTheDefaultNamespace() throws IOException {
        assertThat(
                        parse(
                                "<propfind xmlns=\"DAV:\"><prop><getetag/><a xmlns=\"urn:x\"/><b xmlns=\"\"/></prop></propfind>"))
                .isEqualTo(new Prop(List.of(
                        PropertyName.dav("getetag"), new PropertyName("urn:x", "a"), new PropertyName("", "b"))));
    }

    @Test
    void samePropertyInOtherNamespaceIsAnother() throws IOException {
        assertThat(
                        inside(
                                "<D:prop><D:a/><x:a xmlns:x=\"urn:x\"/><y:a xmlns:y=\"urn:x\"/><x:a xmlns:x=\"urn:y\"/></D:prop>"))
                .isEqualTo(new Prop(List.of(
                        PropertyName.dav("a"), new PropertyName("urn:x", "a"), new PropertyName("urn:y", "a"))));
    }

    @Test
    void mayNameNothing() throws IOException {
        assertThat(inside("<D:prop/>")).isEqualTo(new Prop(List.of()));
    }

    @Test
    @Proves("DAV-XML-02")
    void namesAreCounted() throws IOException {
        String most = IntStream.range(0, PropfindBody.MAX_NAMES)
                .mapToObj(i -> "<p" + i + "/>")
                .collect(Collectors.joining());

        assertThat(((Prop) inside("<D:prop>" + most + "<p1/></D:prop>")).names())
                .hasSize(PropfindBody.MAX_NAMES);
        assertRefused(400, () -> inside("<D:prop>" + most + "<more/></D:prop>"));
    }

    @Test
    @Proves("DAV-PF-10")
    void asksForNames() throws IOException {
        assertThat(inside(" <D:propname/> ")).isEqualTo(new PropName());
    }

    @Test
    @Proves("DAV-PF-09")
    void asksForAllAndMore() throws IOException {
        assertThat(inside("<D:allprop/>")).isEqualTo(new AllProp(List.of()));
        AllProp more = new AllProp(List.of(PropertyName.dav("quota-used-bytes")));
        assertThat(inside("<D:allprop/><D:include><D:quota-used-bytes/></D:include>"))
                .isEqualTo(more);
        assertThat(inside("<D:include><D:quota-used-bytes/><D:quota-used-bytes/></D:include><D:allprop/>"))
                .isEqualTo(more);
    }

    @Test
    @Proves("DAV-PF-13")
    void unknownElementsAreIgnoredWithAllTheyContain() throws IOException {
        assertThat(inside("<x:y xmlns:x=\"urn:x\"><D:allprop/><D:prop/></x:y><D:propname/><D:more><D:prop/></D:more>"))
                .isEqualTo(new PropName());
        assertThat(inside(
                        "<D:prop a=\"b\"><D:getetag c=\"d\"><D:inner><D:x/></D:inner>text</D:getetag><D:b/></D:prop>"))
                .isEqualTo(new Prop(List.of(PropertyName.dav("getetag"), PropertyName.dav("b"))));
        assertThat(inside("text<!-- comment --><?pi x?><D:allprop><D:prop/></D:allprop>"))
                .isEqualTo(new AllProp(List.of()));
    }

    @ParameterizedTest
    @Proves("DAV-PF-12")
    @ValueSource(
            strings = {
                "<D:propertyupdate xmlns:D=\"DAV:\"><D:prop/></D:propertyupdate>",
                "<propfind><prop/></propfind>",
                "<D:propfind xmlns:D=\"dav:\"><D:allprop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV\"><D:allprop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"/>",
                "<D:propfind xmlns:D=\"DAV:\"><x/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\" xmlns:E=\"urn:e\"><E:expired-props/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:prop/><D:allprop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:allprop/><D:prop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:allprop/><D:propname/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:prop/><D:propname/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:prop/><D:propname/><D:allprop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:include/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:prop/><D:include/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:propname/><D:include/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:prop/><D:prop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:allprop/><D:include/><D:include/></D:propfind>",
            })
    void refusesWhatItCannotMean(String text) {
        assertRefused(400, () -> parse(text));
    }

    @ParameterizedTest
    @Proves("DAV-PF-11")
    @ValueSource(
            strings = {
                "<foo>",
                "x",
                "<",
                "<D:propfind xmlns:D=\"DAV:\"><D:allprop/>",
                "<D:propfind xmlns:D=\"DAV:\"><D:allprop></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind><D:more xmlns:D=\"DAV:\"/>",
                "<D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind>text",
                "<D:propfind><D:allprop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:prop><x:undeclared/></D:prop></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:prop><a x:undeclared=\"\"/></D:prop></D:propfind>",
                "<propfind xmlns=\"DAV:\"><prop><bar:foo xmlns:bar=\"\"/></prop></propfind>",
                "<D:propfind xmlns:D=\"DAV:\"><D:allprop a=\"1\" a=\"2\"/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\">&undefined;<D:allprop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\">&#0;<D:allprop/></D:propfind>",
                "<D:propfind xmlns:D=\"DAV:\">\u0001<D:allprop/></D:propfind>",
                "  <?xml version=\"1.0\"?><D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind>",
                "<?xml version=\"1.1\"?><D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind>",
                "<?xml version=\"1.0\" encoding=\"no-such\"?><D:propfind xmlns:D=\"DAV:\"><D:allprop/></D:propfind>",
                "<!-- only a comment -->",
                "{\"json\": true}",
            })
    void refusesWhatIsMalformed(String text) {
        assertRefused(400, () -> parse(text));
    }
}
