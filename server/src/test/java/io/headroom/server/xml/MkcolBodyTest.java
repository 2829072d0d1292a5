package io.headroom.server.xml;

import static io.headroom.server.failure.Refusals.assertRefused;
import static io.headroom.server.xml.Bodies.READER;
import static io.headroom.server.xml.Bodies.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MkcolBodyTest {
    private static MkcolBody parse(String content) throws IOException {
        return MkcolBody.parse(READER, body("<D:mkcol xmlns:D='DAV:' xmlns:x='urn:x'>" + content + "</D:mkcol>"))
                .orElseThrow();
    }

    private static boolean isCollection(String types) throws IOException {
        return parse("<D:set><D:prop><D:resourcetype>" + types + "</D:resourcetype></D:prop></D:set>")
                .collection();
    }

    @Test
    @Proves("EXT-MK-01")
    void givesPropertiesInOrder() throws IOException {
        MkcolBody asked = parse("<D:set xml:lang='de'><D:prop><x:a>1</x:a><D:resourcetype><D:collection/>"
                + "</D:resourcetype></D:prop></D:set><D:set><D:prop><D:displayname>n</D:displayname></D:prop></D:set>");
        assertThat(asked.names())
                .containsExactly(
                        new PropertyName("urn:x", "a"),
                        PropertyName.dav("resourcetype"),
                        PropertyName.dav("displayname"));
        assertThat(asked.properties()).extracting(ProppatchBody.Set::text).containsExactly("1", "n");
        assertThat(asked.properties().get(0).xml()).contains("xml:lang=\"de\"");
        assertThat(asked.collection()).isTrue();
    }

    @Test
    @Proves("EXT-MK-03")
    void anOrdinaryCollectionIsTheOnlyType() throws IOException {
        assertThat(isCollection("<D:collection/>")).isTrue();
        assertThat(isCollection("\n <D:collection/>\n")).isTrue();
        assertThat(isCollection("")).isFalse();
        assertThat(isCollection("collection")).isFalse();
        assertThat(isCollection("<x:collection/>")).isFalse();
        assertThat(isCollection("<D:collection/><C:calendar xmlns:C='urn:ietf:params:xml:ns:caldav'/>"))
                .isFalse();
        assertThat(isCollection("<D:principal/>")).isFalse();
    }

    @Test
    void withoutAResourceTypeItIsACollection() throws IOException {
        assertThat(parse("<D:set><D:prop><x:a/></D:prop></D:set>").collection()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n\t"})
    void noBodyIsAnOrdinaryMkcol(String text) throws IOException {
        assertThat(MkcolBody.parse(READER, body(text))).isEmpty();
    }

    @ParameterizedTest
    @Proves("EXT-MK-04")
    @ValueSource(strings = {"<mkcol/>", "<x/>", "<D:propertyupdate xmlns:D='DAV:'/>", "<D:mkcol xmlns:D='urn:other'/>"})
    void anotherRootIs415(String text) {
        assertRefused(415, () -> MkcolBody.parse(READER, body(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<D:mkcol xmlns:D='DAV:'/>",
                "<D:mkcol xmlns:D='DAV:'><D:remove/></D:mkcol>",
                "<D:mkcol xmlns:D='DAV:'><D:set>",
                "no xml"
            })
    void whatIsMalformedIs400(String text) {
        assertRefused(400, () -> MkcolBody.parse(READER, body(text)));
    }
}
