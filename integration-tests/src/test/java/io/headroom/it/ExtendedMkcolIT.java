package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** MKCOL with a body (RFC 5689): a collection and its properties, or neither. */
final class ExtendedMkcolIT {
    private static final String PLAIN = "<D:resourcetype><D:collection/></D:resourcetype>";
    private static final int ROOM = 1_000_000;

    @TempDir
    Path scratch;

    private FaultyStorage storage;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(Map.of(), clock -> storage = new FaultyStorage(new MemoryStorage(ROOM, clock)));
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static StorageException full(ResourcePath path) {
        return new InsufficientStorageException(Reason.DISK_FULL, path, null);
    }

    /** @param properties content of the one {@code DAV:prop} */
    private static Dav.Request mkcol(Dav dav, String path, String properties) {
        return dav.request("MKCOL", path)
                .xml("<?xml version='1.0'?><D:mkcol xmlns:D='DAV:' xmlns:x='urn:x'><D:set><D:prop>" + properties
                        + "</D:prop></D:set></D:mkcol>");
    }

    private Answer make(String properties) {
        return mkcol(dav, "/new/", properties).send();
    }

    /** One propstat of a {@code mkcol-response}. */
    private record Propstat(List<String> names, String status, List<String> conditions) {}

    private static List<Propstat> propstats(Answer answer) {
        assertThat(answer.require("Content-Type")).isEqualTo("application/xml; charset=utf-8");
        Element root = MultiStatusView.root(answer.body());
        assertThat(MultiStatusView.nameOf(root)).isEqualTo("{DAV:}mkcol-response");
        return MultiStatusView.children(root).stream()
                .map(ExtendedMkcolIT::propstat)
                .toList();
    }

    private static Propstat propstat(Element propstat) {
        assertThat(MultiStatusView.nameOf(propstat)).isEqualTo("{DAV:}propstat");
        return new Propstat(
                MultiStatusView.children(
                                MultiStatusView.children(propstat, "prop").get(0))
                        .stream()
                        .map(MultiStatusView::nameOf)
                        .toList(),
                MultiStatusView.children(propstat, "status").get(0).getTextContent(),
                MultiStatusView.children(propstat, "error").stream()
                        .flatMap(error -> MultiStatusView.children(error).stream())
                        .map(MultiStatusView::nameOf)
                        .toList());
    }

