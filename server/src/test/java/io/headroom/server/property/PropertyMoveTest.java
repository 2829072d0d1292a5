package io.headroom.server.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.xml.PropertyName;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PropertyMoveTest {
    private static final ResourcePath SOURCE = ResourcePath.parse("/a");
    private static final ResourcePath TARGET = ResourcePath.parse("/z");
    private static final DeadProperty PROPERTY = new DeadProperty(new PropertyName("urn:x", "p"), "<p xmlns='urn:x'/>");

    private final MemoryPropertyStore properties = new MemoryPropertyStore();
    private final List<String> events = new ArrayList<>();
    private final PropertyMove move = new PropertyMove(properties, new RecordingJournal());

    private void set(ResourcePath path) {
        properties.apply(path, List.of(new PropertyChange.Set(PROPERTY)));
    }

    @Test
    void withoutPropertiesNothingIsWritten() {
        move.move(SOURCE, TARGET, () -> events.add("rename"));

        assertThat(events).containsExactly("rename");
    }

    @Test
    void whatTheReplacedTargetHadIsGone() {
        set(TARGET.child("old"));

        move.move(SOURCE, TARGET, () -> events.add("rename"));

        assertThat(events).containsExactly("rename");
        assertThat(properties.anyBelow(TARGET)).isFalse();
    }

    @Test
    void theJournalKnowsBeforeTheFilesMoveAndUntilThePropertiesFollowed() {
        set(SOURCE.child("member"));

        move.move(SOURCE, TARGET, () -> events.add("rename"));

        assertThat(events).containsExactly("begin", "rename", "finish");
        assertThat(properties.find(TARGET.child("member"))).containsExactly(PROPERTY);
    }

    @Test
    void aRefusedRenameLeavesAllAsItWas() {
        set(SOURCE);
        set(TARGET);

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> move.move(SOURCE, TARGET, () -> {
                    throw new NotFoundException(SOURCE);
                }));

        assertThat(events).containsExactly("begin", "abandon");
        assertThat(properties.find(SOURCE)).hasSize(1);
        assertThat(properties.find(TARGET)).hasSize(1);
    }

    @Test
    void anUnknownOutcomeStaysInTheJournal() {
        set(SOURCE);

        assertThatExceptionOfType(OutcomeUnknownException.class)
                .isThrownBy(() -> move.move(SOURCE, TARGET, () -> {
                    throw new OutcomeUnknownException(SOURCE, new IOException("no answer"));
                }));

        assertThat(events).containsExactly("begin");
    }

    private final class RecordingJournal implements MoveJournal {
        @Override
        public long begin(ResourcePath source, ResourcePath target) {
            events.add("begin");
            return 7;
        }

        @Override
        public void finish(long id) {
            assertThat(id).isEqualTo(7);
            events.add("finish");
            properties.move(SOURCE, TARGET);
        }

        @Override
        public void abandon(long id) {
            assertThat(id).isEqualTo(7);
            events.add("abandon");
        }

        @Override
        public int recover(Predicate<ResourcePath> exists) {
            throw new UnsupportedOperationException();
        }
    }
}
