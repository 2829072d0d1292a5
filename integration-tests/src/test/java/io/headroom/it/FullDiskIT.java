package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real tmpfs of 64 MiB, filled through the server and behind its back. Nothing ever gets 500. */
class FullDiskIT {
    private static final int MIB = 1 << 20;

    @TempDir
    Path scratch;

    private SmallVolume volume;
    private Path files;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void mount() throws Exception {
        Needs.root();
        Needs.program("curl");
        volume = SmallVolume.tmpfs("size=64m");
        files = volume.directory();
    }

    @AfterEach
    void unmount() throws Exception {
        volume.close();
    }

    private int send(HeadroomProcess server, String method, String path, byte[] body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String curl(String... words) throws Exception {
        List<String> line = Stream.concat(Stream.of("curl", "-s", "-v", "-m", "60"), Arrays.stream(words))
                .toList();
        return Command.run(Duration.ofSeconds(90), Map.of(), scratch, line).output();
    }

    private Path bytes(String name, int size) throws Exception {
        return Files.write(scratch.resolve(name), new byte[size]);
    }

    private List<Path> staged() throws Exception {
        try (Stream<Path> found = Files.walk(files.resolve(".headroom/staging"))) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    @Proves({"S507-PUT-01", "S507-BODY-01", "S507-BODY-02", "S507-BODY-03", "S507-BODY-04", "QUOTA-ERR-02"})
    void anOversizedPutIsRefusedWithout100() throws Exception {
        Path large = bytes("large", 100 * MIB);
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            String answer = curl(
                    "-H",
                    "Expect: 100-continue",
                    "-T",
                    large.toString(),
                    server.url("large").toString());
            assertThat(answer)
                    .contains("HTTP/1.1 507 Insufficient Storage")
                    .contains("application/xml; charset=utf-8")
                    .contains("<D:multistatus")
                    .contains("<D:href>/large</D:href>")
                    .contains("<D:sufficient-disk-space><h:needed-bytes>" + 100 * MIB + "</h:needed-bytes>")
                    .doesNotContain("100 Continue");
            assertThat(staged()).isEmpty();
            assertThat(files.resolve("large")).doesNotExist();
        }
    }

    @Test
    @Proves({"S507-PUT-04", "S507-GEN-05", "QUOTA-PF-08", "DAV-DEL-09"})
    void aChunkedPutThatRunsOutLeavesTheOldVersion() throws Exception {
        Path large = bytes("large", 100 * MIB);
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            assertThat(send(server, "PUT", "file", "old".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(201);
            String answer = curl(
                    "-H",
                    "Transfer-Encoding: chunked",
                    "-H",
                    "Expect:",
                    "-T",
                    large.toString(),
                    server.url("file").toString());
            assertThat(answer).contains("HTTP/1.1 507 Insufficient Storage");
            assertThat(files.resolve("file")).hasContent("old");
            assertThat(staged()).isEmpty();
            assertThat(send(server, "PUT", "file", "new".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(204);
        }
    }

    @Test
    @Proves({"S507-GEN-01", "S507-GEN-02", "S507-GEN-09", "DAV-DEL-09", "DAV-OPT-09", "S507-MOVE-01", "S507-MK-01"})
    void aDiskFilledBehindTheServersBackNeverGives500() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            assertThat(send(server, "MKCOL", "folder", new byte[0])).isEqualTo(201);
            assertThat(send(server, "PUT", "folder/file", new byte[MIB])).isEqualTo(201);
            assertThat(send(server, "PROPPATCH", "folder/file", set("<p xmlns='x:'>value</p>")))
                    .isEqualTo(207);
            volume.fill();

            assertThat(send(server, "PUT", "new", new byte[MIB])).isEqualTo(507);
            assertThat(send(server, "PUT", "empty", new byte[0])).isEqualTo(507);
            assertThat(send(server, "PUT", "folder/file", new byte[2 * MIB])).isEqualTo(507);
            assertThat(send(server, "MKCOL", "other", new byte[0])).isEqualTo(507);
            assertThat(send(server, "COPY", "folder/file", new byte[0], "Destination", "/copy"))
                    .isEqualTo(507);
            assertThat(send(server, "COPY", "folder", new byte[0], "Destination", "/copy"))
                    .isEqualTo(507);
            assertThat(send(server, "LOCK", "locked", lockinfo())).isEqualTo(507);
            assertThat(send(server, "PROPPATCH", "folder/file", set("<q xmlns='x:'>value</q>")))
                    .isEqualTo(207);

            assertThat(send(server, "OPTIONS", "folder", new byte[0])).isEqualTo(200);
            assertThat(send(server, "GET", "folder/file", new byte[0])).isEqualTo(200);
            assertThat(send(server, "PROPFIND", "folder", new byte[0], "Depth", "1"))
                    .isEqualTo(207);
            assertThat(send(server, "MOVE", "folder/file", new byte[0], "Destination", "/moved"))
                    .isEqualTo(201);
            assertThat(files.resolve("moved")).hasSize(MIB);
            assertThat(send(server, "DELETE", "moved", new byte[0])).isEqualTo(204);
            assertThat(send(server, "DELETE", "filler-65536", new byte[0])).isEqualTo(204);
            assertThat(send(server, "PUT", "new", new byte[MIB])).isEqualTo(201);
            assertThat(staged()).isEmpty();
            assertThat(server.output()).doesNotContain("ERROR");
        }
    }

    @Test
    @Proves({"S507-GEN-01", "S507-PUT-04"})
    void aDiskThatFillsUpInTheMiddleOfAnUploadIs507() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files, "--floor", "0")) {
            // A hole takes no room until it is written: the server promises what is gone a moment later.
            try (FileChannel hole =
                    FileChannel.open(files.resolve("hole"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                Path large = bytes("large", 40 * MIB);
                Process upload = new ProcessBuilder(
                                "curl",
                                "-s",
                                "-v",
                                "-m",
                                "60",
                                "--limit-rate",
                                "20M",
                                "-H",
                                "Expect:",
                                "-T",
                                large.toString(),
                                server.url("large").toString())
                        .redirectErrorStream(true)
                        .start();
                ByteBuffer block = ByteBuffer.allocate(MIB);
                for (int i = 0; i < 40; i++) {
                    hole.write(block.clear());
                }
                String output = new String(upload.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                upload.waitFor();
                assertThat(output).contains("HTTP/1.1 507 Insufficient Storage");
            }
            assertThat(files.resolve("large")).doesNotExist();
            assertThat(staged()).isEmpty();
            assertThat(server.output()).doesNotContain("ERROR");
        }
    }

    @Test
    @Proves({"S507-GEN-01", "S507-GEN-05", "S507-GEN-09", "DAV-LK-22"})
    void aServerKilledOnAFullDiskStartsThereAgain() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            assertThat(send(server, "PUT", "file", new byte[MIB])).isEqualTo(201);
            assertThat(send(server, "PROPPATCH", "file", set("<p xmlns='x:'>value</p>")))
                    .isEqualTo(207);
            try (Socket upload = new Socket(server.url().getHost(), server.url().getPort())) {
                String head = "PUT /half HTTP/1.1\r\nHost: x\r\nContent-Length: " + 8 * MIB + "\r\n\r\n";
                upload.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
                upload.getOutputStream().write(new byte[4 * MIB]);
                Awaitility.await().until(() -> !staged().isEmpty());
                volume.fill();
                server.kill();
            }
        }
        assertThat(staged()).isNotEmpty();
        volume.fill();
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            assertThat(staged()).isEmpty();
            assertThat(files.resolve("half")).doesNotExist();
            assertThat(files.resolve("file")).hasSize(MIB);
            volume.fill();
            assertThat(send(server, "PUT", "new", new byte[MIB])).isEqualTo(507);
            assertThat(send(server, "MOVE", "file", new byte[0], "Destination", "/moved"))
                    .isEqualTo(201);
            assertThat(send(server, "DELETE", "moved", new byte[0])).isEqualTo(204);
            assertThat(send(server, "DELETE", "filler-65536", new byte[0])).isEqualTo(204);
            assertThat(send(server, "PUT", "new", new byte[MIB])).isEqualTo(201);
            assertThat(server.output()).doesNotContain("ERROR");
        }
    }

    @Test
    @Proves({"S507-GEN-02", "S507-MK-01"})
    void noMoreInodesIs507() throws Exception {
        volume.remount("nr_inodes=100");
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            int status = 201;
            for (int i = 0; i < 200 && status == 201; i++) {
                status = send(server, "PUT", "file" + i, "x".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(status).isEqualTo(507);
            assertThat(send(server, "MKCOL", "folder", new byte[0])).isEqualTo(507);
            assertThat(curl("-X", "PUT", "-d", "x", server.url("file").toString()))
                    .contains("any more files");
            assertThat(send(server, "DELETE", "file0", new byte[0])).isEqualTo(204);
            assertThat(send(server, "PUT", "file0", "x".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(201);
            assertThat(server.output()).doesNotContain("ERROR");
        }
    }

    private static byte[] set(String property) {
        return ("<D:propertyupdate xmlns:D='DAV:'><D:set><D:prop>" + property + "</D:prop></D:set></D:propertyupdate>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] lockinfo() {
        return ("<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
                        + "<D:locktype><D:write/></D:locktype></D:lockinfo>")
                .getBytes(StandardCharsets.UTF_8);
    }
}
