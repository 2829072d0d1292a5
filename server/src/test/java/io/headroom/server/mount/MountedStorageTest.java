package io.headroom.server.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.tree.FailedMembers;
import io.headroom.server.tree.MemberFailure;
import io.headroom.spi.ByteRange;
import io.headroom.spi.Capability;
import io.headroom.spi.Capacity;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.OpenFile;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryObjectStorage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which storage has what, what stays in its place, and copies from one to another. */
class MountedStorageTest {
    private static final Precondition NONE = new Precondition.None();
    private static final Instant TIME = Instant.parse("2009-09-09T09:09:09Z");
    private static final long SMALL = 1_000;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final FailedMembers failed = new FailedMembers();

    /** What is mounted at /a/mount: one that renames, or one that doesn't. */
    private enum Kind {
        RENAMES,
        OBJECTS
    }

    private FaultyStorage main;
    private FaultyStorage mounted;
    private Storage all;

    @BeforeEach
    void mountTheOneThatRenames() {
        mount(Kind.RENAMES);
    }

    private void mount(Kind kind) {
        main = new FaultyStorage(new MemoryStorage(100_000, clock));
        mounted = new FaultyStorage(
                kind == Kind.RENAMES ? new MemoryStorage(SMALL, clock) : new MemoryObjectStorage(SMALL, clock));
        all = new MountedStorage(
                main,
                Map.of(
                        path("/a/mount"),
                        MountedFixture.attached("/a/mount", mounted),
                        path("/a/mount/deep/inner"),
                        MountedFixture.attached("/a/mount/deep/inner", new MemoryStorage(50, clock))),
                Map.of(path("/a/mount/deep/inner"), path("/a/mount")),
                clock);
    }

