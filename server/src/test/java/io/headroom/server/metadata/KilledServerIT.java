package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.lock.LockLimits;
import io.headroom.server.lock.LockRequest;
import io.headroom.server.lock.LockScope;
import io.headroom.server.lock.LockService;
import io.headroom.server.lock.LockToken;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server killed while it grants locks: starts and kills another Java process. */
@Timeout(120)
class KilledServerIT {
    private static final int WRITERS = 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves("DAV-LK-22")
    void whatWasAnsweredIsKept(boolean durable) throws Exception {
        Path file = directory.resolve("metadata.db");
        Set<LockToken> answered = new HashSet<>();
        for (int round = 1; round <= 3; round++) {
            Process victim = start(file, durable);
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
                int enough = answered.size() + 300 * round;
                while (answered.size() < enough) {
                    note(output.readLine(), answered);
                }
                // The process itself, not the object, which would close its output too.
                victim.toHandle().destroyForcibly();
                // What was on its way through the pipe has been answered as well.
                output.lines().forEach(line -> note(line, answered));
                victim.waitFor();
            } finally {
                victim.destroyForcibly();
            }

            try (MetadataDatabase database = MetadataDatabase.open(MetadataSettings.file(file, durable))) {
                Set<LockToken> kept = new JdbcLockStore(database)
                        .loadAll().stream().map(lock -> lock.token()).collect(Collectors.toSet());
                assertThat(kept).containsAll(answered);
            }
        }
    }

    /** Other lines are the log's, and the last one may be cut. */
    private static void note(String line, Set<LockToken> answered) {
        if (line.matches("urn:uuid:[0-9a-f-]{36}")) {
            answered.add(new LockToken(line));
        }
    }

    private static Process start(Path file, boolean durable) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        java, "-cp", classes, Victim.class.getName(), file.toString(), Boolean.toString(durable))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Grants locks for ever and tells the token of each. */
    static final class Victim {
        private Victim() {}

        /** @param arguments the database, and whether it is durable */
        public static void main(String[] arguments) {
            MetadataDatabase database = MetadataDatabase.open(
                    MetadataSettings.file(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1])));
            LockService locks = new LockService(
                    new JdbcLockStore(database), Clock.systemUTC(), new LockLimits(1_000_000, 1_000_000));
            int first = locks.within(ResourcePath.ROOT).size();
            IntStream.range(0, WRITERS).forEach(writer -> new Thread(() -> grantForEver(locks, first, writer)).start());
        }

        private static void grantForEver(LockService locks, int first, int writer) {
            for (int i = first; true; i++) {
                ResourcePath root = ResourcePath.parse("/" + i + "/" + writer);
                String token = locks.grant(
                                new LockRequest(root, true, LockScope.SHARED, "anna", "<owner/>", Duration.ofHours(1)))
                        .token()
                        .uri();
                System.out.println(token);
            }
        }
    }
}
