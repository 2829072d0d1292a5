package io.headroom.s3;

import io.headroom.s3.testkit.S3Server;
import io.headroom.spi.path.ResourcePath;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;

/** A bucket with two trees in it, one to go in place of the other, and what is where in it. */
record TreeBucket(S3Server server, String name) {
    static final ResourcePath SOURCE = ResourcePath.parse("/t");
    static final ResourcePath TARGET = ResourcePath.parse("/u");
    /** A journal counts as abandoned at once. */
    static final TreeTimes ABANDONED_AT_ONCE =
            new TreeTimes(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ZERO, Duration.ofHours(1));

    private static final long SMALL_COPY = 5 * 1024 * 1024;

    static TreeBucket on(S3Server server) {
        return new TreeBucket(server, server.newBucket());
    }

    /** What Ceph's gateway minds. */
    private static final StoreTraits TRAITS =
            new StoreTraits(true, true, S3Settings.IfMatch.BARE, S3Settings.Checksums.MD5, false, false, false);

    /** One program's connections to it; the caller closes them. */
    S3Clients clients(Map<String, String> more, ExecutionInterceptor... interceptors) {
        return S3Clients.open(settings(more), List.of(interceptors));
    }

    S3Settings settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.put("room", "none");
        return S3Settings.from(OpenBucket.settings(server, name, all));
    }

    /** All that writes, as a node has it. Opening it finishes or undoes what was cut short. */
    S3WriteSide open(S3Clients clients, TreeTimes times) {
        return open(clients, times, Map.of());
    }

    S3WriteSide open(S3Clients clients, TreeTimes times, Map<String, String> more) {
        S3Settings settings = settings(more);
        Bucket bucket = Bucket.of(settings, clients, TRAITS);
        UsedBytes used = new UsedBytes();
        S3Context context = new S3Context(
                settings,
                bucket,
                TRAITS,
                new PathLocks(Duration.ofSeconds(10)),
                used,
                S3Capacity.unknown("nobody asks here", used, Clock.systemUTC()),
                new CollectionChanges(),
                new RecentCollections(Clock.systemUTC(), Duration.ZERO),
                Clock.systemUTC());
        S3Reader reader = new S3Reader(bucket);
        return new S3WriteSide(context, reader, S3Looks.always(reader), times, SMALL_COPY);
    }

    void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    void put(String key, byte[] content) {
        server.client().putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content));
    }

    /** The trees, each file with a content of its own, with all that differs between them. */
    TreeBucket withTrees() {
        server.empty(name);
        put("t/", "");
        put("t/a", "new a");
        put("t/b/c", "new c, in a collection without a marker");
        put("t/d", "new d, where a collection was");
        put("t/e/", "");
        put("t/f/g", "new g, where a file was");
        put("u/", "");
        put("u/a", "old a");
        put("u/d/x", "old x");
        put("u/e/", "");
        put("u/f", "old f");
        put("u/old", "old");
        put("u/z/", "");
        return this;
    }

    /** Entity tags by key: of what is this small they are those of the content. */
    Map<String, String> content() {
        Map<String, String> content = new TreeMap<>();
        server.objects(name).forEach(object -> content.put(object.key(), object.eTag()));
        return content;
    }

    /** What {@link #withTrees} becomes. */
    static Map<String, String> moved(Map<String, String> before, boolean sourceGoes) {
        Map<String, String> after = new TreeMap<>(before);
        after.keySet().removeIf(key -> key.startsWith("u/"));
        before.forEach((key, etag) -> {
            if (key.startsWith("t/")) {
                after.put("u" + key.substring(1), etag);
            }
        });
        after.keySet().removeIf(key -> sourceGoes && key.startsWith("t/"));
        return after;
    }
}
