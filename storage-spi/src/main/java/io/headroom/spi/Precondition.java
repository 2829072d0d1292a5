package io.headroom.spi;

import java.util.Optional;

/** What must hold of the target at the very moment of a commit; else nothing changes. */
public sealed interface Precondition {
    /** @param current what stands at the target now; empty when nothing does */
    boolean holds(Optional<? extends Resource> current);

    /** Replace or create. */
    record None() implements Precondition {
        @Override
        public boolean holds(Optional<? extends Resource> current) {
            return true;
        }
    }

    /** Create only. */
    record MustNotExist() implements Precondition {
        @Override
        public boolean holds(Optional<? extends Resource> current) {
            return current.isEmpty();
        }
    }

    /** Replace only. */
    record MustExist() implements Precondition {
        @Override
        public boolean holds(Optional<? extends Resource> current) {
            return current.isPresent();
        }
    }

    /** Replace this version only. */
    record MustMatch(EntityTag tag) implements Precondition {
        @Override
        public boolean holds(Optional<? extends Resource> current) {
            return current.isPresent()
                    && current.get() instanceof FileResource file
                    && file.entityTag().equals(tag);
        }
    }
}
