package io.headroom.it;

import io.headroom.server.app.HeadroomServer;
import io.headroom.server.app.ServerConfig;
import io.headroom.server.app.Setting;
import io.headroom.server.capacity.Quotas;
import io.headroom.server.capacity.Rooms;
import io.headroom.spi.Storage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** A server on a free port of this machine, over any storage, with a clock that stands still. Closed by its test. */
final class TestServer implements AutoCloseable {
    private final HeadroomServer server;
    private final URI base;
    private final MutableClock clock;

    private TestServer(HeadroomServer server, MutableClock clock) {
        this.server = server;
        this.base = URI.create(server.url());
        this.clock = clock;
    }

    /** A server with more room than a test needs. */
    static TestServer start() {
        return start(Storages.ROOM);
    }

    /** @param bytes how many there is room for */
    static TestServer start(long bytes) {
        return start(Map.of(), clock -> new MemoryStorage(bytes, clock));
    }

    static TestServer start(Storages storage, Path folder) {
        TestServer server = start(Map.of(), clock -> storage.open(folder, clock));
        server.clock.advance(storage.clockAhead());
        return server;
    }

    /**
     * @param settings what differs from the defaults of a test
     * @param storage makes the storage; the server closes it
     */
    static TestServer start(Map<Setting, String> settings, Function<Clock, Storage> storage) {
        // Now, so that it agrees with the times that a file system gives; without fractions, for equal dates.
        MutableClock clock = new MutableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        return new TestServer(HeadroomServer.open(config(settings), storage.apply(clock), clock), clock);
    }

    /** A server as the command line starts it: over a folder in which it keeps its own files too. */
    static TestServer serve(Path folder) {
        return serve(folder, Map.of(Setting.SYNC, "never"));
    }

    /** @param settings what differs from the defaults of the command line */
    static TestServer serve(Path folder, Map<Setting, String> settings) {
        MutableClock clock = new MutableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.PORT, "0");
        all.put(Setting.ADMIN_PORT, "off");
        all.putAll(settings);
        ServerConfig config = ServerConfig.of(folder, all);
        return new TestServer(HeadroomServer.open(config, clock), clock);
    }

    private static ServerConfig config(Map<Setting, String> settings) {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.PORT, "0");
        all.put(Setting.ADMIN_PORT, "off");
        all.put(Setting.FLOOR, "0");
        all.putAll(settings);
        return ServerConfig.of(Path.of("."), all);
    }

    MutableClock clock() {
        return clock;
    }

    /** With a slash at the end. */
    URI base() {
        return base;
    }

    /** Host and port, as in a Host header. */
    String authority() {
        return base.getAuthority();
    }

    Rooms rooms() {
        return server.rooms();
    }

    Quotas quotas() {
        return server.quotas();
    }

    /** Where the administration is; the settings must have asked for one. */
    URI admin() {
        return server.adminUrl().orElseThrow();
    }

    Dav dav() {
        return new Dav(base);
    }

    /** A connection of its own; closed by the caller. */
    RawClient raw() throws IOException {
        return dav().raw();
    }

    @Override
    public void close() {
        server.close();
    }
}
