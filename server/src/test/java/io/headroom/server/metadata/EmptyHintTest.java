package io.headroom.server.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmptyHintTest {
    private final EmptyHint hint = new EmptyHint();

    @Test
    void nothingIsKnownBeforeTheFirstLook() {
        assertThat(hint.isEmpty()).isFalse();
        hint.look(() -> false);
        assertThat(hint.isEmpty()).isFalse();
        hint.look(() -> true);
        assertThat(hint.isEmpty()).isTrue();
    }

    @Test
    void anEmptyTableIsNotLookedAtAgain() {
        hint.look(() -> true);
        hint.look(() -> {
            throw new AssertionError("looked");
        });
        assertThat(hint.isEmpty()).isTrue();
    }

    @Test
    void duringAndAfterAWriteItIsNotEmpty() {
        hint.look(() -> true);
        hint.adding(() -> assertThat(hint.isEmpty()).isFalse());
        assertThat(hint.isEmpty()).isFalse();
    }

    @Test
    void aLookThatAWriteOvertookCountsForNothing() {
        hint.look(() -> {
            hint.adding(() -> {});
            return true;
        });
        assertThat(hint.isEmpty()).isFalse();
    }

    @Test
    void aLookBeforeTheCommitIsUndoneAfterIt() {
        hint.adding(() -> hint.look(() -> true));
        assertThat(hint.isEmpty()).isFalse();
    }
}
