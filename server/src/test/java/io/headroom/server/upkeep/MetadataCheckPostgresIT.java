package io.headroom.server.upkeep;

import static io.headroom.server.upkeep.Copies.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.NodeLedger;
import io.headroom.server.escrow.RootRow;
import io.headroom.server.metadata.JdbcNodeStore;
import io.headroom.server.metadata.JdbcSharedLedger;
import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.metadata.SoleUse;
import io.headroom.server.node.Node;
import io.headroom.server.upkeep.Finding.Kind;
import io.headroom.spi.SettingsException;
import io.headroom.spi.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With a real PostgreSQL, which several servers may use. */
class MetadataCheckPostgresIT extends MetadataCheckContract {
    private final String url = PostgresServer.shared().createDatabase();
    private final MetadataSettings settings = MetadataSettings.parse(url, true);

    @Override
    MetadataSettings settings() {
        return settings;
    }

    @Test
    void besideAServerNothingIsChecked() throws Exception {
        JdbcNodeStore nodes = new JdbcNodeStore(database);
        Node node = Node.ofThisProcess("1.2.3", "/srv");
        nodes.join(node);
        nodes.announce(node.id(), "http://one.example:8080/", "");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> SoleUse.of(database))
                .withMessageContaining("in use by " + node.name() + " at http://one.example:8080/. Stop it first");
        nodes.leave(node.id());
        try (SoleUse sole = SoleUse.of(database);
                Connection another = DriverManager.getConnection(url);
                Statement statement = another.createStatement()) {
            assertThat(sole).isNotNull();
            // Nor can one start meanwhile: it would have to do this.
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.execute("LOCK TABLE node IN ROW EXCLUSIVE MODE NOWAIT"));
        }
        assertThat(nodes.join(node)).isEmpty();
    }

    @Test
    void whatADeadServerHeldOfQuotasIsGivenBack() throws Exception {
        try (JdbcSharedLedger ledger = new JdbcSharedLedger(database)) {
            // Its lease is over as soon as it has it.
            NodeLedger dead = new NodeLedger(ledger, "dead", Duration.ofMillis(-1));
            dead.join(Map.of(path("/a"), new Amount(1000, 10)));
            assertThat(look().examples(Kind.DEAD_RESERVATION))
                    .containsExactly(new Finding(
                            Kind.DEAD_RESERVATION, "dead", "is a server that is gone, and still has room in quotas"));
            assertThat(mend().open()).isZero();
            assertThat(look().count()).isZero();
        }
    }

    @Test
    void figuresThatAreWrongAreCountedByTheNextServer() throws Exception {
        try (JdbcSharedLedger ledger = new JdbcSharedLedger(database)) {
            NodeLedger node = new NodeLedger(ledger, "one", Duration.ofMinutes(1));
            node.join(Map.of(path("/a"), new Amount(1000, 10)));
            node.counts().begin(path("/a"));
            // Nothing was counted, and "/a" has a file of 5 bytes.
            ledger.change(rows -> {
                rows.lockRoot(path("/a")).ifPresent(row -> rows.saveRoot(counted(row)));
                return true;
            });
            assertThat(look().examples(Kind.WRONG_COUNT))
                    .containsExactly(
                            new Finding(Kind.WRONG_COUNT, "/a", "holds 5 bytes in 1 entries; the books say 0 in 0"));
            assertThat(mend().open()).isZero();
            assertThat(look().count()).isZero();
            assertThat(node.look(0).roots()).allMatch(row -> row.count().wanted());
        }
    }

    /** As after a count that found nothing. */
    private static RootRow counted(RootRow row) {
        return new RootRow(
                row.root(),
                row.limit(),
                row.configured(),
                row.removed(),
                row.used(),
                row.leased(),
                row.reserved(),
                row.recall(),
                row.recalledAt(),
                new RootRow.Count(false, "", 2, 1, Amount.NONE),
                row.touchedAt());
    }
}
