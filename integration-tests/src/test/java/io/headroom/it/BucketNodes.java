package io.headroom.it;

import io.headroom.s3.testkit.RgwCluster;
import io.headroom.spi.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Two servers over one bucket of a real Ceph and one real PostgreSQL, as processes that can be killed; for tests of one theme each. What a
 * test opens ends with it.
 */
abstract class BucketNodes {
    static final long FULL = 1 << 20;
    static final String PREFIX = "files";
    static final String KEY = PREFIX + "/";

    @TempDir
    static Path folder;

    static PostgresServer postgres;
    static TestBucket bucket;
    static String database;
    static HeadroomProcess one;
    static HeadroomProcess two;

    final List<AutoCloseable> opened = new ArrayList<>();
    final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start();
        bucket = new TestBucket(RgwCluster.shared(), RgwCluster.shared().newBucket());
        database = postgres.createDatabase();
        one = process("one");
        two = process("two");
    }

    static HeadroomProcess process(String name) throws IOException, InterruptedException {
        return HeadroomProcess.serve(
                bucket, PREFIX, database, folder.resolve(name), "--quota", "/=1GiB", "--quota", "/full=" + FULL);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {one, two, postgres}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    <T extends AutoCloseable> T open(T part) {
        opened.add(part);
        return part;
    }

    static List<Dav> nodes() {
        return List.of(one.dav(), two.dav());
    }

    /** The files below a path as the store has them, with their sizes. */
    static Map<String, Long> stored(String path) {
        return bucket.cluster().objects(bucket.name()).stream()
                .filter(object ->
                        object.key().startsWith(KEY + path) && !object.key().endsWith("/"))
                .filter(object -> !object.key().startsWith(KEY + ".headroom/"))
                .collect(Collectors.toMap(S3Object::key, S3Object::size));
    }

    static long bytes(Map<String, Long> files) {
        return files.values().stream().mapToLong(Long::longValue).sum();
    }

    static void requireAll(List<Future<Void>> work) throws Exception {
        for (Future<Void> each : work) {
            each.get();
        }
    }
}
