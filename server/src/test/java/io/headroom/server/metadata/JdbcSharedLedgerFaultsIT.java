package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.escrow.Amount;
import io.headroom.server.escrow.Claim;
import io.headroom.server.escrow.Grant;
import io.headroom.server.escrow.LeaseRow;
import io.headroom.server.escrow.NodeLedger;
import io.headroom.server.escrow.RootRow;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The shared ledger's statements on a real PostgreSQL: all of a change or nothing, whatever fails, and back after a crash. */
class JdbcSharedLedgerFaultsIT {
    private static final ResourcePath A = ResourcePath.parse("/a");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static Claim claim(Amount total, Amount known, Amount keep, Amount need) {
        return new Claim(A, total, known, true, Amount.NONE, keep, need, need, true, 0, 0, 0, false);
    }

    private static RootRow row(JdbcSharedLedger ledger) {
        return roots(ledger, 0).get(0);
    }

    private static List<RootRow> roots(JdbcSharedLedger ledger, long touchedSince) {
        return ledger.look(rows -> rows.roots(touchedSince));
    }

    private static List<LeaseRow> leases(JdbcSharedLedger ledger) {
        return ledger.look(rows -> rows.leases(A));
    }

    private static void requireSound(JdbcSharedLedger ledger) {
        RootRow row = row(ledger);
        Amount leased = leases(ledger).stream().map(LeaseRow::lease).reduce(Amount.NONE, Amount::plus);
        assertThat(row.leased()).isEqualTo(leased);
        assertThat(row.used().plus(leased).fitsIn(row.limit())).isTrue();
    }

    @Test
    void everyRowComesBackAsItWasKept() {
        MetadataSettings settings =
                MetadataSettings.parse(PostgresServer.shared().createDatabase(), true);
        try (MetadataDatabase database = MetadataDatabase.open(settings);
                JdbcSharedLedger ledger = new JdbcSharedLedger(database)) {
            RootRow row = new RootRow(
                    A,
                    new Amount(1, Amount.UNLIMITED),
                    true,
                    false,
                    new Amount(2, 3),
                    new Amount(4, 5),
                    new Amount(6, 7),
                    8,
                    9,
                    new RootRow.Count(true, "me", 10, 11, new Amount(-12, -13)),
                    0);
            LeaseRow lease = new LeaseRow(
                    A,
                    "me",
                    new Amount(1, 2),
                    new Amount(3, 4),
                    new Amount(-5, -6),
                    true,
                    new Amount(7, 8),
                    9,
                    new LeaseRow.Standing(10, 11, true, new Amount(12, 13)));
            long before = ledger.look(rows -> rows.now());
            ledger.change(rows -> {
                rows.saveRoot(row);
                rows.saveLease(lease);
                return true;
            });
            RootRow kept = row(ledger);
            assertThat(kept.touched(0)).isEqualTo(row);
            assertThat(kept.touchedAt()).isGreaterThanOrEqualTo(before);
            assertThat(roots(ledger, kept.touchedAt() + 1)).isEmpty();
            assertThat(leases(ledger)).containsExactly(lease);
            List<ResourcePath> mine = ledger.look(rows -> rows.rootsOf("me"));
            assertThat(mine).containsExactly(A);
            ledger.change(rows -> {
                rows.forgetRoot(A);
                return true;
            });
            assertThat(leases(ledger)).isEmpty();
            assertThat(roots(ledger, 0)).isEmpty();
        }
    }

    @Test
    void aFailureAtAnyStatementOrCommitPromisesNothingTwice() {
        StatementFaults faults = new StatementFaults();
        MetadataSettings settings =
                MetadataSettings.parse(PostgresServer.shared().createDatabase(), true);
        try (MetadataDatabase database = faults.open(settings);
                JdbcSharedLedger ledger = new JdbcSharedLedger(database)) {
            NodeLedger one = new NodeLedger(ledger, "one", LEASE);
            NodeLedger two = new NodeLedger(ledger, "two", LEASE);
            one.join(Map.of());
            two.join(Map.of());
            one.limit(A, new Amount(1_000_000, 1_000));
            Amount total = Amount.NONE;
            Amount held = Amount.NONE;
            boolean failed = true;
            for (long nth = 1; failed; nth++) {
                long at = nth;
                Amount more = new Amount(10, 1);
                Amount known = total;
                total = total.plus(more);
                Claim claim = claim(total, known, held.minus(more).max(Amount.NONE), new Amount(1_000, 10));
                faults.failWhen(call -> call == at);
                try {
                    one.report(List.of(claim), 2);
                } catch (StorageException e) {
                    assertThat(row(ledger).used()).as("half a change").isEqualTo(known);
                }
                failed = faults.failures() > 0;
                faults.heal();
                requireSound(ledger);
                Grant again = one.report(List.of(claim), 2).grants().get(A);
                assertThat(again.root().used()).as("told twice, booked once").isEqualTo(total);
                held = again.lease();
                requireSound(ledger);
                two.report(List.of(claim(Amount.NONE, Amount.NONE, Amount.NONE, more)), 2);
                requireSound(ledger);
            }
            one.leave(List.of());
            two.leave(List.of());
            assertThat(row(ledger).leased()).isEqualTo(Amount.NONE);
            assertThat(row(ledger).used()).isEqualTo(total);
        }
    }

    @Test
    void afterACrashOfTheDatabaseItGoesOnByItself() {
        try (PostgresServer server = PostgresServer.start();
                MetadataDatabase database =
                        MetadataDatabase.open(MetadataSettings.parse(server.createDatabase(), true));
                JdbcSharedLedger ledger = new JdbcSharedLedger(database)) {
            NodeLedger one = new NodeLedger(ledger, "one", LEASE);
            one.join(Map.of());
            one.limit(A, new Amount(1_000_000, 1_000));
            Amount ten = new Amount(10, 1);
            one.report(List.of(claim(ten, Amount.NONE, Amount.NONE, Amount.NONE)), 1);
            server.kill();
            Claim claim = claim(ten.plus(ten), ten, Amount.NONE, Amount.NONE);
            assertThatThrownBy(() -> one.report(List.of(claim), 1)).isInstanceOf(UnavailableException.class);
            server.startAgain();
            Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
                one.report(List.of(claim), 1);
                assertThat(row(ledger).used()).isEqualTo(ten.plus(ten));
            });
            // The connection is one from before the crash, and is replaced without a word.
            server.restart();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(one.look(0).roots()).hasSize(1));
            assertThat(one.report(List.of(claim), 1).grants()).containsKey(A);
        }
    }
}
