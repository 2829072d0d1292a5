package io.headroom.server.fuzz;

import io.headroom.server.xml.LockinfoBody;
import io.headroom.server.xml.MkcolBody;
import io.headroom.server.xml.PropfindBody;
import io.headroom.server.xml.ProppatchBody;
import io.headroom.server.xml.SafeXmlReader;
import io.headroom.server.xml.XmlLimits;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Bodies of XML: what is kept of a property is XML by itself, and means the same in another document. */
public final class XmlBodiesTarget {
    private static final SafeXmlReader READER = new SafeXmlReader(XmlLimits.DEFAULT);

    private static InputStream body(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private XmlBodiesTarget() {}

    /** Called by the fuzzer, again and again. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        propfind(bytes);
        proppatch(bytes);
        mkcol(bytes);
        lockinfo(bytes);
    }

    private static void propfind(byte[] bytes) {
        Optional<PropfindBody> unused = Hostile.read(() -> PropfindBody.parse(READER, body(bytes)));
    }

    private static void proppatch(byte[] bytes) {
        Hostile.read(() -> ProppatchBody.parse(READER, body(bytes)))
                .ifPresent(found -> requireSelfContained(found.instructions()));
    }

    private static void mkcol(byte[] bytes) {
        Hostile.read(() -> MkcolBody.parse(READER, body(bytes)))
                .flatMap(found -> found)
                .ifPresent(found -> requireSelfContained(found.properties()));
    }

    private static void lockinfo(byte[] bytes) {
        Hostile.read(() -> LockinfoBody.parse(READER, body(bytes)))
                .flatMap(found -> found)
                .filter(found -> !found.ownerXml().isEmpty())
                .ifPresent(found -> {
                    String again = "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:shared/></D:lockscope><D:locktype>"
                            + "<D:write/></D:locktype>" + found.ownerXml() + "</D:lockinfo>";
                    Optional<LockinfoBody> copy = Hostile.read(() -> LockinfoBody.parse(READER, utf8(again)))
                            .flatMap(read -> read);
                    Hostile.requireSame(
                            found.ownerXml(), copy.map(LockinfoBody::ownerXml).orElse("refused"));
                });
    }

    private static void requireSelfContained(List<? extends ProppatchBody.Instruction> instructions) {
        for (ProppatchBody.Instruction instruction : instructions) {
            if (instruction instanceof ProppatchBody.Set set) {
                String again = "<D:propertyupdate xmlns:D=\"DAV:\"><D:set><D:prop>" + set.xml()
                        + "</D:prop></D:set></D:propertyupdate>";
                List<ProppatchBody.Instruction> copy = Hostile.read(() -> ProppatchBody.parse(READER, utf8(again)))
                        .map(ProppatchBody::instructions)
                        .orElse(List.of());
                Hostile.requireSame(List.of(set), copy);
            }
        }
    }

    private static InputStream utf8(String text) {
        return body(text.getBytes(StandardCharsets.UTF_8));
    }
}
