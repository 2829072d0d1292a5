package io.headroom.spi.testkit;

import org.junit.jupiter.api.Nested;

/**
 * The contract of {@link io.headroom.spi.Storage} as tests. A backend extends this with one method, and is done when all is
 * green. What a group demands depends on the capabilities that the storage declares; what isn't declared must be refused.
 */
public abstract class StorageContract {
    /** The place to test on; asked anew for each test. */
    protected abstract StorageFixture fixture();

    @Nested
    class Write extends WriteContract {
        Write() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class FullStorage extends FullStorageContract {
        FullStorage() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class CapacityFigures extends CapacityContract {
        CapacityFigures() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class Read extends ReadContract {
        Read() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class Range extends RangeContract {
        Range() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class ListMembers extends ListContract {
        ListMembers() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class Collections extends CollectionContract {
        Collections() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class CopyMove extends CopyMoveContract {
        CopyMove() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class TreeMove extends TreeMoveContract {
        TreeMove() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class WholeTrees extends WholeTreesContract {
        WholeTrees() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class ListTree extends ListTreeContract {
        ListTree() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class Tree extends TreeContract {
        Tree() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class Delete extends DeleteContract {
        Delete() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class Preconditions extends PreconditionContract {
        Preconditions() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(StorageContract.this::fixture);
        }
    }

    @Nested
    class Names extends NamesContract {
        Names() {
            super(StorageContract.this::fixture);
        }
    }
}
