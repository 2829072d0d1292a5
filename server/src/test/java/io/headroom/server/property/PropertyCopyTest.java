package io.headroom.server.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.server.xml.PropertyName;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
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
        assertThat(copy.<String>copy(SOURCE, TARGET, true, () -> "done")).isEqualTo("done");
        assertThat(store.find(TARGET)).containsExactly(COLOR);
        assertThat(store.find(ResourcePath.parse("/target/member"))).containsExactly(COLOR);
        assertThat(store.find(SOURCE)).containsExactly(COLOR);
    }

    @Test
    @Proves("DAV-CP-11")
    void aShallowCopyTakesNoMembersAlong() {
        set(SOURCE, COLOR);
        set(MEMBER, COLOR);
        copy.<String>copy(SOURCE, TARGET, false, () -> "done");
        assertThat(store.find(TARGET)).containsExactly(COLOR);
        assertThat(store.anyBelow(ResourcePath.parse("/target/member"))).isFalse();
    }

    @Test
    @Proves("S507-GEN-05")
    void whenTheFilesDoNotFitTheTargetKeepsItsProperties() {
        set(SOURCE, COLOR);
        set(TARGET, OLD);
        assertThatThrownBy(() -> copy.<String>copy(SOURCE, TARGET, true, () -> {
                    throw new InsufficientStorageException(Reason.DISK_FULL, TARGET, null);
                }))
                .isInstanceOf(InsufficientStorageException.class);
        assertThat(store.find(TARGET)).containsExactly(OLD);
        assertThat(store.anyBelow(ResourcePath.parse("/.headroom-copies"))).isFalse();
    }

    @Test
    void aTargetWithoutASourceOfPropertiesLosesItsOwn() {
        set(TARGET, OLD);
        copy.<String>copy(SOURCE, TARGET, true, () -> "done");
        assertThat(store.find(TARGET)).isEmpty();
    }

    @Test
    void whatACrashLeftIsDroppedAtTheStart() {
        set(ResourcePath.parse("/.headroom-copies/one"), COLOR);
        copy.recover();
        assertThat(store.anyBelow(ResourcePath.ROOT)).isFalse();
    }
}
