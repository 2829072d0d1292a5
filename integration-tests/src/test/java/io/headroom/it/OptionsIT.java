package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.Capability;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.Storage;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** OPTIONS and the compliance classes (RFC 4918 §10.1, §18). */
final class OptionsIT {
    private static final class ReadOnly extends ForwardingStorage {
        ReadOnly(Storage delegate) {
            super(delegate);
        }

        @Override
        public Set<Capability> capabilities() {
            Set<Capability> all = EnumSet.copyOf(super.capabilities());
            all.add(Capability.READ_ONLY);
            return all;
        }
    }

    private static Set<String> words(String list) {
        return Set.of(list.split(", *"));
    }

    @Test
    @Proves({"DAV-OPT-01", "DAV-OPT-02", "DAV-OPT-03"})
    void claimsTheThreeClassesOnEveryResource() {
        try (TestServer server = TestServer.start()) {
            Dav dav = server.dav();
            dav.mkcol("/folder/");
            dav.put("/folder/file", "x");
            for (String path : new String[] {"/", "/folder/", "/folder", "/folder/file"}) {
                Answer answer = dav.options(path);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(words(answer.require("DAV"))).contains("1", "2", "3");
                assertThat(answer.require("MS-Author-Via")).isEqualTo("DAV");
                assertThat(answer.require("Content-Length")).isEqualTo("0");
            }
        }
    }

    @Test
    @Proves("DAV-OPT-04")
    void claimsNoExtensionThatIsOnlyHalfThere() {
        try (TestServer server = TestServer.start()) {
            assertThat(words(server.dav().options("/").require("DAV")))
                    .doesNotContain(
                            "access-control", "bind", "version-control", "sabredav-partialupdate", "addressbook");
        }
    }

    @Test
    @Proves("DAV-OPT-05")
    void allowsWhatTheResourceTakesNow() {
        try (TestServer server = TestServer.start()) {
            Dav dav = server.dav();
            dav.mkcol("/folder/");
            dav.put("/file", "x");
            assertThat(words(dav.options("/file").require("Allow")))
                    .contains("PUT", "DELETE", "MOVE", "LOCK", "PROPPATCH")
                    .doesNotContain("MKCOL", "POST");
            assertThat(words(dav.options("/folder/").require("Allow")))
                    .contains("GET", "DELETE", "MOVE", "PROPFIND")
                    .doesNotContain("PUT", "MKCOL");
            assertThat(words(dav.options("/nothing").require("Allow")))
                    .contains("PUT", "MKCOL", "LOCK")
                    .doesNotContain("GET", "DELETE", "COPY");
            assertThat(words(dav.options("/").require("Allow"))).doesNotContain("DELETE", "MOVE", "PUT");
        }
    }

    @Test
    @Proves("DAV-OPT-06")
    void answersForWhatIsNotThereYet() {
        try (TestServer server = TestServer.start()) {
            for (String path : new String[] {"/nothing", "/no/parent/either", "/nothing/"}) {
                Answer answer = server.dav().options(path);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(words(answer.require("DAV"))).contains("1", "2");
                assertThat(answer.header("Allow")).isPresent();
            }
        }
    }

    @Test
    @Proves("DAV-OPT-08")
    void claimsNothingOutsideTheShare() throws Exception {
        try (TestServer server = TestServer.start(
                Map.of(Setting.PATH_PREFIX, "/dav"), clock -> new MemoryStorage(Storages.ROOM, clock))) {
            for (String outside : new String[] {"/", "/other", "/davos"}) {
                try (RawClient client = server.raw()) {
                    Answer answer = client.head("OPTIONS " + outside + " HTTP/1.1", "Host: " + server.authority())
                            .read();
                    assertThat(answer.header("DAV")).isEmpty();
                    assertThat(answer.status()).isLessThan(500);
                }
            }
            assertThat(server.dav().options("/").header("DAV")).isPresent();
        }
    }

    @Test
    @Proves("DAV-OPT-09")
    void worksWhenTheDiskIsFullAndWhenItIsGone() {
        try (TestServer full = TestServer.start(0)) {
            assertThat(full.dav().options("/").status()).isEqualTo(200);
        }
        try (TestServer gone = TestServer.start(Map.of(), clock -> {
            FaultyStorage storage = new FaultyStorage(new MemoryStorage(Storages.ROOM, clock));
            storage.failAlways(Point.FIND, path -> new UnavailableException(path, Duration.ofSeconds(1), null));
            return storage;
        })) {
            Answer answer = gone.dav().options("/file");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("DAV")).isPresent();
            assertThat(answer.header("Allow")).isPresent();
        }
    }

    @Test
    @Proves({"DAV-OPT-02", "DAV-OPT-05"})
    void aReadOnlyStorageHasNoLocks() {
        try (TestServer server =
                TestServer.start(Map.of(), clock -> new ReadOnly(new MemoryStorage(Storages.ROOM, clock)))) {
            Dav dav = server.dav();
            Answer answer = dav.options("/");
            assertThat(words(answer.require("DAV"))).contains("1", "3").doesNotContain("2");
            assertThat(words(answer.require("Allow"))).containsExactlyInAnyOrder("OPTIONS", "GET", "HEAD", "PROPFIND");
            assertThat(dav.put("/file", "x").status()).isEqualTo(403);
            assertThat(dav.lock("/", "0").send().status()).isEqualTo(403);
            MultiStatusView.Response root = dav.propfind("/", "0", "<D:supportedlock/><D:lockdiscovery/>")
                    .only();
            assertThat(root.names(404)).containsExactlyInAnyOrder("{DAV:}supportedlock", "{DAV:}lockdiscovery");
        }
    }
}
