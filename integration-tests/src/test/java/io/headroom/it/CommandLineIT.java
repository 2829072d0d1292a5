package io.headroom.it;

import static io.headroom.it.Command.headroom;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets on the command line: each mistake is one clear line and exit code 2. */
class CommandLineIT {
    @TempDir
    Path files;

    /** Nothing but other words help. */
    private static void assertWrong(Command command, String sentence) {
        assertOneLine(command, sentence);
        assertThat(command.exitCode()).isEqualTo(2);
    }

    /** It may be otherwise a moment later, and a service tries again. */
    private static void assertRefused(Command command, String sentence) {
        assertOneLine(command, sentence);
        assertThat(command.exitCode()).isEqualTo(1);
    }

    private static void assertOneLine(Command command, String sentence) {
        assertThat(command.output().strip().lines()).as(command.output()).hasSize(1);
        assertThat(command.output()).contains(sentence);
    }

    @Test
    void saysItsVersionAndHelp() throws Exception {
        assertThat(headroom("--version")).isEqualTo(new Command(0, "headroom 0.1.0-SNAPSHOT\n"));
        Command help = headroom("serve", "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).contains("--floor", "--read-only", "--config", "DIR");
    }

    @Test
    void namesWhatIsWrong() throws Exception {
        assertRefused(headroom("serve", files.resolve("missing").toString(), "--port", "0"), "missing");
        Path file = Files.writeString(files.resolve("file"), "no folder");
        assertRefused(headroom("serve", file.toString(), "--port", "0"), file.toString());
        assertWrong(headroom("serve", files.toString(), "--port", "http"), "'port' is 'http'");
        assertWrong(headroom("serve", files.toString(), "--host", "0.0.0.0"), "--allow-anonymous");
        assertWrong(headroom("serve"), "DIR");
        assertWrong(headroom("frobnicate"), "frobnicate");
    }

    @Test
    void namesAPortInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertRefused(
                    headroom("serve", files.toString(), "--port", Integer.toString(other.getLocalPort())),
                    "port " + other.getLocalPort());
        }
    }

    @Test
    void namesADatabaseThatDoesNotAnswer() throws Exception {
        assertRefused(
                headroom(
                        "serve",
                        files.toString(),
                        "--port",
                        "0",
                        "--metadata",
                        "jdbc:postgresql://127.0.0.1:1/headroom"),
                "Connection to 127.0.0.1:1 refused");
    }

    @Test
    void refusesASecondServerOnTheSameFolder() throws Exception {
        try (HeadroomProcess first = HeadroomProcess.serve(files)) {
            assertThat(first.url().getPort()).isPositive();
            assertRefused(headroom("serve", files.toString(), "--port", "0"), files.toString());
        }
    }

    @Test
    void aReadOnlyFolderIsServedOnlyWhenAskedTo() throws Exception {
        Needs.root();
        Command.succeed("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", files.toString());
        try {
            Files.writeString(files.resolve("a.txt"), "a");
            Command.succeed("mount", "-o", "remount,ro", files.toString());
            assertRefused(headroom("serve", files.toString(), "--port", "0"), "read-only");
            try (HeadroomProcess server = HeadroomProcess.serve(files, "--read-only")) {
                HttpClient client = HttpClient.newHttpClient();
                assertThat(client.send(
                                        HttpRequest.newBuilder(server.url("a.txt"))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .body())
                        .isEqualTo("a");
                assertThat(client.send(
                                        HttpRequest.newBuilder(server.url("b.txt"))
                                                .PUT(HttpRequest.BodyPublishers.ofString("b"))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(403);
            }
        } finally {
            Command.succeed("umount", files.toString());
        }
    }

    @Test
    void stopsInGoodOrder() throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            assertThat(server.output()).contains("Finder", "Explorer", "Nautilus", "davfs2", "rclone");
            // 128 + SIGTERM: what the JVM says when it was asked to stop and its hooks ran through.
            assertThat(server.stop()).isEqualTo(143);
            assertThat(server.output()).doesNotContain("Exception");
        }
    }
}
