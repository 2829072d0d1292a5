package io.headroom.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.Capability;
import io.headroom.spi.EntityTag;
import io.headroom.spi.FileResource;
import io.headroom.spi.PendingWrite;
import io.headroom.spi.Precondition;
import io.headroom.spi.WriteRequest;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.UnsupportedException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Conditions on the target, as they hold at the commit. */
public abstract class PreconditionContract extends ContractGroup {
    private static final Precondition ABSENT = new Precondition.MustNotExist();
    private static final Precondition PRESENT = new Precondition.MustExist();

    protected PreconditionContract(Supplier<StorageFixture> fixtures) {
        super(fixtures);
    }

    private void creating() {
        assumeTrue(can(Capability.CONDITIONAL_CREATE), "no conditional create here");
    }

    private void replacing() {
        assumeTrue(can(Capability.CONDITIONAL_REPLACE), "no conditional replace here");
    }

    private void refused(Runnable change) {
        assertThatThrownBy(change::run).isInstanceOf(PreconditionFailedException.class);
    }

    @Test
    void whatIsUndeclaredIsRefused() {
        assumeTrue(!can(Capability.CONDITIONAL_CREATE) || !can(Capability.CONDITIONAL_REPLACE), "all is declared");
        if (!can(Capability.CONDITIONAL_CREATE)) {
            assertThatThrownBy(() -> write("/a", "x", ABSENT)).isInstanceOf(UnsupportedException.class);
        }
        if (!can(Capability.CONDITIONAL_REPLACE)) {
            FileResource old = write("/b", "x");
            assertThatThrownBy(() -> write("/b", "y", new Precondition.MustMatch(old.entityTag())))
                    .isInstanceOf(UnsupportedException.class);
        }
    }

    @Test
    @Proves("HTTP-CND-06")
    void createOnly() {
        creating();
        write("/a", "first", ABSENT);
        refused(() -> write("/a", "second", ABSENT));
        assertThat(read("/a")).isEqualTo("first");
    }

    @Test
    void replaceOnly() {
        replacing();
        refused(() -> write("/a", "first", PRESENT));
        assertThat(find("/a")).isEmpty();
        write("/a", "first");
        write("/a", "second", PRESENT);
        assertThat(read("/a")).isEqualTo("second");
    }

    @Test
    @Proves("HTTP-CND-06")
    void replaceOneVersionOnly() {
        replacing();
        FileResource first = write("/a", "first");
        FileResource second = write("/a", "other", new Precondition.MustMatch(first.entityTag()));
        refused(() -> write("/a", "third", new Precondition.MustMatch(first.entityTag())));
        refused(() -> write("/a", "third", new Precondition.MustMatch(EntityTag.strong("nobody's"))));
        assertThat(file("/a")).isEqualTo(second);
    }

    @Test
    @Proves("HTTP-CND-06")
    void theTargetMayChangeBetweenBeginningAndCommit() {
        creating();
        try (PendingWrite write =
                storage().beginWrite(path("/a"), WriteRequest.ofUnknownLength().with(ABSENT))) {
            write("/a", "came meanwhile");
            refused(write::commit);
        }
        assertThat(read("/a")).isEqualTo("came meanwhile");
    }

    @Test
    @Proves("DAV-CP-06")
    void copyAndMoveHaveConditionsToo() {
        creating();
        replacing();
        write("/a", "new");
        FileResource old = write("/b", "old");
        refused(() -> storage().copyFile(path("/a"), path("/b"), ABSENT));
        refused(() -> storage().move(path("/a"), path("/b"), ABSENT));
        refused(() -> storage().copyFile(path("/a"), path("/c"), PRESENT));
        refused(() -> storage().move(path("/a"), path("/c"), PRESENT));
        assertThat(names("/")).containsExactly("a", "b");
        assertThat(file("/b")).isEqualTo(old);
        storage().copyFile(path("/a"), path("/b"), new Precondition.MustMatch(old.entityTag()));
        storage().move(path("/a"), path("/c"), ABSENT);
        assertThat(names("/")).containsExactly("b", "c");
    }
}
