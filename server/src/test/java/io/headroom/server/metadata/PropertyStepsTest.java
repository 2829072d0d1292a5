package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.property.DeadProperty;
import io.headroom.server.property.PropertyChange;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of properties for which there is no room in one transaction. */
class PropertyStepsTest {
    private static final ResourcePath TREE = ResourcePath.parse("/tree");
    private static final ResourcePath OLD = ResourcePath.parse("/old");
    private static final int MEMBERS = 60;
    private static final int PROPERTIES = 20;

    /** The whole in one transaction is tried twice, the second time with the reserve; each time its first statement fails. */
    private static final int WHOLE = 2;

    @TempDir
    Path directory;

    private final StatementFaults faults = new StatementFaults();
    private MetadataDatabase database;
    private JdbcPropertyStore properties;
    private JdbcMoveJournal journal;

    @BeforeEach
    void open() {
        database = faults.open(MetadataSettings.file(directory.resolve("metadata.db"), false));
        properties = new JdbcPropertyStore(database);
        journal = new JdbcMoveJournal(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void fill(ResourcePath tree, String prefix) {
        properties.apply(tree, many(prefix));
        for (int i = 0; i < MEMBERS; i++) {
            properties.apply(tree.child("m" + i), many(prefix));
        }
    }

    private static List<PropertyChange> many(String prefix) {
        return IntStream.range(0, PROPERTIES)
                .<PropertyChange>mapToObj(i -> new PropertyChange.Set(
                        new DeadProperty(new PropertyName("urn:x", prefix + i), "<p xmlns='urn:x'/>")))
                .toList();
    }

    private void assertMoved() {
        assertThat(properties.anyBelow(TREE)).isFalse();
        assertThat(properties.find(OLD)).hasSize(PROPERTIES);
        assertThat(properties.findMembers(OLD).values())
                .hasSize(MEMBERS)
                .allSatisfy(found -> assertThat(found)
                        .hasSize(PROPERTIES)
                        .allMatch(property -> property.name().localName().startsWith("new")));
    }

    @Test
    @Proves({"S507-GEN-09", "S507-MOVE-01"})
    void whatIsTooMuchForOneTransactionMovesInMany() {
        fill(TREE, "new");
        fill(OLD, "old");
        long entry = journal.begin(TREE, OLD);
        faults.failWhen(call -> call <= WHOLE);
        journal.finish(entry);
        assertThat(faults.failures()).isEqualTo(WHOLE);
        assertMoved();
        assertThat(journal.recover(path -> true, any -> {}, new TreeExclusion()))
                .isZero();
    }

    @Test
    void stepThatIsTooLargeIsMadeSmaller() {
        fill(TREE, "new");
        faults.failWhen(call -> call <= WHOLE + 4);
        properties.move(TREE, OLD);
        assertMoved();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 9, 10, 11, 12, 13, 17, 22, 27})
    void crashInBetweenIsCompletedAtTheNextStart(int steps) {
        fill(TREE, "new");
        fill(OLD, "old");
        long entry = journal.begin(TREE, OLD);
        faults.failWhen(call -> call <= WHOLE || call > WHOLE + steps);
        assertThatExceptionOfType(InsufficientStorageException.class).isThrownBy(() -> journal.finish(entry));
        faults.heal();
        close();
        open();
        assertThat(journal.recover(Set.of(OLD)::contains, any -> {}, new TreeExclusion()))
                .isEqualTo(1);
        assertMoved();
    }

    @Test
    @Proves("DAV-DEL-09")
    void treeGoesInSteps() {
        fill(TREE, "new");
        faults.failWhen(call -> call <= WHOLE);
        properties.delete(TREE);
        assertThat(properties.anyBelow(TREE)).isFalse();
    }
}
