package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.Capacity;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two capacity properties (RFC 4331). */
final class RoomFiguresIT {
    private static final int ROOM = 100_000;
    private static final String BOTH = "<D:quota-available-bytes/><D:quota-used-bytes/>";

    @Test
    @Proves({"QUOTA-PF-01", "QUOTA-PF-02", "QUOTA-PF-12"})
    void everyCollectionHasThemAndFilesToo() {
        try (TestServer server = TestServer.start(ROOM)) {
            Dav dav = server.dav();
            dav.mkcol("/a");
            dav.mkcol("/a/b");
            dav.put("/a/b/file", "12345");
            for (String path : new String[] {"/", "/a/", "/a/b/", "/a/b/file"}) {
                assertThat(RoomView.of(server, path)).isEqualTo(new RoomView(ROOM - 5, 5));
            }
            MultiStatusView.Response finder =
                    dav.propfind("/", "0", BOTH + "<D:quota/><D:quotaused/>").only();
            assertThat(finder.propstats().get(0).status()).isEqualTo(200);
            assertThat(finder.names(404)).containsExactly("{DAV:}quota", "{DAV:}quotaused");
        }
    }

    @Test
    @Proves("QUOTA-PF-03")
    void allpropLeavesThemOutAndPropnameNamesThem() {
        try (TestServer server = TestServer.start(ROOM)) {
            Dav dav = server.dav();
            assertThat(dav.propfind("/", "0").only().names(200)).noneMatch(name -> name.contains("quota"));
            assertThat(dav.propfindBody("/", "0", "<D:allprop/>")
                            .multiStatus()
                            .only()
                            .names(200))
                    .noneMatch(name -> name.contains("quota"));
            assertThat(dav.propfindBody("/", "0", "<D:propname/>")
                            .multiStatus()
                            .only()
                            .names(200))
                    .contains("{DAV:}quota-available-bytes", "{DAV:}quota-used-bytes");
            MultiStatusView.Response included = dav.propfindBody(
                            "/", "0", "<D:allprop/><D:include>" + BOTH + "</D:include>")
                    .multiStatus()
                    .only();
            assertThat(included.text("quota-available-bytes")).isEqualTo("" + ROOM);
            assertThat(included.text("quota-used-bytes")).isEqualTo("0");
            assertThat(included.names(200)).contains("{DAV:}resourcetype");
        }
    }

    /** Counts who asks for the members of a collection. */
    private static final class Listed extends ForwardingStorage {
        private final AtomicInteger lists = new AtomicInteger();

        Listed(Storage storage) {
            super(storage);
        }

        @Override
        public Stream<Resource> list(ResourcePath collection) {
            lists.incrementAndGet();
            return super.list(collection);
        }
    }

    @Test
    @Proves({"QUOTA-PF-11", "QUOTA-PF-06"})
    void askingForTheFiguresWalksNoTree() {
        AtomicReference<Listed> storage = new AtomicReference<>();
        try (TestServer server = TestServer.start(Map.of(Setting.QUOTA, "/=50000\n/a=20000"), clock -> {
            storage.set(new Listed(new MemoryStorage(ROOM, clock)));
            return storage.get();
        })) {
            Dav dav = server.dav();
            dav.mkcol("/a");
            dav.mkcol("/a/b");
            dav.put("/a/b/file", "12345");
            int before = storage.get().lists.get();
            for (int i = 0; i < 200; i++) {
                assertThat(RoomView.of(server, "/a/b/")).isEqualTo(new RoomView(20_000 - 5, 5));
            }
            assertThat(storage.get().lists).hasValue(before);
        }
    }

    /** Reports whatever figures a test wants. */
    private static final class Reporting extends ForwardingStorage {
        private final Capacity capacity;
        private final AtomicInteger asked = new AtomicInteger();

        Reporting(Storage storage, Capacity capacity) {
            super(storage);
            this.capacity = capacity;
        }

        @Override
        public Capacity capacity(ResourcePath scope) {
            asked.incrementAndGet();
            return capacity;
        }
    }

    private static Capacity.Bounded bounded(long available, long used) {
        return new Capacity.Bounded(available, used, Long.MAX_VALUE, Instant.EPOCH);
    }

    @ParameterizedTest
    @Proves("QUOTA-PF-04")
    @CsvSource({
        "0, 0",
        "0, 5",
        "1, 9223372036854775807",
        "9223372036854775807, 0",
        "9223372036854775807, 9223372036854775807",
        "5000000000000000000, 5000000000000000000"
    })
    void figuresAreWholeNumbersWhoseSumFits64Bits(long available, long used) {
        try (TestServer server = TestServer.start(
                Map.of(), clock -> new Reporting(new MemoryStorage(ROOM, clock), bounded(available, used)))) {
            MultiStatusView.Response response =
                    server.dav().propfind("/", "0", BOTH).only();
            String availableText = response.text("quota-available-bytes");
            String usedText = response.text("quota-used-bytes");
            assertThat(availableText).matches("\\d+");
            assertThat(usedText).matches("\\d+");
            BigInteger sum = new BigInteger(availableText).add(new BigInteger(usedText));
            assertThat(sum).isBetween(BigInteger.ONE, BigInteger.valueOf(Long.MAX_VALUE));
        }
    }