    @Test
    @Proves("EXT-MK-01")
    void theCollectionHasItsPropertiesAtOnce() {
        Answer answer = make(PLAIN + "<D:displayname>Holiday &amp; more</D:displayname><x:colour>red</x:colour>");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.require("Location")).isEqualTo("/new/");
        MultiStatusView.Response found = dav.propfind("/new/", "0", "<D:displayname/><x:colour/><D:resourcetype/>")
                .only();
        assertThat(found.text("displayname")).isEqualTo("Holiday & more");
        assertThat(found.text("{urn:x}colour")).isEqualTo("red");
        assertThat(MultiStatusView.children(found.element("resourcetype"))).hasSize(1);
    }

    @Test
    @Proves("EXT-MK-01")
    void textXmlIsXmlTooAndTheResourceTypeMayBeAlone() {
        assertThat(mkcol(dav, "/a", PLAIN)
                        .header("Content-Type", "text/xml;charset=utf-8")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(mkcol(dav, "/b", "<x:colour>red</x:colour>").send().status()).isEqualTo(201);
        assertThat(dav.propfind("/b/", "0", "<x:colour/>").only().text("{urn:x}colour"))
                .isEqualTo("red");
    }

    @Test
    @Proves({"EXT-MK-01", "DAV-OPT-04"})
    void itIsAnnounced() {
        assertThat(dav.options("/").require("DAV").split(", ")).contains("extended-mkcol");
        assertThat(dav.options("/nothing").require("DAV").split(", ")).contains("extended-mkcol");
    }

    @ParameterizedTest
    @Proves({"EXT-MK-03", "EXT-MK-02"})
    @ValueSource(
            strings = {
                "<D:resourcetype/>",
                "<D:resourcetype><x:collection/></D:resourcetype>",
                "<D:resourcetype><D:collection/><C:calendar xmlns:C='urn:ietf:params:xml:ns:caldav'/></D:resourcetype>",
                "<D:resourcetype><D:collection/><D:principal/></D:resourcetype>",
            })
    void anUnknownTypeOfCollectionIsRefused(String type) {
        Answer answer = make("<x:colour>red</x:colour>" + type);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(propstats(answer))
                .containsExactly(
                        new Propstat(
                                List.of("{DAV:}resourcetype"),
                                "HTTP/1.1 403 Forbidden",
                                List.of("{DAV:}valid-resourcetype")),
                        new Propstat(List.of("{urn:x}colour"), "HTTP/1.1 424 Failed Dependency", List.of()));
        assertThat(dav.head("/new/").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @Proves("EXT-MK-02")
    @ValueSource(strings = {"getetag", "quota-available-bytes", "creationdate", "lockdiscovery"})
    void aPropertyOfTheServerRefusesTheWhole(String name) {
        Answer answer = make("<x:colour>red</x:colour><D:" + name + ">1</D:" + name + ">" + PLAIN);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(propstats(answer))
                .containsExactly(
                        new Propstat(
                                List.of("{DAV:}" + name),
                                "HTTP/1.1 403 Forbidden",
                                List.of("{DAV:}cannot-modify-protected-property")),
                        new Propstat(
                                List.of("{urn:x}colour", "{DAV:}resourcetype"),
                                "HTTP/1.1 424 Failed Dependency",
                                List.of()));
        assertThat(dav.head("/new/").status()).isEqualTo(404);
        assertThat(dav.mkcol("/new/").status()).isEqualTo(201);
        assertThat(dav.propfind("/new/", "0", "<x:colour/>").only().status("{urn:x}colour"))
                .isEqualTo(404);
    }

    @Test
    @Proves({"EXT-MK-04", "DAV-MK-04"})
    void otherBodiesAreStillRefused() {
        assertThat(dav.request("MKCOL", "/new").xml("<x/>").send().status()).isEqualTo(415);
        assertThat(dav.request("MKCOL", "/new")
                        .update("<D:set><D:prop><x:a>1</x:a></D:prop></D:set>")
                        .send()
                        .status())
                .isEqualTo(415);
        assertThat(mkcol(dav, "/new", PLAIN)
                        .header("Content-Type", "application/json")
                        .send()
                        .status())
                .isEqualTo(415);
        assertThat(dav.request("MKCOL", "/new").body("<D:mkcol/>").send().status())
                .isEqualTo(415);
        assertThat(dav.request("MKCOL", "/new").xml("<D:mkcol").send().status()).isEqualTo(400);
        assertThat(dav.head("/new").status()).isEqualTo(404);
    }

    @Test
    void theRulesOfMkcolComeFirst() {
        dav.put("/file", "x");
        assertThat(mkcol(dav, "/file", PLAIN).send().status()).isEqualTo(405);
        assertThat(mkcol(dav, "/no/parent/", "<D:getetag/>").send().status()).isEqualTo(409);
        dav.mkcol("/locked/");
        dav.locked("/locked/", "0");
        assertThat(mkcol(dav, "/locked/new/", "<D:getetag/>").send().status()).isEqualTo(423);
        assertThat(mkcol(dav, "/new/", PLAIN).header("If-Match", "*").send().status())
                .isEqualTo(412);
    }

    @Test
    @Proves({"S507-MK-02", "EXT-MK-02", "S507-GEN-04"})
    void withoutRoomForThePropertiesThereIsNoCollection() {
        dav.put("/ballast", "x".repeat(ROOM - 1_000));
        Answer answer =
                make(PLAIN + "<x:small>s</x:small><x:large>" + "v".repeat(2_000) + "</x:large><x:other>o</x:other>");
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(propstats(answer))
                .containsExactly(
                        new Propstat(
                                List.of("{urn:x}large"),
                                "HTTP/1.1 507 Insufficient Storage",
                                List.of("{DAV:}sufficient-disk-space")),
                        new Propstat(
                                List.of("{DAV:}resourcetype", "{urn:x}small", "{urn:x}other"),
                                "HTTP/1.1 424 Failed Dependency",
                                List.of()));
        assertThat(dav.head("/new/").status()).isEqualTo(404);
    }

    @Test
    @Proves({"S507-MK-01", "EXT-MK-02", "S507-GEN-05"})
    void withoutRoomForTheCollectionThereAreNoProperties() {
        storage.failAlways(Point.CREATE_COLLECTION, ExtendedMkcolIT::full);
        NoRoom.assertRefused(make(PLAIN + "<x:colour>red</x:colour>"), "/new/");
        storage.heal();
        assertThat(dav.head("/new/").status()).isEqualTo(404);
        dav.put("/new", "a file");
        assertThat(dav.propfind("/new", "0", "<x:colour/>").only().status("{urn:x}colour"))
                .isEqualTo(404);
    }

    @Test
    @Proves({"S507-MK-02", "EXT-MK-02", "S507-GEN-01"})
    void withoutRoomInTheDatabaseThereIsNoCollection() throws Exception {
        Needs.root();
        Path state = Files.createDirectory(scratch.resolve("state"));
        Command.succeed("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", state.toString());
        try (TestServer small = TestServer.start(
                Map.of(Setting.STATE, state.toString()), clock -> new MemoryStorage(Storages.ROOM, clock))) {
            Dav client = small.dav();
            String value = "v".repeat(60_000);
            Answer answer = mkcol(client, "/0/", PLAIN + "<x:a>" + value + "</x:a><x:b>1</x:b>")
                    .send();
            int made = 0;
            while (answer.status() == 201) {
                made++;
                answer = mkcol(client, "/" + made + "/", PLAIN + "<x:a>" + value + "</x:a><x:b>1</x:b>")
                        .send();
            }
            assertThat(answer.status()).isEqualTo(507);
            assertThat(propstats(answer))
                    .extracting(Propstat::status)
                    .containsExactly("HTTP/1.1 507 Insufficient Storage", "HTTP/1.1 424 Failed Dependency");
            assertThat(client.head("/" + made + "/").status()).isEqualTo(404);
            assertThat(client.propfind("/", "1").hrefs()).hasSize(made + 1);
            assertThat(client.mkcol("/" + made + "/").status()).isEqualTo(201);
            assertThat(client.propfind("/" + made + "/", "0", "<x:b/>").only().status("{urn:x}b"))
                    .isEqualTo(404);
        } finally {
            Command.succeed("umount", state.toString());
        }
    }
}
