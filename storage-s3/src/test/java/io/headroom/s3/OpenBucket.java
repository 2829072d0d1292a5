package io.headroom.s3;

import io.headroom.s3.testkit.S3Server;
import io.headroom.spi.StorageSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** A new bucket of a real server as storage, its calls counted, with the means to put objects there behind its back. */
final class OpenBucket implements AutoCloseable {
    private final S3Server server;
    private final String name;
    private final CallCounter calls = new CallCounter();
    private final S3Storage storage;

    OpenBucket(S3Server server, Map<String, String> more) {
        this(server, server.newBucket(), more);
    }

    OpenBucket(S3Server server, String name, Map<String, String> more) {
        this.server = server;
        this.name = name;
        S3Settings settings = S3Settings.from(settings(server, name, more));
        storage = S3StorageProvider.open(settings, S3Clients.open(settings, List.of(calls)), Clock.systemUTC());
        calls.take();
    }

    static StorageSettings settings(S3Server server, String bucket, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "bucket",
                bucket,
                "endpoint",
                server.endpoint().toString(),
                "access-key",
                server.keys().accessKey(),
                "secret-key",
                server.keys().secretKey()));
        all.putAll(more);
        return new StorageSettings(all);
    }

    S3Storage storage() {
        return storage;
    }

    String name() {
        return name;
    }

    /** Requests since the last time that this was asked. */
    Map<String, Integer> calls() {
        Map<String, Integer> taken = calls.take();
        // The sweeper of old uploads asks that, in the background.
        taken.remove("ListMultipartUploads");
        return taken;
    }

    /** As another program would, without a marker for any folder. */
    void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    void put(String key, byte[] content) {
        server.client().putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content));
    }

    /**
     * Many empty objects.
     *
     * @param pattern of the key, with the number in it
     */
    void putMany(String pattern, int number) {
        IntStream.range(0, number).parallel().forEach(i -> put(String.format(Locale.ROOT, pattern, i), ""));
    }

    void remove(String key) {
        server.client().deleteObject(request -> request.bucket(name).key(key));
    }

    /** Every key, in the order of the server. */
    List<String> keys() {
        return server.objects(name).stream().map(object -> object.key()).toList();
    }

    @Override
    public void close() {
        storage.close();
    }
}