    @Test
    @Proves({"QUOTA-PF-04", "QUOTA-PF-02"})
    void withoutFiguresThereIsNoMarkerButA404() {
        try (TestServer server = TestServer.start(
                Map.of(), clock -> new Reporting(new MemoryStorage(ROOM, clock), new Capacity.Unknown("a test")))) {
            assertThat(server.dav().propfind("/", "0", BOTH).only().names(404))
                    .containsExactly("{DAV:}quota-available-bytes", "{DAV:}quota-used-bytes");
            assertThat(server.dav().put("/file", "x").status()).isEqualTo(201);
        }
    }

    @ParameterizedTest
    @Proves("QUOTA-PF-04")
    // The second is where a floating-point number would lose its last digit, the third a disk of 20 TiB, half used.
    @CsvSource({"999999999999999, 1", "9007199254740993, 9007199254740995", "10995116277761, 10995116277759"})
    void largeFiguresKeepAllTheirDigits(long available, long used) {
        try (TestServer server = TestServer.start(
                Map.of(), clock -> new Reporting(new MemoryStorage(ROOM, clock), bounded(available, used)))) {
            MultiStatusView.Response response =
                    server.dav().propfind("/", "0", BOTH).only();
            assertThat(response.text("quota-available-bytes")).isEqualTo(Long.toString(available));
            assertThat(response.text("quota-used-bytes")).isEqualTo(Long.toString(used));
        }
    }

    @Test
    @Proves({"S507-PUT-01", "S507-PUT-06"})
    void fileOfManyTerabytesIsRefusedByItsLengthInFull(@TempDir Path folder) throws IOException {
        try (TestServer server = TestServer.start(Storages.DIRECTORY, folder);
                RawClient client = server.raw()) {
            client.head(
                    "PUT /large HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Length: 9007199254740993",
                    "Expect: 100-continue");
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(507);
            assertThat(NoRoom.condition(answer).getTextContent()).startsWith("9007199254740993");
            assertThat(folder).isDirectoryNotContaining("glob:**large");
        }
    }

    @Test
    @Proves({"QUOTA-PF-07", "QUOTA-PF-04"})
    void withoutALimitThereIsANumberToo() {
        try (TestServer server = TestServer.start(
                Map.of(),
                clock -> new Reporting(new MemoryStorage(ROOM, clock), new Capacity.Unbounded(Long.MAX_VALUE / 2)))) {
            RoomView room = RoomView.of(server, "/");
            assertThat(room.available()).isPositive();
            assertThat(Math.addExact(room.available(), room.used())).isPositive();
        }
    }

    @Test
    @Proves({"QUOTA-PF-05", "QUOTA-PF-10"})
    void availableIsWhatAWriteGetsWithTheFloorTakenOff() {
        try (TestServer server =
                TestServer.start(Map.of(Setting.FLOOR, "10%"), clock -> new MemoryStorage(ROOM, clock))) {
            assertThat(RoomView.of(server, "/")).isEqualTo(new RoomView(ROOM - ROOM / 10, 0));
            NoRoom.assertRefused(server.dav().put("/a", "x".repeat(ROOM - ROOM / 10 + 1)), "/a");
            assertThat(server.dav().put("/a", "x".repeat(ROOM - ROOM / 10)).status())
                    .isEqualTo(201);
            assertThat(RoomView.of(server, "/")).isEqualTo(new RoomView(0, ROOM - ROOM / 10));
        }
    }

    @Test
    @Proves("QUOTA-PF-05")
    void sumStaysEqualThroughAllThatIsDone() {
        try (TestServer server = TestServer.start(ROOM)) {
            Dav dav = server.dav();
            dav.mkcol("/d");
            dav.put("/d/a", "x".repeat(1_000));
            assertSum(server, 1_000);
            dav.copy("/d/a", "/b");
            assertSum(server, 2_000);
            dav.copy("/d/", "/e/");
            assertSum(server, 3_000);
            dav.put("/b", "short");
            assertSum(server, 2_005);
            dav.move("/b", "/e/a");
            assertSum(server, 1_005);
            dav.delete("/d/");
            assertSum(server, 5);
        }
    }

    private static void assertSum(TestServer server, long used) {
        assertThat(RoomView.of(server, "/")).isEqualTo(new RoomView(ROOM - used, used));
    }

    @Test
    @Proves("QUOTA-PF-09")
    void bothAreProtected() {
        try (TestServer server = TestServer.start(ROOM)) {
            for (String name : new String[] {"quota-available-bytes", "quota-used-bytes"}) {
                MultiStatusView.Response response = server.dav()
                        .proppatch("/", "<D:set><D:prop><D:" + name + ">1</D:" + name + "></D:prop></D:set>")
                        .multiStatus()
                        .only();
                assertThat(response.status(name)).isEqualTo(403);
                assertThat(response.of(name).orElseThrow().conditions())
                        .containsExactly("cannot-modify-protected-property");
            }
        }
    }

    @Test
    @Proves("QUOTA-PF-11")
    void listingAsksTheStorageForItsRoomOnce() {
        Reporting[] storage = new Reporting[1];
        try (TestServer server = TestServer.start(
                Map.of(), clock -> storage[0] = new Reporting(new MemoryStorage(ROOM, clock), bounded(10_000, 1)))) {
            Dav dav = server.dav();
            for (int i = 0; i < 50; i++) {
                dav.mkcol("/c" + i);
            }
            storage[0].asked.set(0);
            MultiStatusView listing = dav.propfind("/", "1", BOTH);
            assertThat(listing.responses()).hasSize(51);
            assertThat(listing.responses())
                    .allMatch(response -> response.text("quota-used-bytes").equals("1"));
            assertThat(storage[0].asked).hasValue(1);
        }
    }
}
