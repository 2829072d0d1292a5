package io.headroom.server.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.xml.PropertyName;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.OutcomeUnknownException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertyCopyTest {
    private static final ResourcePath SOURCE = ResourcePath.parse("/a");
    private static final ResourcePath TARGET = ResourcePath.parse("/z");
    private static final DeadProperty PROPERTY = new DeadProperty(new PropertyName("urn:x", "p"), "<p xmlns='urn:x'/>");
    private static final DeadProperty OTHER = new DeadProperty(new PropertyName("urn:x", "o"), "<o xmlns='urn:x'/>");

    private final MemoryPropertyStore properties = new MemoryPropertyStore();
    private final PropertyCopy copy = new PropertyCopy(properties);

    private void set(ResourcePath path, DeadProperty property) {
        properties.apply(path, List.of(new PropertyChange.Set(property)));
    }

    private static InsufficientStorageException full() {
        return new InsufficientStorageException(InsufficientStorageException.Reason.METADATA_FULL, TARGET, null);
    }

    @Test
    void propertiesGoAlong() {
        set(SOURCE, PROPERTY);
        set(SOURCE.child("member"), OTHER);

        assertThat(copy.copy(SOURCE, TARGET, true, () -> "done")).isEqualTo("done");

        assertThat(properties.find(TARGET)).containsExactly(PROPERTY);
        assertThat(properties.find(TARGET.child("member"))).containsExactly(OTHER);
        assertThat(properties.find(SOURCE)).containsExactly(PROPERTY);
    }

    @Test
    void withoutRoomForThemNoFileIsMade() {
        set(SOURCE, PROPERTY);
        PropertyCopy refused = new PropertyCopy(new FullStore(properties));

        assertThatExceptionOfType(InsufficientStorageException.class)
                .isThrownBy(() -> refused.copy(SOURCE, TARGET, true, () -> {
                    throw new AssertionError("files were copied");
                }));
    }

    @Test
    void withoutRoomForTheFilesNoneIsLeft() {
        set(SOURCE, PROPERTY);

        assertThatExceptionOfType(InsufficientStorageException.class)
                .isThrownBy(() -> copy.copy(SOURCE, TARGET, true, () -> {
                    throw full();
                }));

        assertThat(properties.anyBelow(TARGET)).isFalse();
        assertThat(properties.find(SOURCE)).containsExactly(PROPERTY);
    }

    @Test
    void replacedTargetKeepsItsOwnUntilItIsReplaced() {
        set(SOURCE, PROPERTY);
        set(TARGET, OTHER);
        set(TARGET.child("old"), OTHER);

        assertThatExceptionOfType(InsufficientStorageException.class)
                .isThrownBy(() -> copy.copy(SOURCE, TARGET, true, () -> {
                    throw full();
                }));
        assertThat(properties.find(TARGET)).containsExactly(OTHER);

        copy.copy(SOURCE, TARGET, false, () -> "done");
        assertThat(properties.find(TARGET)).containsExactly(PROPERTY);
        assertThat(properties.find(TARGET.child("old"))).isEmpty();
    }

    @Test
    void whenNobodyKnowsWhetherTheCopyStandsTheyStay() {
        set(SOURCE, PROPERTY);

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> copy.copy(SOURCE, TARGET, true, () -> {
                    throw new OutcomeUnknownException(TARGET, new IOException("lost"));
                }));

        assertThat(properties.find(TARGET)).containsExactly(PROPERTY);
    }

    /** Has no room for copies. */
    private record FullStore(PropertyStore store) implements PropertyStore {
        @Override
        public List<DeadProperty> find(ResourcePath path) {
            return store.find(path);
        }

        @Override
        public Map<String, List<DeadProperty>> findMembers(ResourcePath collection) {
            return store.findMembers(collection);
        }

        @Override
        public void apply(ResourcePath path, List<PropertyChange> changes) {
            store.apply(path, changes);
        }

        @Override
        public void copy(ResourcePath source, ResourcePath target, boolean tree) {
            throw full();
        }

        @Override
        public void move(ResourcePath source, ResourcePath target) {
            store.move(source, target);
        }

        @Override
        public void delete(ResourcePath path) {
            store.delete(path);
        }

        @Override
        public boolean anyBelow(ResourcePath path) {
            return store.anyBelow(path);
        }
    }
}
