package io.headroom.server.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.headroom.server.namespace.TreeExclusion;
import io.headroom.server.tree.MemberFailure;
import io.headroom.server.xml.PropertyName;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PropertyMoveTest {
    private static final ResourcePath SOURCE = ResourcePath.parse("/a");
    private static final ResourcePath TARGET = ResourcePath.parse("/z");
    private static final DeadProperty PROPERTY = new DeadProperty(new PropertyName("urn:x", "p"), "<p xmlns='urn:x'/>");

    private final MemoryPropertyStore properties = new MemoryPropertyStore();
    private final List<String> events = new ArrayList<>();
    private final Set<ResourcePath> standing = new HashSet<>();
    private final PropertyMove move = new PropertyMove(properties, new RecordingJournal(), standing::contains);

    private PartialMove part = new PartialMove(List.of(), List.of(), List.of(), List.of());

    private void set(ResourcePath path) {
        properties.apply(path, List.of(new PropertyChange.Set(PROPERTY)));
    }

    private List<MemberFailure> rename() {
        events.add("rename");
        return List.of();
    }

    @Test
    void withoutPropertiesNothingIsWritten() {
        move.move(SOURCE, TARGET, this::rename);

        assertThat(events).containsExactly("rename");
    }

    @Test
    void whatTheReplacedTargetHadIsGone() {
        set(TARGET.child("old"));

        move.move(SOURCE, TARGET, this::rename);

        assertThat(events).containsExactly("begin", "rename", "finish");
        assertThat(properties.anyBelow(TARGET)).isFalse();
    }

    @Test
    void theJournalKnowsBeforeTheFilesMoveAndUntilThePropertiesFollowed() {
        set(SOURCE.child("member"));

        move.move(SOURCE, TARGET, this::rename);

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

    @Test
    @Proves("DAV-CP-15")
    void eachMemberHasItsPropertiesWhereItIs() {
        ResourcePath stuck = SOURCE.child("stuck");
        ResourcePath went = SOURCE.child("went");
        ResourcePath old = TARGET.child("old");
        List.of(SOURCE, stuck, went, SOURCE.child("vanished"), TARGET, old, TARGET.child("removed"))
                .forEach(this::set);
        standing.addAll(List.of(SOURCE, stuck, TARGET, TARGET.child("went"), old));

        move.move(SOURCE, TARGET, () -> List.of(failure(stuck), failure(old)));

        assertThat(events).containsExactly("begin", "finish a part");
        assertThat(part.moved()).containsExactly(went);
        assertThat(part.copied()).containsExactly(SOURCE);
        assertThat(part.gone()).containsExactly(SOURCE.child("vanished"));
        assertThat(part.replaced()).containsExactlyInAnyOrder(TARGET, TARGET.child("removed"));
    }

    @Test
    void anOldMemberThatStaysKeepsItsProperties() {
        ResourcePath old = TARGET.child("old");
        set(old);
        set(TARGET.child("removed"));

        move.move(SOURCE, TARGET, () -> List.of(failure(old)));

        assertThat(part.replaced()).containsExactly(TARGET.child("removed"));
    }

    private static MemberFailure failure(ResourcePath path) {
        return new MemberFailure(path, false, new AccessDeniedException(path));
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
        public void finish(long id, PartialMove what) {
            assertThat(id).isEqualTo(7);
            events.add("finish a part");
            part = what;
        }

        @Override
        public void abandon(long id) {
            assertThat(id).isEqualTo(7);
            events.add("abandon");
        }

        @Override
        public int recover(Predicate<ResourcePath> exists, Consumer<ResourcePath> settled, TreeExclusion exclusion) {
            throw new UnsupportedOperationException();
        }
    }
}
