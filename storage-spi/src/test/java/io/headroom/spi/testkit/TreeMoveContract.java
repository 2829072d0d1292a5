package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.Precondition;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnsupportedException;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moves of whole trees, where {@link Capability#ATOMIC_TREE_MOVE} is declared; else they are refused. */
public abstract class TreeMoveContract extends ContractGroup {
    private static final Precondition NONE = new Precondition.None();

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

    private void onlyWhereDeclared() {
        assumeTrue(can(Capability.ATOMIC_TREE_MOVE), "no tree moves here");
    }

    @Test
    void isRefusedWhereUndeclared() {
        assumeTrue(!can(Capability.ATOMIC_TREE_MOVE), "tree moves are declared");
        assertThatThrownBy(() -> storage().move(path("/t"), path("/u"), NONE)).isInstanceOf(UnsupportedException.class);
        assertThat(read("/t/sub/a")).isEqualTo("a");
    }

    @Test
    void takesTheWholeTree() {
        onlyWhereDeclared();
        makeCollection("/into");
        storage().move(path("/t"), path("/into/u"), NONE);
        assertThat(names("/")).containsExactly("into");
        assertThat(read("/into/u/sub/a")).isEqualTo("a");
        assertThat(read("/into/u/b")).isEqualTo("b");
    }

    @Test
    @Proves({"DAV-CP-10", "DAV-CP-23"})
    void replacesATree() {
        onlyWhereDeclared();
        makeCollection("/u");
        makeCollection("/u/old");
        write("/u/old/x", "x");
        storage().move(path("/t"), path("/u"), NONE);
        assertThat(names("/")).containsExactly("u");
        assertThat(names("/u")).containsExactly("b", "sub");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    void replacesAFileByATreeAndATreeByAFile() {
        onlyWhereDeclared();
        write("/f", "f");
        storage().move(path("/t"), path("/f"), NONE);
        assertThat(read("/f/b")).isEqualTo("b");
        write("/g", "g");
        storage().move(path("/g"), path("/f"), NONE);
        assertThat(read("/f")).isEqualTo("g");
        assertThat(names("/")).containsExactly("f");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    @Proves("DAV-CP-06")
    void keepsAnOldTargetWhenToldTo() {
        onlyWhereDeclared();
        makeCollection("/u");
        write("/u/x", "x");
        assertThatThrownBy(() -> storage().move(path("/t"), path("/u"), new Precondition.MustNotExist()))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(read("/u/x")).isEqualTo("x");
        assertThat(read("/t/b")).isEqualTo("b");
    }

    @Test
    @Proves("DAV-CP-09")
    void neverIntoItself() {
        onlyWhereDeclared();
        for (String target : new String[] {"/t/inside", "/t/sub/deeper"}) {
            assertThatThrownBy(() -> storage().move(path("/t"), path(target), NONE))
                    .isInstanceOf(StorageException.class);
        }
        assertThatThrownBy(() -> storage().move(path("/t/sub"), path("/t"), NONE))
                .isInstanceOf(StorageException.class);
        storage().move(path("/t"), path("/t"), NONE);
        assertThat(read("/t/sub/a")).isEqualTo("a");
        assertThat(read("/t/b")).isEqualTo("b");
    }

    @Test
    void aMissingParentChangesNothing() {
        onlyWhereDeclared();
        assertThatThrownBy(() -> storage().move(path("/t"), path("/missing/u"), NONE))
                .isInstanceOf(ParentMissingException.class);
        assertThat(read("/t/b")).isEqualTo("b");
    }

    @Test
    @Proves("DAV-CP-25")
    void aRenameOfNothingButCaseWorks() {
        onlyWhereDeclared();
        storage().move(path("/t"), path("/T"), NONE);
        storage().move(path("/T/b"), path("/T/B"), NONE);
        assertThat(names("/")).containsExactly("T");
        assertThat(names("/T")).containsExactly("B", "sub");
    }
}
