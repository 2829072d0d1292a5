package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.error.AlreadyExistsException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.UnsupportedException;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Making collections, and the times that a client sets. */
public abstract class CollectionContract extends ContractGroup {
    private static final Instant TIME = Instant.parse("2003-03-03T03:03:03Z");

    protected CollectionContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @Test
    @Proves("DAV-MK-01")
    void makesOneEmptyCollection() {
        CollectionResource made = storage().createCollection(path("/c"));
        assertThat(made.path()).isEqualTo(path("/c"));
        assertThat(find("/c")).contains(made);
        assertThat(names("/c")).isEmpty();
    }

    @Test
    @Proves("DAV-MK-02")
    void refusesWhereSomethingStands() {
        makeCollection("/c");
        write("/f", "x");
        for (String path : new String[] {"/c", "/f", "/"}) {
            assertThatThrownBy(() -> makeCollection(path)).isInstanceOf(AlreadyExistsException.class);
        }
        assertThat(read("/f")).isEqualTo("x");
    }

    @Test
    @Proves({"DAV-MK-03", "DAV-MK-05"})
    void makesNoParents() {
        write("/f", "x");
        for (String path : new String[] {"/missing/c", "/f/c"}) {
            assertThatThrownBy(() -> makeCollection(path)).isInstanceOf(ParentMissingException.class);
        }
        assertThat(names("/")).containsExactly("f");
    }

    @Test
    void timesCanBeSet() {
        assumeTrue(can(Capability.KEEPS_MODIFICATION_TIME), "the backend keeps no times");
        makeCollection("/c");
        write("/f", "x");
        storage().setLastModified(path("/c"), TIME);
        storage().setLastModified(path("/f"), TIME);
        assertThat(file("/f").lastModified().getEpochSecond()).isEqualTo(TIME.getEpochSecond());
        assertThat(read("/f")).isEqualTo("x");
        CollectionResource collection = (CollectionResource) find("/c").orElseThrow();
        assertThat(collection.lastModified().map(Instant::getEpochSecond).orElse(TIME.getEpochSecond()))
                .isEqualTo(TIME.getEpochSecond());
        assertThatThrownBy(() -> storage().setLastModified(path("/missing"), TIME))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void noTimeIsSetWhereNoneIsKept() {
        assumeTrue(!can(Capability.KEEPS_MODIFICATION_TIME), "the backend keeps times");
        FileResource file = write("/f", "x");
        assertThatThrownBy(() -> storage().setLastModified(path("/f"), TIME)).isInstanceOf(UnsupportedException.class);
        assertThat(file("/f")).isEqualTo(file);
    }

    @Test
    void aCollectionChangesWithItsMembers() {
        assumeTrue(can(Capability.KEEPS_MODIFICATION_TIME), "the backend keeps no times");
        makeCollection("/c");
        storage().setLastModified(path("/c"), TIME);
        write("/c/a", "x");
        CollectionResource collection = (CollectionResource) find("/c").orElseThrow();
        assertThat(collection.lastModified().orElse(Instant.MAX)).isAfter(TIME);
    }
}
