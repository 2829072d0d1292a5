package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms from real programs, and larger ones than the server has memory. */
final class BrowserUploadIT {
    private static final int MIB = 1 << 20;

    @TempDir
    Path files;

    @Test
    void aFormLargerThanTheMemoryPassesThrough() throws Exception {
        byte[] piece = new byte[MIB];
        Arrays.fill(piece, (byte) 'x');
        String middle = "\r\n" + Form.partHead("name=file; filename=second.bin");
        String first = Form.partHead("name=file; filename=first.bin");
        String end = "\r\n" + Form.end();
        int pieces = 128;
        long length = first.length() + middle.length() + end.length() + 2L * pieces * MIB;
        // The JVM of the process has 160 MiB.
        try (HeadroomProcess server = HeadroomProcess.serve(files, "--sync", "never");
                RawClient client =
                        new RawClient(server.url().getHost(), server.url().getPort())) {
            client.head(
                    "POST / HTTP/1.1",
                    "Host: " + server.url().getAuthority(),
                    "Content-Type: " + Form.TYPE,
                    "Content-Length: " + length);
            client.send(first);
            send(client, piece, pieces);
            client.send(middle);
            send(client, piece, pieces);
            assertThat(files.resolve("first.bin")).doesNotExist();
            client.send(end);
            assertThat(client.read().status()).isEqualTo(201);
        }
        assertThat(files.resolve("first.bin")).hasSize((long) pieces * MIB);
        assertThat(files.resolve("second.bin")).hasSize((long) pieces * MIB);
    }

    private static void send(RawClient client, byte[] piece, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            client.send(piece);
        }
    }

    @Test
    void curlSendsForms() throws Exception {
        Needs.program("curl");
        Path source = Files.createDirectory(files.resolve("source"));
        Path served = Files.createDirectory(files.resolve("served"));
        Files.writeString(source.resolve("a.txt"), "one");
        Files.writeString(source.resolve("say \"hi\".txt"), "two");
        try (HeadroomProcess server = HeadroomProcess.serve(served)) {
            Command sent = Command.run(
                    Duration.ofSeconds(30),
                    Map.of("LC_ALL", "C.UTF-8"),
                    source,
                    List.of(
                            "curl",
                            "-sS",
                            "-w",
                            "%{http_code}",
                            "-H",
                            "Accept: application/json",
                            "-F",
                            "file=@a.txt",
                            "-F",
                            "file=@\"say \\\"hi\\\".txt\"",
                            server.url().toString()));
            assertThat(sent.output()).endsWith("201").contains("\"name\":\"a.txt\"");
            assertThat(Files.readString(served.resolve("a.txt"))).isEqualTo("one");
            assertThat(Files.readString(served.resolve("say \"hi\".txt"), StandardCharsets.UTF_8))
                    .isEqualTo("two");
        }
    }
}
