package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many who list a large folder at once: each gets the whole of it, from a process that has room for a few of them only. */
@Timeout(300)
class CrowdOfListingsIT {
    private static final int MEMBERS = 10_000;
    private static final int ASKING = 100;

    @TempDir
    Path files;

    @Test
    void everybodyGetsTheWhole() throws Exception {
        for (int i = 0; i < MEMBERS; i++) {
            Files.createFile(files.resolve("file" + i));
        }
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            HttpRequest request = HttpRequest.newBuilder(server.url())
                    .method("PROPFIND", HttpRequest.BodyPublishers.noBody())
                    .header("Depth", "1")
                    .timeout(Duration.ofMinutes(4))
                    .build();
            List<AtomicLong> lengths = new ArrayList<>();
            List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
            for (int i = 0; i < ASKING; i++) {
                AtomicLong length = new AtomicLong();
                lengths.add(length);
                answers.add(client.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.ofByteArrayConsumer(
                                bytes -> bytes.ifPresent(some -> length.addAndGet(some.length)))));
            }
            for (CompletableFuture<HttpResponse<Void>> answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(207);
            }
            // Each file is named, and has properties.
            assertThat(lengths.get(0).get()).isGreaterThan(100L * MEMBERS);
            assertThat(lengths.stream().map(AtomicLong::get).distinct()).hasSize(1);
            assertThat(server.output()).doesNotContain("OutOfMemory");
        }
    }
}
