package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whole trees that the backend copies, moves and removes itself, where {@link Capability#WHOLE_TREES} is declared; else they are
 * refused. What moves have in common with a rename is in {@link TreeMoveContract}, lack of room in {@link FullStorageContract}.
 */
public abstract class WholeTreesContract extends ContractGroup {
    private static final Precondition NONE = new Precondition.None();
    private final HeardMembers heard = new HeardMembers();

    protected WholeTreesContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @BeforeEach
    void makeATree() {
        makeCollection("/t");
        makeCollection("/t/sub");
        write("/t/sub/a", "a");
        write("/t/b", "bb");
        makeCollection("/t/empty");
    }

    private void onlyWhereDeclared() {
        assumeTrue(can(Capability.WHOLE_TREES), "no whole trees here");
    }

    private void copy(String source, String target, Precondition onTarget) {
        storage().copyTree(path(source), path(target), true, onTarget, heard);
    }

    private void move(String source, String target, Precondition onTarget) {
        storage().moveTree(path(source), path(target), onTarget, heard);
    }

    private void assertIsATree(String path) {
        assertThat(names(path)).containsExactly("b", "empty", "sub");
        assertThat(names(path + "/sub")).containsExactly("a");
        assertThat(names(path + "/empty")).isEmpty();
        assertThat(read(path + "/sub/a")).isEqualTo("a");
        assertThat(read(path + "/b")).isEqualTo("bb");
    }

    private void assertNothingChanged() {
        assertIsATree("/t");
        assertThat(heard.failedPaths()).isEmpty();
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    void areRefusedWhereUndeclared() {
        assumeTrue(!can(Capability.WHOLE_TREES), "whole trees are declared");
        assertThatThrownBy(() -> copy("/t", "/u", NONE)).isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(() -> storage().deleteTree(path("/t"), heard)).isInstanceOf(UnsupportedException.class);
        assertNothingChanged();
        assertThat(names("/")).containsExactly("t");
    }

    @Test
    @Proves("DAV-CP-04")
    void aCopyHasAllMembersAndTheListenerHearsOfEach() {
        onlyWhereDeclared();
        copy("/t", "/u", NONE);
        assertIsATree("/u");
        assertNothingChanged();
        assertThat(heard.donePaths()).containsExactly("/u", "/u/b", "/u/empty", "/u/sub", "/u/sub/a");
        assertThat(heard.done()).allSatisfy(member -> {
            if (member instanceof FileResource file) {
                assertThat(file).isEqualTo(file(file.path().toString()));
            } else {
                assertThat(member).isInstanceOf(CollectionResource.class);
            }
        });
    }

    @Test
    @Proves("DAV-CP-11")
    void aCopyWithoutMembersIsAnEmptyCollection() {
        onlyWhereDeclared();
        makeCollection("/u");
        write("/u/old", "old");
        storage().copyTree(path("/t"), path("/u"), false, NONE, heard);
        assertThat(find("/u")).containsInstanceOf(CollectionResource.class);
        assertThat(names("/u")).isEmpty();
        assertThat(heard.donePaths()).containsExactly("/u");
        assertNothingChanged();
    }

    @Test
    @Proves({"DAV-CP-10", "DAV-CP-23"})
    void aCopyReplacesATreeAndMergesNothing() {
        onlyWhereDeclared();
        makeCollection("/u");
        FileResource old = write("/u/b", "old");
        write("/u/sub", "a file where a collection comes");
        makeCollection("/u/old");
        write("/u/old/x", "x");
        makeCollection("/u/empty");
        write("/u/empty/x", "x");
        copy("/t", "/u", new Precondition.MustExist());
        assertIsATree("/u");
        assertThat(file("/u/b").entityTag()).isNotEqualTo(old.entityTag());
        assertNothingChanged();
    }

    @Test
    @Proves({"DAV-CP-10", "DAV-CP-23"})
    void aTreeReplacesAFileAndAFileATree() {
        onlyWhereDeclared();
        write("/f", "f");
        copy("/t", "/f", NONE);
        assertIsATree("/f");
        write("/g", "g");
        copy("/g", "/f", NONE);
        assertThat(read("/f")).isEqualTo("g");
        move("/t", "/f", NONE);
        assertIsATree("/f");
        move("/g", "/f", NONE);
        assertThat(read("/f")).isEqualTo("g");
        assertThat(names("/")).containsExactly("f");
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    void aFileReplacesACollectionDeepInATree() {
        onlyWhereDeclared();
        makeCollection("/u");
        makeCollection("/u/b");
        makeCollection("/u/b/deep");
        write("/u/b/deep/x", "x");
        copy("/t", "/u", NONE);
        assertIsATree("/u");
        assertNothingChanged();
    }

    @Test
    @Proves({"DAV-CP-10", "DAV-CP-23"})
    void aMoveReplacesATreeAndTheListenerHearsOfEachMember() {
        onlyWhereDeclared();
        makeCollection("/u");
        write("/u/b", "old");
        write("/u/old", "old");
        move("/t", "/u", NONE);
        assertIsATree("/u");
        assertThat(names("/")).containsExactly("u");
        assertThat(heard.donePaths()).containsExactly("/u", "/u/b", "/u/empty", "/u/sub", "/u/sub/a");
        assertThat(heard.done()).contains(file("/u/b"), file("/u/sub/a"));
        assertThat(heard.failedPaths()).isEmpty();
        assertThat(fixture().leftovers()).isEmpty();
    }

    @Test
    @Proves("DAV-CP-06")
    void whatMustHoldOfTheTargetIsChecked() {
        onlyWhereDeclared();
        makeCollection("/u");
        write("/u/x", "x");
        FileResource file = write("/f", "f");
        for (String target : new String[] {"/u", "/f"}) {
            assertThatThrownBy(() -> copy("/t", target, new Precondition.MustNotExist()))
                    .isInstanceOf(PreconditionFailedException.class);
            assertThatThrownBy(() -> move("/t", target, new Precondition.MustNotExist()))
                    .isInstanceOf(PreconditionFailedException.class);
        }
        assertThatThrownBy(() -> copy("/t", "/missing", new Precondition.MustExist()))
                .isInstanceOf(PreconditionFailedException.class);
        assertThat(read("/u/x")).isEqualTo("x");
        assertThat(file("/f")).isEqualTo(file);
        assertThat(find("/missing")).isEmpty();
        assertNothingChanged();
    }

    @Test
    @Proves("DAV-CP-05")
    void theTargetsParentMustBeThere() {
        onlyWhereDeclared();
        write("/f", "f");
        for (String target : new String[] {"/missing/u", "/f/u"}) {
            assertThatThrownBy(() -> copy("/t", target, NONE)).isInstanceOf(ParentMissingException.class);
            assertThatThrownBy(() -> move("/t", target, NONE)).isInstanceOf(ParentMissingException.class);
        }
        assertNothingChanged();
    }

    @Test
    void theSourceMustBeThere() {
        onlyWhereDeclared();
        assertThatThrownBy(() -> copy("/missing", "/u", NONE)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> move("/missing", "/u", NONE)).isInstanceOf(NotFoundException.class);
        assertThat(find("/u")).isEmpty();
        assertNothingChanged();
    }

    @Test
    @Proves("DAV-CP-09")
    void neverIntoItself() {
        onlyWhereDeclared();
        for (String target : new String[] {"/t/inside", "/t/sub/deeper"}) {
            assertThatThrownBy(() -> copy("/t", target, NONE)).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> move("/t", target, NONE)).isInstanceOf(StorageException.class);
        }
        assertThatThrownBy(() -> copy("/t/sub", "/t", NONE)).isInstanceOf(StorageException.class);
        assertNothingChanged();
    }

    @Test
    @Proves("DAV-DEL-01")
    void aRemovalTakesAllAndTheListenerHearsOfEachMember() {
        onlyWhereDeclared();
        makeCollection("/t2");
        write("/t-", "a neighbour");
        FileResource file = file("/t/b");
        storage().deleteTree(path("/t"), heard);
        assertThat(names("/")).containsExactly("t-", "t2");
        assertThat(heard.donePaths()).containsExactly("/t", "/t/b", "/t/empty", "/t/sub", "/t/sub/a");
        assertThat(heard.done()).contains(file);
        assertThat(heard.failedPaths()).isEmpty();
    }

    @Test
    void onlyACollectionIsRemovedWhole() {
        onlyWhereDeclared();
        assertThatThrownBy(() -> storage().deleteTree(path("/missing"), heard)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage().deleteTree(path("/t/b"), heard)).isInstanceOf(WrongKindException.class);
        assertThatThrownBy(() -> storage().deleteTree(path("/"), heard)).isInstanceOf(StorageException.class);
        assertThat(heard.donePaths()).isEmpty();
        assertNothingChanged();
    }

    @Test
    void manyMembersGoAlong() {
        onlyWhereDeclared();
        int many = fixture().manyMembers();
        writeMany("/t/sub/m", many);
        copy("/t", "/copy", NONE);
        assertThat(names("/copy/sub")).hasSize(many + 1);
        move("/t", "/moved", NONE);
        assertThat(names("/moved/sub")).hasSize(many + 1);
        assertThat(names("/")).containsExactly("copy", "moved");
        storage().deleteTree(path("/moved"), heard);
        assertThat(names("/")).containsExactly("copy");
        assertThat(heard.done()).hasSize(3 * (many + 5));
    }
}
