package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users that are made and changed beside the server that lets them in. */
class UserCommandIT {
    private static final String FIRST = "the first secret";
    private static final String SECOND = "the second secret";

    @TempDir
    Path files;

    private static String headroom(String input, String... arguments) throws Exception {
        Command command = Command.run(
                Duration.ofMinutes(1),
                Map.of("LC_ALL", "C.UTF-8"),
                Path.of("."),
                HeadroomProcess.command(arguments),
                input + "\n");
        assertThat(command.exitCode()).as(command.output()).isZero();
        return command.output();
    }

    private static int status(HeadroomProcess server, String password) {
        return server.dav().as("alice", password).get("/home/alice/").status();
    }

    /** Each look is a login: not so many that it looks like guessing. */
    private static void awaitStatus(HeadroomProcess server, String password, int status) {
        await().pollInterval(Duration.ofMillis(800))
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(status(server, password)).isEqualTo(status));
    }

    @Test
    void aUserFromTheFirstLoginToTheLast() throws Exception {
        String dir = files.toString();
        try (HeadroomProcess server = HeadroomProcess.serve(
                files, "--accounts", "database", "--home", "/home/{user}", "--home-quota", "1MiB")) {
            assertThat(server.output())
                    .contains("Nobody can log in yet. To make an account: headroom user add " + dir + " NAME");
            assertThat(server.dav().get("/").status()).isEqualTo(401);
            assertThat(status(server, FIRST)).isEqualTo(401);

            headroom(FIRST, "user", "add", dir, "alice", "--password-stdin");
            awaitStatus(server, FIRST, 200);
            Dav alice = server.dav().as("alice", FIRST);
            assertThat(alice.put("/home/alice/small", "x").status()).isEqualTo(201);
            assertThat(alice.put("/home/alice/large", "x".repeat(1024 * 1024)).status())
                    .isEqualTo(507);

            String shown = headroom("", "user", "app-password", "add", dir, "alice", "phone");
            String phone = shown.lines().skip(1).findFirst().orElseThrow();
            awaitStatus(server, phone, 200);

            headroom(SECOND, "user", "passwd", dir, "alice", "--password-stdin");
            awaitStatus(server, FIRST, 401);
            assertThat(status(server, SECOND)).isEqualTo(200);
            assertThat(status(server, phone)).isEqualTo(200);

            headroom("", "user", "lock", dir, "alice");
            awaitStatus(server, phone, 401);
            assertThat(status(server, SECOND)).isEqualTo(401);

            headroom("", "user", "remove", dir, "alice");
            assertThat(status(server, SECOND)).isEqualTo(401);
            assertThat(files.resolve("home/alice/small")).hasContent("x");
        }
    }

    @Test
    void whoIsMadeBeforeTheServerRunsIsLetIn() throws Exception {
        String dir = files.toString();
        headroom(FIRST, "user", "add", dir, "alice", "--password-stdin");
        try (HeadroomProcess server =
                HeadroomProcess.serve(files, "--accounts", "database", "--home", "/home/{user}", "--read-only")) {
            assertThat(server.output()).doesNotContain("Nobody can log in yet");
            assertThat(server.dav().as("alice", FIRST).get("/").status()).isEqualTo(200);
            assertThat(server.dav().as("alice", FIRST).put("/file", "x").status())
                    .isEqualTo(403);
        }
    }
}
