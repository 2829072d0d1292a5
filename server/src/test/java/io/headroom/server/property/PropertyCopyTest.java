package io.headroom.server.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.tree.MemberFailure;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyCopyTest {
    private static final ResourcePath SOURCE = ResourcePath.parse("/source");
    private static final ResourcePath MEMBER = ResourcePath.parse("/source/member");
    private static final ResourcePath TARGET = ResourcePath.parse("/target");
    private static final DeadProperty COLOR = property("color");
    private static final DeadProperty OLD = property("old");

    private final MemoryPropertyStore store = new MemoryPropertyStore();
    private final PropertyCopy copy = new PropertyCopy(store);

    private static DeadProperty property(String name) {
        return new DeadProperty(new PropertyName("urn:x", name), "<x:" + name + " xmlns:x=\"urn:x\"/>");
    }

    private void set(ResourcePath path, DeadProperty property) {
        store.apply(path, List.of(new PropertyChange.Set(property)));
    }

    @Test
    @Proves("DAV-CP-15")
    void theTargetGetsWhatTheSourceHasAndLosesWhatItHad() {
        set(SOURCE, COLOR);
        set(MEMBER, COLOR);
        set(TARGET, OLD);
        assertThat(copy.copy(SOURCE, TARGET, true, List::of)).isEmpty();
        assertThat(store.find(TARGET)).containsExactly(COLOR);
        assertThat(store.find(ResourcePath.parse("/target/member"))).containsExactly(COLOR);
        assertThat(store.find(SOURCE)).containsExactly(COLOR);
    }

    @Test
    @Proves("DAV-CP-11")
    void aShallowCopyTakesNoMembersAlong() {
        set(SOURCE, COLOR);
        set(MEMBER, COLOR);
        copy.copy(SOURCE, TARGET, false, List::of);
        assertThat(store.find(TARGET)).containsExactly(COLOR);
        assertThat(store.anyBelow(ResourcePath.parse("/target/member"))).isFalse();
    }

    @Test
    @Proves("S507-GEN-05")
    void whenTheFilesDoNotFitTheTargetKeepsItsProperties() {
        set(SOURCE, COLOR);
        set(TARGET, OLD);
        assertThatThrownBy(() -> copy.copy(SOURCE, TARGET, true, () -> {
                    throw new InsufficientStorageException(Reason.DISK_FULL, TARGET, null);
                }))
                .isInstanceOf(InsufficientStorageException.class);
        assertThat(store.find(TARGET)).containsExactly(OLD);
        assertThat(store.anyBelow(ResourcePath.parse("/.headroom-copies"))).isFalse();
    }

    @Test
    @Proves("DAV-CP-18")
    void whatIsNotInTheCopyHasNoPropertiesThereAndAnOldMemberThatStaysKeepsItsOwn() {
        set(SOURCE, COLOR);
        set(MEMBER, COLOR);
        set(ResourcePath.parse("/source/other"), COLOR);
        set(TARGET, OLD);
        set(ResourcePath.parse("/target/old"), OLD);
        set(ResourcePath.parse("/target/removed"), OLD);
        List<MemberFailure> failures = List.of(failure(MEMBER), failure(ResourcePath.parse("/target/old")));
        assertThat(copy.copy(SOURCE, TARGET, true, () -> failures)).isEqualTo(failures);
        assertThat(store.find(TARGET)).containsExactly(COLOR);
        assertThat(store.find(ResourcePath.parse("/target/other"))).containsExactly(COLOR);
        assertThat(store.find(ResourcePath.parse("/target/member"))).isEmpty();
        assertThat(store.find(ResourcePath.parse("/target/old"))).containsExactly(OLD);
        assertThat(store.find(ResourcePath.parse("/target/removed"))).isEmpty();
        assertThat(store.find(MEMBER)).containsExactly(COLOR);
        assertThat(store.anyBelow(ResourcePath.parse("/.headroom-copies"))).isFalse();
    }

    private static MemberFailure failure(ResourcePath path) {
        return new MemberFailure(path, false, new AccessDeniedException(path));
    }

    @Test
    void aTargetWithoutASourceOfPropertiesLosesItsOwn() {
        set(TARGET, OLD);
        copy.copy(SOURCE, TARGET, true, List::of);
        assertThat(store.find(TARGET)).isEmpty();
    }

    /** A server that was frozen for long finds its staged copies gone. */
    @Test
    void whatAnotherServerDroppedIsStagedAgain() {
        PropertyCopy taken = new PropertyCopy(store, "node");
        set(SOURCE, COLOR);
        set(MEMBER, COLOR);
        set(TARGET, OLD);
        taken.copy(SOURCE, TARGET, true, () -> {
            taken.recover("node");
            return List.of();
        });
        assertThat(store.find(TARGET)).containsExactly(COLOR);
        assertThat(store.find(ResourcePath.parse("/target/member"))).containsExactly(COLOR);
        assertThat(store.find(SOURCE)).containsExactly(COLOR);
        assertThat(store.anyBelow(ResourcePath.parse("/.headroom-copies"))).isFalse();
    }

    @Test
    void ofServersThatLiveNothingIsDropped() {
        PropertyCopy living = new PropertyCopy(store, "living");
        PropertyCopy other = new PropertyCopy(store, "other");
        set(SOURCE, COLOR);
        set(ResourcePath.parse("/.headroom-copies/dead/x"), COLOR);
        living.copy(SOURCE, TARGET, true, () -> {
            other.recover("dead");
            assertThat(store.holders(ResourcePath.parse("/.headroom-copies"))).hasSize(1);
            return List.of();
        });
        assertThat(store.find(TARGET)).containsExactly(COLOR);
    }

    @Test
    void whatACrashLeftIsDroppedAtTheStart() {
        set(ResourcePath.parse("/.headroom-copies/one"), COLOR);
        copy.recover();
        assertThat(store.anyBelow(ResourcePath.ROOT)).isFalse();
    }
}
