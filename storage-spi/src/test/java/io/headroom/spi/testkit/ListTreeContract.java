package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.Resource;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listings of whole trees: every member once, a collection before what is in it. */
public abstract class ListTreeContract extends ContractGroup {
    /** More than any page of a listing. */
    protected ListTreeContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    private List<Resource> tree(String collection) {
        try (Stream<Resource> members = storage().listTree(path(collection))) {
            return members.toList();
        }
    }

    private static void assertInOrder(ResourcePath top, List<Resource> members) {
        Set<ResourcePath> seen = new HashSet<>(Set.of(top));
        for (Resource member : members) {
            assertThat(seen)
                    .as("the collection of %s", member.path())
                    .contains(member.path().parent());
            assertThat(seen.add(member.path()))
                    .as("%s once only", member.path())
                    .isTrue();
        }
    }

    @Test
    void allMembersAtAnyDepth() {
        makeCollection("/t");
        makeCollection("/t/a");
        makeCollection("/t/a/empty");
        write("/t/a/file", "123");
        // Names that sort before and behind the slash.
        makeCollection("/t/a-b");
        write("/t/a-b/c", "x");
        write("/t/a.txt", "x");
        write("/t/a0", "x");
        makeCollection("/t2");
        List<Resource> members = tree("/t");
        assertThat(members)
                .extracting(member -> member.path().toString())
                .containsExactlyInAnyOrder(
                        "/t/a", "/t/a/empty", "/t/a/file", "/t/a-b", "/t/a-b/c", "/t/a.txt", "/t/a0");
        assertInOrder(path("/t"), members);
        assertThat(members)
                .allSatisfy(member -> assertThat(storage().find(member.path())).contains(member));
        assertThat(tree("/t/a/empty")).isEmpty();
    }

    @Test
    void theWholeStorage() {
        assertThat(tree("/")).isEmpty();
        makeCollection("/t");
        write("/t/a", "x");
        write("/b", "x");
        List<Resource> members = tree("/");
        assertThat(members)
                .extracting(member -> member.path().toString())
                .containsExactlyInAnyOrder("/t", "/t/a", "/b");
        assertInOrder(ResourcePath.ROOT, members);
    }

    @Test
    void aDeepTree() {
        String path = "";
        for (int depth = 0; depth < 40; depth++) {
            path += "/d";
            makeCollection(path);
        }
        write(path + "/leaf", "x");
        List<Resource> members = tree("/");
        assertThat(members).hasSize(41);
        assertInOrder(ResourcePath.ROOT, members);
    }

    @Test
    void moreMembersThanAnyPage() {
        int many = fixture().manyMembers() / 3 + 1;
        makeCollection("/many");
        for (int collection = 0; collection < 3; collection++) {
            makeCollection("/many/" + collection);
            writeMany("/many/" + collection + "/", many);
        }
        List<Resource> members = tree("/many");
        assertThat(members).hasSize(3 + 3 * many);
        assertInOrder(path("/many"), members);
        for (int round = 0; round < 50; round++) {
            try (Stream<Resource> some = storage().listTree(path("/many"))) {
                assertThat(some.limit(3).count()).isEqualTo(3);
            }
        }
    }

    @Test
    void onlyACollectionHasATree() {
        write("/file", "x");
        assertThatThrownBy(() -> storage().listTree(path("/missing"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage().listTree(path("/file"))).isInstanceOf(WrongKindException.class);
        if (fixture().findsNothingBelowFiles()) {
            assertThatThrownBy(() -> storage().listTree(path("/file/x"))).isInstanceOf(NotFoundException.class);
        }
    }
}
