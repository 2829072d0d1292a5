package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.error.NotEmptyException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.StorageException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Removal of files and empty collections. */
public abstract class DeleteContract extends ContractGroup {
    protected DeleteContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    @Test
    @Proves("DAV-DEL-01")
    void removesAFile() {
        write("/a", "x");
        storage().delete(path("/a"));
        assertThat(find("/a")).isEmpty();
        assertThat(names("/")).isEmpty();
    }

    @Test
    @Proves("DAV-DEL-01")
    void removesAnEmptyCollection() {
        makeCollection("/c");
        storage().delete(path("/c"));
        assertThat(find("/c")).isEmpty();
    }

    @Test
    void keepsACollectionWithMembers() {
        makeCollection("/c");
        write("/c/a", "x");
        assertThatThrownBy(() -> storage().delete(path("/c"))).isInstanceOf(NotEmptyException.class);
        assertThat(read("/c/a")).isEqualTo("x");
        storage().delete(path("/c/a"));
        storage().delete(path("/c"));
        assertThat(names("/")).isEmpty();
    }

    @Test
    @Proves("DAV-DEL-06")
    void whatIsMissingIsNotFound() {
        write("/f", "x");
        for (String path : new String[] {"/missing", "/missing/a", "/f/a"}) {
            assertThatThrownBy(() -> storage().delete(path(path))).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void theRootStays() {
        assertThatThrownBy(() -> storage().delete(path("/"))).isInstanceOf(StorageException.class);
        assertThat(find("/")).isPresent();
    }
}