    private static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    private void write(String path, String content) {
        WriteRequest request =
                new WriteRequest(OptionalLong.of(content.length()), Optional.of("text/odd"), Optional.of(TIME), NONE);
        try (PendingWrite write = all.beginWrite(path(path), request)) {
            write.append(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            write.commit();
        }
    }

    private String read(String path) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OpenFile file = all.open(path(path))) {
            file.transferTo(ByteRange.whole(file.resource().size()), Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<String> names(String collection) {
        return names(all, collection);
    }

    private static List<String> names(Storage storage, String collection) {
        try (Stream<Resource> members = storage.list(path(collection))) {
            return members.map(member -> member.path().name()).sorted().toList();
        }
    }

    private List<String> tree(String collection) {
        try (Stream<Resource> members = all.listTree(path(collection))) {
            return members.map(member -> member.path().toString()).toList();
        }
    }

    private void make(String... collections) {
        for (String collection : collections) {
            all.createCollection(path(collection));
        }
    }

    private static StorageException broken(ResourcePath path) {
        return new UnexpectedStorageException(path, new IOException("broken"));
    }

    @Test
    void theLongestPlaceDecidesAndWhatIsInsideHasItsOwnPaths() {
        write("/a/mount/f", "in the mount");
        write("/f", "in the main storage");
        assertThat(names(mounted, "/")).containsExactly("f");
        assertThat(names(main, "/")).containsExactly("f");
        assertThat(read("/a/mount/f")).isEqualTo("in the mount");
        assertThat(all.find(path("/a/mount/f")).orElseThrow().path()).isEqualTo(path("/a/mount/f"));
        write("/a/mount/deep/inner/f", "innermost");
        assertThat(names("/a/mount/deep/inner")).containsExactly("f");
        assertThatThrownBy(() -> all.open(path("/a/mount/none")))
                .isInstanceOfSatisfying(
                        NotFoundException.class, e -> assertThat(e.path()).isEqualTo(path("/a/mount/none")));
    }

    @Test
    void aPlaceAndTheWayThereAreCollectionsThoughNothingWasMade() {
        assertThat(names(main, "/")).isEmpty();
        assertThat(all.find(path("/a"))).containsInstanceOf(CollectionResource.class);
        assertThat(names("/")).containsExactly("a");
        assertThat(names("/a")).containsExactly("mount");
        assertThat(names("/a/mount")).containsExactly("deep");
        assertThat(tree("/")).containsExactly("/a", "/a/mount", "/a/mount/deep", "/a/mount/deep/inner");
        assertThatThrownBy(() -> make("/a")).isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> write("/a/mount", "")).isInstanceOf(WrongKindException.class);
        assertThatThrownBy(() -> all.open(path("/a/mount"))).isInstanceOf(WrongKindException.class);
    }

    @Test
    void theWayThereIsMadeWhenSomethingIsPutIntoIt() {
        write("/a/f", "beside the mount");
        make("/a/mount/deep/c");
        assertThat(names(main, "/a")).containsExactly("f");
        assertThat(names("/a")).containsExactly("f", "mount");
        assertThat(names(mounted, "/deep")).containsExactly("c");
        assertThatThrownBy(() -> make("/a/none/c")).isInstanceOf(ParentMissingException.class);
    }

    @Test
    void aPlaceHidesWhatIsThereAndIsListedOnce() {
        main.createCollection(path("/a"));
        main.createCollection(path("/a/mount"));
        main.createCollection(path("/a/mount/hidden"));
        main.createCollection(path("/a/other"));
        assertThat(names("/a")).containsExactly("mount", "other");
        assertThat(names("/a/mount")).containsExactly("deep");
        assertThat(tree("/a"))
                .containsExactlyInAnyOrder("/a/mount", "/a/other", "/a/mount/deep", "/a/mount/deep/inner");
    }

    @Test
    void aTreeNamesEachCollectionBeforeItsMembers() {
        make("/a/x", "/a/x/y", "/a/mount/m");
        write("/a/x/y/f", "");
        write("/a/mount/m/f", "");
        write("/a/mount/deep/inner/f", "");
        List<String> tree = tree("/");
        assertThat(tree).hasSize(10).doesNotHaveDuplicates();
        for (String each : tree) {
            ResourcePath parent = path(each).parent();
            assertThat(parent.isRoot() || tree.indexOf(parent.toString()) < tree.indexOf(each))
                    .as(each)
                    .isTrue();
        }
    }

    @Test
    void whatIsFixedIsNotDeletedMovedOrReplaced() {
        make("/c");
        write("/a/f", "");
        for (String fixed : List.of("/a", "/a/mount", "/a/mount/deep", "/a/mount/deep/inner")) {
            ResourcePath path = path(fixed);
            assertThatThrownBy(() -> all.delete(path)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> all.deleteTree(path, failed)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> all.move(path, path("/c/x"), NONE)).isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> all.moveTree(path("/c"), path, NONE, failed))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> all.copyTree(path("/c"), path, true, NONE, failed))
                    .isInstanceOf(AccessDeniedException.class);
        }
        assertThat(names("/a")).containsExactly("f", "mount");
    }

    @Test
    void whatCanBeDoneDependsOnBothEnds() {
        assertThat(all.capabilities())
                .contains(Capability.KEEPS_MODIFICATION_TIME)
                .doesNotContain(Capability.ATOMIC_TREE_MOVE);
        assertThat(all.capabilities(path("/b"), path("/c")))
                .contains(Capability.ATOMIC_TREE_MOVE, Capability.STAGED_TREE);
        assertThat(all.capabilities(path("/a/mount/b"), path("/a/mount/c"))).contains(Capability.ATOMIC_FILE_MOVE);
        assertThat(all.capabilities(path("/b"), path("/a/mount/b")))
                .doesNotContain(
                        Capability.ATOMIC_FILE_MOVE,
                        Capability.ATOMIC_TREE_MOVE,
                        Capability.STAGED_TREE,
                        Capability.SERVER_SIDE_COPY)
                .contains(Capability.EXACT_TIME_AT_COMMIT);
        assertThat(all.capabilities(path("/a"), path("/c"))).doesNotContain(Capability.STAGED_TREE);
        assertThat(all.volumes())
                .isEqualTo(Map.of(
                        ResourcePath.ROOT,
                        ResourcePath.ROOT,
                        path("/a/mount"),
                        path("/a/mount"),
                        path("/a/mount/deep/inner"),
                        path("/a/mount")));
    }

    @Test
    void eachPlaceHasTheRoomOfItsOwn() {
        assertThat(((Capacity.Bounded) all.capacity(path("/b"))).total()).isEqualTo(100_000);
        assertThat(((Capacity.Bounded) all.capacity(path("/a"))).total()).isEqualTo(100_000);
        assertThat(((Capacity.Bounded) all.capacity(path("/a/mount/x"))).total())
                .isEqualTo(SMALL);
        assertThat(((Capacity.Bounded) all.capacity(path("/a/mount/deep/inner"))).total())
                .isEqualTo(50);
    }

    @Test
    void nothingIsRenamedToAnotherStorage() {
        write("/f", "f");
        assertThatThrownBy(() -> all.move(path("/f"), path("/a/mount/f"), NONE))
                .isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(() -> all.moveTree(path("/f"), path("/a/mount/f"), NONE, failed))
                .isInstanceOf(UnsupportedException.class);
        assertThat(read("/f")).isEqualTo("f");
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsCopiedWithAllThatIsKeptThere(Kind kind) {
        mount(kind);
        write("/f", "content");
        FileResource copy = all.copyFile(path("/f"), path("/a/mount/f"), NONE);
        assertThat(copy.path()).isEqualTo(path("/a/mount/f"));
        assertThat(copy.contentType()).contains("text/odd");
        assertThat(read("/a/mount/f")).isEqualTo("content");
        if (kind == Kind.RENAMES) {
            assertThat(copy.lastModified()).isEqualTo(TIME);
        }
        assertThatThrownBy(() -> all.copyFile(path("/f"), path("/a/mount/f"), new Precondition.MustNotExist()))
                .isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void aFileThatDoesNotFitLeavesTheOldOne() {
        write("/f", "x".repeat(2_000));
        write("/a/mount/f", "old");
        assertThatThrownBy(() -> all.copyFile(path("/f"), path("/a/mount/f"), NONE))
                .isInstanceOfSatisfying(InsufficientStorageException.class, e -> {
                    assertThat(e.path()).isEqualTo(path("/a/mount/f"));
                    assertThat(e.shortage().owner()).isEqualTo(path("/a/mount"));
                });
        assertThat(read("/a/mount/f")).isEqualTo("old");
    }

    private void makeATree() {
        make("/t", "/t/sub", "/t/empty");
        write("/t/a", "a");
        write("/t/sub/b", "bb");
    }

    private void assertTree(String top) {
        assertThat(tree(top)).containsExactlyInAnyOrder(top + "/sub", top + "/empty", top + "/a", top + "/sub/b");
        assertThat(read(top + "/sub/b")).isEqualTo("bb");
    }

    private void copy(String source, String target) {
        all.copyTree(path(source), path(target), true, NONE, failed);
    }

    @ParameterizedTest
    @EnumSource
    void aTreeIsCopiedBothWaysAndReplacesWhatWasThere(Kind kind) {
        mount(kind);
        makeATree();
        copy("/t", "/a/mount/t");
        assertTree("/a/mount/t");
        write("/a/mount/t/more", "more");
        make("/a/mount/t/sub/more");
        copy("/t", "/a/mount/t");
        assertTree("/a/mount/t");
        copy("/a/mount/t", "/back");
        assertTree("/back");
        copy("/t/a", "/a/mount/t");
        assertThat(read("/a/mount/t")).isEqualTo("a");
        assertThat(failed.failures()).isEmpty();
        assertNothingIsLeft();
    }

    /** Nor would it be seen: the storages themselves are asked. */
    private void assertNothingIsLeft() {
        assertThat(names(mounted, "/")).noneMatch(name -> name.startsWith(".incoming"));
        assertThat(names(main, "/")).noneMatch(name -> name.startsWith(".incoming"));
    }

    @ParameterizedTest
    @EnumSource
    void aCopyWithoutMembersIsAnEmptyCollection(Kind kind) {
        mount(kind);
        makeATree();
        all.copyTree(path("/t"), path("/a/mount/t"), false, NONE, failed);
        assertThat(names("/a/mount/t")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @Proves({"S507-COPY-03", "S507-MOVE-04"})
    void aTreeThatDoesNotFitLeavesBothEndsAsTheyWere(Kind kind) {
        mount(kind);
        makeATree();
        write("/t/sub/large", "x".repeat(2_000));
        assertThatThrownBy(() -> copy("/t", "/a/mount/t")).isInstanceOf(InsufficientStorageException.class);
        assertThat(names("/a/mount")).containsExactly("deep");
        make("/a/mount/t");
        write("/a/mount/t/old", "old");
        assertThatThrownBy(() -> copy("/t", "/a/mount/t")).isInstanceOf(InsufficientStorageException.class);
        assertThat(names("/a/mount/t")).containsExactly("old");
        assertThat(tree("/t")).hasSize(5);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource
    void aMemberThatCanNotBeCopiedIsNamedAndTheRestIsThere(Kind kind) {
        mount(kind);
        makeATree();
        main.failOn(Point.OPEN, path("/t/a"), MountedStorageTest::broken);
        main.failOn(Point.LIST, path("/t/sub"), MountedStorageTest::broken);
        copy("/t", "/a/mount/t");
        assertThat(failed.failures().stream().map(MemberFailure::path))
                .containsExactlyInAnyOrder(path("/t/a"), path("/t/sub"));
        assertThat(names("/a/mount/t")).contains("empty").doesNotContain("a");
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatGoesAwayMeanwhileUndoesTheCopy(Kind kind) {
        mount(kind);
        makeATree();
        main.failOn(Point.OPEN, path("/t/sub/b"), path -> new UnavailableException(path, Duration.ofSeconds(7), null));
        assertThatThrownBy(() -> copy("/t", "/a/mount/t")).isInstanceOf(UnavailableException.class);
        assertThat(names("/a/mount")).containsExactly("deep");
        assertNothingIsLeft();
    }

    @Test
    void aTreeWithMountsInItIsCopiedWithWhatTheyHold() {
        write("/a/f", "f");
        write("/a/mount/m", "m");
        write("/a/mount/deep/inner/i", "i");
        copy("/a", "/copy");
        assertThat(tree("/copy"))
                .containsExactlyInAnyOrder(
                        "/copy/f",
                        "/copy/mount",
                        "/copy/mount/m",
                        "/copy/mount/deep",
                        "/copy/mount/deep/inner",
                        "/copy/mount/deep/inner/i");
        assertThat(names(main, "/copy")).containsExactly("f", "mount");
    }

    @Test
    void neverIntoItself() {
        make("/t");
        assertThatThrownBy(() -> copy("/a", "/a/t")).isInstanceOf(UnsupportedException.class);
    }

    @Test
    void whatACrashLeftIsHiddenAndGoesAfterAWeek() {
        String place = "/.incoming.headroom-" + clock.millis() + "-left";
        main.createCollection(path(place));
        assertThat(names("/")).containsExactly("a");
        assertThat(all.find(path(place))).isEmpty();
        assertThat(tree("/")).noneMatch(each -> each.startsWith("/.incoming"));
        assertThatThrownBy(() -> write(place + "/x", "")).isInstanceOf(StorageException.class);
        MountedStorage.sweep(main, ResourcePath.ROOT, clock);
        assertThat(main.find(path(place))).isPresent();
        clock.advance(Duration.ofDays(8));
        MountedStorage.sweep(main, ResourcePath.ROOT, clock);
        assertThat(main.find(path(place))).isEmpty();
    }
}
