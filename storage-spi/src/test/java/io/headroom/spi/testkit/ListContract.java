package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.PendingTree;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Resource;
import io.headroom.spi.TreeSize;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.WrongKindException;
import io.headroom.spi.path.ResourcePath;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listings: every member once, nothing of the machinery. */
public abstract class ListContract extends ContractGroup {
    protected ListContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @Test
    void anEmptyPlaceIsAnEmptyCollection() {
        assertThat(names("/")).isEmpty();
        assertThat(find("/")).containsInstanceOf(CollectionResource.class);
    }

    @Test
    void membersAreTheDirectOnes() {
        makeCollection("/c");
        makeCollection("/c/d");
        write("/c/a", "x");
        write("/c/d/deep", "x");
        assertThat(names("/")).containsExactly("c");
        assertThat(names("/c")).containsExactly("a", "d");
        assertThat(names("/c/d")).containsExactly("deep");
    }

    @Test
    void aMemberIsAsFindShowsIt() {
        makeCollection("/c");
        makeCollection("/c/d");
        write("/c/a", "12345");
        try (Stream<Resource> members = storage().list(path("/c"))) {
            List<Resource> all = members.toList();
            assertThat(all)
                    .hasSize(2)
                    .allSatisfy(
                            member -> assertThat(storage().find(member.path())).contains(member));
        }
    }

    @Test
    void moreMembersThanAnyPage() {
        int many = fixture().manyMembers();
        makeCollection("/many");
        writeMany("/many/", many);
        Map<ResourcePath, Integer> seen = new HashMap<>();
        try (Stream<Resource> members = storage().list(path("/many"))) {
            members.forEach(member -> seen.merge(member.path(), 1, Integer::sum));
        }
        assertThat(seen).hasSize(many).containsKey(path("/many/0")).containsKey(path("/many/" + (many - 1)));
        assertThat(seen.values()).containsOnly(1);
        for (int round = 0; round < 50; round++) {
            try (Stream<Resource> members = storage().list(path("/many"))) {
                assertThat(members.limit(3).count()).isEqualTo(3);
            }
        }
    }

    @Test
    @Proves({"S507-PUT-09", "DAV-GET-01"})
    void nothingUnderWayIsListed() {
        write("/a", "x");
        try (PendingWrite write = storage().beginWrite(path("/b"), WriteRequest.ofUnknownLength())) {
            write.append(ByteBuffer.allocate(10));
            assertThat(names("/")).containsExactly("a");
            assertThat(find("/b")).isEmpty();
        }
        if (can(Capability.STAGED_TREE)) {
            try (PendingTree tree = storage().beginTree(path("/t"), TreeSize.NONE)) {
                tree.createCollection(path("/t"));
                tree.copyFile(path("/a"), path("/t/a"));
                assertThat(names("/")).containsExactly("a");
                assertThat(find("/t")).isEmpty();
            }
        }
    }

    @Test
    void onlyACollectionCanBeListed() {
        write("/file", "x");
        assertThatThrownBy(() -> storage().list(path("/missing"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage().list(path("/file"))).isInstanceOf(WrongKindException.class);
        if (fixture().findsNothingBelowFiles()) {
            assertThatThrownBy(() -> storage().list(path("/file/x"))).isInstanceOf(NotFoundException.class);
        }
    }
}
