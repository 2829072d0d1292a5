package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.PendingTree;
import io.headroom.spi.Precondition;
import io.headroom.spi.TreeSize;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.UnsupportedException;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Trees built beside their target, where {@link Capability#STAGED_TREE} is declared; else they are refused. */
public abstract class TreeContract extends ContractGroup {
    private static final Precondition NONE = new Precondition.None();
    private static final Instant TIME = Instant.parse("2009-09-09T09:09:09Z");

    protected TreeContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @BeforeEach
    void makeFiles() {
        makeCollection("/s");
        write("/s/a", "a");
        if (can(Capability.KEEPS_MODIFICATION_TIME)) {
            storage().setLastModified(path("/s/a"), TIME);
        }
    }

    private void onlyWhereDeclared() {
        assumeTrue(can(Capability.STAGED_TREE), "no staged trees here");
    }

    private PendingTree build(String target) {
        PendingTree tree = storage().beginTree(path(target), TreeSize.NONE);
        tree.createCollection(path(target));
        tree.createCollection(path(target + "/sub"));
        tree.copyFile(path("/s/a"), path(target + "/sub/a"));
        return tree;
    }

    @Test
    void isRefusedWhereUndeclared() {
        assumeTrue(!can(Capability.STAGED_TREE), "staged trees are declared");
        assertThatThrownBy(() -> storage().beginTree(path("/t"), TreeSize.NONE))
                .isInstanceOf(UnsupportedException.class);
    }

    @Test
    void isSeenAtOnce() {
        onlyWhereDeclared();
        try (PendingTree tree = build("/t")) {
            assertThat(find("/t")).isEmpty();
            tree.commit(NONE);
        }
        assertThat(names("/t")).containsExactly("sub");
        assertThat(read("/t/sub/a")).isEqualTo("a");
        if (can(Capability.KEEPS_MODIFICATION_TIME)) {
            assertThat(file("/t/sub/a").lastModified().getEpochSecond()).isEqualTo(TIME.getEpochSecond());
        }
        assertThat(read("/s/a")).isEqualTo("a");
    }

    @Test
    @Proves({"DAV-CP-10", "DAV-CP-23"})
    void replacesWhatStoodThere() {
        onlyWhereDeclared();
        makeCollection("/t");
        write("/t/old", "old");
        try (PendingTree tree = build("/t")) {
            assertThat(names("/t")).containsExactly("old");
            tree.commit(new Precondition.MustExist());
        }
        assertThat(names("/t")).containsExactly("sub");
        write("/f", "file");
        try (PendingTree tree = build("/f")) {
            tree.commit(NONE);
        }
        assertThat(read("/f/sub/a")).isEqualTo("a");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    void withoutACommitNothingChanged() {
        onlyWhereDeclared();
        makeCollection("/t");
        write("/t/old", "old");
        PendingTree tree = build("/t");
        tree.close();
        tree.close();
        assertThat(names("/t")).containsExactly("old");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    @Proves("DAV-CP-06")
    void thePreconditionIsCheckedAtTheCommit() {
        onlyWhereDeclared();
        try (PendingTree tree = build("/t")) {
            write("/t", "came meanwhile");
            assertThatThrownBy(() -> tree.commit(new Precondition.MustNotExist()))
                    .isInstanceOf(PreconditionFailedException.class);
        }
        assertThat(read("/t")).isEqualTo("came meanwhile");
    }

    @Test
    @Proves("DAV-CP-05")
    void theParentMustBeThere() {
        onlyWhereDeclared();
        assertThatThrownBy(() -> storage().beginTree(path("/missing/t"), TreeSize.NONE))
                .isInstanceOf(ParentMissingException.class);
    }

    @Test
    void aMissingSourceSpoilsNothing() {
        onlyWhereDeclared();
        try (PendingTree tree = build("/t")) {
            assertThatThrownBy(() -> tree.copyFile(path("/missing"), path("/t/b")))
                    .isInstanceOf(NotFoundException.class);
            tree.commit(NONE);
        }
        assertThat(names("/t")).containsExactly("sub");
    }
}
