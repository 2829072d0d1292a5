package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.Precondition;
import io.headroom.spi.Storage;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnsupportedException;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Moves of whole trees: by {@link Storage#move} where {@link Capability#ATOMIC_TREE_MOVE} is declared, by {@link Storage#moveTree}
 * there and where {@link Capability#WHOLE_TREES} is; else they are refused.
 */
public abstract class TreeMoveContract extends ContractGroup {
    private static final Precondition NONE = new Precondition.None();

    /** Which of the two calls moves. */
    enum Way {
        MOVE,
        MOVE_TREE
    }

    protected TreeMoveContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @BeforeEach
    void makeATree() {
        makeCollection("/t");
        makeCollection("/t/sub");
        write("/t/sub/a", "a");
        write("/t/b", "b");
    }

    private void onlyWhereDeclared(Way way) {
        boolean declared = can(Capability.ATOMIC_TREE_MOVE) || (way == Way.MOVE_TREE && can(Capability.WHOLE_TREES));
        assumeTrue(declared, "no tree moves here");
    }

    private void move(Way way, String source, String target, Precondition onTarget) {
        switch (way) {
            case MOVE -> storage().move(path(source), path(target), onTarget);
            case MOVE_TREE -> storage().moveTree(path(source), path(target), onTarget, new HeardMembers());
        }
    }

    @Test
    void isRefusedWhereUndeclared() {
        assumeTrue(!can(Capability.ATOMIC_TREE_MOVE), "tree moves are declared");
        assertThatThrownBy(() -> move(Way.MOVE, "/t", "/u", NONE)).isInstanceOf(UnsupportedException.class);
        if (!can(Capability.WHOLE_TREES)) {
            assertThatThrownBy(() -> move(Way.MOVE_TREE, "/t", "/u", NONE)).isInstanceOf(UnsupportedException.class);
        }
        assertThat(read("/t/sub/a")).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource
    void takesTheWholeTree(Way way) {
        onlyWhereDeclared(way);
        makeCollection("/into");
        move(way, "/t", "/into/u", NONE);
        assertThat(names("/")).containsExactly("into");
        assertThat(read("/into/u/sub/a")).isEqualTo("a");
        assertThat(read("/into/u/b")).isEqualTo("b");
    }

    @ParameterizedTest
    @EnumSource
    @Proves({"DAV-CP-10", "DAV-CP-23"})
    void replacesATree(Way way) {
        onlyWhereDeclared(way);
        makeCollection("/u");
        makeCollection("/u/old");
        write("/u/old/x", "x");
        move(way, "/t", "/u", NONE);
        assertThat(names("/")).containsExactly("u");
        assertThat(names("/u")).containsExactly("b", "sub");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void replacesAFileByATreeAndATreeByAFile(Way way) {
        onlyWhereDeclared(way);
        write("/f", "f");
        move(way, "/t", "/f", NONE);
        assertThat(read("/f/b")).isEqualTo("b");
        write("/g", "g");
        move(way, "/g", "/f", NONE);
        assertThat(read("/f")).isEqualTo("g");
        assertThat(names("/")).containsExactly("f");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Proves("DAV-CP-06")
    void keepsAnOldTargetWhenToldTo(Way way) {
        onlyWhereDeclared(way);
        makeCollection("/u");
        write("/u/x", "x");
        assertThatThrownBy(() -> move(way, "/t", "/u", new Precondition.MustNotExist()))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(read("/u/x")).isEqualTo("x");
        assertThat(read("/t/b")).isEqualTo("b");
    }

    @ParameterizedTest
    @EnumSource
    @Proves("DAV-CP-09")
    void neverIntoItself(Way way) {
        onlyWhereDeclared(way);
        for (String target : new String[] {"/t/inside", "/t/sub/deeper"}) {
            assertThatThrownBy(() -> move(way, "/t", target, NONE)).isInstanceOf(StorageException.class);
        }
        assertThatThrownBy(() -> move(way, "/t/sub", "/t", NONE)).isInstanceOf(StorageException.class);
        move(way, "/t", "/t", NONE);
        assertThat(read("/t/sub/a")).isEqualTo("a");
        assertThat(read("/t/b")).isEqualTo("b");
    }

    @ParameterizedTest
    @EnumSource
    void aMissingParentChangesNothing(Way way) {
        onlyWhereDeclared(way);
        assertThatThrownBy(() -> move(way, "/t", "/missing/u", NONE)).isInstanceOf(ParentMissingException.class);
        assertThat(read("/t/b")).isEqualTo("b");
    }

    @ParameterizedTest
    @EnumSource
    @Proves("DAV-CP-25")
    void aRenameOfNothingButCaseWorks(Way way) {
        onlyWhereDeclared(way);
        move(way, "/t", "/T", NONE);
        move(way, "/T/b", "/T/B", NONE);
        assertThat(names("/")).containsExactly("T");
        assertThat(names("/T")).containsExactly("B", "sub");
    }
}
