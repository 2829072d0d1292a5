package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.app.Setting;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.UnreadableResource;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listings of which a part can't be had (RFC 4918 §9.1, §13). */
final class ListingFailureIT {
    /** Lists what is there, and then something else. */
    private static final class Extended extends ForwardingStorage {
        private final Stream<Resource> more;

        Extended(Storage delegate, Stream<Resource> more) {
            super(delegate);
            this.more = more;
        }

        @Override
        public Stream<Resource> list(ResourcePath collection) {
            return Stream.concat(super.list(collection), more);
        }
    }

    private static MemoryStorage manyFiles(Clock clock, int count) {
        MemoryStorage memory = new MemoryStorage(Storages.ROOM, clock);
        for (int i = 0; i < count; i++) {
            memory.createCollection(ResourcePath.parse("/member" + i));
        }
        return memory;
    }

    @Test
    @Proves("DAV-PF-17")
    void aListingThatFailsHalfWayIsBrokenOff() {
        try (TestServer server = TestServer.start(
                Map.of(),
                clock -> new Extended(manyFiles(clock, 2_000), Stream.generate(() -> {
                    throw new UnexpectedStorageException(ResourcePath.ROOT, new IOException("the disk is gone"));
                })))) {
            assertThatThrownBy(() -> server.dav().propfind("/", "1"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasCauseInstanceOf(EOFException.class);
        }
    }

    @Test
    @Proves("DAV-PF-17")
    void aListingThatFailsBeforeTheFirstByteHasAStatusOfItsOwn() {
        try (TestServer server = TestServer.start(Map.of(), clock -> {
            FaultyStorage storage = new FaultyStorage(new MemoryStorage(Storages.ROOM, clock));
            storage.failAlways(Point.LIST, AccessDeniedException::new);
            return storage;
        })) {
            assertThat(server.dav()
                            .request("PROPFIND", "/")
                            .header("Depth", "1")
                            .send()
                            .status())
                    .isEqualTo(403);
            assertThat(server.dav().propfind("/", "0").hrefs()).containsExactly("/");
        }
    }

    @Test
    @Proves("DAV-PF-18")
    void aMemberThatCannotBeReadHasItsOwnStatus() {
        try (TestServer server = TestServer.start(
                Map.of(),
                clock -> new Extended(
                        manyFiles(clock, 1),
                        Stream.of(
                                new UnreadableResource(ResourcePath.parse("/denied"), true),
                                new UnreadableResource(ResourcePath.parse("/broken"), false))))) {
            MultiStatusView listing = server.dav().propfind("/", "1");
            assertThat(listing.responses()).hasSize(4);
            assertThat(listing.responses().get(2).status()).isEqualTo(OptionalInt.of(403));
            assertThat(listing.responses().get(3).status()).isEqualTo(OptionalInt.of(500));
            assertThat(listing.response("/member0/").text("resourcetype")).isEmpty();
        }
    }

    @Test
    @Proves({"DAV-PF-02", "DAV-PF-15", "DAV-PF-18"})
    void aWholeTreeWhereItIsAllowed() {
        try (TestServer server = TestServer.start(Map.of(Setting.INFINITE_DEPTH, "true"), clock -> {
            FaultyStorage storage = new FaultyStorage(new MemoryStorage(Storages.ROOM, clock));
            storage.failOn(Point.LIST, ResourcePath.parse("/secret"), AccessDeniedException::new);
            return storage;
        })) {
            Dav dav = server.dav();
            dav.mkcol("/a/");
            dav.mkcol("/a/b/");
            dav.put("/a/b/file", "x");
            dav.mkcol("/secret/");
            MultiStatusView tree = dav.request("PROPFIND", "/").send().multiStatus();
            assertThat(tree.hrefs()).containsExactlyInAnyOrder("/", "/a/", "/a/b/", "/a/b/file", "/secret/");
            assertThat(tree.response("/secret/").status()).isEqualTo(OptionalInt.of(403));
        }
    }
}
