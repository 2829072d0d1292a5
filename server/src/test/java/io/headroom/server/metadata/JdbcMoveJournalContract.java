package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PartialMove;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs on each kind of database. */
abstract class JdbcMoveJournalContract {
    private static final DeadProperty PROPERTY =
            new DeadProperty(new PropertyName("urn:x", "p"), "<p xmlns='urn:x'>1</p>");
    private static final DeadProperty OTHER =
            new DeadProperty(new PropertyName("urn:x", "other"), "<other xmlns='urn:x'>1</other>");

    private MetadataDatabase database;
    private JdbcPropertyStore properties;
    private JdbcMoveJournal journal;

    /** Of the same database each time. */
    protected abstract MetadataSettings settings();

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    @BeforeEach
    void open() {
        database = MetadataDatabase.open(settings());
        properties = new JdbcPropertyStore(database);
        journal = new JdbcMoveJournal(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void restart() {
        close();
        open();
    }

    private int recover(String... existing) {
        Set<ResourcePath> tree = Stream.of(existing).map(ResourcePath::parse).collect(Collectors.toSet());
        return journal.recover(tree::contains, any -> {}, new TreeExclusion());
    }

    private void set(String path, DeadProperty property) {
        properties.apply(path(path), List.of(new PropertyChange.Set(property)));
    }

    @Test
    void whatTheStorageHasNotSettledStaysUntilItHas() {
        set("/a/b", PROPERTY);
        set("/c/d", OTHER);
        journal.begin(path("/a"), path("/z"));
        journal.begin(path("/c"), path("/y"));
        restart();
        // Both ends are there: the storage knows that it was moved, and has not yet removed the source.
        Set<ResourcePath> tree = new HashSet<>(List.of(path("/a"), path("/a/b"), path("/z"), path("/z/b"), path("/y")));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> journal.recover(
                        tree::contains,
                        each -> {
                            if (each.equals(path("/z"))) {
                                throw new UnavailableException(each, Duration.ofSeconds(1), null);
                            }
                        },
                        new TreeExclusion()));
        assertThat(properties.find(path("/a/b"))).containsExactly(PROPERTY);
        assertThat(properties.find(path("/y/d"))).containsExactly(OTHER);

        tree.removeAll(List.of(path("/a"), path("/a/b")));
        assertThat(journal.recover(tree::contains, any -> {}, new TreeExclusion()))
                .isEqualTo(1);
        assertThat(properties.find(path("/z/b"))).containsExactly(PROPERTY);
        assertThat(recover()).isZero();
    }

    @Test
    void finishingMovesThePropertiesAndLeavesNothingToRecover() {
        set("/a/b", PROPERTY);
        set("/z/old", OTHER);

        long entry = journal.begin(path("/a"), path("/z"));
        assertThat(properties.find(path("/a/b"))).containsExactly(PROPERTY);
        journal.finish(entry);

        assertThat(properties.find(path("/z/b"))).containsExactly(PROPERTY);
        assertThat(properties.anyBelow(path("/a"))).isFalse();
        assertThat(properties.anyBelow(path("/z/old"))).isFalse();
        restart();
        assertThat(recover("/z")).isZero();
        assertThat(properties.find(path("/z/b"))).containsExactly(PROPERTY);
    }

    @Test
    void finishingTwiceChangesNothing() {
        set("/a", PROPERTY);
        long entry = journal.begin(path("/a"), path("/z"));
        journal.finish(entry);

        journal.finish(entry);
        journal.abandon(entry);

        assertThat(properties.find(path("/z"))).containsExactly(PROPERTY);
    }

    @Test
    void aCrashAfterTheFilesMovedIsMendedAtTheNextStart() {
        set("/a/b", PROPERTY);
        set("/z", OTHER);
        journal.begin(path("/a"), path("/z"));
        restart();

        assertThat(recover("/z", "/z/b")).isEqualTo(1);

        assertThat(properties.find(path("/z/b"))).containsExactly(PROPERTY);
        assertThat(properties.find(path("/z"))).isEmpty();
        assertThat(recover("/z", "/z/b")).isZero();
        assertThat(properties.find(path("/z/b"))).containsExactly(PROPERTY);
    }

    @Test
    void aCrashBeforeTheFilesMovedLeavesThePropertiesWhereTheyWere() {
        set("/a/b", PROPERTY);
        set("/z", OTHER);
        journal.begin(path("/a"), path("/z"));
        restart();

        assertThat(recover("/a", "/a/b", "/z")).isZero();

        assertThat(properties.find(path("/a/b"))).containsExactly(PROPERTY);
        assertThat(properties.find(path("/z"))).containsExactly(OTHER);
        // The entry is gone: later events are not taken for the move.
        assertThat(recover("/z")).isZero();
        assertThat(properties.find(path("/a/b"))).containsExactly(PROPERTY);
    }

    @Test
    @Proves("DAV-CP-15")
    void whenAPartWentEachResourceHasItsPropertiesWhereItIs() {
        List.of("/a", "/a/stuck", "/a/went").forEach(each -> set(each, PROPERTY));
        List.of("/z", "/z/removed", "/z/stays").forEach(each -> set(each, OTHER));

        journal.finish(
                journal.begin(path("/a"), path("/z")),
                new PartialMove(
                        List.of(path("/z"), path("/z/removed")),
                        List.of(path("/a/went")),
                        List.of(path("/a")),
                        List.of()));

        assertThat(properties.holders(path("/a"))).containsExactlyInAnyOrder(path("/a"), path("/a/stuck"));
        assertThat(properties.holders(path("/z")))
                .containsExactlyInAnyOrder(path("/z"), path("/z/went"), path("/z/stays"));
        assertThat(properties.find(path("/z"))).containsExactly(PROPERTY);
        assertThat(properties.find(path("/z/stays"))).containsExactly(OTHER);
        restart();
        assertThat(recover("/z", "/z/went")).isZero();
    }

    @Test
    void aCrashAfterAPartOfTheFilesMovedIsMendedAtTheNextStart() {
        List.of("/a", "/a/stuck", "/a/went").forEach(each -> set(each, PROPERTY));
        set("/z/old", OTHER);
        journal.begin(path("/a"), path("/z"));
        restart();

        assertThat(recover("/a", "/a/stuck", "/z", "/z/went")).isEqualTo(1);

        assertThat(properties.holders(path("/a"))).containsExactlyInAnyOrder(path("/a"), path("/a/stuck"));
        assertThat(properties.holders(path("/z"))).containsExactlyInAnyOrder(path("/z"), path("/z/went"));
        assertThat(recover("/z", "/z/went")).isZero();
    }

    @Test
    void anAbandonedMoveIsForgotten() {
        set("/a", PROPERTY);
        journal.abandon(journal.begin(path("/a"), path("/z")));

        assertThat(recover("/z")).isZero();
        assertThat(properties.find(path("/a"))).containsExactly(PROPERTY);
    }
}
