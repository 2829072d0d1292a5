package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.account.Account;
import io.headroom.server.account.Accounts;
import io.headroom.server.account.PasswordHashes;
import io.headroom.server.metadata.JdbcAccounts;
import io.headroom.server.metadata.MetadataDatabase;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accounts in a PostgreSQL of its own, which others change and which goes away. */
@Timeout(240)
class DatabaseAccountsIT {
    private static final Duration KNOWN = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final PasswordHashes hashes = new PasswordHashes();

    private static PostgresServer postgres;

    private MetadataSettings settings;
    private HeadroomServer server;

    @BeforeAll
    static void startDatabase() {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stopDatabase() {
        postgres.close();
    }

    @BeforeEach
    void start() {
        settings = MetadataSettings.parse(postgres.createDatabase(), true);
        ServerConfig config = ServerConfig.of(
                Path.of("."),
                Map.of(
                        Setting.PORT,
                        "0",
                        Setting.ADMIN_PORT,
                        "off",
                        Setting.FLOOR,
                        "0",
                        Setting.ACCOUNTS,
                        "database",
                        Setting.USERS,
                        "fixed=" + hashes.hash("of the settings")));
        server = ServerAssembly.open(
                config,
                new MemoryStorage(1 << 20, Clock.systemUTC()),
                settings,
                MetadataDatabase::open,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** As another server, or the command line, would. */
    private void change(Consumer<Accounts> change) {
        try (MetadataDatabase database = MetadataDatabase.open(settings)) {
            change.accept(new JdbcAccounts(database, Clock.systemUTC()));
        }
    }

    private int status(String name, String password) throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        return client.send(
                        HttpRequest.newBuilder(URI.create(server.url()))
                                .header("Authorization", "Basic " + credentials)
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void whatOthersChangeHoldsHere() throws Exception {
        change(accounts -> {
            accounts.add(new Account("alice", hashes.hash("a good secret"), Set.of(), false));
            accounts.add(new Account("fixed", hashes.hash("of the database"), Set.of(), false));
        });
        assertThat(status("alice", "a good secret")).isEqualTo(200);
        // Whom the settings name is who they say.
        assertThat(status("fixed", "of the settings")).isEqualTo(200);
        assertThat(status("fixed", "of the database")).isEqualTo(401);

        change(accounts -> accounts.changePassword("alice", hashes.hash("another secret")));
        // Not so often that it looks like guessing.
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(KNOWN)
                .untilAsserted(
                        () -> assertThat(status("alice", "another secret")).isEqualTo(200));
        assertThat(status("alice", "a good secret")).isEqualTo(401);
    }

    @Test
    void whileItIsAwayThoseWhoAreKnownGoOn() throws Exception {
        change(accounts -> {
            accounts.add(new Account("alice", hashes.hash("a good secret"), Set.of(), false));
            accounts.add(new Account("bob", hashes.hash("bobs good secret"), Set.of(), false));
        });
        assertThat(status("alice", "a good secret")).isEqualTo(200);
        postgres.kill();
        // The server may not have seen it yet.
        await().atMost(KNOWN)
                .untilAsserted(
                        () -> assertThat(status("bob", "bobs good secret")).isEqualTo(503));
        assertThat(status("alice", "a good secret")).isEqualTo(200);
        assertThat(status("alice", "a wrong secret")).isEqualTo(401);
        assertThat(status("fixed", "of the settings")).isEqualTo(200);

        postgres.startAgain();
        await().atMost(KNOWN)
                .untilAsserted(
                        () -> assertThat(status("bob", "bobs good secret")).isEqualTo(200));
        change(accounts -> accounts.changeLock("alice", true));
        await().atMost(KNOWN)
                .untilAsserted(
                        () -> assertThat(status("alice", "a good secret")).isEqualTo(401));
    }
}
