package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.conformance.rows.AllRows;
import io.headroom.conformance.suite.Outcome;
import io.headroom.conformance.suite.RoomLimits;
import io.headroom.conformance.suite.RunReport;
import io.headroom.conformance.suite.Suite;
import io.headroom.conformance.wire.Endpoint;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite that looks at any server looks at this one: no row fails. */
final class SuiteIT {
    private static final long MOST = 64L << 20;

    private static List<String> failures(TestServer server) throws Exception {
        Endpoint endpoint = new Endpoint(server.base(), Optional.empty(), false);
        RunReport report = new Suite(endpoint, new RoomLimits(OptionalLong.empty(), MOST), false, new Random(1))
                .run(AllRows.list(), result -> {});
        assertThat(report.count(Outcome.PASS)).isGreaterThan(50);
        assertThat(server.dav().propfind("/", "1").hrefs()).as("what is left").containsExactly("/");
        return report.results().stream()
                .filter(result -> result.verdict().outcome() == Outcome.FAIL)
                .map(result -> result.row().id() + ": " + result.verdict().seen())
                .toList();
    }

    @Test
    void memoryWithALimit() throws Exception {
        try (TestServer server = TestServer.start(20L << 20)) {
            assertThat(failures(server)).isEmpty();
        }
    }

    @Test
    @Proves({"QUOTA-PF-05", "QUOTA-PF-08", "QUOTA-PF-10", "QUOTA-ERR-01", "QUOTA-ERR-04", "S507-PUT-07", "S507-GEN-07"})
    void quotaOnALargerStorage() throws Exception {
        try (TestServer server =
                TestServer.start(Map.of(Setting.QUOTA, "/=20MiB"), clock -> new MemoryStorage(Storages.ROOM, clock))) {
            assertThat(failures(server)).isEmpty();
        }
    }

    @Test
    void folderOnASmallVolume(@TempDir Path files) throws Exception {
        Needs.root();
        Command.succeed("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", files.toString());
        try (TestServer server =
                TestServer.start(Map.of(Setting.FLOOR, "1%"), clock -> Storages.DIRECTORY.open(files, clock))) {
            assertThat(failures(server)).isEmpty();
        } finally {
            Command.succeed("umount", files.toString());
        }
    }
}
