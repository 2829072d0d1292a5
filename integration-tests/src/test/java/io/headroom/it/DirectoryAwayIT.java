package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.account.PasswordHashes;
import io.headroom.server.app.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A directory that is down, silent, or refuses the server: nobody gets in wrongly, and nobody is blamed. */
@Timeout(60)
final class DirectoryAwayIT extends DirectoryLogins {
    @Test
    void aDirectoryThatIsDownIsNobodysFault() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(directory, Setting.USERS, "local=" + new PasswordHashes().hash("local"));
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        directory.stop();
        for (int i = 0; i < 8; i++) {
            Answer answer = server.dav().as("bob", "bob").get("/");
            assertThat(answer.status()).as("never 401, and never 429").isEqualTo(503);
            assertThat(Integer.parseInt(answer.require("Retry-After"))).isPositive();
        }
        assertThat(login(server, "alice", "alice")).as("known").isEqualTo(207);
        assertThat(login(server, "local", "local")).isEqualTo(207);
    }

    @Test
    void theNextServerIsAskedWhenOneDoesNotAnswer() throws Exception {
        TestDirectory gone = directory();
        String nobodyThere = gone.url();
        gone.stop();
        TestDirectory directory = directory();
        TestServer server = server(nobodyThere + ", " + directory.url(), Setting.LDAP_USER_DN, PATTERN);
        assertThat(login(server, "alice", "alice")).isEqualTo(207);
        assertThat(login(server, "bob", "alice")).isEqualTo(401);
    }

    @Test
    void anAccountOfTheServersOwnThatIsRefusedIsNobodysFault() throws Exception {
        TestDirectory directory = directory();
        TestServer server = searching(directory);
        directory.set(TestDirectory.SERVICE, "userPassword", "changed");
        assertThat(login(server, "alice", "alice")).isEqualTo(503);
    }

    @Test
    void aDirectoryThatSaysNothingHoldsNobodyForLong() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            TestServer server = server(
                    "ldap://127.0.0.1:" + silent.getLocalPort(),
                    Setting.LDAP_USER_DN,
                    PATTERN,
                    Setting.LDAP_TIMEOUT,
                    "1");
            Answer answer = server.dav().as("alice", "alice").get("/");
            assertThat(answer.status()).isEqualTo(503);
            answer.require("Retry-After");
        }
    }

    @Test
    void aDirectoryThatSaysNothingIsAskedForAFewPeopleOnly() throws Exception {
        ServerSocket silent = closing(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        List<Socket> connections = new CopyOnWriteArrayList<>();
        Thread taking = new Thread(() -> takeAll(silent, connections), "silent directory");
        taking.start();
        TestServer server = server(
                "ldap://127.0.0.1:" + silent.getLocalPort(), Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_TIMEOUT, "30");
        ExecutorService people = Executors.newFixedThreadPool(40);
        try {
            CompletionService<Integer> logins = new ExecutorCompletionService<>(people);
            for (int i = 0; i < 40; i++) {
                String name = "user" + i;
                logins.submit(() -> login(server, name, "secret"));
            }
            for (int i = 0; i < 8; i++) {
                assertThat(logins.take().get()).as("too many wait").isEqualTo(503);
            }
            assertThat(connections).hasSizeLessThanOrEqualTo(8);
            silent.close();
            taking.join();
            for (Socket each : connections) {
                each.close();
            }
            for (int i = 8; i < 40; i++) {
                assertThat(logins.take().get()).isEqualTo(503);
            }
        } finally {
            people.shutdownNow();
        }
    }

    private static void takeAll(ServerSocket server, List<Socket> connections) {
        try {
            while (true) {
                connections.add(server.accept());
            }
        } catch (IOException closed) {
            // The test is over.
            return;
        }
    }
}
