package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.FileResource;
import io.headroom.spi.Precondition;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.ParentMissingException;
import io.headroom.spi.error.WrongKindException;
import java.time.Instant;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Copies and moves of single files. */
public abstract class CopyMoveContract extends ContractGroup {
    private static final Precondition NONE = new Precondition.None();
    private static final Instant TIME = Instant.parse("2005-05-05T05:05:05Z");

    protected CopyMoveContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @Test
    @Proves("DAV-CP-04")
    void aCopyHasTheSameBytes() {
        byte[] bytes = new byte[1_500_001];
        new Random(7).nextBytes(bytes);
        write(path("/a"), bytes, WriteRequest.ofUnknownLength());
        FileResource copy = storage().copyFile(path("/a"), path("/b"), NONE);
        assertThat(copy).isEqualTo(file("/b"));
        assertThat(readBytes(path("/b"))).isEqualTo(bytes);
        assertThat(readBytes(path("/a"))).isEqualTo(bytes);
    }

    @Test
    @Proves({"DAV-CP-04", "DAV-CP-24"})
    void aCopyReplacesAFile() {
        write("/a", "new");
        FileResource old = write("/b", "old");
        FileResource copy = storage().copyFile(path("/a"), path("/b"), NONE);
        assertThat(read("/b")).isEqualTo("new");
        assertThat(copy.entityTag()).isNotEqualTo(old.entityTag());
    }

    @Test
    void copyAndMoveKeepTheTimeOfModification() {
        assumeTrue(can(Capability.KEEPS_MODIFICATION_TIME), "the backend keeps no times");
        write("/a", "x");
        storage().setLastModified(path("/a"), TIME);
        storage().copyFile(path("/a"), path("/b"), NONE);
        storage().move(path("/a"), path("/c"), NONE);
        assertThat(file("/b").lastModified().getEpochSecond()).isEqualTo(TIME.getEpochSecond());
        assertThat(file("/c").lastModified().getEpochSecond()).isEqualTo(TIME.getEpochSecond());
    }

    @Test
    void ontoItselfLosesNothing() {
        write("/a", "x");
        storage().copyFile(path("/a"), path("/a"), NONE);
        storage().move(path("/a"), path("/a"), NONE);
        assertThat(read("/a")).isEqualTo("x");
        assertThat(names("/")).containsExactly("a");
    }

    @Test
    @Proves("DAV-CP-04")
    void aMoveTakesTheFileAway() {
        FileResource file = write("/a", "x");
        storage().move(path("/a"), path("/b"), NONE);
        assertThat(find("/a")).isEmpty();
        assertThat(read("/b")).isEqualTo("x");
        assertThat(file("/b").size()).isEqualTo(file.size());
    }

    @Test
    @Proves({"DAV-CP-04", "DAV-CP-24"})
    void aMoveReplacesAFile() {
        write("/a", "new");
        FileResource old = write("/b", "old");
        storage().move(path("/a"), path("/b"), NONE);
        assertThat(find("/a")).isEmpty();
        assertThat(read("/b")).isEqualTo("new");
        assertThat(file("/b").entityTag()).isNotEqualTo(old.entityTag());
    }

    @Test
    void theSourceMustBeThere() {
        assertThatThrownBy(() -> storage().copyFile(path("/missing"), path("/b"), NONE))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> storage().move(path("/missing"), path("/b"), NONE))
                .isInstanceOf(NotFoundException.class);
        assertThat(names("/")).isEmpty();
    }

    @Test
    @Proves("DAV-CP-05")
    void theTargetsParentMustBeThere() {
        write("/a", "x");
        for (String target : new String[] {"/missing/b", "/a/b"}) {
            assertThatThrownBy(() -> storage().copyFile(path("/a"), path(target), NONE))
                    .isInstanceOf(ParentMissingException.class);
            assertThatThrownBy(() -> storage().move(path("/a"), path(target), NONE))
                    .isInstanceOf(ParentMissingException.class);
        }
        assertThat(read("/a")).isEqualTo("x");
    }

    @Test
    void onlyFilesAreCopied() {
        makeCollection("/c");
        write("/a", "x");
        assertThatThrownBy(() -> storage().copyFile(path("/c"), path("/d"), NONE))
                .isInstanceOf(WrongKindException.class);
        assertThatThrownBy(() -> storage().copyFile(path("/a"), path("/c"), NONE))
                .isInstanceOf(WrongKindException.class);
        assertThat(names("/c")).isEmpty();
    }
}
