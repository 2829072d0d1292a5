package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of sixteen uploads: what was answered is whole, what was not is not there or is the old one. */
class KillNineIT {
    private static final int UPLOADERS = 16;
    private static final int ANSWERED_BEFORE_THE_END = 100;

    @TempDir
    Path files;

    /** By file name: the seed of the last content that was answered, and of the one on its way. */
    private record Versions(Integer answered, Integer sent) {}

    private final Map<String, Versions> versions = new ConcurrentHashMap<>();

    private static byte[] content(int seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[50_000 + random.nextInt(500_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    @Proves({"DAV-PUT-06", "DAV-LK-22"})
    void everyAnsweredFileIsWhole() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            String token = lock(server.url("locked.txt"));
            CountDownLatch enough = new CountDownLatch(ANSWERED_BEFORE_THE_END);
            ExecutorService threads = Executors.newFixedThreadPool(UPLOADERS);
            List<Future<?>> uploads = new ArrayList<>();
            for (int i = 0; i < UPLOADERS; i++) {
                int uploader = i;
                uploads.add(threads.submit(() -> upload(server.url(), uploader, enough)));
            }
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            server.kill();
            for (Future<?> upload : uploads) {
                upload.get(30, TimeUnit.SECONDS);
            }
            threads.shutdown();
            afterTheRestart(token);
        }
    }

    /** The figures lag behind while a server runs; a kill makes the next one count again, in the background. */
    @Test
    @Proves({"QUOTA-PF-06", "S507-GEN-05"})
    void aQuotaAgreesWithTheFilesAfterAKill() throws Exception {
        String[] quota = {"--quota", "/=1GiB"};
        try (HeadroomProcess server = HeadroomProcess.serve(files, quota)) {
            CountDownLatch enough = new CountDownLatch(UPLOADERS);
            Thread uploader = new Thread(() -> upload(server.url(), 0, enough));
            uploader.start();
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            server.kill();
            uploader.join(30_000);
        }
        try (HeadroomProcess server = HeadroomProcess.serve(files, quota)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(used(server.url())).isEqualTo(bytesOfFiles()));
        }
    }

    private static long used(URI url) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url)
                                .method(
                                        "PROPFIND",
                                        HttpRequest.BodyPublishers.ofString("<D:propfind xmlns:D='DAV:'><D:prop>"
                                                + "<D:quota-used-bytes/></D:prop></D:propfind>"))
                                .header("Depth", "0")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return Long.parseLong(response.body().replaceAll("(?s).*<D:quota-used-bytes>(\\d+)<.*", "$1"));
    }

    private long bytesOfFiles() throws IOException {
        long bytes = 0;
        try (Stream<Path> found = Files.list(files)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private void upload(URI base, int uploader, CountDownLatch enough) {
        HttpClient client = HttpClient.newHttpClient();
        try {
            for (int i = 0; ; i++) {
                // Every third is an overwrite.
                String name = "f" + uploader + "-" + (i - i % 3 / 2) + ".bin";
                int seed = uploader * 100_000 + i;
                Versions before = versions.get(name);
                Integer answered = before == null ? null : before.answered();
                versions.put(name, new Versions(answered, seed));
                HttpResponse<Void> response = client.send(
                        HttpRequest.newBuilder(base.resolve(name))
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(content(seed)))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
                assertThat(response.statusCode()).isIn(201, 204);
                versions.put(name, new Versions(seed, seed));
                enough.countDown();
            }
        } catch (IOException gone) {
            // The server was killed, as it should be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void afterTheRestart(String token) throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            int whole = 0;
            try (Stream<Path> found = Files.list(files)) {
                for (Path file : found.toList()) {
                    String name = file.getFileName().toString();
                    if (name.startsWith("f")) {
                        Versions known = versions.get(name);
                        byte[] bytes = Files.readAllBytes(file);
                        assertThat(isOneOf(bytes, known)).as(name).isTrue();
                        whole++;
                    } else {
                        assertThat(name).isIn(".headroom", "locked.txt");
                    }
                }
            }
            long answered = versions.values().stream()
                    .filter(each -> each.answered() != null)
                    .count();
            assertThat((long) whole).isGreaterThanOrEqualTo(answered);
            versions.forEach((name, each) -> {
                if (each.answered() != null) {
                    assertThat(files.resolve(name)).exists();
                }
            });
            assertThat(stagedFiles()).isEmpty();
            assertThat(put(server.url("locked.txt"), "")).isEqualTo(423);
            assertThat(put(server.url("locked.txt"), "(<" + token + ">)")).isEqualTo(204);
        }
    }

    private static boolean isOneOf(byte[] bytes, Versions known) {
        return (known.answered() != null && Arrays.equals(bytes, content(known.answered())))
                || Arrays.equals(bytes, content(known.sent()));
    }

    private List<Path> stagedFiles() throws IOException {
        try (Stream<Path> staged = Files.walk(files.resolve(".headroom").resolve("staging"))) {
            return staged.filter(Files::isRegularFile).toList();
        }
    }

    private static String lock(URI url) throws Exception {
        String body = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
                + "<D:locktype><D:write/></D:locktype></D:lockinfo>";
        HttpResponse<Void> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(url)
                                .method("LOCK", HttpRequest.BodyPublishers.ofString(body))
                                .header("Depth", "0")
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(response.statusCode()).isEqualTo(201);
        String token = response.headers().firstValue("Lock-Token").orElseThrow();
        return token.substring(1, token.length() - 1);
    }

    private static int put(URI url, String condition) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofString("new"));
        if (!condition.isEmpty()) {
            request.header("If", condition);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
