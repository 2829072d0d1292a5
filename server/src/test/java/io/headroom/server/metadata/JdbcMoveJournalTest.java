package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.ResourcePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcMoveJournalTest {
    private static final DeadProperty PROPERTY =
            new DeadProperty(new PropertyName("urn:x", "p"), "<p xmlns='urn:x'>1</p>");
    private static final DeadProperty OTHER =
            new DeadProperty(new PropertyName("urn:x", "other"), "<other xmlns='urn:x'>1</other>");

    @TempDir
    Path directory;

    private MetadataDatabase database;
    private JdbcPropertyStore properties;
    private JdbcMoveJournal journal;

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    @BeforeEach
    void open() {
        database = MetadataDatabase.open(MetadataSettings.file(directory.resolve("metadata.db"), false));
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
        return journal.recover(tree::contains);
    }

    private void set(String path, DeadProperty property) {
        properties.apply(path(path), List.of(new PropertyChange.Set(property)));
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
    void anAbandonedMoveIsForgotten() {
        set("/a", PROPERTY);
        journal.abandon(journal.begin(path("/a"), path("/z")));

        assertThat(recover("/z")).isZero();
        assertThat(properties.find(path("/a"))).containsExactly(PROPERTY);
    }
}
